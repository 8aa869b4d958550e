"""The frame for other sites: what is in it, who may frame what; and the page with the line to copy."""

import html
import re
from datetime import date, time
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.occasion.models import Anniversary
from events.models import Event
from tests.events.test_pages import hidden
from tests.factories import events, occasion

pytestmark = pytest.mark.django_db
EMBED, CODE = "/en/events/embed/", "/en/events/embed/code/"


@pytest.fixture(autouse=True)
def _occasion():
    occasion.anniversary()
    Anniversary.current()  # warm


def get(client, address: str = EMBED, *, now: str = "2023-02-20"):
    with clock.as_of(clock.parse(now)):
        return client.get(address)


def held(title: str, *days: date, last: date | None = None, **fields) -> Event:
    event = events.event(title_en=title, **fields)
    for day in days:
        events.occurrence(event=event, first_day=day, **({"last_day": last, "all_day": True} if last else {}))
    return event


def shown(response) -> list[str]:
    return [str(entry.row.title) for entry in response.context["entries"]]


def on(day: int) -> date:
    return date(2023, 3, day)


# --- which events -----------------------------------------------------------------------------------------------------------
def test_the_next_events_stand_in_the_order_of_their_next_date(client):
    held("Third", on(9))
    held("First", on(1), on(20))
    held("Second", date(2023, 1, 1), on(5), on(6))
    assert shown(get(client)) == ["First", "Second", "Third"]


def test_there_are_five_of_them_unless_another_number_is_asked_for(client):
    for number in range(1, 25):
        held(f"Event {number:02}", on(number))
    assert shown(get(client)) == [f"Event {number:02}" for number in range(1, 6)]
    assert shown(get(client, f"{EMBED}?n=1")) == ["Event 01"]
    assert len(shown(get(client, f"{EMBED}?n=20"))) == 20


def test_what_is_on_stands_above_but_does_not_crowd_out_what_is_coming(client):
    for number in range(1, 7):
        held(f"Show {number}", date(2023, 1, 1), last=on(number))
        held(f"Event {number}", on(10 + number))
    assert shown(get(client, f"{EMBED}?n=6")) == ["Show 1", "Show 2", "Event 1", "Event 2", "Event 3", "Event 4"]
    assert shown(get(client, f"{EMBED}?n=1")) == ["Event 1"]
    assert shown(get(client, f"{EMBED}?n=6", now="2023-02-20")) == shown(get(client, f"{EMBED}?n=6&theme=dark"))
    page = get(client, f"{EMBED}?n=6").text
    assert page.count('<span class="mark">On now</span>') == 2


def test_where_little_is_coming_what_is_on_fills_the_frame(client):
    for number in range(1, 5):
        held(f"Show {number}", date(2023, 1, 1), last=on(number))
    held("Event", on(20))
    assert shown(get(client, f"{EMBED}?n=3")) == ["Show 1", "Show 2", "Event"]
    assert shown(get(client, f"{EMBED}?n=1")) == ["Event"]


def test_an_event_that_is_on_and_has_a_later_date_stands_there_once(client):
    event = held("Both", date(2023, 1, 1), last=on(2))
    events.occurrence(event=event, first_day=on(9))
    for number in range(10, 14):
        held(f"Event {number}", on(number))
    assert shown(get(client, f"{EMBED}?n=3")) == ["Both", "Event 10", "Event 11"]


def test_two_dates_at_the_same_moment_are_one_event(client):
    event = events.event(title_en="Twice")
    for _ in range(2):
        events.occurrence(event=event, first_day=on(1), start_time=time(18))
    assert shown(get(client)) == ["Twice"]


def test_once_nothing_is_coming_the_latest_events_are_shown_and_said_to_be(client):
    for number in range(1, 8):
        held(f"Event {number}", on(number), on(20 - number))
    response = get(client, now="2026-11-22")
    assert shown(response) == [f"Event {number}" for number in range(1, 6)]  # the last date of each, the newest first
    assert "<h1>Latest events</h1>" in response.text
    assert "<h1>Next events</h1>" in get(client).text


def test_the_list_s_filters_apply_and_are_named(client):
    held("Music", on(1))
    held("Walk", on(2), category=events.category(slug="walk", name_en="Walk"))
    response = get(client, f"{EMBED}?category=walk")
    assert shown(response) == ["Walk"]
    assert '<p class="what">Walk</p>' in response.text
    assert 'href="/en/events/?category=walk" target="_blank" rel="noopener"' in response.text


