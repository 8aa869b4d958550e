"""Whatever is typed into a title, a summary, a note, a room or a venue comes out of a feed again, in every reader, and nothing else with it."""

import re
import unicodedata
from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from anniversary.occasion.models import Anniversary
from events import calendar_lines, calendars
from events.models import Category, Event, Occurrence, Venue
from tests.factories import occasion

from . import calendar_readers, ical_linter

pytestmark = pytest.mark.django_db
CHANGED = datetime(2023, 1, 5, 8, 30, tzinfo=UTC)
LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
KHMER = "".join(map(chr, range(0x1780, 0x17DE))) + "\u200b\u200c\u200d"
JAPANESE = "".join(map(chr, [*range(0x3041, 0x3097), *range(0x30A1, 0x30F7), *range(0x4E00, 0x4E40)])) + "、。・「」"
CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)])) + LINE_ENDS + DIRECTIONS
# What has a meaning in a calendar, one by one and together; and characters of one to four octets.
LETTERS = st.sampled_from(KHMER) | st.sampled_from(JAPANESE) | st.sampled_from(CONTROLS) | st.sampled_from('\\;,:"^=nN. \tx') | st.sampled_from("é€🎏𠮷")
TYPED = st.lists(LETTERS | st.sampled_from(["\r\n", "\\n", "\\N", "\\\\", "END:VEVENT", "\r\nBEGIN:VALARM", "\n "]), max_size=120).map("".join)
ANYTHING = TYPED | st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@pytest.fixture(autouse=True)
def _occasion():
    occasion.anniversary()
    Anniversary.current()
    with translation.override("en"):
        yield


def kept(text: str) -> str:
    """What of a text has to come out: its line ends as line feeds, no other control but the tabulator, nothing that turns letters round."""
    found = text.replace("\r\n", "\n")
    ends = str.maketrans(dict.fromkeys(LINE_ENDS, "\n"))
    return "".join(letter for letter in found.translate(ends) if letter in "\n\t" or not (unicodedata.category(letter) == "Cc" or letter in DIRECTIONS))


def row(number: int, title: str, summary: str = "", note: str = "", room: str = "", venue: str = "") -> Occurrence:
    """A date with these texts that is in no database: nothing has cleaned them."""
    place = Venue(name_en=venue, tz="Asia/Phnom_Penh", updated_at=CHANGED)
    event = Event(title_en=title, summary_en=summary, slug=f"event-{number}", category=Category(slug="concert", name_en=title), updated_at=CHANGED)
    made = Occurrence(
        event=event, venue=place, room_en=room, status_note_en=note, uid=f"{number}@example.org", first_day=date(2023, 2, 23), start_time=time(18),
        updated_at=CHANGED,
    )  # fmt: skip
    made.derive()
    return made


def written(*rows: Occurrence, name: str = "All") -> bytes:
    return calendars.calendar(rows, calendars.About(name, name))


def entries(data: bytes) -> list[ical_linter.Component]:
    return [part for part in ical_linter.read(data).parts if part.name == "VEVENT"]


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING, ANYTHING)
@example("\\N", "\\\\n", "\\\\\\N", "\\,\\;", "\\")
def test_every_text_comes_out_as_it_was_typed_and_nothing_breaks_out(title, summary, note, room, venue):
    data = written(row(0, title, summary, note, room, venue), name=title or "All")
    assert ical_linter.faults(data) == []
    (entry,) = entries(data)
    assert entry.text("SUMMARY") == kept(title)
    assert entry.text("DESCRIPTION") == kept("\n\n".join(filter(None, [note, summary])))
    assert entry.text("LOCATION") == kept(", ".join(filter(None, [room, venue])))
    assert ical_linter.read(data).text("X-WR-CALNAME") == kept(title or "All")
    assert len(calendar_readers.by_icalendar(data)) == 1
    assert written(row(0, title, summary, note, room, venue), name=title or "All") == data


@pytest.mark.parametrize("letter", ["x", "é", "ក", "🎏", "\\", ";", "\n", "🎏é"])
def test_lines_are_folded_between_letters_wherever_the_fold_comes(letter):
    rows = [row(number, "-" * number + letter * 90) for number in range(80)]
    data = written(*rows)
    assert ical_linter.faults(data) == []
    assert [entry.text("SUMMARY") for entry in entries(data)] == [made.event.title_en for made in rows]


@calendar_readers.ical_js
@settings(max_examples=6)
@given(texts=st.lists(ANYTHING, min_size=20, max_size=60))
def test_an_independent_reader_reads_the_same(texts, tmp_path_factory):
    data = written(*(row(number, text, text, text, text, text) for number, text in enumerate(texts)))
    (told,) = calendar_readers.by_ical_js(tmp_path_factory.mktemp("calendars"), data)
    found = [(event["uid"], event["summary"] or "", event["description"] or "", event["location"] or "") for event in told]
    wanted = [(f"{number}@example.org", *(kept(sign.join(filter(None, parts))) for sign, parts in _told(text))) for number, text in enumerate(texts)]
    assert found == wanted


def _told(text: str) -> list[tuple[str, list[str]]]:
    """How summary, description and location are put together out of it."""
    return [("", [text]), ("\n\n", [text, text]), (", ", [text, text])]


@given(ANYTHING, ANYTHING)
@example('a;b:c,"d"^e\r\nEND:VEVENT', "^n")
def test_a_parameter_stays_in_its_line_too(label, other):
    written = calendar_lines.component("VCALENDAR", calendar_lines.line("CONFERENCE", "https://example.org/", LABEL=label, X=other))
    rules = {rule for rule, _what in ical_linter.faults(written)}
    assert rules <= {"missing", "type not said"}  # it is no whole calendar
    (found,) = ical_linter.read(written).properties
    carets = {"^^": "^", "^'": '"', "^n": "\n"}
    assert re.sub(r"\^[\^'n]", lambda escape: carets[escape[0]], found.parameters["LABEL"]) == " ".join(kept(label).split())
    assert found.value == "https://example.org/"
