"""Calendar files of other programs: every entry accounted for, at the right moment, once, and as a draft."""

from datetime import UTC, date, datetime, time, timedelta

import hypothesis.strategies as st
import icalendar
import pytest
from dateutil import rrule
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from anniversary.publishing.models import Source, Status
from events import calendars, ics_dates, ics_import
from events.models import Category, Event, Occurrence
from tests.factories import events, occasion
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db
PAGE = "admin:events_event_import_calendar"


@pytest.fixture(autouse=True)
def _kinds():
    occasion.anniversary()
    events.category()
    events.category(slug="talk", name_en="Talk", name_ja="講演")


@pytest.fixture
def editor(client):
    client.force_login(make_user(role="editor"))
    return client


def ics(*entries: str, head: str = "") -> bytes:
    """A file of these entries; each is the lines between BEGIN and END, its UID aside where it has one by its place."""
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", *filter(None, [head])]
    for number, entry in enumerate(entries, 1):
        lines = [line for line in entry.strip().splitlines() if line]
        uid = [] if any(line.startswith(("UID", "NOUID")) for line in lines) else [f"UID:u{number}@example.org"]
        whole += ["BEGIN:VEVENT", *uid, *(line for line in lines if line != "NOUID"), "END:VEVENT"]
    return "\r\n".join([*whole, "END:VCALENDAR", ""]).encode()


def planned(*entries: str, language: str = "en", head: str = ""):
    return ics_import.plan(ics(*entries, head=head), Category.objects.get(slug="concert"), language)


def upload(client, data: bytes, **fields):
    asked = {"category": Category.objects.get(slug="concert").pk, "language": "en"} | fields
    return client.post(reverse(PAGE), asked | {"file": SimpleUploadedFile("theirs.ics", data)})


def confirm(client, shown, **fields):
    asked = {"category": Category.objects.get(slug="concert").pk, "language": "en", "_write": "1"} | fields
    kept = {"waiting": shown.context["waiting"], "seen": shown.context["plan"].seen, "named": shown.context["named"]}
    return client.post(reverse(PAGE), asked | kept, follow=True)


def bring_in(client, data: bytes, **fields):
    return confirm(client, upload(client, data, **fields), **fields)


def days(plan) -> list[str]:
    return [row.first_day.isoformat() for draft in plan.drafts for row in draft.dates]


def whys(plan) -> list[tuple[int, str]]:
    return [(row.entry.number, row.why) for row in plan.rows if row.why]


def notes(plan) -> list[str]:
    return [note for row in plan.rows for note in row.notes]


ONE = "SUMMARY:Evening of song\nDTSTART;TZID=Asia/Phnom_Penh:20230220T180000\nDTEND;TZID=Asia/Phnom_Penh:20230220T193000"


def test_an_entry_becomes_a_draft_with_one_date_once_confirmed(editor):
    events.venue()
    data = ics(
        f"{ONE}\nLOCATION:City Hall\\, 1 Riverside\nCATEGORIES:Talk,Other\nDESCRIPTION:Songs\\, and rain.\nURL:https://example.org/song\nSTATUS:CONFIRMED"
    )
    shown = upload(editor, data)
    assert "Becomes a draft" in shown.content.decode() and not Event.objects.exists()
    done = confirm(editor, shown)
    assert [str(message) for message in done.context["messages"]] == ["1 draft made, 1 date written"]
    event = Event.objects.get()
    assert (event.title_en, event.summary_en, event.slug, event.category.slug, event.status) == (
        "Evening of song", "Songs, and rain.", "evening-of-song", "talk", Status.DRAFT
    )  # fmt: skip
    row = event.occurrences.get()
    assert (row.uid, row.first_day, row.start_time, row.end_time, row.own_tz, row.venue.slug, row.status) == (
        "u1@example.org", date(2023, 2, 20), time(18), time(19, 30), "", "hall", "scheduled"
    )  # fmt: skip
    assert (row.start, row.end) == (datetime(2023, 2, 20, 11, tzinfo=UTC), datetime(2023, 2, 20, 12, 30, tzinfo=UTC))
    assert list(Source.objects.values_list("label", "url")) == [("example.org", "https://example.org/song")]
    assert client_sees_nothing(editor, event)


