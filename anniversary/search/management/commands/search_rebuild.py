import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from anniversary.search import rebuilding
from anniversary.search.models import Entry, Rebuild


class Command(BaseCommand):
    help = "Writes the search's index anew. The site stays searchable; an interrupted run goes on where it was when it is started again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--afresh", action="store_true", help="begin at the beginning, also where a run was interrupted")

    def handle(self, *args: Any, **options: Any) -> None:
        total, began, first = rebuilding.total(), time.monotonic(), None

        def report(row: Rebuild) -> None:
            nonlocal first
            first = row.done if first is None else first
            if options["verbosity"] and row.finished_at is None:
                rate = (row.done - first) / max(time.monotonic() - began, 0.001)
                self.stdout.write(f"  {row.kind}: {row.done} of {total} records, {rate:.0f} a second")
                self.stdout.flush()

        row = rebuilding.run(afresh=options["afresh"], report=report)
        self.stdout.write(self.style.SUCCESS(f"The index is built: {row.done} records, {Entry.objects.count()} entries."))
