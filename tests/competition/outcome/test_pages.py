"""What readers see of the result: nothing before it is announced, what its people allow afterwards, in a fixed number of queries."""

import hashlib
import io
import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from anniversary import clock
from anniversary.competition import doorways, searched
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Competition, Rules
from anniversary.competition.outcome import consents, sealing
from anniversary.competition.outcome.models import Finalist, Protocol
from tests.factories import outcome
from tests.factories.competition import PUBLISHED_AT, competition
from tests.factories.outcome import EMBARGO, S, announced, cleared, consented, judged, named, pictured
from tests.factories.staff import make_user

from .test_protocol import by_hand, to_the_embargo

BASE = "/en/competition/logo/"
PAGES = ("results/", "results/protocol/", "results/protocol/figures.json", "gallery/")


def ready():
    """Everything but the announcement."""
    made = cleared(named(judged()), 0, 1)
    made.move(S.DECISION)
    return outcome.embargoed(made)


# --- secrecy ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", [None, "editor", "juror", "competition_officer"])
def test_before_the_announcement_the_pages_are_there_for_nobody(client, who):
    made = ready()
    for entry in made.entries[:2]:
        pictured(entry)
        consented(entry)
    if who:
        client.force_login(make_user(role=who, username="visitor"))
    work = [f"gallery/{made.entries[0].code}/", f"gallery/{made.entries[0].code}/800.png"]
    with clock.as_of(EMBARGO):
        for stage in S:
            made.at(stage)
            answers = {path: client.get(BASE + path).status_code for path in (*PAGES, *work)}
            assert set(answers.values()) == {404}, (stage, answers)  # the decision was never announced, whatever the stage says


def test_before_the_announcement_nothing_of_it_is_found_listed_or_given_out(client):
    made = ready()
    consented(made.entries[0])
    secrets = ("Work 1", "Author of Work 1", made.entries[0].code, "Because en.", "Signer")
    for address in ("/en/", "/en/competition/", BASE, "/sitemap.xml", "/en/search/?q=Work", "/api/v1/competitions/", "/robots.txt", "/en/articles/"):
        answer = client.get(address)
        body = b"".join(answer.streaming_content).decode() if answer.streaming else answer.text
        assert [secret for secret in secrets if secret in body] == [], address
    assert [door.url for door in doorways.of(made.competition) if "results" in door.url or "gallery" in door.url] == []


def test_an_unpublished_competition_tells_nothing_even_afterwards(client):
    announced()
    Competition.objects.update(status="draft", publish_at=None, first_published_at=None)
    assert [client.get(BASE + path).status_code for path in PAGES] == [404] * 4
    Competition.objects.update(status="withdrawn", publish_at=PUBLISHED_AT, first_published_at=PUBLISHED_AT)
    assert client.get(BASE + "results/").status_code == 410


def test_one_that_is_only_told_of_has_no_such_pages(client):
    competition(slug="told", stage="archived")
    assert [client.get(f"/en/competition/told/{path}").status_code for path in PAGES] == [404] * 4


def test_the_doors_open_with_the_announcement():
    made = announced()
    doors = {str(door.label): (door.url, door.main) for door in doorways.of(made.competition)}
    assert doors["The result"] == (f"{BASE}results/", True)
    assert doors["The finalists’ works"] == (f"{BASE}gallery/", False)


# --- the announcement ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "reason", "word"), [("en", "Because en.", "The winning work"), ("ja", "Because ja.", ""), ("km", "Because km.", "")])
def test_it_tells_the_work_the_reason_and_who_signed_in_the_readers_language(client, language, reason, word):
    announced()
    answer = client.get(f"/{language}/competition/logo/results/")
    html = answer.text
    assert answer.status_code == 200 and reason in html and word in html
    for said in ("Work 1", "Signer KH", "Signer JP", "Minister", "Idea 1"):
        assert said in html
    assert "noindex" not in html


def test_without_consent_neither_names_nor_works_but_the_winning_work(client):
    made = announced()
    for path in ("results/", "gallery/"):
        html = client.get(BASE + path).text
        assert "Work 1" in html and "Work 2" not in html and "Author" not in html
        assert f"Finalist {made.entries[1].code}" in html
    consented(made.entries[0])
    consented(made.entries[1], name=False)
    html = client.get(BASE + "results/").text
    assert "Work 2" in html and "Author of Work 1" in html and "Author of Work 2" not in html
    consents.answer(made.entries[1], gallery=False, name=False, credit="")
    assert "Work 2" not in client.get(BASE + "gallery/").text


def test_no_award_is_told_as_such(client):
    announced(winner=None)
    html = client.get(BASE + "results/").text
    assert "No award was made" in html and "The winning work" not in html
    assert "VisualArtwork" not in html


def test_a_vote_is_drawn_as_bars_with_its_numbers(client):
    made = to_the_embargo(by_hand())
    with clock.as_of(EMBARGO):
        sealing.make(made.competition, user=made.officer)
        made.move(S.RESULT_ANNOUNCED)
        html = client.get(BASE + "results/").text
    assert "8 ballots were counted" in html
    shares = re.findall(r'<b>([\d.]+) %</b> <small>(\d+)</small>.*?share-part" width="(\d+)"', html, re.S)
    assert shares == [("37.5", "3", "375"), ("62.5", "5", "625")]
    assert "<style" not in html and ' style="' not in html


