import hashlib
import json
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anniversary import clock
from anniversary.competition.entries.models import Entry
from anniversary.competition.kit import making, masters
from anniversary.competition.models import Competition
from anniversary.library import limited
from tests.competition.entries import corpus
from tests.factories.competition import competition, entry, rules
from tests.factories.staff import make_user

OPENS = datetime(2023, 3, 1, tzinfo=UTC)
NOW = datetime(2023, 9, 1, tzinfo=UTC)
# Wider than it is high, so that nothing takes one side for the other.
MARK = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="7in" onload="alert(1)"><script>alert(1)</script>
<circle cx="50" cy="50" r="45" fill="#e00025"/><rect x="110" y="20" width="80" height="60" fill="#0f2f7f"/></svg>"""


RUN, OF = limited.run, making.of
_drawn: dict = {}


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch):
    """The same master gives the same files: they are made once, not for each test."""

    def run(function, data, **options):
        content = data if isinstance(data, bytes) else (data.seek(0), data.read())[1]
        key = function.__name__, hashlib.sha256(content).digest(), json.dumps(options)
        if key not in _drawn:
            _drawn[key] = RUN(function, content, **options)
        return _drawn[key]

    def of(master):
        key = master.sha256, master.variant
        if key not in _drawn:
            _drawn[key] = list(OF(master))
        return _drawn[key]

    monkeypatch.setattr(limited, "run", run)
    monkeypatch.setattr(making, "of", of)


@pytest.fixture(autouse=True)
def september():
    with clock.as_of(NOW):
        yield


@pytest.fixture
def officer():
    return make_user(username="officer", role="competition_officer")


@pytest.fixture
def record(officer):
    """A competition whose result is announced."""
    made = competition(slug="logo", title_ja="年のロゴ", title_km="ឡូហ្គោ")
    rules(made, opens_at=OPENS)
    entry(made, user=officer, state=Entry.State.WINNER, code="K7M-4QX")
    Competition.objects.filter(pk=made.pk).update(stage="result_announced")
    made.refresh_from_db()
    return made


def upload(content: bytes = MARK, name: str = "dara.svg"):
    return SimpleUploadedFile(name, content)


def put(record, officer, variant: str = "colour", layout: str = "horizontal", content: bytes = MARK):
    kit = masters.kit_of(record)
    return masters.keep(kit, variant, layout, masters.check(upload(content)), user=officer)


@pytest.fixture
def kit(record, officer):
    """All three variants and the guidelines; the files are made."""
    kit = masters.kit_of(record)
    kit.guidelines_en, kit.guidelines_ja, kit.guidelines_km = "<p>Use it well.</p>", "<p>大切に使ってください。</p>", "<p>សូមប្រើឱ្យបានល្អ។</p>"
    kit.save()
    put(record, officer)
    put(record, officer, "mono", content=corpus.pdf(size=(300, 300)))
    put(record, officer, "reverse", content=corpus.picture(size=(1100, 550)))
    making.make(kit.pk)
    kit.refresh_from_db()
    return kit