def client_sees_nothing(client, event) -> bool:
    client.logout()
    return client.get(event.get_absolute_url()).status_code == 404


def test_the_same_file_a_second_time_makes_nothing(editor):
    data = ics(ONE, "SUMMARY:Weekly\nDTSTART:20230301T100000Z\nRRULE:FREQ=WEEKLY;COUNT=3", "NOUID\nSUMMARY:Nameless\nDTSTART;VALUE=DATE:20230401")
    bring_in(editor, data)
    assert (Event.objects.count(), Occurrence.objects.count()) == (3, 5)
    again = upload(editor, data)
    assert [row.outcome for row in again.context["plan"].rows] == ["skipped"] * 3
    assert again.context["plan"].drafts == [] and "_write" not in again.content.decode()
    assert "Is there already: nothing is done" in again.content.decode()


def test_what_is_new_in_a_longer_file_becomes_a_draft_of_its_own(editor):
    rule = "SUMMARY:Weekly\nDTSTART:20230301T100000Z\nRRULE:FREQ=WEEKLY;COUNT="
    bring_in(editor, ics(f"{rule}2"))
    plan = planned(f"{rule}3")
    assert (days(plan), notes(plan)) == (["2023-03-15"], ["2 of its dates are there already."])
    assert plan.drafts[0].event.slug == "weekly-2"


def test_entries_of_one_title_are_one_event():
    plan = planned(ONE, ONE.replace("0220", "0227"), ONE.replace("Evening of song", "EVENING  of song").replace("0220", "0306"), ONE.replace("song", "rain"))
    assert [(draft.event.title_en, len(draft.dates)) for draft in plan.drafts] == [("Evening of song", 3), ("Evening of rain", 1)]
    assert [row.outcome for row in plan.rows] == ["made", "joined", "joined", "made"]


# --- days and hours -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        ("DTSTART;VALUE=DATE:20230220\nDTEND;VALUE=DATE:20230223", "2023-02-20", "2023-02-22"),
        ("DTSTART;VALUE=DATE:20230220\nDTEND;VALUE=DATE:20230221", "2023-02-20", "2023-02-20"),
        ("DTSTART;VALUE=DATE:20230220\nDTEND;VALUE=DATE:20230220", "2023-02-20", "2023-02-20"),
        ("DTSTART;VALUE=DATE:20230220", "2023-02-20", "2023-02-20"),
        ("DTSTART;VALUE=DATE:20230220\nDURATION:P2D", "2023-02-20", "2023-02-21"),
        ("DTSTART:20230220", "2023-02-20", "2023-02-20"),
    ],
)
def test_whole_days_end_on_the_day_before_their_end(lines, first, last):
    [draft] = planned(f"SUMMARY:Show\n{lines}").drafts
    [row] = draft.dates
    assert (row.first_day.isoformat(), row.last_day.isoformat(), row.all_day, row.start_time) == (first, last, True, None)


@pytest.mark.parametrize(
    ("start", "moment", "tz"),
    [
        ("DTSTART;TZID=Asia/Phnom_Penh:20230220T180000", datetime(2023, 2, 20, 11, tzinfo=UTC), ""),
        ("DTSTART;TZID=Asia/Tokyo:20230220T180000", datetime(2023, 2, 20, 9, tzinfo=UTC), "Asia/Tokyo"),
        ("DTSTART;TZID=Tokyo Standard Time:20230220T180000", datetime(2023, 2, 20, 9, tzinfo=UTC), "Asia/Tokyo"),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Asia/Tokyo:20230220T180000", datetime(2023, 2, 20, 9, tzinfo=UTC), "Asia/Tokyo"),
        ("DTSTART:20230220T180000Z", datetime(2023, 2, 20, 18, tzinfo=UTC), ""),
        ("DTSTART:20230220T180000", datetime(2023, 2, 20, 11, tzinfo=UTC), ""),
        ("DTSTART;TZID=Mars/Phobos:20230220T180000", datetime(2023, 2, 20, 11, tzinfo=UTC), ""),
        ("DTSTART;TZID=Europe/Paris:20230326T023000", datetime(2023, 3, 26, 1, 30, tzinfo=UTC), "Europe/Paris"),
    ],
)
def test_hours_are_those_of_their_zone(start, moment, tz):
    [row] = planned(f"SUMMARY:Song\n{start}").drafts[0].dates
    row.derive()
    assert (row.start, row.own_tz, row.end_time) == (moment, tz, None)


