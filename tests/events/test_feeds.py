"""The feeds as they go out: each kind, each filter, each language, without a fault, equal to the list, read alike by three readers."""

import gzip
import os
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.translation import gettext

from anniversary import clock
from anniversary.occasion.models import Anniversary
from events import feeds
from events.filtering import offers, table
from events.filters import Filters
from events.models import Category, Event, Occurrence, Venue
from tests.conftest import on_postgres
from tests.factories import events, library, occasion

from . import calendar_readers, ical_linter
from .test_filters import furnish

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ja", "km")
NOW = clock.parse("2023-02-24T03:00")
NASTY = "Song\r\nEND:VEVENT\nx;y,z\\N\\n\x85\u2028\u2029\x00\x07 \"quoted\" : ^n \u202eolleh"


@pytest.fixture(autouse=True)
def _occasion():
    occasion.anniversary(tagline_en="Two countries, one year")
    Anniversary.current()  # warm


def furnish_times() -> None:
    """Every kind of time and status that there is, each an event of its own, and one with all of them."""
    hall, tokyo, several = events.venue(slug="big-hall", lat="11.56400", lon="104.93400"), events.tokyo(slug="tower"), events.event(slug="several")
    kinds = [
        {"venue": hall, "end_time": time(20)}, {"venue": tokyo, "status": "cancelled"}, {"status": "postponed", "start_time": None},
        {"venue": hall, "status": "moved_online", "online_url": "https://example.org/live?a=1,2;b=ប"}, {"all_day": True, "last_day": date(2023, 3, 4)},
        {"venue": tokyo, "last_day": date(2023, 2, 25)}, {"own_tz": "UTC", "end_time": time(19)}, {"own_tz": "Etc/UTC"}, {"end_time": time(18)},
        {"own_tz": "Europe/Paris", "first_day": date(2034, 7, 1), "end_time": time(19)}, {"own_tz": "Asia/Tokyo", "first_day": date(1950, 7, 1)},
        {"own_tz": "Australia/Lord_Howe", "first_day": date(2023, 4, 1), "last_day": date(2023, 4, 2), "end_time": time(3)},
        {"own_tz": "America/New_York", "first_day": date(2023, 11, 5), "start_time": time(1, 30), "end_time": time(2, 30)},
        {"venue": tokyo, "status": "rescheduled", "availability": "sold_out", "status_note_en": NASTY}, {"own_tz": "Asia/Phnom_Penh", "start_time": time(0)},
        {"venue": hall, "start_time": time(23, 30), "end_time": time(1), "last_day": date(2023, 2, 24)},
    ]  # fmt: skip
    for number, fields in enumerate(kinds):
        title = f"កម្មវិធីប្រគុំតន្ត្រីមិត្តភាពកម្ពុជា-ជប៉ុន {number} 日本・カンボジア友好音楽会" * 2
        own = events.event(title_en=f"Kind {number}", title_km=title, title_ja=f"音楽会{number}、", summary_ja="二つの楽団" * 30)
        for event in (own, several):
            events.occurrence(event=event, **{"first_day": date(2023, 2, 23 + number % 5)} | fields)


def every_query() -> dict[str, set[str]]:
    """Addresses' queries by the filter that they are of: all values that the list offers, days, periods, and some together."""
    found: dict[str, set[str]] = {}
    for field in offers.fields("all", Filters()):
        found[field.term.name] = {f"{field.term.name}={choice.value}" for choice in field.choices}
    found["period"] = {f"period={value}" for value in table.PERIODS}
    found["month"] = {"month=2023-02", "month=2023-03", "month=1950-07"}
    found["from"], found["until"] = {"from=2023-02-24", "from=2023-02-24&until=2023-02-24"}, {"until=2023-02-24"}
    found["q"] = {"q=concert", "q=film&country=JP"}
    return found | {"together": {"country=JP&category=film", "admission=free&step_free=1", "category=film&admission=invitation"}, "": {""}}


def bytes_of(client, address: str) -> bytes:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8"), address
    return response.content


def listed(client, address: str) -> set[str]:
    """The uids of all dates that the list shows from its first page to its last."""
    found, path, query = set(), *address.split("?")
    more = f"{query}&when=all"
    while more:
        context = client.get(f"{path}?{more}").context
        found |= {row.pk for row in [*context["begun"], *(row for _month, rows in context["months"] for row in rows)]}
        more = context["more"]
    return set(Occurrence.objects.filter(pk__in=found).values_list("uid", flat=True))


# --- each kind, each filter, each language ------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_filter_has_its_feed_of_the_same_dates_and_without_a_fault(client, language):
    furnish()
    furnish_times()
    with clock.as_of(NOW):
        queries = every_query()
        assert queries.keys() >= table.TERMS.keys()
        for query in sorted(set().union(*queries.values())):
            feed = bytes_of(client, f"/{language}/events/feed.ics?{query}")
            assert ical_linter.faults(feed) == [], query
            found = [entry[0] for entry in calendar_readers.by_us(feed)]
            assert set(found) == listed(client, f"/{language}/events/?{query}"), query
            assert len(found) == len(set(found))


