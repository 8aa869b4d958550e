"""Half of all works come in the last hour: real browsers' forms to two web processes and the worker, while the deadline and the grace pass."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as site
from django.db import connection

from anniversary.competition.entrants import keys, stamps
from anniversary.competition.entrants.models import Authorship
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Act, Rules
from anniversary.mails.models import Letter
from tests.browser import serving
from tests.competition import rush
from tests.factories import occasion
from tests.factories.competition import competition, entrant, issued_terms, rules
from tests.factories.staff import make_user

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_rows_may_go")]
ENTRANTS, EACH, HELD = 32, 8, 3  # at once; links of each, by each of which twenty works may be sent; forms that each has open as the end comes
OPEN = timedelta(seconds=45)  # and then the shortest grace that rules can say: a minute
TOO_LATE = "no longer taken"


@dataclass
class LastHour:
    record: Any
    rules: Rules
    tokens: list[list[str]]
    hosts: list[str]
    logs: list[Path]


def database_url() -> str:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{quote(told['USER'])}:{quote(told['PASSWORD'])}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


@pytest.fixture
def hour(kept_rows_may_go, settings, tmp_path) -> Iterator[LastHour]:
    """A competition that is open, links that were asked for in time, two web processes on one database, and the worker."""
    occasion.anniversary()
    record = competition(stage="open", slug="logo")
    now = datetime.now(UTC)
    made = rules(record, opens_at=now - timedelta(days=1), days=2, grace_minutes=1, entries_each=20)
    issued_terms(record, user=make_user(username="officer", role="competition_officer"))
    tokens = [[keys.mint(_person(record, which * EACH + number)) for number in range(1, EACH + 1)] for which in range(ENTRANTS)]
    shared = {"DATABASE_URL": database_url(), "SECRET_KEY": settings.SECRET_KEY, "PRIVATE_ROOT": str(settings.PRIVATE_ROOT), "EMAIL_URL": "dummymail://"}
    folder = tmp_path / "site"
    folder.mkdir()
    serving.manage(folder, "collectstatic", "--no-input", "-v0", **shared)
    with serving.serving(folder, worker=True, **shared) as one, serving.serving(folder, **shared) as other:
        yield LastHour(record, made, tokens, [server.base.partition("//")[2] for server in (one, other)], [one.log, other.log])
    Entry.objects.all().delete()


def _near(hour: LastHour) -> None:
    """From now on the end is near, by the clock that all processes have."""
    Rules.objects.filter(pk=hour.rules.pk).update(closes_at=datetime.now(UTC) + OPEN)
    hour.rules.refresh_from_db()


def _person(record, number: int) -> Any:
    made = entrant(record, number=number)
    made.competition = record
    return made


def _ready(browser: rush.Entrant, tokens: Iterator[str]) -> Iterator[rush.Sent]:
    """While there is time yet: one work is sent in, some forms are open, and one draft with the page whose button sends it."""
    yield _go(browser, browser.open(next(tokens)))
    for _form in range(HELD):
        yield browser.open(next(tokens))
    draft = browser.open(next(tokens))
    assert browser.begin(draft)
    browser.look(draft)
    yield draft


def _rush(hour: LastHour, ready: list[rush.Sent]) -> rush.Walk:
    """New works as quickly as they go until the end; in the grace the forms that were open; after it the last of them, and the draft."""

    def walk(browser: rush.Entrant, tokens: Iterator[str]) -> Iterator[rush.Sent]:
        mine = list(tokens)
        more = cycle(mine)
        begun = [work for work in ready if work.token in mine and not work.last("send")]
        held, drafts = [work for work in begun if not work.code], [work for work in begun if work.code]
        yield from _until(hour.rules.closes_at, browser, lambda: browser.open(next(more)))
        yield from _until(hour.rules.last_moment, browser, lambda: held.pop() if len(held) > 1 else browser.open(next(more)))
        for work in [*held, *drafts]:
            yield _go(browser, work)

    return walk


def _until(moment: datetime, browser: rush.Entrant, another: Any) -> Iterator[rush.Sent]:
    while datetime.now(UTC) <= moment:
        yield _go(browser, another())


def _go(browser: rush.Entrant, work: rush.Sent) -> rush.Sent:
    """As far as the site lets it."""
    if work.form_key and (work.code or browser.begin(work)):
        browser.send(work)
    return work


def test_in_the_last_hour_nobody_is_refused_but_by_rule(hour):
    ready = rush.at_once(hour.hosts, "logo", hour.tokens, _ready)
    _near(hour)
    late = rush.at_once(hour.hosts, "logo", hour.tokens, _rush(hour, ready))
    works = [*(work for work in ready if not any(work is other for other in late)), *late]
    answers = [answer for work in works for answer in work.answers]
    assert {(answer.deed, answer.status) for answer in answers if answer.status not in (200, 302)} <= {("begin", 422), ("send", 422)}
    for work in works:
        _by_rule(hour, work)
    begun = {work.form_key: work for work in works if work.code}
    sent = {work.code: work for work in works if (last := work.last("send")) and last.status == 302}
    _all_there(begun, sent)
    _all_told(hour, sent)
    _quiet(hour)
    in_grace = Act.objects.filter(verb="submit", detail={"grace": True}).count()
    told = sum(TOO_LATE in answer.page for answer in answers)
    print(f"{len(sent)} sent in, {in_grace} of them in the grace; {told} told that it is too late; {len(answers)} requests")
    assert (0 < in_grace < len(sent), told >= 2 * ENTRANTS) == (True, True)


def _quiet(hour: LastHour) -> None:
    """Of no error, no lock and no file that could not be drawn do the processes tell; only of refusals, and that this test's record is not indexed."""
    told = [line for log in hour.logs for line in log.read_text().splitlines()]
    assert [line for line in told if "Unprocessable Entity" not in line and "anniversary.search.tasks" not in line] == []