def test_an_hour_that_clocks_show_twice_is_the_one_that_is_meant():
    [row] = planned("SUMMARY:Song\nDTSTART:20231029T013000Z\nLOCATION:Paris Hall").drafts[0].dates
    row.derive()
    assert row.start == datetime(2023, 10, 29, 1, 30, tzinfo=UTC)
    events.venue(slug="paris", name_en="Paris Hall", tz="Europe/Paris", country="FR")
    [row] = planned("SUMMARY:Song\nDTSTART:20231029T013000Z\nLOCATION:Paris Hall").drafts[0].dates
    row.derive()
    assert (row.start, row.own_tz) == (datetime(2023, 10, 29, 1, 30, tzinfo=UTC), "UTC")


def test_at_a_venue_the_venues_clocks_are_read():
    events.tokyo()
    [row] = planned(f"{ONE}\nLOCATION:Tokyo Hall").drafts[0].dates
    row.derive()
    assert (row.start_time, row.end_time, row.own_tz, row.start) == (time(20), time(21, 30), "", datetime(2023, 2, 20, 11, tzinfo=UTC))


def test_a_zone_that_the_file_explains_is_known_by_what_it_says():
    zone = "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nX-LIC-LOCATION:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n" \
        "TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE"  # fmt: skip
    plan = planned("SUMMARY:Song\nDTSTART;TZID=Ours:20230220T180000", head=zone)
    assert (plan.drafts[0].dates[0].own_tz, notes(plan)) == ("Asia/Tokyo", [])


@pytest.mark.parametrize("begin", ["BEGIN:VTIMEZONE", "BEGIN;X=1:VTIMEZONE", "begin:vtimezone", "BEGIN:VTIME\r\n ZONE", "BEGIN:VTIME\r\n\r\n\tZONE"])
def test_a_description_of_a_zone_that_would_never_end_is_not_followed(begin):
    zone = f"{begin}\r\nTZID:Trap\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY\r\n" \
        f"TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0800\r\nEND:STANDARD\r\n{begin.replace('BEGIN', 'END').replace('begin', 'end')}"  # fmt: skip
    plan = planned("SUMMARY:Song\nDTSTART;TZID=Trap:20230220T180000", head=zone)
    assert notes(plan) == ["Nobody knows the time zone “Trap”; its hours are taken for those of Asia/Phnom_Penh."]


def test_what_is_assumed_of_hours_and_places_is_said():
    plan = planned("SUMMARY:Song\nDTSTART:20230220T180000\nLOCATION:Somewhere else\nURL:javascript:x\nCLASS:PRIVATE")
    assert notes(plan) == [
        "The file calls it private: make sure that it may be published.",
        "No venue is called “Somewhere else”: choose one in the draft.",
        "It names no time zone; its hours are taken for those of Asia/Phnom_Penh.",
        "Its address (URL) cannot be used.",
    ]
    assert plan.drafts[0].notes[1] == "1: No venue is called “Somewhere else”: choose one in the draft."


def test_what_was_said_is_kept_in_the_events_history(editor):
    bring_in(editor, ics(f"{ONE}\nLOCATION:Somewhere else"))
    from django.contrib.admin.models import LogEntry

    assert LogEntry.objects.get().get_change_message() == "Imported from “theirs.ics”. 1: No venue is called “Somewhere else”: choose one in the draft."


def test_cancelled_stays_cancelled():
    plan = planned(f"{ONE}\nSTATUS:CANCELLED", f"{ONE.replace('0220', '0221')}\nSTATUS:TENTATIVE")
    assert [row.status for row in plan.drafts[0].dates] == ["cancelled", "scheduled"]


