"""Postponed, rescheduled, moved online, cancelled, sold out: said in words wherever a reader or a machine may meet the date, in each language."""

import json
import re
from datetime import date, time

import pytest
from django.utils import translation

from anniversary import clock
from events import rescheduling
from events.models import Availability, Occurrence, OccurrenceStatus
from tests.factories import events, occasion, users

from . import ical_linter

TODAY = clock.parse("2023-02-01T00:00")
NOTES = {"en": "Because of the storm.", "ja": "嵐のため。", "km": "ដោយសារព្យុះ។"}
S = OccurrenceStatus
# What is done with the date, and its words for machines: in a calendar, in structured data.
CASES = {
    S.POSTPONED: ("postpone", {}, "TENTATIVE", "https://schema.org/EventPostponed"),
    S.RESCHEDULED: (
        "reschedule", {"first_day": date(2023, 2, 23), "start_time": time(19), "last_day": None, "end_time": None, "doors_at": None}, "CONFIRMED",
        "https://schema.org/EventRescheduled",
    ),
    S.MOVED_ONLINE: ("move_online", {"online_url": "https://example.org/live"}, "CONFIRMED", "https://schema.org/EventMovedOnline"),
    S.CANCELLED: ("cancel", {}, "CANCELLED", "https://schema.org/EventCancelled"),
    Availability.SOLD_OUT: ("", {}, "CONFIRMED", "https://schema.org/SoldOut"),
}  # fmt: skip


@pytest.fixture
def row(db) -> Occurrence:
    """The first of two dates of an event in three languages."""
    occasion.anniversary(start=date(2023, 1, 1), end=date(2023, 12, 31))
    event = events.event(title_en="Song", title_ja="歌", title_km="ចម្រៀង", slug="song", summary_en="A", summary_ja="B", summary_km="C", featured=True)
    hall = events.venue()
    events.occurrence(event=event, venue=hall, first_day=date(2023, 2, 25))
    return events.occurrence(event=event, venue=hall)


def change(row: Occurrence, name: str, given: dict) -> None:
    if name:
        rescheduling.change(row, name, user=users.user(groups=("approver",)), notes=NOTES, **given)
    else:
        Occurrence.objects.filter(pk=row.pk).update(availability="sold_out")


def between(page: str, begin: str, end: str) -> str:
    """The words that stand there, tags aside."""
    return " ".join(re.sub("<[^>]*>", " ", page[page.index(begin) :].partition(end)[0]).split())


def read(client, language: str) -> dict[str, str]:
    """What each place says, by its name."""
    base = f"/{language}/events/"
    listed, month, page, day = (client.get(base + path).text for path in ("", "calendar/2023/02/", "song/", "song/2023-02-23/"))
    return {
        "list": between(listed, '<ol class="rows"', "</ol>"),
        "month, table": between(month, '<table class="cal"', "</table>"),
        "month, day by day": between(month, 'class="agenda"', 'class="adding'),
        "event, top": between(page, "<main", 'class="facts"'),
        "event, dates": between(page, 'class="facts"', "</section>"),
        "date, top": between(day, "<main", 'class="facts"'),
        "date, facts": between(day, 'class="facts"', "</section>"),
        **{f"feed {path}": entry(client, base + path).text("DESCRIPTION") for path in ("feed.ics", "song/calendar.ics", "song/2023-02-23/calendar.ics")},
    }


def entry(client, address: str) -> ical_linter.Component:
    data = client.get(address).content
    assert ical_linter.faults(data) == []
    found = [part for part in ical_linter.read(data).parts if part.name == "VEVENT"]
    return min(found, key=lambda part: part.one("DTSTART").value)


def described(client, address: str) -> dict:
    page = client.get(address).text
    return json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"][0]


@pytest.mark.parametrize("language", ["en", "ja", "km"])
@pytest.mark.parametrize("case", CASES)
def test_what_has_become_of_a_date_is_said_wherever_it_is_met(client, row, case, language):
    name, given, in_calendar, in_data = CASES[case]
    with translation.override(language):
        word = str(case.label)
    with clock.as_of(TODAY):
        assert {place: said for place, said in read(client, language).items() if word in said} == {}
        change(row, name, given)
        assert {place: said for place, said in read(client, language).items() if word not in said} == {}
        if name:
            noted = {place: said for place, said in read(client, language).items() if place != "month, table" and not place.endswith((", dates", ", facts"))}
            assert {place: said for place, said in noted.items() if NOTES[language] not in said} == {}
        found = entry(client, f"/{language}/events/feed.ics")
        assert found.text("STATUS") == in_calendar
        off = case in (S.POSTPONED, S.CANCELLED)
        title = {"en": "Song", "ja": "歌", "km": "ចម្រៀង"}[language]
        assert found.text("SUMMARY") == (f"{word}: {title}" if off else title)
        for part in (described(client, f"/{language}/events/song/")["subEvent"][0], described(client, f"/{language}/events/song/2023-02-23/")):
            assert (part["eventStatus"] if name else part["offers"]["availability"]) == in_data


def shown_in_lists(client) -> dict[str, str]:
    """What each list says of the date alone, by its name."""
    listed, month, frame = (client.get(f"/en/events/{path}").text for path in ("", "calendar/2023/02/", "embed/"))
    return {
        "list": between(listed, '<li class="row', "</li>"),
        "card": between(listed, '<li class="bill"', "</li>"),
        "month": between(month, '<li class="agenda-entry', "</li>"),
        "frame": between(frame, "<li>", "</li>"),
    }


def test_a_hall_is_named_in_each_list(client, row):
    with clock.as_of(TODAY):
        lists = shown_in_lists(client)
    assert {place: ("City Hall" in said, "Online" in said) for place, said in lists.items()} == dict.fromkeys(lists, (True, False))


def test_the_hall_is_not_named_where_one_only_takes_part_online(client, row):
    with clock.as_of(TODAY):
        change(row, *CASES[S.MOVED_ONLINE][:2])
        facts = between(client.get("/en/events/song/2023-02-23/").text, 'class="facts"', "</section>")
        lists = shown_in_lists(client)
        found = entry(client, "/en/events/feed.ics")
        place = described(client, "/en/events/song/2023-02-23/")["location"]
    assert "City Hall" not in facts and "Take part online" in facts
    assert {place: ("City Hall" in said, "Online" in said) for place, said in lists.items()} == dict.fromkeys(lists, (False, True))
    assert (found.text("LOCATION"), found.one("GEO")) == ("https://example.org/live", None)
    assert place == [{"@type": "VirtualLocation", "url": "https://example.org/live"}]
