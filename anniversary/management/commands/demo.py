"""Loads a sample programme: `manage.py demo`. Loading it again changes nothing that is already so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from anniversary.management.loading.files import Sample, samples
from anniversary.management.loading.records import Loader
from anniversary.management.loading.reset import remove_everything


class Command(BaseCommand):
    help = "Loads a sample programme from its data files. Loading it again brings its records back to what the files say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", default="cambodia_japan", choices=samples(), help="which sample (default: %(default)s)")
        parser.add_argument("--reset", action="store_true", help="first remove all content of the site, also what editors made; users stay")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            if options["reset"]:
                remove_everything()
            for name, rows, load in Loader(Sample(options["sample"])).steps():
                for number, row in enumerate(rows, 1):
                    load(row)
                    if options["verbosity"] and (number == len(rows) or number % 10 == 0):
                        self.stdout.write(f"  {name}: {number} of {len(rows)}")
        self.stdout.write(self.style.SUCCESS("The sample programme is loaded."))