# --- repetition ---------------------------------------------------------------------------------------------------------
def test_a_rule_gives_dates_but_for_its_exceptions_and_with_its_changes():
    events.venue()
    whole = f"UID:w\n{ONE}\nRRULE:FREQ=WEEKLY;COUNT=5\nEXDATE;TZID=Asia/Phnom_Penh:20230227T180000\nEXDATE:20230306T110000Z"
    whole += "\nRDATE;TZID=Asia/Phnom_Penh:20230401T200000"
    changed = "UID:w\nSUMMARY:Other words\nRECURRENCE-ID;TZID=Asia/Phnom_Penh:20230313T180000\nDTSTART;TZID=Asia/Phnom_Penh:20230314T190000\nLOCATION:City Hall"
    off = "UID:w\nRECURRENCE-ID:20230320T110000Z\nDTSTART:20230320T110000Z\nSTATUS:CANCELLED"
    plan = planned(changed, whole, off)
    [draft] = plan.drafts
    assert whys(plan) == []
    found = sorted((row.first_day.isoformat(), str(row.start_time)[:5], row.uid, row.status, row.venue is not None) for row in draft.dates)
    assert found == [
        ("2023-02-20", "18:00", "w", "scheduled", False),
        ("2023-03-14", "19:00", "w-20230313T110000Z", "scheduled", True),
        ("2023-03-20", "18:00", "w-20230320T110000Z", "cancelled", False),
        ("2023-04-01", "20:00", "w-20230401T130000Z", "scheduled", False),
    ]


def test_exceptions_by_day_alone_and_of_whole_days():
    assert days(planned("SUMMARY:A\nDTSTART;TZID=Asia/Tokyo:20230220T080000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20230221")) == [
        "2023-02-20",
        "2023-02-22",
    ]
    assert days(planned("SUMMARY:A\nDTSTART;VALUE=DATE:20230220\nRRULE:FREQ=DAILY;UNTIL=20230222\nEXDATE;VALUE=DATE:20230220")) == ["2023-02-21", "2023-02-22"]
    assert days(planned("SUMMARY:A\nDTSTART;TZID=Asia/Tokyo:20230220T080000\nRDATE;VALUE=DATE:20230222")) == ["2023-02-20", "2023-02-22"]


@pytest.mark.parametrize(
    ("rule", "count", "last"),
    [
        ("FREQ=DAILY;COUNT=3", 3, "2023-02-22"),
        ("FREQ=DAILY;UNTIL=20230222T110000Z", 3, "2023-02-22"),
        ("FREQ=DAILY;UNTIL=20230222T105959Z", 2, "2023-02-21"),
        ("FREQ=DAILY;UNTIL=20230222", 3, "2023-02-22"),
        ("FREQ=MONTHLY;BYDAY=-1MO;COUNT=2", 3, "2023-03-27"),  # the first date counts, though the rule would not give it
        ("FREQ=YEARLY;COUNT=4", 4, "2026-02-20"),
        ("FREQ=WEEKLY", 105, "2025-02-17"),
        ("FREQ=DAILY", 400, "2024-03-25"),
        ("FREQ=DAILY;COUNT=1000000", 400, "2024-03-25"),
    ],
)
def test_rules_within_their_limits(rule, count, last):
    found = days(planned(f"{ONE}\nRRULE:{rule}"))
    assert (len(found), found[-1]) == (count, last)


def test_what_is_cut_is_said():
    assert notes(planned(f"{ONE}\nRRULE:FREQ=WEEKLY")) == ["It repeats without end; its dates of 2 years are taken."]
    assert notes(planned(f"{ONE}\nRRULE:FREQ=DAILY;COUNT=401")) == ["It has more than 400 dates; those after them are left out."]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=HOURLY;COUNT=2", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;BYHOUR=1,2", "FREQ=WEEKLY;BYDAY=XX",
     "FREQ=DAILY;COUNT=x", "FOO=1",
     "FREQ=DAILY;UNTIL=99999999", "FREQ=DAILY;INTERVAL=-1"],
)  # fmt: skip
def test_a_rule_that_is_none_leaves_its_entry_out(rule):
    plan = planned(f"{ONE}\nRRULE:{rule}", ONE.replace("song", "rain"))
    [(number, why)] = whys(plan)
    assert number == 1 and "rule of repetition" in why
    assert [draft.event.title_en for draft in plan.drafts] == ["Evening of rain"]


