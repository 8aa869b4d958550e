"""Makes everything ready to serve: one process, and a second run only looks.

In this order: interface texts compiled, database migrated, the search's index built once, static files collected, demonstration
content loaded once, an administrator made once. Every step may be interrupted; the next run goes on from there.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from anniversary.management.loading.files import DEFAULT, Sample, samples
from anniversary.management.loading.standing import another_than
from anniversary.occasion.models import Anniversary
from anniversary.search import rebuilding

from .compilecatalogues import compile_catalogues
from .create_admin import announcement, give_password

STATIC_STAMP = settings.VAR_DIR / "static.stamp"
NO_SAMPLE = "none"  # in place of a sample's name: the site begins empty
DEMO_UNDER_WAY = settings.VAR_DIR / "demo.unfinished"


def migrations_wanted() -> bool:
    """Whether the database lacks a migration. Asks the database itself: a stamp would not notice another one."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_fingerprint() -> str:
    """A hash that changes when a static file, the storage that writes them, or whitenoise does."""
    digest = hashlib.sha256(f"{version('whitenoise')} {settings.STATIC_ROOT}".encode())
    digest.update(Path(settings.BASE_DIR, "anniversary/staff/staticfiles.py").read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Command(BaseCommand):
    help = "Makes the site ready to serve: database, interface texts, static files, demonstration content, an administrator."
    requires_system_checks: list[str] = []  # a start is no time to look for programmers' mistakes; make lint and the tests do

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-static", action="store_true", help="leave the static files where they are (development)")
        parser.add_argument("--no-demo", action="store_true", help="do not load the demonstration content")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def handle(self, *args: Any, **options: Any) -> None:
        if compile_catalogues():
            self.say("Interface texts compiled.")
        if migrations_wanted():
            self.say("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0)
        self.build_index()
        if not options["no_static"]:
            self.collect_static()
        if not options["no_demo"]:
            self.load_demonstration()
        self.make_administrator()

    def build_index(self) -> None:
        """For what was there before the search was, or before its analyser read and the catalogues said what they do now. Of an empty site this is nothing."""
        if not rebuilding.wanted():
            return
        if total := rebuilding.total():
            self.say(f"Building the index of the search ({total} records) …")
        rebuilding.run()

    def collect_static(self) -> None:
        fingerprint = static_fingerprint()
        manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
        if manifest.exists() and STATIC_STAMP.exists() and STATIC_STAMP.read_text() == fingerprint:
            return
        self.say("Collecting static files …")
        STATIC_STAMP.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        STATIC_STAMP.write_text(fingerprint)

    def load_demonstration(self) -> None:
        """Loads it into a site that names no anniversary yet; the marker has a start that was cut short taken up again."""
        database = connections[DEFAULT_DB_ALIAS].settings_dict
        this = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"  # a marker left by another database says nothing about this one
        under_way = DEMO_UNDER_WAY.exists() and DEMO_UNDER_WAY.read_text() == this
        if "demo" not in get_commands() or settings.SAMPLE == NO_SAMPLE:
            return
        if Anniversary.objects.exists() and not under_way:
            self.tell_of_another()
            return
        self.say("Loading the demonstration programme (once) …")
        DEMO_UNDER_WAY.write_text(this)
        call_command("demo", sample=settings.SAMPLE or DEFAULT)
        DEMO_UNDER_WAY.unlink()

    def tell_of_another(self) -> None:
        """A sample that was asked for by name is not loaded over what is there: say so, instead of starting as if it had been."""
        name = settings.SAMPLE
        if name in samples() and (held := another_than(Sample(name))):
            self.say(f"This site holds “{held}” and keeps it. To replace all of its content by the sample: manage.py demo --sample {name} --reset")

    @transaction.atomic  # an administrator whose password could not be told is not made
    def make_administrator(self) -> None:
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        taken = set(users.values_list("username", flat=True))
        # Whoever is called admin here and is no administrator is not made one by a restart.
        name = next(name for name in ("admin", *(f"admin{number}" for number in range(2, len(taken) + 3))) if name not in taken)
        self.say(announcement(name, give_password(get_user_model()(username=name))))
