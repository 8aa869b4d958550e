"""What entrants find behind their link: the question what may be shown, and the certificate; each their own only."""

import pytest

from anniversary import clock
from anniversary.competition.entrants import authors, keys, panels
from anniversary.competition.entries.models import Entry
from anniversary.competition.outcome import consents
from anniversary.competition.outcome.models import Consent
from tests.factories.outcome import EMBARGO, S, announced, cleared, embargoed, judged, named


def own(made, place: int, page: str, language: str = "en") -> str:
    """The address of a page of the entry's own, behind a link of its author."""
    entry = made.entries[place]
    author = authors.author(entry)
    author.competition = made.competition
    return f"/{language}/competition/logo/enter/{keys.mint(author)}/{entry.code}/{page}"


def test_a_finalist_says_what_may_be_shown_and_changes_it(client):
    made = named(judged())
    address = own(made, 0, "consent/")
    assert client.get(address).status_code == 404  # nobody has asked yet
    consents.ask(made.competition, user=made.officer)
    page = client.get(address)
    assert (page.status_code, page["Cache-Control"], page["Referrer-Policy"]) == (200, "private, no-store", "no-referrer")
    assert "Work 1" in page.text
    refused = client.post(address, {"gallery": "on", "name": "on", "credit": ""})
    assert (refused.status_code, Consent.objects.get(finalist__entry=made.entries[0]).answered_at) == (200, None)
    for fields, kept in (({"gallery": "on", "name": "on", "credit": "Sok Dara"}, (True, True)), ({"credit": "Sok Dara"}, (False, False))):
        assert client.post(address, fields).status_code == 302
        assert Consent.objects.values_list("gallery", "name").get(finalist__entry=made.entries[0]) == kept


def test_a_link_leads_to_nobody_elses_pages(client):
    made = announced()
    theirs = own(made, 0, "certificate/").replace(made.entries[0].code, made.entries[1].code)
    assert client.get(theirs).status_code == 404
    assert client.get(own(made, 0, "consent/").replace(made.entries[0].code, made.entries[1].code)).status_code == 404
    assert client.get(f"/en/competition/logo/enter/wrong/{made.entries[0].code}/certificate/").status_code == 404


@pytest.mark.parametrize(
    ("place", "words"),
    [(0, "has won the competition “A logo for the year”"), (1, "was a finalist of the competition"), (2, "took part in the competition")],
)
def test_everybody_who_was_judged_gets_a_certificate_of_what_came_of_it(client, django_capture_on_commit_callbacks, place, words):
    with django_capture_on_commit_callbacks(execute=True):
        made = announced()
    with clock.as_of(EMBARGO):
        html = client.get(own(made, place, "certificate/")).text
    assert words in html
    for said in ("ដារ៉ា", "Dara", f"Work {place + 1}", made.entries[place].code, "Signer KH", "Signer JP", "10 June 2023"):
        assert said in html


@pytest.mark.parametrize(("language", "title"), [("ja", "ja"), ("km", "km")])
def test_a_certificate_is_in_the_language_of_its_address(client, language, title):
    made = announced()
    html = client.get(own(made, 0, "certificate/", language)).text
    assert f'<html lang="{title}">' in html
    assert f"/{'km' if language == 'ja' else 'ja'}/competition/logo/enter/" in html


def test_there_is_no_certificate_before_the_announcement_nor_for_who_was_not_judged(client):
    made = cleared(named(judged()), 0, 1)
    for stage in (S.RIGHTS_CHECK, S.DECISION, S.EMBARGOED):
        made.at(stage)
        assert client.get(own(made, 0, "certificate/")).status_code == 404
        assert [panel for panel in panels.of(_entry(made, 0), None) if "certificate" in panel[0]] == []
    made.at(S.RIGHTS_CHECK)
    made = announced_from(made)
    Entry.objects.filter(pk=made.entries[3].pk).update(state="ineligible")
    assert client.get(own(made, 3, "certificate/")).status_code == 404
    assert client.get(own(made, 0, "certificate/")).status_code == 200


def announced_from(made):
    made.move(S.DECISION)
    embargoed(made)
    with clock.as_of(EMBARGO):
        made.move(S.RESULT_ANNOUNCED)
    return made


def _entry(made, place: int) -> Entry:
    return Entry.objects.select_related("competition").get(pk=made.entries[place].pk)


def test_their_own_page_shows_both_panels(client):
    made = announced()
    html = client.get(own(made, 0, "")).text
    shown = [template for template, _context in panels.of(_entry(made, 0), None)]
    assert [name for name in shown if name.startswith("outcome/")] == ["outcome/consent_panel.html", "outcome/certificate_panel.html"]
    assert made.entries[0].code in html