def test_a_rule_that_gives_no_day_is_not_looked_for_until_the_end_of_time():
    plan = planned("SUMMARY:A\nDTSTART;VALUE=DATE:20230220\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=2\nEXDATE;VALUE=DATE:20230220")
    assert whys(plan) == [(1, "No date is left of it.")]


@pytest.fixture
def asked_of(monkeypatch):
    """The first moments that dateutil's rules were asked from."""
    found = []
    whole = ics_dates.rrule.rrulestr

    def noted(rule, dtstart):
        found.append(dtstart)
        return whole(rule, dtstart=dtstart)

    monkeypatch.setattr(ics_dates.rrule, "rrulestr", noted)
    return found


NEVER = "RRULE:FREQ=DAILY;COUNT=500;BYMONTH=2;BYMONTHDAY=30"


def test_a_rule_is_followed_near_the_end_of_the_calendar(asked_of):
    plan = planned(f"{ONE}\n{NEVER}", "SUMMARY:A\nDTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;COUNT=3", "SUMMARY:B\nDTSTART;VALUE=DATE:19000101\n" + NEVER)
    assert days(plan) == ["2023-02-20", "2024-02-29", "2028-02-29", "2032-02-29", "1900-01-01"]
    assert asked_of == [datetime(9623, 2, 20, 18), datetime(9624, 2, 29), datetime(9900, 1, 1)]
    assert [row.entry.walked for row in plan.rows] == [376, 8, 99]


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SA;WKST=SU", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR"])
@pytest.mark.parametrize("year", [1900, 1988, 2096, 2189])
def test_the_days_there_are_those_of_the_years_that_are_meant(rule, year):
    start = datetime(year, 2, 20)
    found = days(planned(f"SUMMARY:A\nDTSTART;VALUE=DATE:{start:%Y%m%d}\nRRULE:{rule};UNTIL={year + 9}1231"))
    wanted = {start, *rrule.rrulestr(rule, dtstart=start).between(start, datetime(year + 9, 12, 31), inc=True)}
    assert found == [f"{at:%Y-%m-%d}" for at in sorted(wanted)]


def test_a_file_of_rules_that_give_no_day_is_refused_before_all_are_followed(asked_of):
    with pytest.raises(ValidationError, match="The rules of repetition in this file take too long to follow"):
        planned(*(f"SUMMARY:A {number}\nDTSTART:20230220T180000Z\n{NEVER}" for number in range(2000)))
    assert len(asked_of) == 27  # 376 years each


def test_a_rule_that_asks_for_many_places_counts_as_often():
    entry = planned(f"{ONE}\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-1;COUNT=30").rows[0].entry
    assert (entry.walked, len(days(planned(f"{ONE}\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-1;COUNT=30")))) == (2, 31)
    for rule in ("BYSETPOS=" + ",".join(["1"] * 13), "BYMONTHDAY=" + ",".join(["1"] * 150)):
        assert "rule of repetition" in whys(planned(f"{ONE}\nRRULE:FREQ=MONTHLY;BYDAY=MO;{rule}"))[0][1]


