"""The linter of calendars, one broken calendar for each of its rules: what finds nothing in a feed has to find this."""

import re
from pathlib import Path

import pytest

from . import ical_linter
from .ical_linter import faults, read, span

GOOD = """BEGIN:VCALENDAR
PRODID:-//Test//Test//EN
VERSION:2.0
NAME:Year\\, in short
SOURCE;VALUE=URI:https://example.org/feed.ics?a=1
REFRESH-INTERVAL;VALUE=DURATION:PT6H
X-PUBLISHED-TTL:PT6H
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:one@example.org
DTSTAMP:20230105T083000Z
LAST-MODIFIED:20230105T083000Z
DTSTART;TZID=Asia/Tokyo:20230223T180000
DTEND;TZID=Asia/Tokyo:20230223T200000
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Song\\; dance \\\\ and 歌
 と踊り
CATEGORIES:Concert,Dance
URL:https://example.org/en/events/song/
GEO:35.6;139.7
IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:https://example.org/a.png
CONFERENCE;VALUE=URI;LABEL="Online: now":https://example.org/live
END:VEVENT
BEGIN:VEVENT
UID:two@example.org
DTSTAMP:20230105T083000Z
LAST-MODIFIED:20230105T083000Z
DTSTART;VALUE=DATE:20230224
DTEND;VALUE=DATE:20230225
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:three@example.org
DTSTAMP:20230105T083000Z
LAST-MODIFIED:20230105T083000Z
DTSTART;TZID=Europe/Paris:20230224T090000
END:VEVENT
END:VCALENDAR
""".encode().replace(b"\n", b"\r\n")

