"""The sample competition, made once for a module's tests: drawing sixty works takes a while."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from anniversary import clock
from anniversary.competition.models import Competition
from anniversary.management.sampling import drawn, making, marks
from tests.factories import occasion

NOW = clock.parse("2023-03-08T10:20:30Z")


@pytest.fixture(scope="session", autouse=True)
def _drawn_once() -> Iterator[None]:
    """The same sixty pairs of pictures for all samples of these tests; they are drawn when the first one needs them."""
    draw, works = drawn.works, []

    def once(count: int, years: str) -> list[drawn.Drawn]:
        assert count == marks.COUNT
        works.extend([] if works else draw(count, years))
        return works

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawn, "works", once)
        patch.setattr(marks, "PIXELS", 200)  # drawn the sooner; how large they are is nothing that these tests ask
        yield


@pytest.fixture(scope="module")
def sampled(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The sample in the module's STAGE, or "open"; each test's changes are undone after it, all of it in the end. The folder of its private files."""
    folder = tmp_path_factory.mktemp("private")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(PRIVATE_ROOT=folder), clock.as_of(NOW):
        occasion.anniversary()
        making.make(getattr(request.module, "STAGE", "open"))
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def sample(sampled, settings) -> Iterator[Competition]:
    settings.PRIVATE_ROOT = sampled
    with clock.as_of(NOW):
        yield Competition.objects.get(slug="sample")
