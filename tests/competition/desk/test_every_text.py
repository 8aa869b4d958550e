"""No text of the desks, the public page, the rules and the terms is left in English, at whatever stage, whatever is wrong."""

import pytest
from django.test import Client

from anniversary import clock
from anniversary.competition import acts, desks, doorways, printed, rulesheet, stages, terms
from anniversary.competition.models import Competition, Rules
from anniversary.competition.stage_words import STEPS
from anniversary.occasion.models import Anniversary, Country
from anniversary.staff.models import Profile
from tests.factories.competition import competition, rules
from tests.factories.staff import make_user
from tests.staff.furnished import KHMER, described, named
from tests.staff.reading import Page, english
from tests.staff.test_every_text import NAMES as EVERYBODYS

from .conftest import NOW, OPENS
from .sending import address, rules_sent

pytestmark = [pytest.mark.django_db, pytest.mark.once]
S = Competition.Stage
NAMES = EVERYBODYS | {"SVG"}
LANGUAGES = ["ja", "km"]
TEXTS = {f"text_{code}": f"<p>{KHMER}</p>" for code in ("en", "ja", "km")}


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    record = Anniversary.objects.get()
    for name, value in {**named("name"), **named("full_name"), **named("publisher")}.items():
        setattr(record, name, value)
    record.save()
    for country in Country.objects.all():
        for name, value in {**named("name"), **named("capital")}.items():
            setattr(country, name, value)
        country.save()
    return request.param


@pytest.fixture(autouse=True)
def of_the_base_alone(monkeypatch):
    """What other features bring to these pages is theirs to test."""
    monkeypatch.setattr(stages, "_guards", {})
    monkeypatch.setattr(stages, "_deeds", {})
    monkeypatch.setattr(doorways, "_offers", [])
    monkeypatch.setattr(rulesheet, "_providers", [printed.sections])
    monkeypatch.setattr(desks, "_desks", {url: desk for url, desk in desks._desks.items() if url.startswith("competition_desk:")})


@pytest.fixture
def here(language):
    """A competition with a vote, its terms issued, announced; a browser of an officer who reads the language."""
    record = competition(slug="k1", **described(), **named("brief"))
    rules(record, opens_at=OPENS, vote=True, youngest=15)
    user = make_user(username="u1", role="competition_officer")
    Profile.objects.create(user=user, language=language)
    client = Client()
    client.force_login(user)
    terms.issue(terms.draft(record, **TEXTS), user=user)
    return record, user, client


def faults(answer, language: str) -> list[tuple[str, str]]:
    assert "html" in answer["Content-Type"]
    return english(Page(answer.text, language), NAMES)


def test_the_desk_and_the_page_at_each_stage(here, language):
    record, _user, client = here
    for stage in S:
        Competition.objects.update(stage=stage)
        assert (stage, faults(client.get(address(record, "stage")), language)) == (stage, [])
        assert (stage, faults(client.get(f"/{language}/competition/k1/"), language)) == (stage, [])
    for source, target in STEPS:
        Competition.objects.update(stage=source)
        asked = client.post(address(record, "stage"), {"to": target, "seen": source}, follow=True)
        assert (source, target, faults(asked, language)) == (source, target, [])


def test_rules_and_their_form_right_and_wrong(here, language):
    record, user, client = here
    assert faults(client.get(address(record, "rules")), language) == []
    for changed in ({"opens_at": "x", "closes_at": None}, {"closes_at": "2023-02-01T00:00"}, {"megabytes": "99", "grace_minutes": "99"}, {"file_types": None}):
        assert faults(client.post(address(record, "rules"), rules_sent(**changed)), language) == []
    assert faults(client.post(address(record, "rules"), rules_sent(vote_opens_at="2023-03-02T00:00")), language) == []
    new = competition(slug="k2", **described())
    assert faults(client.get(address(new, "rules")), language) == []
    told = competition(slug="k3", stage=S.OPEN, **described())
    assert faults(client.get(address(told, "rules")), language) == []
    Competition.objects.filter(pk=record.pk).update(stage=S.ANNOUNCED)
    Rules.objects.update(frozen_at=NOW, lot_seed="seed", groups=False, needs_mono=False, needs_source=True, grace_minutes=1, keep_months=1)
    with clock.as_of(OPENS):
        for answer in (client.get(address(record, "rules")), client.post(address(record, "rules/extend"), {"closes_at": "2023-03-01T00:00", "note": KHMER})):
            assert faults(answer, language) == []
        assert faults(client.get(f"/{language}/competition/k1/rules/"), language) == []
        Rules.objects.update(takes_files=False, sample=True, grace_minutes=0)
        assert faults(client.get(f"/{language}/competition/k1/rules/"), language) == []
        assert faults(client.get(f"/{language}/competition/"), language) == []
    assert user.username in client.get(address(record, "stage")).text


def test_terms_and_the_log(here, language):
    record, user, client = here
    draft = terms.draft(record, **TEXTS | {"text_km": ""})
    for name in ("terms", "terms/1", "terms/2", "terms/2/issue"):
        assert (name, faults(client.get(address(record, name)), language)) == (name, [])
    client.post(address(record, "terms/2"), TEXTS)
    for sent in ({}, {"confirmed": "1", "seen": "x"}, {"confirmed": "1", "seen": terms.digest(draft)}):
        assert faults(client.post(address(record, "terms/2/issue"), sent, follow=True), language) == []
    assert faults(client.get(f"/{language}/competition/k1/terms/1/"), language) == []
    for verb in ("stage", "extend", "set_rules", "draft_terms", "issue_terms", "export_acts", "open_original"):
        for role in ("officer", "juror", "entrant", "public", "clock", "system"):
            acts.write(record, verb, role=role, by=user if role == "officer" else None, before="open", after="closed")
    for query in ("", "?day=x", "?verb=nonsense", "?subject=none", "?subject=" + "0" * 99):
        found = [text for where, text in faults(client.get(f"{address(record, 'acts')}{query}"), language) if text not in {"open", "closed"}]
        assert (query, found) == (query, [])


def test_the_first_page_the_list_and_the_form(here, language):
    record, _user, client = here
    for page in ("/admin/", "/admin/competition/competition/", f"/admin/competition/competition/{record.pk}/change/"):
        assert (page, faults(client.get(page), language)) == (page, [])
