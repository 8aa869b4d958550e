"""The link in an entrant's letter: found by its hash, its own competition's and purpose's only, until it is too old; its page is nobody else's."""

import hashlib
import re
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from anniversary import clock
from anniversary.competition.entrants import authors, door, keys, letters, panels
from anniversary.competition.entrants.models import Authorship, Key
from anniversary.mails import outbox
from tests.factories import occasion
from tests.factories.competition import competition, entrant, entry, rules

pytestmark = pytest.mark.django_db
OPENS = datetime(2023, 3, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def march():
    occasion.anniversary()
    with clock.as_of(OPENS):
        yield


@pytest.fixture
def record():
    made = competition(stage="open")
    rules(made, opens_at=OPENS)
    return made


def test_only_its_hash_is_kept_and_it_holds_for_its_purpose_its_competition_and_its_time(record):
    person = entrant(record)
    token = keys.mint(person)
    kept = Key.objects.get()
    assert (kept.digest, kept.purpose, len(token)) == (hashlib.sha256(token.encode()).hexdigest(), "enter", 43)
    assert kept.expires_at == record.rules.last_moment + timedelta(days=90)
    assert keys.find(record, token) == person
    other = competition()
    rules(other, opens_at=OPENS)
    for wrong in (lambda: keys.find(other, token), lambda: keys.find(record, token, "guardian"), lambda: keys.find(record, token[:-1])):
        with pytest.raises(LookupError):
            wrong()
    with clock.as_of(kept.expires_at - SECOND):
        assert keys.find(record, token) == person
    with clock.as_of(kept.expires_at), pytest.raises(LookupError):
        keys.find(record, token)


def test_a_link_that_is_made_late_lives_as_long(record):
    with clock.as_of(OPENS + timedelta(days=300)):
        keys.mint(entrant(record))
    assert Key.objects.get().expires_at == OPENS + timedelta(days=390)


def test_a_letter_goes_to_whoever_made_the_entry_in_their_language_with_a_link_that_opens_it(record, client, settings):
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path("tests/mails/templates").absolute())
    settings.TEMPLATES = templates
    person, made = entrant(record, language="ja"), entry(record, code="K7M-4QX")
    Authorship.objects.create(entry=made, entrant=person)
    for _again in range(2):
        with transaction.atomic():
            letters.to_entrant(made, key="told:1", template="told")
    outbox.send_due()
    [letter] = mail.outbox
    [link] = re.findall(r"<(\S+)>", letter.body)
    assert (letter.to, letter.extra_headers["Content-Language"]) == (["entrant1@example.org"], "ja")
    assert re.fullmatch(rf"http://localhost:8000/ja/competition/{record.slug}/enter/[\w-]{{43}}/K7M-4QX/", link)
    assert client.get(link.removeprefix("http://localhost:8000")).status_code == 200
    assert Key.objects.count() == 1


def test_the_page_of_a_link_is_kept_by_nobody_and_tells_its_address_to_nobody(record, client):
    person = entrant(record)
    mine, others = entry(record, title="Two petals"), entry(record, title="Waves of the other")
    Authorship.objects.create(entry=mine, entrant=person)
    Authorship.objects.create(entry=others, entrant=entrant(record, number=2))
    token = keys.mint(person)
    page = client.get(reverse("entrants:home", args=[record.slug, token]))
    text = page.content.decode()
    assert ("Two petals" in text, "Waves" in text) == (True, False)
    assert (page["Cache-Control"], page["X-Robots-Tag"], page["Referrer-Policy"]) == ("private, no-store", "noindex, nofollow", "no-referrer")
    assert ('rel="canonical"' in text, "og:url" in text, page.cookies) == (False, False, {})
    assert client.get(reverse("entrants:entry", args=[record.slug, token, mine.code])).status_code == 200
    assert client.get(reverse("entrants:entry", args=[record.slug, token, others.code])).status_code == 404
    refused = client.get(reverse("entrants:home", args=[record.slug, "x" * 43]))
    assert (refused.status_code, refused["Cache-Control"], "This link is not valid" in refused.content.decode()) == (404, "private, no-store", True)


def test_a_link_holds_when_the_competition_has_another_address(record, client):
    token = keys.mint(entrant(record))
    old = reverse("entrants:person", args=[record.slug, token])
    record.slug = "another-name"
    record.save()
    answer = client.get(old)
    assert (answer.status_code, answer.url) == (302, reverse("entrants:person", args=["another-name", token]))
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")


def test_nobody_is_written_to_about_an_entry_of_nobody(record):
    with transaction.atomic():
        assert letters.to_entrant(entry(record), key="x", template="entrant_withdrawn") is None


def test_a_name_is_published_with_consent_only(record):
    made = entry(record)
    authorship = Authorship.objects.create(entry=made, entrant=entrant(record), credit="Sok Dara")
    assert (authors.author(made).number, authors.credit(made)) == (1, None)
    Authorship.objects.filter(pk=authorship.pk).update(publish_name=True)
    assert authors.credit(made) == "Sok Dara"
    assert authors.credit(entry(record)) is None


def test_a_panel_is_asked_for_each_entry_and_its_view_gets_only_their_own(record, rf, monkeypatch):
    monkeypatch.setattr(panels, "_providers", [])
    person, made = entrant(record), entry(record)
    Authorship.objects.create(entry=made, entrant=person)
    panels.register(lambda entry, request: ("x.html", {"code": entry.code}))
    panels.register(lambda entry, request: None)
    assert panels.of(made, rf.get("/")) == [("x.html", {"code": made.code})]

    @door.entry
    def view(request, visit, entry):
        return HttpResponse(f"{visit.entrant} {entry}")

    answer = view(rf.post("/"), slug=record.slug, token=keys.mint(person), code=made.code)
    assert (answer.content.decode(), answer["Cache-Control"]) == (f"1 {made.code}", "private, no-store")