PARIS = GOOD[GOOD.index(b"BEGIN:VTIMEZONE\r\nTZID:Europe/Paris") : GOOD.index(b"BEGIN:VEVENT")]
# What is put in the place of what, and which rules are broken by that, no others.
BROKEN = [
    (b"END:VCALENDAR\r\n", b"END:VCALENDAR", {"last line end"}),
    (b"SEQUENCE:0\r\n", b"SEQUENCE:0\n", {"line end"}),
    (b"Song\\; dance", b"Song\\;\rdance", {"line end", "control character"}),
    (b"SUMMARY:Song", b"SUMMARY:" + b"x" * 60 + b"Song", {"line length"}),
    (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\n\r\n", {"empty line", "grammar"}),
    ("歌\r\n ".encode(), "歌".encode()[:2] + b"\r\n " + "歌".encode()[2:], {"character split"}),
    (b"Song\\;", b"Song\x00\\;", {"control character"}),
    (b"Song\\;", "Song\x85\\;".encode(), {"control character"}),
    (b"Song\\;", "Song\u2028\\;".encode(), {"control character"}),
    (b'LABEL="Online: now"', b"LABEL=Online: now", {"address"}),
    (b"STATUS:CONFIRMED", b"STATUS CONFIRMED", {"grammar"}),
    (b"VALUE=DATE:20230225", b"VALUE=DATE;VALUE=DATE:20230225", {"parameter twice"}),
    (b"END:VCALENDAR\r\n", b"", {"nesting"}),
    (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nPRODID:x\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", {"nesting"}),
    (b"BEGIN:VEVENT\r\nUID:two", b"BEGIN:VALARM\r\nEND:VALARM\r\nBEGIN:VEVENT\r\nUID:two", {"nesting", "zones after events"}),
    (b"PRODID:-//Test//Test//EN\r\n", b"", {"missing"}),
    (b"VERSION:2.0\r\n", b"", {"missing"}),
    (b"VERSION:2.0", b"VERSION:1.0", {"version"}),
    (b"UID:two@example.org\r\n", b"", {"missing"}),
    (b"UID:two@example.org\r\nDTSTAMP:20230105T083000Z\r\n", b"UID:two@example.org\r\n", {"missing", "stamps differ"}),
    (b"DTSTART;VALUE=DATE:20230224\r\n", b"", {"missing"}),
    (b"TZOFFSETTO:+0900\r\n", b"", {"missing"}),
    (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nSEQUENCE:0\r\n", {"more than once"}),
    (b"GEO:35.6;139.7\r\n", b"GEO:35.6;139.7\r\nSUMMARY:Again\r\n", {"more than once"}),
    (b"X-PUBLISHED-TTL:PT6H\r\n", b"X-PUBLISHED-TTL:PT6H\r\nX-PUBLISHED-TTL:PT6H\r\n", {"more than once"}),
    (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n", {"method"}),
    (b"REFRESH-INTERVAL;VALUE=DURATION", b"REFRESH-INTERVAL", {"type not said"}),
    (b"SOURCE;VALUE=URI", b"SOURCE", {"type not said"}),
    (b"IMAGE;VALUE=URI", b"IMAGE", {"type not said"}),
    (b"CONFERENCE;VALUE=URI", b"CONFERENCE", {"type not said"}),
    (b"Song\\;", b"Song;", {"escaping"}),
    (b"Year\\,", b"Year,", {"escaping"}),
    (b"dance \\\\", b"dance \\", {"escaping"}),
    (b"dance \\\\", b"dance \\\\\\", {"escaping"}),
    (b"Concert,Dance", b"Concert;Dance", {"escaping"}),
    (b"events/song/", "events/歌/".encode(), {"address"}),
    (b"https://example.org/a.png", b"/a.png", {"address"}),
    (b"X-PUBLISHED-TTL:PT6H", b"X-PUBLISHED-TTL:6H", {"duration"}),
    (b"DURATION:PT6H", b"DURATION:PT", {"duration"}),
    (b"TZOFFSETTO:+0100", b"TZOFFSETTO:+01:00", {"offset"}),
    (b"UID:two@example.org\r\nDTSTAMP:20230105T083000Z", b"UID:two@example.org\r\nDTSTAMP:20230105T083000", {"not in UTC", "stamps differ"}),
    (b"UID:two@example.org\r\nDTSTAMP:20230105T083000Z", b"UID:two@example.org\r\nDTSTAMP:20230105T083001Z", {"stamps differ"}),
    (b"SEQUENCE:0", b"SEQUENCE:-1", {"number"}),
    (b"GEO:35.6;139.7", b"GEO:35.6,139.7", {"point"}),
    (b"GEO:35.6;139.7", b"GEO:139.7;35.6", {"point"}),
    (b"STATUS:CONFIRMED", b"STATUS:POSTPONED", {"status"}),
    (b"TRANSP:TRANSPARENT", b"TRANSP:FREE", {"transparency"}),
    (b"DISPLAY=BADGE", b"DISPLAY=HUGE", {"image"}),
    (b"FMTTYPE=image/png", b"FMTTYPE=png", {"image"}),
    (b"UID:two@example.org", b"UID:one@example.org", {"same uid"}),
    (PARIS, b"", {"zone missing"}),
    (b"DTSTART;TZID=Europe/Paris:20230224T090000", b"DTSTART:20230224T090000Z", {"zone unused"}),
    (b"TZID:Asia/Tokyo", b"TZID:Zzz/Tokyo", {"zone missing", "zone unused", "zones unsorted"}),
    (PARIS, PARIS + PARIS, {"zones unsorted"}),
    (b"END:VCALENDAR\r\n", PARIS.replace(b"Europe/Paris", b"Europe/Rome") + b"END:VCALENDAR\r\n", {"zone unused", "zones after events"}),
    (PARIS, b"BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\nEND:VTIMEZONE\r\n", {"zone empty"}),
    (b"DTEND;TZID=Asia/Tokyo:20230223T200000", b"DTEND;TZID=Asia/Tokyo:20230223T180000", {"end not after start"}),
    (b"DTEND;TZID=Asia/Tokyo:20230223T200000", b"DTEND;TZID=Europe/Paris:20230223T090000", {"end not after start"}),
    (b"DTEND;VALUE=DATE:20230225", b"DTEND;VALUE=DATE:20230224", {"end not exclusive"}),
    (b"DTEND;VALUE=DATE:20230225", b"DTEND:20230225T000000Z", {"start and end of two types"}),
    (b"DTEND;VALUE=DATE:20230225", b"DTEND;VALUE=DATE:20230225\r\nDURATION:P1D", {"end and duration"}),
    (b"DTSTART;VALUE=DATE:20230224", b"DTSTART;VALUE=DATE:20230224T000000", {"time"}),
    (b"DTSTART;TZID=Europe/Paris:20230224T090000", b"DTSTART;TZID=Europe/Paris:20230224T090000Z", {"time"}),
    (b"DTSTART;TZID=Europe/Paris:20230224T090000", b"DTSTART:20230224T090000", {"time", "zone unused"}),
]  # fmt: skip


def test_a_good_calendar_has_no_fault_and_is_read_as_it_is():
    assert faults(GOOD) == []
    calendar = read(GOOD)
    entries = [part for part in calendar.parts if part.name == "VEVENT"]
    assert (calendar.text("NAME"), entries[0].text("SUMMARY")) == ("Year, in short", "Song; dance \\ and 歌と踊り")
    assert [span(entry) for entry in entries] == [
        ("2023-02-23T09:00:00+00:00", "2023-02-23T11:00:00+00:00"), ("2023-02-24", "2023-02-25"),
        ("2023-02-24T08:00:00+00:00", "2023-02-24T08:00:00+00:00"),
    ]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "rules"), BROKEN)
def test_a_broken_calendar_breaks_just_these_rules(good, bad, rules):
    assert good in GOOD
    assert {rule for rule, _what in faults(GOOD.replace(good, bad, 1))} == rules


def test_every_rule_has_a_calendar_that_breaks_it():
    named = set(re.findall(r'(?:yield \(?|append\(\(|else )"([a-z][a-zA-Z ]+)"(?:[,)]| if)', Path(ical_linter.__file__).read_text()))
    assert {rule for _good, _bad, rules in BROKEN for rule in rules} == named