def test_a_file_of_far_too_many_dates_is_refused_before_all_are_made(monkeypatch):
    made = []
    whole = ics_import._Planner._date
    monkeypatch.setattr(ics_import._Planner, "_date", lambda *given: made.append(1) or whole(*given))
    monkeypatch.setattr(ics_import, "LOOKED_AT", 800)
    with pytest.raises(ValidationError, match="These are more than 800 dates"):
        planned(*(f"{ONE.replace('song', f'song {number}')}\nRRULE:FREQ=DAILY" for number in range(9)))
    assert len(made) == 1200


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(microsecond=0)),
    zone=st.sampled_from(["Asia/Phnom_Penh", "Europe/Paris", "America/New_York", "UTC"]),
    rule=st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=YEARLY", "FREQ=MONTHLY;BYDAY=1SU"]),
    interval=st.integers(1, 3), count=st.integers(1, 20),
)  # fmt: skip
def test_the_moments_of_a_rule_are_those_of_dateutil(start, zone, rule, interval, count):
    from zoneinfo import ZoneInfo

    plan = planned(f"SUMMARY:A\nDTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}\nRRULE:{rule};INTERVAL={interval};COUNT={count}")
    last = start + timedelta(days=3653)
    wanted = {start, *(at for at in rrule.rrulestr(f"{rule};INTERVAL={interval};COUNT={count}", dtstart=start) if at <= last)}
    found = [row for draft in plan.drafts for row in draft.dates]
    for row in found:
        row.derive()
    moments = {at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for at in wanted}
    assert {row.start for row in found if abs(row.start.year - start.year) < 9} == {at for at in moments if abs(at.year - start.year) < 9}


# --- what is wrong ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("SUMMARY:A", "It has no beginning (DTSTART), or one that cannot be read."),
        ("SUMMARY:A\nDTSTART:tomorrow", "It has no beginning (DTSTART), or one that cannot be read."),
        ("DTSTART:20230220T180000Z", "It has no title (SUMMARY)."),
        ("SUMMARY: \nDTSTART:20230220T180000Z", "It has no title (SUMMARY)."),
        ("SUMMARY:A\nDTSTART:20230220T180000Z\nDTEND:20230220T170000Z", "It ends before it begins."),
        ("SUMMARY:A\nDTSTART:20230220T180000Z\nDTEND;VALUE=DATE:20230221", "It begins with a day and ends with an hour, or the other way round."),
        ("SUMMARY:A\nDTSTART;VALUE=DATE:18991231", "It is not between 1900 and 2199."),
        ("SUMMARY:A\nDTSTART:99991231T235959Z", "It is not between 1900 and 2199."),
        ("SUMMARY:A\nDTSTART:00010101T000000Z", "It is not between 1900 and 2199."),
        ("SUMMARY:A\nDTSTART;VALUE=DATE:20230220\nDURATION:P999999999D", "It cannot be read."),
    ],
)
def test_a_bad_entry_is_left_out_and_named_and_the_others_are_not(editor, lines, why):
    plan = planned(ONE, lines)
    assert (whys(plan), len(plan.drafts)) == ([(2, why)], 1)
    text = upload(editor, ics(ONE, lines)).content.decode()
    assert "u2@example.org" in text and why in text


@pytest.mark.parametrize("named", ["TZID=Asia/Phnom_Penh:20230220T180000", "VALUE=DATE:20230220"])
def test_a_first_date_that_is_moved_later_on_is_not_made_twice(editor, named):
    series = f"UID:w\n{ONE}\nRRULE:FREQ=WEEKLY;COUNT=2"
    moved = f"UID:w\nSUMMARY:Evening of song\nRECURRENCE-ID;{named}\nDTSTART;TZID=Asia/Phnom_Penh:20230221T190000"
    bring_in(editor, ics(series))
    again = upload(editor, ics(series, moved)).context["plan"]
    assert (again.drafts, [row.outcome for row in again.rows]) == ([], ["skipped", "skipped"])
    Event.objects.all().delete()
    bring_in(editor, ics(moved, series))
    assert list(Occurrence.objects.order_by("first_day").values_list("uid", "first_day")) == [
        ("w", date(2023, 2, 21)), ("w-20230227T110000Z", date(2023, 2, 27))
    ]  # fmt: skip