@calendar_readers.ical_js
def test_three_readers_find_the_same_in_every_kind_of_feed(client, tmp_path):
    furnish_times()
    one = Event.objects.get(slug="several")
    addresses = {"feed.ics": Occurrence.objects.all(), "several/calendar.ics": one.occurrences.all()}
    for day in one.occurrences.values_list("first_day", flat=True).distinct():
        addresses[f"several/{day}/calendar.ics"] = one.occurrences.filter(first_day=day)
    feeds = [(bytes_of(client, f"/{language}/events/{name}"), rows) for language in LANGUAGES for name, rows in addresses.items()]
    for (data, rows), told in zip(feeds, calendar_readers.by_ical_js(tmp_path, *(data for data, _rows in feeds)), strict=True):
        assert ical_linter.faults(data) == []
        wanted = sorted(calendar_readers.expected(row) for row in rows)
        assert sorted(calendar_readers.by_us(data)) == wanted
        assert sorted(calendar_readers.by_icalendar(data)) == wanted
        assert sorted(map(calendar_readers.entry_of, told)) == wanted
        assert len(wanted) == len(rows) > 0


@pytest.mark.parametrize(
    ("tz", "day", "minutes"),
    [
        ("Europe/Paris", date(2090, 7, 1), 120), ("Europe/Paris", date(2090, 12, 31), 60), ("Europe/Paris", date(2023, 7, 1), 120),
        ("Asia/Tokyo", date(1950, 7, 1), 600), ("Asia/Tokyo", date(1949, 1, 1), 540), ("Asia/Phnom_Penh", date(1970, 1, 1), 420),
        ("Australia/Lord_Howe", date(2199, 12, 31), 660), ("America/New_York", date(1900, 1, 1), -300),
    ],
)  # fmt: skip
def test_a_zone_is_described_for_every_year_of_which_there_is_a_date(client, tz, day, minutes):
    events.occurrence(event=events.event(slug="song"), own_tz=tz, first_day=day)
    calendar = ical_linter.read(bytes_of(client, "/en/events/song/calendar.ics"))
    assert calendar_readers.offset(calendar.parts[0], datetime.combine(day, time(18), ZoneInfo(tz))) == timedelta(minutes=minutes)


# --- what they say --------------------------------------------------------------------------------------------------------
def lines(client, address: str) -> list[str]:
    return bytes_of(client, address).replace(b"\r\n ", b"").decode().split("\r\n")


def test_a_calendar_says_what_it_is_and_where_it_and_its_page_are(client, settings):
    settings.SITE_URL = "https://example.org"
    furnish()
    shared = ["REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"]
    for address, said in {
        "/en/events/feed.ics?admission=free&country=JP": [
            "NAME:Fifty – Japan – Free", "X-WR-CALNAME:Fifty – Japan – Free", "DESCRIPTION:Fifty years", "X-WR-CALDESC:Fifty years",
            "SOURCE;VALUE=URI:https://example.org/en/events/feed.ics?country=JP&admission=free", "URL:https://example.org/en/events/?country=JP&admission=free",
        ],
        "/ja/events/a/calendar.ics": [
            "NAME:A", "X-WR-CALNAME:A", "DESCRIPTION:Two orchestras\\, one evening.", "X-WR-CALDESC:Two orchestras\\, one evening.",
            "SOURCE;VALUE=URI:https://example.org/ja/events/a/calendar.ics", "URL:https://example.org/ja/events/a/",
        ],
        "/km/events/b/2023-02-24/calendar.ics": [
            "NAME:B", "X-WR-CALNAME:B", "DESCRIPTION:Two orchestras\\, one evening.", "X-WR-CALDESC:Two orchestras\\, one evening.",
            "SOURCE;VALUE=URI:https://example.org/km/events/b/2023-02-24/calendar.ics", "URL:https://example.org/km/events/b/2023-02-24/",
        ],
    }.items():  # fmt: skip
        found = lines(client, address)
        head = found[1 : next(n for n, line in enumerate(found) if line.startswith("BEGIN:V") and n)]
        assert sorted(head) == sorted([*said, *shared, "PRODID:-//Anniversary programme//Events//EN", "VERSION:2.0"])


