"""The sample with its result: every figure of the protocol is what the sample was made to give, and readers are told on each page that it is one."""

from collections import Counter

import pytest
from django.urls import reverse

from anniversary.competition import stages
from anniversary.competition.entrants import keys
from anniversary.competition.entrants.models import Authorship, Entrant
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Act
from anniversary.competition.outcome.models import Finalist, Protocol
from anniversary.competition.vote.models import Ballot
from anniversary.mails.models import Letter
from anniversary.management.sampling import removing

from .test_sample import everything

STAGE = "result"
MARK = {
    "en": "This competition is made up, to show how the site works: its entrants, works and votes are invented.",
}
pytestmark = pytest.mark.django_db


def pages(sample) -> list[str]:
    """All that readers and entrants can open of it."""
    entrant = Entrant.objects.get(competition=sample, authorships__entry__state="winner")
    entrant.competition = sample
    entry, token = Entry.objects.get(state="winner"), keys.mint(entrant)
    slug, own = sample.slug, (sample.slug, token)
    shown = Finalist.objects.filter(consent__gallery=True).values_list("entry__code", flat=True)
    return [
        reverse("competition:detail", args=[slug]), reverse("competition:rules", args=[slug]), reverse("competition:terms", args=[slug, 1]),
        reverse("entrants:ask", args=[slug]), reverse("entrants:home", args=own), reverse("entrants:person", args=own), reverse("entrants:data", args=own),
        reverse("entrants:entry", args=[*own, entry.code]), reverse("entrants:receipt", args=[*own, entry.code]),
        reverse("entrants:certificate", args=[*own, entry.code]),
        reverse("vote:vote", args=[slug]), reverse("vote:method", args=[slug]), reverse("outcome:results", args=[slug]),
        reverse("outcome:protocol", args=[slug]), reverse("outcome:gallery", args=[slug]),
        *(reverse("outcome:finalist", args=[slug, code]) for code in shown),
    ]  # fmt: skip


def test_its_end_is_told_and_it_has_a_winner(sample):
    assert stages.stage_of(sample) == "result_announced"
    assert Counter(sample.entries.values_list("state", flat=True)) == {
        "winner": 1, "runner_up": 4, "not_selected": 53, "ineligible": 1, "withdrawn": 1,
    }  # fmt: skip
    dropped = Finalist.objects.get(state="dropped")
    assert (dropped.rank, Finalist.objects.filter(state="cleared").count(), Finalist.objects.filter(reserve=True).count()) == (1, 5, 2)


def test_the_protocol_s_figures_are_those_that_it_was_made_to_give(sample):
    figures, sample_of_it = Protocol.objects.values_list("figures", "sample").get()
    told = {name: figures[name] for name in (
        "begun", "submitted", "submitted_in_grace", "withdrawn", "eligible", "ineligible", "jurors", "sheets_counted", "sheets_abstained", "sheets_recused",
        "dropped", "called_up", "ballots_asked", "ballots_cast", "ballots_voided",
    )}  # fmt: skip
    assert told == {
        "begun": 60, "submitted": 60, "submitted_in_grace": 0, "withdrawn": 1, "eligible": 58, "ineligible": {"same": 1}, "jurors": 5,
        "sheets_counted": 288, "sheets_abstained": 1, "sheets_recused": 1, "dropped": 1, "called_up": 1, "ballots_asked": 40, "ballots_cast": 36,
        "ballots_voided": {"tagged": 2},
    }  # fmt: skip
    assert (sum(figures["ballots_counted"].values()), sample_of_it) == (34, True)
    assert Counter(Ballot.objects.values_list("state", flat=True)) == {"cast": 34, "voided": 2, "asked": 4}


def test_every_page_of_it_says_that_it_is_a_sample_and_is_in_no_index(sample, client):
    lacking = []
    for path in pages(sample):
        answer = client.get(path, follow=True)
        in_index = 'name="robots" content="noindex' not in answer.text and "noindex" not in answer.headers.get("X-Robots-Tag", "")
        if answer.status_code != 200 or MARK["en"] not in answer.text or in_index:
            lacking.append((path, answer.status_code, MARK["en"] in answer.text, in_index))
    assert lacking == []


def test_nothing_that_machines_read_knows_of_it(sample, client):
    codes = set(Entry.objects.values_list("code", flat=True))
    for path in (
        "/sitemap.xml", "/robots.txt", "/en/", "/en/search/?q=Sample+mark", "/api/search/?q=sample&lang=en", "/api/organisations/", "/en/articles/feed/",
        "/en/events/feed.ics", "/en/tags/", "/en/manifest.webmanifest",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "competition/sample" not in answer.text and "Sample: a mark" not in answer.text, path
        assert not [code for code in codes if code in answer.text], path


def test_its_list_entry_stands_apart(sample, client):
    answer = client.get(reverse("competition:list"))
    assert "Sample: a mark for the year" in answer.text


def test_names_are_read_only_where_their_entrants_allowed_it(sample, client):
    shown = client.get(reverse("outcome:results", args=[sample.slug])).text
    winner = Authorship.objects.get(entry__state="winner")
    assert winner.credit in shown
    assert not [one.entrant.number for one in Authorship.objects.exclude(entry__state__in=["winner", "runner_up"]) if f"{one.credit}<" in shown and one.credit]


def test_all_of_its_acts_are_a_sample_s_and_no_letter_is_left(sample):
    assert set(Act.objects.values_list("sample", flat=True)) == {True}
    assert not Letter.objects.exclude(address="").exists()


def test_it_goes_whole_from_this_stage_too(sample):
    removing.remove()
    assert {label: rows for label, rows in everything().items() if rows} == {}
