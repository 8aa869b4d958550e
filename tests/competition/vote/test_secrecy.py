"""How a vote stands is known to nobody before it is announced: not by code that reads it, not by a page, an export, a list or the search."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

import anniversary
from anniversary import clock
from anniversary.competition.vote import counting, models, results
from tests.factories.staff import PASSWORD, make_user
from tests.factories.vote import CLOSES, ballot

from .walking import page

ROOT = Path(anniversary.__file__).parent
VOTE = ROOT / "competition" / "vote"
# What a ballot was cast for, and what came of it, by whoever may read it. The models and their migrations name the fields.
OPTION = {"casting.py", "counting.py", "asking.py", "models.py"}
TALLY = {"counting.py", "results.py", "models.py"}


def python() -> list[Path]:
    return [path for path in ROOT.rglob("*.py") if not {"migrations", "management"} & set(path.parts)]  # the sample casts its own


def test_ballot_option_is_read_by_casting_and_counting_alone():
    pattern = re.compile(r"\boption(_id|__\w+)?\b")
    readers = {path.name for path in VOTE.glob("*.py") if pattern.search(path.read_text())}
    assert readers == OPTION | {"results.py"}
    asking = (VOTE / "asking.py").read_text()
    assert re.findall(r"\.option\b|option_id|option__", asking) == []  # it writes the choice, and never reads one
    told = (VOTE / "results.py").read_text()
    found = set(re.findall(r"(?:\w+\.)?option\w*(?:\.\w+)*", told))
    assert found == {"tally.option.entry_id", "tally.option.entry.code", "option__poll", "option__entry"}  # of a tally, not of a ballot


def test_nothing_outside_of_the_vote_reads_ballots_or_tallies():
    pattern = re.compile(r"\bBallot\b(?!\.Reason\b|$)|\bTally\b|\bballots\.|vote_(ballot|tally)", re.MULTILINE)  # the reasons in words are no secret
    outside = [str(path.relative_to(ROOT)) for path in python() if VOTE not in path.parents and pattern.search(path.read_text())]
    assert outside == []
    within = {path.name for path in VOTE.glob("*.py") if re.search(r"\bTally\b", path.read_text())}
    assert within == TALLY


def test_templates_read_neither():
    folder = ROOT.parent / "templates"
    words = re.compile(r"\.option\b|tally|\.counted\b")
    assert [path.name for path in (folder / "competition" / "vote").rglob("*") if words.search(path.read_text())] == []
    assert [path.name for path in (folder / "competition" / "desk").glob("ballots*") if words.search(path.read_text())] == []


def test_no_relation_leads_from_a_work_to_its_ballots():
    names = {
        relation.get_accessor_name() for model in (models.Option, *apps.get_app_config("entries").get_models()) for relation in model._meta.related_objects
    }
    assert not [name for name in names if name and ("ballot" in name or "tall" in name or "option" in name)]


def test_the_admin_exports_and_the_api_do_not_know_them():
    assert not {model for model in admin.site._registry if model._meta.app_label == "vote"}
    for path in (*(ROOT / "api").rglob("*.py"), *(ROOT / "search").rglob("*.py"), ROOT / "sitemaps.py", ROOT / "searching.py"):
        assert "competition.vote" not in path.read_text(), path


@pytest.mark.django_db
def test_before_the_announcement_no_page_tells_how_it_stands(vote):
    """Two polls that differ in nothing but their ballots look the same to everybody, officers' own page of the whole aside."""
    path = Client().get(page())["Location"]
    officer = Client()
    officer.login(username=vote.officer.username, password=PASSWORD)

    def looked() -> list[str]:
        desk = officer.get(reverse("vote_desk:ballots", args=[vote.competition.pk])).content.decode().partition('id="content-main"')[2]
        return [Client().get(path).content.decode(), Client().get(f"{page()}method/").content.decode(), re.sub(r'name="csrf\S+ value="\w+"', "", desk)]

    works = [ballot(vote.poll, vote.works[0], f"{letter * 2}@example.org") for letter in "abcdefg"]
    before = looked()
    models.Ballot.objects.filter(pk__in=[row.pk for row in works]).update(option=models.Option.objects.get(entry=vote.works[2]))
    assert looked() == before
    with clock.as_of(CLOSES):
        counting.count(vote.competition, vote.officer)
    for stage in ("public_vote", "decision", "embargoed"):
        vote.enter(stage)
        assert results.public(vote.competition) is None
        shown = Client().get(path).content.decode().partition("<main")[2]
        assert not re.search(r"\b7\b|100", re.sub(r"<[^>]+>", " ", shown))


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["editor", "approver", "translator", "juror"])
def test_the_admin_shows_nobody_anything_of_the_vote(vote, role):
    ballot(vote.poll, vote.works[0])
    client = Client()
    make_user(username=role, role=role)
    client.login(username=role, password=PASSWORD)
    for model in ("poll", "option", "ballot", "tally", "ruling", "asking"):
        assert client.get(f"/admin/vote/{model}/").status_code == 404
