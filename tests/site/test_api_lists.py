"""What the API tells of each record, its filters beside the list's, its pages, its languages."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from anniversary import clock
from events.filtering import table
from events.models import Occurrence
from tests.factories import articles, events, library, occasion, programmes

from .api_content import PATHS, fill, key

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


@pytest.fixture
def ask(client):
    def get(path: str) -> Any:
        answer = client.get(path.removeprefix(SITE))
        assert answer.status_code == 200, answer.text
        return answer.json()

    return get


@pytest.fixture
def refused(client):
    def get(path: str) -> list[str]:
        """The parameters that the answer names as wrong."""
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert answer.json()["status"] == 400
        return [fault["parameter"] for fault in answer.json()["errors"]]

    return get


def one(ask, name: str, query: str = "lang=en") -> Any:
    [found] = ask(f"/api/{name}/?{query}")["results"]
    return found


# --- what is told -----------------------------------------------------------------------------------------------------------
def test_a_date_says_when_in_utc_and_on_the_venue_s_clocks(ask):
    row = fill()["occurrences"]
    told = one(ask, "occurrences")
    assert told["id"] == row.uid
    assert told["start"] == {"utc": "2025-03-05T11:00:00Z", "local": "2025-03-05T18:00:00+07:00"}
    assert told["end"] == {"utc": "2025-03-05T13:00:00Z", "local": "2025-03-05T20:00:00+07:00"}
    assert (told["tz"], told["first_day"], told["last_day"], told["all_day"], told["doors"]) == ("Asia/Phnom_Penh", "2025-03-05", "2025-03-05", False, "17:30")
    assert (told["url"], told["status"], told["previous_starts"]) == (f"{SITE}/en/events/concert-0/2025-03-05/", "scheduled", [])
    assert (told["attendance"], told["online_url"], told["room"]) == ("both", "https://example.org/live", "Hall B")
    assert (told["availability"], told["access"]) == ("few", ["step_free"])
    assert "capacity" not in told  # the editors' own figure: no page shows it
    assert told["registration"]["url"] == "https://example.org/register"
    assert told["registration"]["opens"] == {"utc": "2025-01-01T03:00:00Z", "local": "2025-01-01T10:00:00+07:00"}
    assert told["registration"]["closes"] == {"utc": "2025-03-01T03:00:00Z", "local": "2025-03-01T10:00:00+07:00"}
    assert told["venue"]["geo"] == {"lat": 11.5564, "lon": 104.9282}
    assert (told["event"]["title"], told["event"]["admission"], told["event"]["recognised"]) == ("Concert 0", "free", "official")


def test_nothing_is_invented_of_a_date_of_which_little_is_known(ask):
    occasion.anniversary()
    events.occurrence(start_time=None)
    told = one(ask, "occurrences")
    unknown = ("start", "end", "doors", "status_note", "room", "venue", "online_url", "availability", "registration")
    assert {name: told[name] for name in unknown} == dict.fromkeys(unknown)
    assert (told["access"], told["event"]["admission"], told["event"]["recognised"], told["event"]["languages"]) == ([], None, None, None)


def test_a_date_whose_end_is_not_stated_has_none(ask):
    occasion.anniversary()
    events.occurrence(start_time=time(18))
    told = one(ask, "occurrences")
    assert told["start"] is not None
    assert told["end"] is None


def test_a_rescheduled_date_keeps_when_it_was_to_begin(ask):
    row = fill()["occurrences"]
    kept = {"start": "2025-03-01T11:00:00+00:00", "end": "2025-03-01T13:00:00+00:00", "tz": "Asia/Phnom_Penh", "first_day": "2025-03-01", "time_known": True}
    Occurrence.objects.filter(pk=row.pk).update(status="rescheduled", previous_starts=[kept, {**kept, "time_known": False}])
    told = one(ask, "occurrences")
    assert told["status"] == "rescheduled"
    moment = {"utc": "2025-03-01T11:00:00Z", "local": "2025-03-01T18:00:00+07:00"}
    assert told["previous_starts"] == [{"first_day": "2025-03-01", "start": moment}, {"first_day": "2025-03-01", "start": None}]


def test_an_event_tells_of_its_organisers_programme_tags_and_picture(ask):
    found = fill()
    told = one(ask, "events")
    assert [(held["id"], held["role"], held["name"]) for held in told["organisers"]] == [(str(found["organisations"].uuid), "support", "Embassy")]
    assert (told["programme"]["id"], told["programme"]["title"]) == (str(found["programmes"].uuid), "Song of the bridge")
    assert [(tag["slug"], tag["label"], tag["fallback"]) for tag in told["tags"]] == [("music", "音楽", {"label": "ja"})]
    assert (told["category"]["slug"], told["category"]["name"], told["series"]) == ("concert", "Concert", None)
    assert (told["languages"], told["admission"], told["recognised"], told["recognition_number"]) == (["km", "ja"], "free", "official", "7")
    assert told["image"]["drawn"] is True
    assert told["image"]["url"].startswith(f"{SITE}/covers/concert/concert-0.png")
    assert told["url"] == f"{SITE}/en/events/concert-0/"
    assert [row["id"] for row in ask(told["occurrences"])["results"]] == [found["occurrences"].uid]


def test_a_picture_of_its_own_comes_with_its_description(ask):
    fill(cover=library.image(alt_en="Two orchestras", credit_en="The orchestra"))
    image = one(ask, "events")["image"]
    assert (image["drawn"], image["alt"], image["credit"]) == (False, "Two orchestras", "The orchestra")
    assert image["url"].startswith(f"{SITE}/media/")


def test_venues_organisations_programmes_and_articles_tell_what_is_known(ask):
    found = fill()
    venue = one(ask, "venues")
    assert (venue["directions"], venue["access"], venue["website"], venue["country"]) == ("By boat.", None, "https://example.org/hall", "KH")
    organisation = one(ask, "organisations")
    assert (organisation["kind"], organisation["website"], organisation["country"]) == ("embassy", "https://example.org/", None)
    assert organisation["logo"]["drawn"] is False
    programme = one(ask, "programmes")
    assert (programme["start"], programme["end"], programme["places"]) == ("2025-03", None, "Phnom Penh")
    assert [partner["id"] for partner in programme["partners"]] == [str(found["organisations"].uuid)]
    assert [event["id"] for event in ask(programme["events"])["results"]] == [str(found["events"].uuid)]
    article = one(ask, "articles")
    assert (article["type"], article["date"], article["byline"], article["author_office"]) == ("news", "2023-01-10", "The editors", None)
    assert [event["id"] for event in article["events"]] == [str(found["events"].uuid)]
    assert [named["id"] for named in article["programmes"]] == [str(found["programmes"].uuid)]


@pytest.mark.parametrize("uid", ["https://x.example/e/1?x#y", "50%25@x.example", "a/b//c/@x.example", "plus+and;semicolon@x.example"])
def test_a_date_that_came_with_a_uid_of_its_own_is_at_the_address_that_it_names(ask, client, uid):
    row = fill()["occurrences"]
    Occurrence.objects.filter(pk=row.pk).update(uid=uid)
    told = one(ask, "occurrences")
    assert told["id"] == uid
    assert "#" not in told["api"] and "?" not in told["api"]
    assert ask(told["api"] + "?lang=en") == told
    row.refresh_from_db()
    row.delete()
    assert client.get(told["api"].removeprefix(SITE)).status_code == 410


# --- languages --------------------------------------------------------------------------------------------------------------
def test_without_a_language_texts_are_objects_of_those_that_there_are(ask):
    fill()
    told = one(ask, "events", "limit=1")
    assert told["title"] == {"en": "Concert 0", "ja": "コンサート"}
    assert told["url"] == {code: f"{SITE}/{code}/events/concert-0/" for code in ("en", "ja", "km")}
    assert told["tags"][0]["label"] == {"ja": "音楽"}
    assert told["fallback"] is None


def test_with_a_language_texts_are_strings_and_those_of_another_are_marked(ask, client):
    fill()
    told = one(ask, "events", "lang=ja")
    assert (told["title"], told["url"]) == ("コンサート", f"{SITE}/ja/events/concert-0/")
    assert told["fallback"] == {"summary": "en", "conditions": "en"}
    assert (told["tags"][0]["label"], told["tags"][0]["fallback"]) == ("音楽", {})
    assert client.get("/api/events/?lang=ja")["Content-Language"] == "ja"
    assert client.get("/api/events/")["Content-Language"] == "en, ja, km"


def test_a_language_that_is_off_is_not_told_and_cannot_be_asked_for(ask, refused):
    fill()
    occasion.Anniversary.objects.get().delete()
    occasion.anniversary(languages=["en", "km"])
    told = one(ask, "events", "limit=1")
    assert told["title"] == {"en": "Concert 0"}
    assert set(told["url"]) == {"en", "km"}
    assert refused("/api/events/?lang=ja") == ["lang"]


# --- filters ----------------------------------------------------------------------------------------------------------------
FILTERS = [
    "category=concert", "country=KH", "country=JP",
    "venue=hall-0", "programme=song-1", "organiser=embassy-0", "tag=music", "admission=free", "admission=ticket",
    "language=ja", "language=fr", "attendance=online", "attendance=in_person", "step_free=1", "signed=1", "from=2025-03-06", "until=2025-03-04",
    "month=2025-03", "month=2025-04", "from=2025-03-01&until=2025-03-05&category=concert&tag=music&step_free=1", "period=month",
]  # fmt: skip


@pytest.mark.parametrize("query", FILTERS)
def test_every_filter_leaves_what_the_calendar_of_the_list_has(ask, client, query):
    fill()
    fill(1)
    feed = client.get(f"/en/events/feed.ics?{query}").text.replace("\r\n ", "")
    rows = ask(f"/api/occurrences/?{query}")["results"]
    assert sorted(line.removeprefix("UID:") for line in feed.splitlines() if line.startswith("UID:")) == sorted(row["id"] for row in rows)
    assert [event["id"] for event in ask(f"/api/events/?{query}")["results"]] == list(dict.fromkeys(row["event"]["id"] for row in rows))


def test_every_filter_of_the_list_is_in_the_description(ask):
    described = {parameter["name"] for parameter in ask("/api/openapi.json")["paths"]["/api/occurrences/"]["get"]["parameters"]}
    assert described == {*table.TERMS, "when", "event", "lang", "limit", "after", "modified_since"}


def test_an_event_is_listed_once_where_one_date_meets_everything(ask):
    found = fill()
    events.occurrence(event=found["events"], venue=events.tokyo(), first_day=date(2025, 6, 1))
    events.occurrence(event=found["events"], venue=found["venues"], first_day=date(2025, 6, 2))
    assert len(ask("/api/events/?when=all")["results"]) == 1
    assert len(ask("/api/events/?country=JP&from=2025-06-01")["results"]) == 1
    assert ask("/api/events/?country=JP&until=2025-03-05")["results"] == []


@pytest.mark.parametrize(("when", "number"), [("coming", 0), ("past", 1), ("all", 1)])
def test_when_is_told_from_the_clock(ask, when, number):
    fill()
    assert len(ask(f"/api/occurrences/?when={when}")["results"]) == len(ask(f"/api/events/?when={when}")["results"]) == number


def test_programmes_and_articles_are_narrowed_by_their_kind(ask, refused):
    fill()
    programmes.programme(slug="play", kind="performance")
    articles.article(title_en="View", type="opinion")
    assert [found["kind"] for found in ask("/api/programmes/?kind=performance")["results"]] == ["performance"]
    assert [found["type"] for found in ask("/api/articles/?type=opinion")["results"]] == ["opinion"]
    assert refused("/api/programmes/?kind=nonsense") == ["kind"]
    assert refused("/api/venues/?kind=song") == ["kind"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("category=nonsense", ["category"]), ("country=XX", ["country"]), ("venue=..", ["venue"]), ("admission=not_stated", ["admission"]),
        ("language=xx", ["language"]), ("month=2025-13", ["month"]), ("from=2025-02-30", ["from"]), ("until=yesterday", ["until"]),
        ("step_free=2", ["step_free"]),
        ("from=2025-03-05&until=2025-03-04", ["until"]), ("period=year", ["period"]), ("when=now", ["when"]), ("limit=0", ["limit"]), ("limit=101", ["limit"]),
        ("limit=x&when=x", ["limit", "when"]), ("after=nonsense", ["after"]), ("after=%00", ["after"]), ("lang=fr", ["lang"]), ("lang=", ["lang"]),
        ("categry=concert", ["categry"]), ("category=concert&category=festival", ["category"]), ("tag=music&venue=there-is-none", ["venue"]),
        ("event=nonsense", ["event"]), ("when=%00", ["when"]), ("category=a%00b", ["category"]), ("tag=%00", ["tag"]), ("lang=%00", ["lang"]),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_by_its_name(refused, query, names):
    fill()
    assert refused(f"/api/occurrences/?{query}") == names


def test_a_problem_is_told_in_english_whatever_the_reader_s_language(client):
    fill()
    answer = client.get("/api/occurrences/?from=2025-02-30", headers={"accept-language": "ja"})
    assert answer.json()["errors"] == [{"parameter": "from", "detail": "The calendar has no such day."}]
    assert answer["Content-Language"] == "en"


# --- pages ------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PATHS)
def test_pages_follow_each_other_without_a_gap_or_a_repetition(ask, name):
    made = [key(fill(number)[name]) for number in range(5)]
    path, seen = f"/api/{name}/?limit=2&lang=en", []
    while path:
        answer = ask(path)
        seen.append([record["id"] for record in answer["results"]])
        path = answer["next"]
        assert path is None or (path.startswith(f"{SITE}/api/{name}/?") and "lang=en" in path and "limit=2" in path)
    assert [len(page) for page in seen] == [2, 2, 1]
    assert sorted(record for page in seen for record in page) == sorted(made)


def test_dates_are_in_order_and_articles_are_the_newest_first(ask):
    fill()
    for day in (9, 2, 7):
        events.occurrence(first_day=date(2025, 5, day))
        articles.article(title_en=f"Report of {day}", day=date(2025, 5, day))
    days = [row["first_day"] for row in ask("/api/occurrences/")["results"]]
    assert days == sorted(days)
    days = [article["date"] for article in ask("/api/articles/")["results"]]
    assert days == sorted(days, reverse=True)


def test_a_cursor_of_another_list_is_refused(ask, refused):
    fill()
    fill(1)
    cursor = ask("/api/events/?limit=1")["next"].rpartition("after=")[2]
    assert refused(f"/api/occurrences/?after={cursor}") == ["after"]
    cursor = ask("/api/occurrences/?limit=1")["next"].rpartition("after=")[2]
    assert refused(f"/api/articles/?after={cursor}") == ["after"]
    assert refused(f"/api/events/?after={cursor}") == ["after"]


# --- budgets ----------------------------------------------------------------------------------------------------------------
LIST, RECORD = 5, 5
CHANGES = f"&modified_since={clock.now() - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"


def test_lists_and_records_take_as_many_queries_for_one_row_as_for_thirty(client, count_queries):
    made = fill()
    lists = {f"/api/{name}/?limit=100{query}": most for name in PATHS for query, most in (("", LIST), ("&lang=ja", LIST), (CHANGES, LIST + 4))}
    records = {f"/api/{name}/{key(made[name])}/": RECORD for name in PATHS}
    for_one = {path: count_queries(path) for path in lists | records}
    for number in range(1, 30):
        fill(number)
    assert {len(client.get(path).json()["results"]) for path in lists} == {30}
    assert {path: count_queries(path) for path in lists | records} == for_one
    assert {path: count for path, count in for_one.items() if count > (lists | records)[path]} == {}


@pytest.fixture
def count_queries(client, monkeypatch):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from anniversary.occasion import models as occasion_models

    monkeypatch.setattr(occasion_models, "CACHE_SECONDS", None)  # kept for all pages, and read anew by whichever comes then
    client.get("/api/openapi.json")

    def count(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        assert not [query["sql"] for query in captured if "COUNT(" in query["sql"].upper()]
        return len(captured)

    return count