def test_of_entries_with_one_uid_the_newest_is_taken():
    plan = planned("UID:a\nSEQUENCE:2\nSUMMARY:New\nDTSTART:20230221T100000Z", "UID:a\nSEQUENCE:1\nSUMMARY:Old\nDTSTART:20230220T100000Z")
    assert [draft.event.title_en for draft in plan.drafts] == ["New"]
    assert whys(plan) == [(2, "Another entry of the file has the same UID and is newer.")]
    twice = "UID:a\nSUMMARY:A\nRECURRENCE-ID:20230220T100000Z\nDTSTART:20230220T110000Z"
    plan = planned(twice, twice)
    assert (days(plan), whys(plan)) == (["2023-02-20"], [(2, "Another entry of the file is the same date.")])


@pytest.mark.parametrize("uid", ["x" * 500, "with space", "ខ្មែរ", "a\\nb"])
def test_an_odd_uid_gets_one_of_its_own_that_stays_the_same(editor, uid):
    data = ics(f"UID:{uid}\n{ONE}")
    bring_in(editor, data)
    assert Occurrence.objects.get().uid.endswith("@imported")
    assert upload(editor, data).context["plan"].rows[0].outcome == "skipped"


def test_texts_are_cleaned():
    long = "Word " * 200
    html = '<p onclick="x">Come <b>all</b><script>alert(1)</script> <a href="javascript:x">here</a> &amp; there</p>'
    plan = planned(f"{ONE}\nDESCRIPTION:{html}", f"SUMMARY;LANGUAGE=ja:{'歌' * 250}\nDTSTART;VALUE=DATE:20230220\nDESCRIPTION:{long}<3")
    first, second = plan.drafts
    assert (first.event.summary_en, first.bodies["en"]) == ("Come all here & there", '<p>Come all <a rel="noopener">here</a> &amp; there</p>')
    assert len(second.event.title_ja) == 200 and second.event.title_en is None and second.event.slug.startswith("event-")
    assert len(second.event.summary_ja) == 600 and second.bodies["ja"].endswith("&lt;3</p>")
    assert "Its title is too long and is cut." in notes(plan)


def test_millions_of_empty_lines_or_open_tags_are_gone_through_once():
    """Twice as many took four times as long: with these this test would not end."""
    data = ics(f"{ONE}\nDESCRIPTION:Come")
    plan = ics_import.plan(data.replace(b"Come", b"Come" + b"\n" * 3_000_000), Category.objects.get(slug="concert"), "en")
    assert plan.drafts[0].event.summary_en == "Come"
    assert ics_import.HTML.search("<p " * 1_000_000) is None
    assert ics_import.HTML.search('<p class="x">') and ics_import.HTML.search("1 <2 </p>")


def test_titles_are_in_the_language_that_is_chosen(editor):
    bring_in(editor, ics("SUMMARY:歌の夕べ\nDTSTART;VALUE=DATE:20230220"), language="ja")
    event = Event.objects.get()
    assert (event.title_ja, event.title_en) == ("歌の夕べ", None)


def test_our_own_feed_is_taken_in_elsewhere_as_it_is(editor):
    event = events.event(title_en="Song; dance", slug="song")
    events.occurrence(event=event, venue=events.venue(), end_time=time(20))
    events.occurrence(event=event, first_day=date(2023, 2, 24), last_day=date(2023, 2, 26), all_day=True)
    events.occurrence(event=event, first_day=date(2023, 3, 1), own_tz="Asia/Tokyo", online_url="https://example.org/live")
    data = calendars.calendar(Occurrence.objects.whole(), calendars.About("Ours"))
    before = list(Occurrence.objects.values_list("uid", "start", "end", "time_known", "venue", "online_url"))
    assert [row.outcome for row in upload(editor, data).context["plan"].rows] == ["skipped"] * 3
    event.delete()
    bring_in(editor, data)
    assert list(Occurrence.objects.values_list("uid", "start", "end", "time_known", "venue", "online_url")) == before
    assert Event.objects.get().title_en == "Song; dance"


