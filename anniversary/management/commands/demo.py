"""Loads a sample programme: `manage.py demo`. Loading it again changes nothing that is already so."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from anniversary.management.loading.files import DEFAULT, Sample, samples
from anniversary.management.loading.records import Loader
from anniversary.management.loading.reset import remove_everything
from anniversary.management.loading.standing import another_than
from anniversary.search.indexing import together

from .compilecatalogues import compile_catalogues


class Command(BaseCommand):
    help = "Loads a sample programme from its data files. Loading it again brings its records back to what the files say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", default=settings.SAMPLE or DEFAULT, help=f"which sample: {', '.join(samples())} (default: %(default)s)")
        parser.add_argument("--reset", action="store_true", help="first remove all content of the site, also what editors made; users stay")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["sample"]
        if name not in samples():
            raise CommandError(f"There is no sample “{name}”. There are: {', '.join(samples())}.")
        sample = Sample(name)
        if not options["reset"] and (held := another_than(sample)):
            raise CommandError(
                f"This site holds another anniversary (“{held}”); the sample “{name}” would be mixed into it. To replace all of its content, "
                f"also what editors made: manage.py demo --sample {name} --reset"
            )
        compile_catalogues()  # the search's index has the names of kinds in it, in every language
        with together():
            if options["reset"]:
                remove_everything()
            for kind, rows, load in Loader(sample).steps():
                for number, row in enumerate(rows, 1):
                    load(row)
                    if options["verbosity"] and (number == len(rows) or number % 10 == 0):
                        self.stdout.write(f"  {kind}: {number} of {len(rows)}")
        self.stdout.write(self.style.SUCCESS("The sample programme is loaded."))