def test_a_date_has_its_picture_its_place_and_its_address_online(client, settings):
    settings.SITE_URL = "https://example.org"
    drawn, held, made = events.event(title_en="Drawn"), events.event(title_en="Held"), events.event(title_en="Made", cover=library.image())
    events.occurrence(event=drawn, venue=events.venue(lat="-11.50000", lon="104.93400"), online_url="https://example.org/sk\r\nX:y 歌")
    events.occurrence(event=held, venue=Venue.objects.get(), online_url="https://example.org/live", status="moved_online")
    events.occurrence(event=made)
    shown = ("IMAGE", "CONFERENCE", "LOCATION", "GEO")
    found = {slug: [line for line in lines(client, f"/en/events/{slug}/calendar.ics") if line.startswith(shown)] for slug in ("drawn", "held", "made")}
    (picture,) = [line for line in found["drawn"] if line.startswith("IMAGE")]
    assert picture.startswith("IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:https://example.org/covers/concert/drawn.png?n=23&v=")
    assert found["drawn"] == [
        "LOCATION:City Hall", "GEO:-11.5;104.934", "CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Online:https://example.org/sk%0AX:y%20%E6%AD%8C", picture,
    ]  # fmt: skip
    # Who looks into the calendar on the day must not go to the hall.
    assert [line for line in found["held"] if not line.startswith("IMAGE")] == [
        "LOCATION:https://example.org/live", "CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Online:https://example.org/live",
    ]  # fmt: skip
    assert found["made"] == [f"IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/jpeg:https://example.org{made.cover.rendition('share').url}"]


def test_no_text_breaks_out_whatever_is_written_past_every_check(client):
    nasty = NASTY.replace("\0", "") if on_postgres() else NASTY  # which PostgreSQL does not store
    events.occurrence(event=events.event(slug="nasty"), venue=events.venue(), online_url="https://example.org/")
    Event.objects.update(title_en=nasty, summary_en=nasty)
    Occurrence.objects.update(room_en=nasty, status_note_en=nasty, uid=f"{nasty}@example.org", online_url=f"https://example.org/{nasty}")
    Venue.objects.update(name_en=nasty, address_en=nasty, locality_en=nasty)
    Category.objects.update(name_en=nasty)
    Anniversary.objects.update(name_en=nasty[:60])
    for address in ("/en/events/feed.ics?category=concert", "/en/events/nasty/calendar.ics", "/en/events/nasty/2023-02-23/calendar.ics"):
        data = bytes_of(client, address)
        assert ical_linter.faults(data) == []
        (entry,) = [part for part in ical_linter.read(data).parts if part.name == "VEVENT"]
        assert entry.text("SUMMARY") == 'Song\nEND:VEVENT\nx;y,z\\N\\n\n\n\n "quoted" : ^n olleh'
        assert entry.text("LOCATION") == ", ".join([entry.text("SUMMARY")] * 4)


# --- the same bytes ---------------------------------------------------------------------------------------------------------
PROGRAM = """
import django; django.setup()
from datetime import UTC, date, datetime, time
import sys
from django.utils import translation
from anniversary.occasion import models
from events import calendars
from events.models import Category, Event, Occurrence, Venue

# Records that are in no database.
models.Anniversary.current = classmethod(lambda cls: occasion)
occasion = models.Anniversary(name="Fifty", years=50, languages=["en", "ja", "km"])
changed = datetime(2023, 1, 5, 8, 30, tzinfo=UTC)
rows = []
for number, tz in enumerate(["Asia/Tokyo", "America/New_York", "Europe/Paris", "Asia/Phnom_Penh", "Australia/Lord_Howe"] * 3):
    event = Event(title_en=f"Song {number}", slug=f"song-{number}", category=Category(slug="concert", name_en="Concert"), updated_at=changed)
    venue = Venue(name_en="Hall", tz=tz, country="JP", lat=35, lon=139, updated_at=changed)
    rows.append(Occurrence(event=event, venue=venue, uid=f"{number}@example.org", first_day=date(2023, 3, 1 + number), start_time=time(18), updated_at=changed,
                           online_url="https://example.org/live", status="rescheduled"))
    rows[-1].derive()
with translation.override("ja"):
    sys.stdout.buffer.write(calendars.calendar(rows, calendars.About("Fifty", "One year", "/ja/events/", "/ja/events/feed.ics")))
"""


def test_the_bytes_depend_neither_on_pythons_hash_seed_nor_on_the_day_nor_on_the_machines_zone(tmp_path):
    def made(seed: str, as_of: str, zone: str) -> bytes:
        ours = {"PYTHONHASHSEED": seed, "AS_OF": as_of, "TZ": zone, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "anniversary.settings"}
        return subprocess.run([sys.executable, "-c", PROGRAM], env=os.environ | ours, capture_output=True, check=True).stdout

    first, second = made("1", "2022-12-01", "Asia/Tokyo"), made("2", "2031-07-01", "America/New_York")
    assert first == second
    assert ical_linter.faults(first) == [] and len(calendar_readers.by_us(first)) == 15