# --- files ------------------------------------------------------------------------------------------------------------
DAMAGED, EMPTY = "This is no calendar file (.ics), or it is damaged.", "There is no event in this file."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"hello", DAMAGED),
        (b"/etc/passwd", DAMAGED),
        (b"\xff\xfe\x00\x01", DAMAGED),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", EMPTY),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR\r\n", EMPTY),
        (b"slug,title_en\na,b\n", DAMAGED),
        (b"BEGIN:VEVENT\r\n" * 3000, None),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 2001 + b"END:VCALENDAR\r\n",
         "These are more than 2000 entries. Export a shorter period."),
        (ics(*(f"{ONE.replace('song', f'song {n}')}\nRRULE:FREQ=DAILY" for n in range(6))), "These are more than 2000 dates. Export a shorter period."),
        (b"BEGIN:VCALENDAR" + b"x" * (5 * 1024 * 1024), "The file is larger than 5 MB."),
        (b"", "The file is empty."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_calendar_gets_a_plain_message(editor, data, message):
    shown = upload(editor, data)
    assert shown.status_code == 200
    assert shown.context["form"].errors["file"] == [message] if message else shown.context["form"].errors["file"]
    assert not Event.objects.exists()


WHOLE = ics(
    f"{ONE}\nRRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO\nEXDATE;TZID=Asia/Phnom_Penh:20230227T180000\nLOCATION:City Hall\nCATEGORIES:A,B\nGEO:1;2",
    "UID:u1@example.org\nRECURRENCE-ID;TZID=Asia/Phnom_Penh:20230306T180000\nSUMMARY:Moved\nDTSTART;TZID=Asia/Tokyo:20230307T180000\nDURATION:PT1H",
    "SUMMARY;LANGUAGE=ja:日\nDTSTART;VALUE=DATE:20230220\nDTEND;VALUE=DATE:20230222\nSTATUS:CANCELLED\nURL:https://example.org/\nDESCRIPTION:<p>Hello</p>",
    head="X-WR-CALNAME:x\r\nBEGIN:VTIMEZONE\r\nTZID:Asia/Phnom_Penh\r\nEND:VTIMEZONE",
)
WORDS = [
    b"\r\n", b":", b";", b"=", b",", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"RRULE:", b"DTSTART:", b"99999999T999999Z", b"\x00", b"\xff", b"VALUE=PERIOD",
    b"VALUE=DATE", b"P1Y", b"-PT1H", b"TZID=", b"DTEND:00010101", b"SECONDLY", b"INTERVAL=0", b'"', b"\\n", b"EXDATE:x", b"RECURRENCE-ID:1", b"20230220T",
    b"RDATE;VALUE=PERIOD:20230101T000000Z/PT1H\r\n", b"CATEGORIES:\r\n", b"DURATION:x\r\n", b"UID\r\n", b"SUMMARY\r\n", b"SEQUENCE:\xd9\xa3\r\n",
    b"URL;VALUE=BINARY:x\r\n", b"DTSTART;TZID=../../etc/passwd:20230101T000000\r\n",
]  # fmt: skip


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 40), st.sampled_from(WORDS) | st.binary(max_size=6)), min_size=1, max_size=4))
def test_whatever_a_file_holds_it_is_a_plan_or_a_message(changes):
    data = WHOLE
    for place, length, word in changes:
        data = data[:place] + word + data[place + length :]
    try:
        plan = ics_import.plan(data, Category.objects.get(slug="concert"), "en")
    except ValidationError as error:
        assert error.messages and all(error.messages)
        return
    assert len(plan.rows) == sum(bool(row.why) or bool(row.dates) or row.outcome == "skipped" for row in plan.rows)
    uids = [row.uid for draft in plan.drafts for row in draft.dates]
    assert len(uids) == len(set(uids)) == plan.dates
    for draft in plan.drafts:
        ics_import.drafts.write(draft)
    Event.objects.all().delete()


def test_as_many_queries_for_many_entries_as_for_one(django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        planned(ONE)
    many = [ONE.replace("Evening", f"Evening {number}") for number in range(30)]
    with django_assert_max_num_queries(8 + 29):  # each new event's address is asked for once
        plan = planned(*many)
    assert len(plan.drafts) == 30


def test_icalendar_reads_what_these_tests_write():
    assert len(icalendar.Calendar.from_ical(WHOLE).walk("VEVENT")) == 3
