"""Killed at any moment, the process that saves or rebuilds leaves an index that agrees with the content."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from anniversary.search import checking, rebuilding
from anniversary.search.models import Entry, Link, Rebuild
from tests.factories.articles import article
from tests.factories.directory import person
from tests.factories.library import tag

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kinds")]
ROUNDS = 25
chance = random.Random()


def database_url() -> str:
    """Of the tests' own database."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def killed(what: str, folder: Path, lines: int, seconds: float) -> None:
    """Start it, let it tell so many times that it is at work, and kill it so many seconds later."""
    environment = os.environ | {"DATABASE_URL": database_url(), "VAR_DIR": str(folder), "DB_POOL": "0", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "tests.search.saving", what, str(chance.randrange(10_000))]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert [process.stdout.readline().strip() for _line in range(lines)] == [{"save": "saved", "rebuild": "step"}[what]] * lines
        try:
            assert process.wait(seconds) is None, "it ended by itself"
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture
def content():
    people = [person(slug=f"person-{number}", name_en=f"Dara {number}") for number in range(4)]
    tags = [tag(name=f"tag-{number}", label_en=f"Tag {number}") for number in range(3)]
    return [article(title_en=f"Bridge {number}", title_ja="橋", body_en="<p>Steel</p>", people=people[:2], tags=tags[:1]) for number in range(8)]


def test_saves(content, tmp_path):
    for number in range(ROUNDS):
        killed("save", tmp_path, chance.randrange(1, 20), chance.random() / 20)
        assert checking.look() == [], f"round {number}"


def test_a_rebuild_of_an_index_that_is_there(content, tmp_path):
    entries = set(Entry.objects.values_list("kind", "object_id", "language", "digest"))
    for number in range(ROUNDS):
        killed("rebuild", tmp_path, chance.randrange(1, 12), chance.random() / 50)
        assert checking.look() == [], f"round {number}"
    assert rebuilding.run().finished_at
    assert set(Entry.objects.values_list("kind", "object_id", "language", "digest")) == entries


def test_a_rebuild_of_an_empty_index(content, tmp_path):
    """What is there is right, what is not there is missing, and nothing else is wrong: above all nobody sees what they may not."""
    for number in range(ROUNDS):
        Entry.objects.all().delete()
        Link.objects.all().delete()
        Rebuild.objects.all().delete()
        killed("rebuild", tmp_path, chance.randrange(1, 7), chance.random() / 50)
        wrong = [finding for finding in checking.look() if finding.problem != checking.MISSING]
        assert {(finding.kind, finding.problem) for finding in wrong} <= {("article", checking.LINKS)}, f"round {number}"
        assert not Entry.objects.filter(kind="article", object_id__in=[finding.key for finding in wrong]).exists()
        assert rebuilding.run().finished_at
        assert checking.look() == [], f"round {number}"