def test_search_engines_are_told_of_the_work_and_of_its_author_only_with_consent(client):
    made = announced()
    pictured(made.entries[0])

    def artwork():
        data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(BASE + "results/").text, re.S)[1])
        return next(thing for thing in data["@graph"] if thing["@type"] == "VisualArtwork")

    assert ("creator" in artwork(), artwork()["name"], artwork()["award"]) == (False, "Work 1", "Winner: A logo for the year")
    assert artwork()["image"].endswith(f"/gallery/{made.entries[0].code}/1600.png")
    consented(made.entries[0])
    assert artwork()["creator"] == {"@type": "Person", "name": "Author of Work 1"}


def test_a_sample_is_said_to_be_one_and_is_not_indexed(client):
    made = announced()
    Rules.objects.filter(competition=made.competition).update(sample=True)
    for path in ("results/", "gallery/", "results/protocol/", f"gallery/{made.entries[0].code}/"):
        html = client.get(BASE + path).text
        assert "This competition is made up" in html and '<meta name="robots" content="noindex">' in html
    assert "VisualArtwork" not in client.get(BASE + "results/").text


# --- protocol, gallery, pictures -------------------------------------------------------------------------------------------------
def test_the_protocol_is_a_page_and_the_very_bytes_of_its_digest(client):
    made = announced()
    kept = Protocol.objects.get()
    html = client.get(BASE + "results/protocol/").text
    assert kept.digest in html and kept.figures["acts"]["sha256"] in html and kept.figures["lot_seed"] in html
    assert "Jurors who have submitted" in html and "Work 2" not in html
    answer = client.get(BASE + "results/protocol/figures.json")
    assert (hashlib.sha256(answer.content).hexdigest(), answer["Content-Type"]) == (kept.digest, "application/json")
    assert answer.json()["finalists"][0]["code"] == made.entries[0].code


def test_a_picture_is_ours_and_only_of_who_allows_it(client):
    made = announced()
    for entry in made.entries[:3]:
        pictured(entry)
    address = [f"{BASE}gallery/{entry.code}/320.png" for entry in made.entries[:3]]
    assert [client.get(url).status_code for url in address] == [200, 404, 404]  # the winning work; a finalist without consent; no finalist
    consented(made.entries[1])
    answer = client.get(address[1])
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, max(image.size), image.info) == ("PNG", 320, {})
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "public, max-age=300")
    assert client.get(address[1].replace("320", "321")).status_code == 404
    consents.answer(made.entries[1], gallery=False, name=False, credit="")
    assert client.get(address[1]).status_code == 404


def test_a_works_page_leads_to_the_ones_beside_it(client):
    made = announced(finalists=3)
    for place in (0, 2):
        consented(made.entries[place])
    first, third = (f"{BASE}gallery/{made.entries[place].code}/" for place in (0, 2))
    html = client.get(first).text
    assert f'rel="next" href="{third}"' in html and 'rel="prev"' not in html
    assert f'rel="prev" href="{first}"' in client.get(third).text
    assert client.get(f"{BASE}gallery/{made.entries[1].code}/").status_code == 404


def test_the_desk_alone_shows_it_before(client):
    made = ready()
    desk = f"/admin/competition/competition/{made.competition.pk}/desk/decision/preview/"
    client.force_login(make_user(role="editor", username="editor"))
    assert client.get(desk).status_code == 403
    client.force_login(made.officer)
    html = client.get(desk).text
    assert "Preview for the office" in html and "Work 1" in html and "Because en." in html
    assert BASE + "gallery" not in html  # those addresses do not exist yet


# --- queries ----------------------------------------------------------------------------------------------------------------------
def many(made, number: int) -> None:
    """So many finalists more, all cleared and with consent."""
    for place in range(100, 100 + number):
        entry = outcome.work(made.competition, place, state=Entry.State.RUNNER_UP)
        Work.objects.create(entry=entry, role="colour", kind="png", original="works/a", preview="previews/a", sha256="0" * 64, bytes=1, preview_state="ready")
        Finalist.objects.create(competition=made.competition, entry=entry, rank=place, state="cleared")
        finalist = Finalist.objects.get(entry=entry)
        consents.Consent.objects.create(finalist=finalist, asked_at=outcome.NOW)
        consented(entry)


@pytest.mark.parametrize("path", ["results/", "gallery/", "results/protocol/"])
def test_as_many_queries_for_one_finalist_as_for_thirty(client, path):
    made = announced(finalists=1)
    consented(made.entries[0])

    def asked() -> int:
        cache.clear()
        client.get(BASE + path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(BASE + path).status_code == 200
        return len(queries)

    one = asked()
    many(made, 29)
    assert asked() == one
    assert client.get(BASE + "gallery/").text.count('<li class="work') == 30


def test_the_winners_name_is_found_from_the_announcement_on_and_with_consent():
    made = ready()
    consented(made.entries[0])

    def is_found() -> bool:
        return "Author of Work 1" in repr(list(searched.competitions([made.competition.pk])))

    assert not is_found()
    with clock.as_of(EMBARGO):
        made.move(S.RESULT_ANNOUNCED)
        assert is_found()
        made.move(S.DECISION, "A fault.")
        assert not is_found()
