"""The log is read, narrowed, paged and saved by officers; it names nobody but who did a deed of office, by the name of their sign-in."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary.competition import acts
from anniversary.competition.models import Act
from tests.factories.competition import competition
from tests.factories.staff import make_user

from .conftest import NOW
from .sending import address

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def shown(office, record, query: str = "") -> list[tuple[str, str, str]]:
    page = office.get(f"{address(record, 'acts')}{query}")
    return [(line.act.verb, line.act.subject, line.who) for line in page.context["lines"]]


@pytest.fixture
def logged(announced, officer):
    """After terms and the announcement: a check on the next day, and one by an officer who has left since."""
    acts.write(announced, "entry", role="officer", by=officer, at=NOW + DAY, subject="K7M-4QX", before="submitted", after="eligible")
    gone = make_user(username="gone", role="competition_officer")
    acts.write(announced, "void_ballot", role="officer", by=gone, at=NOW + DAY, subject="7", reason="burst", number=3, seen=True)
    gone.delete()
    acts.write(competition(title_en="Another"), "entry", role="clock")
    return announced


def test_the_newest_is_first_in_words_with_sign_in_names(office, logged):
    gone = Act.objects.get(verb="void_ballot").by_id
    assert shown(office, logged) == [
        ("void_ballot", "7", f"user {gone}, no longer here"), ("entry", "K7M-4QX", "officer"), ("stage", "", "officer"), ("issue_terms", "1", "officer"),
    ]  # fmt: skip
    html = office.get(address(logged, "acts")).text
    assert "<td>Moved to another stage</td><td></td><td>Being prepared</td><td>Announced</td>" in html
    assert "<td>void_ballot</td>" in html  # nobody has said this verb
    assert "<code>number=3</code> <code>reason=burst</code> <code>seen=true</code>" in html


def test_it_is_narrowed_by_what_was_done_to_what_and_when(office, logged):
    assert [verb for verb, *_ in shown(office, logged, "?verb=stage")] == ["stage"]
    assert [verb for verb, *_ in shown(office, logged, "?subject=K7M-4QX")] == ["entry"]
    assert [verb for verb, *_ in shown(office, logged, "?day=2023-02-02")] == ["void_ballot", "entry"]
    assert [verb for verb, *_ in shown(office, logged, "?day=2023-02-01")] == ["stage", "issue_terms"]
    assert [verb for verb, *_ in shown(office, logged, "?day=2023-02-02&verb=entry")] == ["entry"]


@pytest.mark.parametrize(
    ("query", "status", "rows"),
    [
        ("?verb=nonsense", 200, 4), ("?day=soon", 200, 4), ("?day=0001-01-01", 200, 0), ("?day=9999-12-31", 200, 0), ("?before=x", 404, None),
        ("?before=" + "9" * 30, 404, None), ("?subject=" + "x" * 500, 200, 4), ("?before=0", 200, 0), ("?subject=%00", 200, 4),
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_answered(office, logged, query, status, rows):
    answer = office.get(f"{address(logged, 'acts')}{query}")
    assert (answer.status_code, len(answer.context["lines"]) if status == 200 else None) == (status, rows)


def test_fifty_at_a_time_each_act_once_and_the_filter_stays(office, announced):
    for number in range(120):
        acts.write(announced, "entry", role="clock", subject=str(number))
    met, query = [], "?verb=entry"
    while query:
        page = office.get(f"{address(announced, 'acts')}{query}")
        met += [line.act.subject for line in page.context["lines"]]
        query = f"?{page.context['more']}" if page.context["more"] else ""
    assert met == [str(number) for number in reversed(range(120))]


def test_as_many_queries_for_one_act_as_for_many(office, announced):
    def count() -> int:
        office.get(address(announced, "acts"))
        with CaptureQueriesContext(connection) as captured:
            office.get(address(announced, "acts"))
        return len(captured)

    few = count()
    for number in range(60):
        user = make_user(username=f"officer{number}", role="competition_officer")
        acts.write(announced, "entry", role="officer", by=user, subject=str(number))
    assert count() == few


def test_saved_as_a_file_in_codes_and_numbers_and_that_is_an_act(office, officer, logged):
    answer = office.post(address(logged, "acts/file"), {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
    assert answer["Content-Disposition"] == 'attachment; filename="logo-log.csv"'
    assert [row["verb"] for row in rows] == ["issue_terms", "stage", "entry", "void_ballot", "export_acts"]
    assert rows[3]["detail"] == '{"number": 3, "reason": "burst", "seen": true}'
    assert [(row["role"], row["by"]) for row in rows[:2]] == [("officer", str(officer.pk))] * 2
    own = Act.objects.get(verb="export_acts")
    assert (own.by_id, own.detail) == (officer.pk, {"format": "csv", "rows": 4})
    answer = office.post(address(logged, "acts/file"), {"format": "json", "verb": "entry"})
    text = b"".join(answer).decode()
    (row,) = json.loads(text)
    assert (row["subject"], row["before"], row["after"], row["at"]) == ("K7M-4QX", "submitted", "eligible", "2023-02-02T00:00:00+00:00")
    assert "officer" not in text.replace('"role": "officer"', "")
    assert json.loads(b"".join(office.post(address(logged, "acts/file"), {"format": "json", "subject": "none"}))) == []


@pytest.mark.parametrize("sent", [{}, {"format": "exe"}, {"format": "csv", "day": "soon"}, {"format": "csv", "verb": "nonsense"}])
def test_a_file_of_nonsense_is_none_and_no_act(office, logged, sent):
    assert office.post(address(logged, "acts/file"), sent).status_code == 404
    assert office.get(address(logged, "acts/file")).status_code == 405
    assert not Act.objects.filter(verb="export_acts").exists()
