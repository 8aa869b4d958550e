"""The desks: who sits at them, what they show, and that they do what they say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary.competition import desks
from anniversary.competition.models import Act
from anniversary.competition.outcome.models import Decision, Finalist, Protocol
from anniversary.occasion.models import Country
from tests.factories.outcome import S, announced, cleared, consented, embargoed, judged, named
from tests.factories.staff import make_user

from .test_pages import many

DESKS = ("shortlist", "clearance", "decision", "protocol")


def at(made, desk: str) -> str:
    return f"/admin/competition/competition/{made.competition.pk}/desk/{desk}/"


@pytest.mark.parametrize(
    ("role", "status"), [("competition_officer", 200), ("administrator", 200), ("editor", 403), ("approver", 403), ("translator", 403), ("juror", 403)]
)
def test_officers_and_administrators_sit_there_and_nobody_else(client, role, status):
    made = judged()
    user = make_user(role=role)
    client.force_login(user)
    assert [client.get(at(made, desk)).status_code for desk in DESKS] == [status] * 4
    posts = ("clearance/call-up", "clearance/ask", "protocol", "shortlist", "decision")
    if status == 403:
        assert [client.post(at(made, desk)).status_code for desk in posts] == [403] * 5
    assert any("/shortlist/" in url for url, _label in desks.tabs(user, made.competition)) is (status == 200)


def test_who_is_not_signed_in_is_asked_to(client):
    made = judged()
    assert [client.get(at(made, desk)).status_code for desk in DESKS] == [302] * 4


def test_the_shortlist_shows_ranking_ties_and_sensitivity_and_names_by_it(client):
    made = judged()
    client.force_login(made.officer)
    html = client.get(at(made, "shortlist")).text
    for entry, score in zip(made.entries, ("100.00", "90.00", "80.00", "70.00", "60.00"), strict=True):
        assert html.index(entry.code) < html.index(score)
    assert "Without any one juror the same work would be first." in html and "Sheets counted: 15." in html
    parts = {f"part_{entry.pk}": part for entry, part in zip(made.entries, ("finalist", "", "finalist", "", ""), strict=True)}
    refused = client.post(at(made, "shortlist"), parts)
    assert refused.status_code == 200 and "Write a note that says why." in refused.text and not Finalist.objects.exists()
    assert client.post(at(made, "shortlist"), parts | {"reason": "It is a copy."}).status_code == 302
    assert list(Finalist.objects.values_list("entry__title", "departure")) == [("Work 1", ""), ("Work 3", "It is a copy.")]


@pytest.mark.parametrize("stage", [S.ELIGIBILITY, S.JURY])
def test_before_its_stage_nothing_can_be_named_there(client, stage):
    made = judged(stage=stage)
    client.force_login(made.officer)
    assert "Name finalists" not in client.get(at(made, "shortlist")).text
    client.post(at(made, "shortlist"), {f"part_{made.entries[0].pk}": "finalist", "reason": "x"})
    assert not Finalist.objects.exists()


def fields(made, winner: str) -> dict[str, str]:
    typed = {"winner": winner, "decided_on": "2023-06-02", "embargo_until": "2023-06-10T10:00:00"}
    typed |= {"reason_en": "So.", "reason_ja": "そう。", "reason_km": "ដូច្នេះ។"}
    for country in Country.objects.all():
        typed |= {f"signed_{country.pk}_0_{part}": value for part, value in (("name", "Sok"), ("office", "Minister"), ("on", "2023-06-02"))}
    return typed


def test_a_decision_is_written_at_its_desk_in_the_first_countrys_time(client):
    made = cleared(named(judged()), 0, 1)
    made.move(S.DECISION)
    client.force_login(made.officer)
    typed = fields(made, str(made.finalist(1).pk))
    half = next(name for name in typed if name.endswith("_on") and name.startswith("signed"))
    refused = client.post(at(made, "decision"), typed | {half: ""})
    assert "Write name, office and day of whoever signed." in refused.text and not Decision.objects.exists()
    assert 'value="2023-06-10T10:00:00"' in refused.text  # what was typed is kept
    assert client.post(at(made, "decision"), typed).status_code == 302
    made_so = Decision.objects.get()
    assert (made_so.winner.entry.title, made_so.embargo_until.isoformat(), made_so.signatories.count()) == ("Work 2", "2023-06-10T03:00:00+00:00", 2)
    html = client.get(at(made, "decision")).text
    assert 'value="2023-06-10T10:00:00"' in html and "そう。" in html
    assert client.post(at(made, "decision"), fields(made, "")).status_code == 200  # nobody decides for no award by leaving it open
    assert Decision.objects.get().winner == made.finalist(1)
    assert client.post(at(made, "decision"), fields(made, "no_award")).status_code == 302
    assert Decision.objects.get().winner is None
    assert 'value="no_award"' in (html := client.get(at(made, "decision")).text) and html.count(" checked") == 1


def test_the_protocol_is_made_at_its_desk_during_the_embargo(client):
    made = cleared(named(judged()), 0, 1)
    made.move(S.DECISION)
    client.force_login(made.officer)
    client.post(at(made, "protocol"))
    assert not Protocol.objects.exists()
    embargoed(made)
    assert client.post(at(made, "protocol")).status_code == 302
    html = client.get(at(made, "protocol")).text
    assert [kept.digest in html for kept in Protocol.objects.all()] == [True, True]


def test_a_look_at_the_votes_result_is_logged_and_not_to_be_had_before(client):
    made = cleared(named(judged(vote=True)), 0, 1)
    client.force_login(made.officer)
    made.move(S.PUBLIC_VOTE)
    html = client.get(at(made, "decision")).text
    assert "Ballots counted" not in html and not Act.objects.filter(verb="look_at_vote").exists()


def test_the_desks_ask_as_many_queries_for_few_finalists_as_for_many(client):
    made = announced(finalists=1)
    consented(made.entries[0])
    client.force_login(made.officer)

    def asked(desk: str) -> int:
        client.get(at(made, desk))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(made, desk)).status_code == 200
        return len(queries)

    few = {desk: asked(desk) for desk in DESKS}
    many(made, 29)
    assert {desk: asked(desk) for desk in DESKS} == few