def test_a_filter_that_leaves_nothing_says_so_and_leads_to_the_list(client):
    events.category(slug="walk", name_en="Walk")
    response = get(client, f"{EMBED}?category=walk")
    assert response.status_code == 200
    assert "Nothing in the programme fits these filters." in response.text
    assert 'href="/en/events/?category=walk"' in response.text
    assert "No event has been published yet." in get(client).text


@pytest.mark.parametrize("query", ["category=gone", "n=0", "n=21", "n=x", "theme=pink", "from=2023-02-31", "venue=%00"])
def test_what_is_not_there_answers_404_in_words_that_can_be_read_in_the_frame(client, query):
    response = get(client, f"{EMBED}?{query}")
    assert response.status_code == 404
    assert "This selection of events is not there any more." in response.text
    assert 'href="/en/events/"' in response.text
    assert "X-Frame-Options" not in response
    assert "frame-ancestors *;" in response["Content-Security-Policy"] + ";"


def test_what_has_become_of_a_date_is_said(client):
    events.occurrence(event=events.event(title_en="Rained off"), first_day=on(1), status="cancelled")
    assert '<span class="mark mark--off">Cancelled</span>' in get(client).text


@pytest.mark.parametrize(("language", "heading"), [("en", "Next events"), ("ja", None), ("km", None)])
def test_the_frame_is_in_the_language_of_its_address(client, language, heading):
    events.occurrence(event=events.event(title_en="Music", title_ja="音楽", title_km="តន្ត្រី"), first_day=on(1))
    page = get(client, f"/{language}/events/embed/").text
    assert f'<html lang="{language}">' in page
    assert {"en": "Music", "ja": "音楽", "km": "តន្ត្រី"}[language] in page
    assert heading is None or heading in page


# --- who must not be in it ----------------------------------------------------------------------------------------------------
def test_only_what_is_published_is_in_the_frame(client):
    made = hidden()
    held("Shown", on(1))
    for now in ("2023-02-20", "2026-11-22"):
        page = get(client, f"{EMBED}?n=20", now=now).text
        assert "Shown" in page
        assert not [name for name, event in made.items() if str(event) in page]


# --- frames, cookies, colours -----------------------------------------------------------------------------------------------------
def test_any_site_may_frame_it_and_no_other_page(client):
    held("Music", on(1))
    response = get(client)
    policy = response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert "frame-ancestors *;" in policy + ";"
    assert all(part in policy for part in ("default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'"))
    for path in ("/en/", "/en/events/", "/en/events/map/", "/en/events/music/", CODE, "/en/events/embed/other/", "/admin/login/", "/en/accounts/login/"):
        other = get(client, path)
        assert other["X-Frame-Options"] == "DENY", path
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"], path


def test_the_frame_sets_no_cookie_varies_by_none_and_is_not_indexed(client):
    response = get(client)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.text
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", response.text)


def test_every_link_in_the_frame_leaves_it(client):
    held("Music", on(1))
    links = re.findall(r"<a [^>]*>", get(client).text)
    assert len(links) == 2
    assert [link for link in links if 'target="_blank" rel="noopener"' not in link] == []


def test_a_theme_has_its_own_colours_whatever_the_device_says(client):
    night = re.search(r"prefers-color-scheme:dark\)\{:root\{(.*?)\}", client.get(Anniversary.current().palette_url).text)[1]
    sheets = {}
    for theme in ("auto", "light", "dark"):
        [sheet] = re.findall(r'href="(/palette[^"]*)"', get(client, f"{EMBED}?theme={theme}").text)
        answer = client.get(sheet)
        assert (answer.status_code, "immutable" in answer["Cache-Control"]) == (200, True)
        sheets[theme] = answer.text
    assert "prefers-color-scheme" in sheets["auto"]
    assert sheets["dark"] == f":root{{color-scheme:dark;{night}}}\n"
    assert sheets["light"].startswith(":root{color-scheme:light;") and night not in sheets["light"]


def test_a_palette_of_no_theme_or_of_an_old_version_is_not_there(client):
    version = Anniversary.current().palette_url.removeprefix("/palette-").removesuffix(".css")
    assert client.get(f"/palette/dark/{version}.css").status_code == 200
    assert client.get(f"/palette/pink/{version}.css").status_code == 404
    assert client.get("/palette/dark/0123456789ab.css").status_code == 404


