from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from anniversary.library.models import Image
from anniversary.library.tasks import make_renditions


class Command(BaseCommand):
    help = "Has the renditions made of every image that lacks them, by the worker or, with --now, here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", action="store_true", help="make them in this process and show the progress")
        parser.add_argument("--all", action="store_true", help="also of images that are ready")

    def handle(self, *args: Any, **options: Any) -> None:
        images = Image.objects.all() if options["all"] else Image.objects.waiting()
        keys = list(images.order_by("pk").values_list("pk", flat=True))
        failed = 0
        for number, pk in enumerate(keys, 1):
            if not options["now"]:
                make_renditions.enqueue(pk)
                continue
            try:
                make_renditions.func(pk)
            except (OSError, SyntaxError, ValueError) as error:  # one lost or damaged file must not stop the others
                failed += 1
                self.stderr.write(f"{number}/{len(keys)} image {pk}: {error}")
            else:
                self.stdout.write(f"{number}/{len(keys)} image {pk}")
        self.stdout.write(f"{len(keys) - failed} images {'done' if options['now'] else 'queued'}, {failed} failed.")
