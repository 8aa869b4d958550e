"""Loads a sample programme: `manage.py demo`. Loading it again changes nothing that is already so.

`--samples` makes a sample competition beside it, with invented entrants, works and scores: never without being asked for.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from anniversary.management.loading.files import DEFAULT, Sample, samples
from anniversary.management.loading.records import Loader
from anniversary.management.loading.reset import remove_everything
from anniversary.management.loading.standing import another_than
from anniversary.management.sampling import making, removing
from anniversary.management.sampling.windows import AT
from anniversary.search.indexing import together

from .compilecatalogues import compile_catalogues


class Command(BaseCommand):
    help = "Loads a sample programme from its data files. Loading it again brings its records back to what the files say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", default=settings.SAMPLE or DEFAULT, help=f"which sample: {', '.join(samples())} (default: %(default)s)")
        parser.add_argument("--reset", action="store_true", help="first remove all content of the site, also what editors made; users stay")
        parser.add_argument("--samples", action="store_true", help="also make a sample competition: invented entrants, works drawn by a program, jurors")
        parser.add_argument("--samples-stage", choices=AT, default="open", help="how far the sample competition is (default: %(default)s)")
        parser.add_argument("--remove-samples", action="store_true", help="remove the sample competition and its users, and do nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove_samples"]:
            self.stdout.write(self.style.SUCCESS(f"Sample competitions removed: {removing.remove()}."))
            return
        name = options["sample"]
        if name not in samples():
            raise CommandError(f"There is no sample “{name}”. There are: {', '.join(samples())}.")
        sample = Sample(name)
        if not options["reset"] and (held := another_than(sample)):
            raise CommandError(
                f"This site holds another anniversary (“{held}”); the sample “{name}” would be mixed into it. To replace all of its content, "
                f"also what editors made: manage.py demo --sample {name} --reset"
            )
        if options["reset"] and (kept := removing.kept_by_the_database()):
            raise CommandError(
                f"Nothing was removed. This site holds a competition that was run here ({', '.join(map(str, kept))}): what was done and agreed to in it "
                "is kept by the database and cannot be thrown away. To begin with an empty site, begin with an empty database."
            )
        compile_catalogues()  # the search's index has the names of kinds in it, in every language
        with together():
            if options["reset"]:
                removing.remove()
                remove_everything()
            for kind, rows, load in Loader(sample).steps():
                for number, row in enumerate(rows, 1):
                    load(row)
                    if options["verbosity"] and (number == len(rows) or number % 10 == 0):
                        self.stdout.write(f"  {kind}: {number} of {len(rows)}")
            if options["samples"]:
                making.make(options["samples_stage"], self.stdout.write if options["verbosity"] else lambda text: None)
        self.stdout.write(self.style.SUCCESS("The sample programme is loaded."))
        if options["samples"] and options["verbosity"]:
            self.stdout.write(
                f"The sample competition is there, in the stage “{options['samples_stage']}”. Its officer ({making.OFFICER}) and jurors (sample-juror-1 … "
                f"{making.JURORS}) cannot sign in until an administrator gives one of them a password: manage.py changepassword sample-juror-1. "
                "To take it away again: manage.py demo --remove-samples"
            )