def test_the_frame_asks_no_more_for_thirty_events_than_for_one(client):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert get(client, address).status_code == 200
        return len(caught)

    hall = events.venue()
    addresses = (EMBED, f"{EMBED}?n=20&category=concert", CODE)
    events.occurrence(event=events.event(title_en="Event 0"), first_day=on(1), venue=hall)
    get(client, CODE)  # what is kept for all pages
    few = [queries(address) for address in addresses]
    for number in range(1, 30):
        events.occurrence(event=events.event(title_en=f"Event {number}"), first_day=on(number), venue=hall)
    assert [queries(address) for address in addresses] == few
    assert max(few) <= 3


# --- the line to copy ---------------------------------------------------------------------------------------------------------
def line(response) -> str:
    """What stands in the field, as a browser would copy it."""
    return html.unescape(re.search(r'<input id="embed-code"[^>]* value="([^"]*)"', response.text)[1])


def test_the_line_is_a_frame_of_the_chosen_events_without_a_script(client, settings):
    held("Music", on(1))
    settings.SITE_URL = "https://seventy.example"
    response = get(client, f"{CODE}?category=concert&n=8&lang=ja&theme=dark")
    copied = line(response)
    assert "\n" not in copied and "script" not in copied
    src = html.unescape(re.search(r'src="([^"]*)"', copied)[1])
    assert src == "https://seventy.example/ja/events/embed/?category=concert&n=8&theme=dark"
    assert 'src="https://seventy.example/ja/events/embed/?category=concert&amp;n=8&amp;theme=dark"' in copied
    assert re.search(r' title="[^"]+ – Fifty"', copied) and ' loading="lazy"' in copied and ' lang="ja"' in copied
    parts = urlsplit(src)
    assert get(client, f"{parts.path}?{parts.query}").status_code == 200
    assert f'<iframe class="embed-preview" src="{html.escape(parts.path)}?{html.escape(parts.query)}"' in response.text


def test_without_a_choice_the_line_is_as_short_as_it_can_be(client):
    response = get(client, CODE)
    assert 'src="http://localhost:8000/en/events/embed/"' in line(response)
    form = response.text[response.text.index('<form class="filter-form"') :]
    assert '<option value="5" selected>5</option>' in form and '<option value="auto" selected>' in form


def test_a_name_with_quotation_marks_stays_within_the_line(client):
    record = Anniversary.objects.get()
    record.name_en = 'Fif"ty <b>'
    record.save()
    assert 'title="Next events – Fif&quot;ty &lt;b&gt;"' in line(get(client, CODE))


def test_the_list_leads_to_it_and_it_keeps_the_list_s_filters(client):
    held("Music", on(1))
    assert '<a class="more" href="/en/events/embed/code/?category=concert" rel="nofollow">' in get(client, "/en/events/?category=concert").text
    page = get(client, f"{CODE}?category=concert&n=3").text
    assert '<input type="hidden" name="category" value="concert">' in page
    assert 'href="/en/events/embed/code/?n=3" rel="nofollow"><span class="visually-hidden">Remove:' in page
    assert '<meta name="robots" content="noindex">' in page


def test_only_our_own_frame_is_in_the_page_with_the_line(client):
    assert "frame-src 'self'" in get(client, CODE)["Content-Security-Policy"].split("; ")
    assert "frame-src 'none'" in get(client, "/en/events/")["Content-Security-Policy"].split("; ")


@pytest.mark.parametrize("query", ["category=gone", "n=0", "lang=fr", "theme=pink", "from=2023-02-31"])
def test_what_is_not_there_is_no_page_with_a_line(client, query):
    assert get(client, f"{CODE}?{query}").status_code == 404


def test_languages_that_are_off_are_not_offered(client):
    record = Anniversary.objects.get()
    record.languages = ["en", "km"]
    record.save()
    assert 'value="km"' in get(client, CODE).text
    assert 'value="ja"' not in get(client, CODE).text
    assert get(client, f"{CODE}?lang=ja").status_code == 404


def test_a_frame_that_the_browser_has_kept_stays_a_frame(client):
    """What a 304 says of framing, a browser takes over for the page that it has: so it says nothing."""
    held("Concert", date(2023, 2, 23))
    first = get(client)
    with clock.as_of(clock.parse("2023-02-20")):
        again = client.get(EMBED, headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert "frame-ancestors *" in first["Content-Security-Policy"]
    assert not {"Content-Security-Policy", "X-Frame-Options"} & set(again.headers)