def _by_rule(hour: LastHour, work: rush.Sent) -> None:
    """Each answer is one that the rules allow at some moment between question and answer, and who is refused reads why."""
    if not work.form_key:
        (shown,) = work.answers
        assert (shown.status, TOO_LATE in shown.page, shown.ended >= hour.rules.closes_at) == (200, True, True)
        return
    opened = stamps.opened(work.stamp, hour.record, work.form_key)
    assert opened is not None
    assert opened < hour.rules.closes_at  # later ones are shown no form
    for answer in work.answers:
        if answer.deed in ("begin", "send") and answer.status == 302:
            assert answer.began <= hour.rules.last_moment
        elif answer.deed in ("begin", "send"):
            assert (answer.ended > hour.rules.last_moment, TOO_LATE in answer.page) == (True, True)


def _all_there(begun: dict[str, rush.Sent], sent: dict[str, rush.Sent]) -> None:
    """Whatever was acknowledged is in the database with its files, whole; whatever was refused is the draft that it was; and there is nothing else."""
    found = {str(entry.form_key): entry for entry in Entry.objects.all()}
    assert found.keys() == begun.keys()
    assert {key: (entry.code, entry.state) for key, entry in found.items()} == {
        key: (work.code, "submitted" if work.code in sent else "draft") for key, work in begun.items()
    }
    works = list(Work.objects.select_related("entry"))
    assert {(str(work.entry.form_key), work.role, work.sha256) for work in works} == {
        (key, role, digest) for key, work in begun.items() for role, digest in work.files.items()
    }
    for work in works:
        with work.original.open() as original, work.preview.open() as preview:
            assert (hashlib.sha256(original.read()).hexdigest(), preview.read(4)) == (work.sha256, b"\x89PNG")
    kept = {os.path.relpath(path, site.PRIVATE_ROOT) for path in Path(site.PRIVATE_ROOT).rglob("*") if path.is_file()}
    assert kept == {name for work in works for name in (work.original.name, work.preview.name)}
    assert Authorship.objects.count() == len(begun)


def _all_told(hour: LastHour, sent: dict[str, rush.Sent]) -> None:
    """Each has its moment between question and answer, its act that says whether it came in the grace, and its receipt."""
    for entry in Entry.objects.filter(state="submitted"):
        answer = sent[entry.code].last("send")
        assert answer.began <= entry.submitted_at <= min(answer.ended, hour.rules.last_moment)
        assert Act.objects.get(verb="submit", subject=entry.code).detail == {"grace": entry.submitted_at >= hour.rules.closes_at}
    assert Act.objects.filter(verb="submit").count() == len(sent)
    assert {key.split(":")[3] for key in Letter.objects.filter(key__contains=":receipt:").values_list("key", flat=True)} == set(sent)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []
