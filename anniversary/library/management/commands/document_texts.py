from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from anniversary.library.models import Document
from anniversary.library.tasks import take_text


class Command(BaseCommand):
    help = "Has the text taken out of every PDF that waits for it, by the worker or, with --now, here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", action="store_true", help="take it out in this process and show the progress")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Document.objects.waiting().order_by("pk").values_list("pk", flat=True))
        failed = 0
        for number, pk in enumerate(keys, 1):
            if not options["now"]:
                take_text.enqueue(pk)
                continue
            try:
                characters = take_text.func(pk)
            except OSError as error:  # one lost file must not stop the others
                failed += 1
                self.stderr.write(f"{number}/{len(keys)} document {pk}: {error}")
            else:
                self.stdout.write(f"{number}/{len(keys)} document {pk}: {characters} characters")
        self.stdout.write(f"{len(keys) - failed} documents {'done' if options['now'] else 'queued'}, {failed} failed.")
