from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from anniversary.search import checking
from anniversary.search.models import Entry


class Command(BaseCommand):
    help = "Holds the search's index against the content and names what is missing, stale or left over. Ends with 1 if anything is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="write what is wrong as it should be")

    def handle(self, *args: Any, **options: Any) -> None:
        found = checking.look(mend=options["mend"])
        for finding in found:
            self.stdout.write(str(finding))
        if found and not options["mend"]:
            raise CommandError(f"The index does not agree with the content in {len(found)} places. To mend them: manage.py search_check --mend")
        if found:
            self.stdout.write(self.style.SUCCESS(f"Mended: {len(found)}."))
        else:
            self.stdout.write(self.style.SUCCESS(f"The index agrees with the content: {Entry.objects.count()} entries."))