def entries(data: bytes) -> dict[bytes, bytes]:
    """What stands between BEGIN and END of each event, by its uid."""
    parts = [part.partition(b"END:VEVENT")[0] for part in data.split(b"BEGIN:VEVENT")[1:]]
    return {part.partition(b"UID:")[2].partition(b"\r\n")[0]: part for part in parts}


def test_a_date_that_changes_changes_the_tag_and_its_own_lines_alone(client):
    several = events.event(slug="several")
    for day in range(5):
        events.occurrence(event=several, first_day=date(2023, 3, 1) + timedelta(days=day), venue=None)
    Occurrence.objects.update(updated_at=clock.parse("2023-01-05T08:30"))
    Event.objects.update(updated_at=clock.parse("2023-01-05T08:30"))
    before = client.get("/en/events/several/calendar.ics")
    row = several.occurrences.get(first_day=date(2023, 3, 3))
    row.start_time = time(19)
    row.save()
    after = client.get("/en/events/several/calendar.ics")
    assert before["ETag"] != after["ETag"]
    changed = [uid for uid, lines in entries(after.content).items() if entries(before.content)[uid] != lines]
    assert changed == [row.uid.encode()] and len(entries(after.content)) == 5
    assert before.content.partition(b"BEGIN:VEVENT")[0] == after.content.partition(b"BEGIN:VEVENT")[0]
    assert b"SEQUENCE:1" in entries(after.content)[row.uid.encode()]


@pytest.mark.parametrize("address", ["/en/events/feed.ics?country=KH", "/en/events/song/calendar.ics", "/en/events/song/2023-02-23/calendar.ics"])
@pytest.mark.parametrize("accepted", ["identity", "gzip, br"])
def test_the_tag_is_strong_and_spares_get_and_head_the_second_time(client, address, accepted):
    events.occurrence(event=events.event(slug="song"), venue=events.venue())
    ours = {"accept-encoding": accepted}
    first, head = client.get(address, headers=ours), client.head(address, headers=ours)
    assert first["ETag"] == head["ETag"] and first["ETag"].startswith('"') and "Accept-Encoding" in first["Vary"]
    assert client.get(address, headers=ours).content == first.content
    for method in (client.get, client.head):
        again = method(address, headers=ours | {"if-none-match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert method(address, headers=ours | {"if-none-match": '"other"'}).status_code == 200
    packed = accepted != "identity"
    assert first.get("Content-Encoding", "") == ("gzip" if packed else "")
    assert ical_linter.faults(gzip.decompress(first.content) if packed else first.content) == []


def test_a_tag_of_one_encoding_is_not_that_of_the_other(client):
    events.occurrence(event=events.event(slug="song"))
    tags = {client.get("/en/events/song/calendar.ics", headers={"accept-encoding": accepted})["ETag"] for accepted in ("gzip", "identity")}
    assert len(tags) == 2


AS_FILE = {"en": "As a file (.ics)", "ja": "ファイルで保存（.ics）", "km": "ជាឯកសារ (.ics)"}


# --- where they are found -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_list_and_month_lead_to_the_feed_of_what_they_show(client, language, settings):
    settings.SITE_URL = "https://example.org"
    furnish()
    for page, feed in {
        f"/{language}/events/": f"/{language}/events/feed.ics",
        f"/{language}/events/?country=JP&admission=free": f"/{language}/events/feed.ics?country=JP&admission=free",
        f"/{language}/events/calendar/2023/02/?tag=food": f"/{language}/events/feed.ics?tag=food",
    }.items():
        found = client.get(page).text
        written = feed.replace("&", "&amp;")
        assert found.count(f'<link rel="alternate" type="text/calendar" title="{text_of(language)}" href="{written}">') == 1
        assert f'href="webcal://example.org{written}"' in found
        assert f'value="https://example.org{written}" readonly' in found
        assert f'href="{written}">{AS_FILE[language]}</a>' in found
        assert ical_linter.faults(bytes_of(client, feed)) == []


def text_of(language: str) -> str:
    with translation.override(language):
        return gettext("Events")


def test_a_calendar_that_would_be_too_long_keeps_what_comes_next_and_then_what_was_last(client, monkeypatch):
    event = events.event()
    for day in range(20, 28):
        events.occurrence(event=event, first_day=date(2023, 2, day))

    def days(at: str) -> list[int]:
        with clock.as_of(clock.parse(at)):
            answer = client.get("/en/events/feed.ics")
        return [int(line[-9:-7]) for line in answer.content.decode().splitlines() if line.startswith("DTSTART;") and "T18" in line]

    assert days("2023-02-22T00:00") == list(range(20, 28))
    monkeypatch.setattr(feeds, "LONGEST", 3)
    assert days("2023-02-22T00:00") == [22, 23, 24]
    assert days("2023-02-26T00:00") == [25, 26, 27]
    assert days("2023-05-01T00:00") == [25, 26, 27]
