"""The editors' list of events: what it shows, what it finds, in which order; and that it asks for no more when there are more."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anniversary import clock
from events import change_list
from events.models import Event, Occurrence
from tests.factories import events, occasion, users

pytestmark = pytest.mark.django_db
LIST = "/admin/events/event/"
TODAY = clock.parse("2023-02-01T00:00")


@pytest.fixture(autouse=True)
def _today():
    occasion.anniversary()
    with clock.as_of(TODAY):
        yield


@pytest.fixture
def editor(client):
    client.force_login(users.user(groups=("editor",)))
    return client


def dated(title: str, day: int = 23, month: int = 2, **fields: object) -> Event:
    """An event with one date."""
    of = {name: fields.pop(name) for name in ("status", "copy_of", "category", "recognised", "title_km", "summary_km", "slug") if name in fields}
    event = events.event(title_en=title, **of)
    events.occurrence(event=event, first_day=date(2023, month, day), **fields)
    return event


def titles(client, query: str = "") -> list[str]:
    response = client.get(f"{LIST}{query}")
    assert response.status_code == 200, response["Location"]
    return [str(event) for event in response.context["cl"].result_list]


def test_a_row_says_kind_next_date_place_status_languages_and_recognition(editor):
    hall = events.venue(locality_en="Phnom Penh")
    event = dated("Concert", venue=hall, recognised="official", title_km="ការប្រគុំតន្ត្រី", summary_km="វង់ភ្លេង")
    events.occurrence(event=event, first_day=date(2022, 12, 1), venue=events.tokyo())
    events.occurrence(event=event, first_day=date(2023, 2, 24), venue=hall)
    page = editor.get(LIST).content.decode()
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    assert '<td class="field-category nowrap">Concert</td>' in row
    assert '<td class="field-next_date">23 Feb 2023</td>' in row
    assert f'<a href="{LIST}?venue={hall.pk}" title="All events here">City Hall</a>, Phnom Penh' in row
    assert '<span class="state state--published">Published</span>' in row
    assert [f'lang--{mark}" title' in row for mark in ("ok", "no")] == [True, True]
    assert '<td class="field-recognised_as">Official event</td>' in row


def test_what_has_become_of_the_next_date_is_said_and_a_past_one_is_quiet(editor):
    dated("Cancelled", status="published")
    Occurrence.objects.update(status="cancelled")
    dated("Past", day=5, month=1)
    events.event(title_en="Without")
    page = editor.get(LIST).content.decode()
    assert "23 Feb 2023 <strong>Cancelled</strong>" in page
    assert '<span class="quiet">5 Jan 2023</span>' in page
    assert '<td class="field-next_date">—</td>' in page


def test_working_copies_are_not_listed(editor):
    original = dated("Concert")
    dated("Working copy", copy_of=original, status="draft", slug="copy")
    assert titles(editor) == titles(editor, "?o=3") == titles(editor, "?o=-8") == titles(editor, "?q=o") == ["Concert"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=lantern", ["Lanterns"]),
        ("?q=%E7%81%AF%E7%B1%A0", ["Lanterns"]),
        ("?q=on-the-river", ["Lanterns"]),
        ("?q=tokyo", ["Songs"]),
        ("?q=songs+hall", ["Songs"]),
        ("?q=songs+river", []),
        ("?country=JP", ["Songs"]),
        ("?country=KH", ["Lanterns"]),
        ("?recognised__exact=official", ["Songs"]),
        ("?status__exact=draft", ["Songs"]),
        ("?missing=ja", ["Songs", "Nothing yet"]),
        ("?dates=coming", ["Songs"]),
        ("?dates=past", ["Lanterns"]),
        ("?dates=none", ["Nothing yet"]),
        ("?dates=coming&country=JP&q=song&missing=km", ["Songs"]),
        ("?dates=past&country=JP", []),
    ],
)
def test_searching_and_filtering(editor, query, found):
    events.event(title_en="Nothing yet")
    lanterns = events.event(title_en="Lanterns", title_ja="灯籠", summary_ja="川の灯籠。", slug="lanterns-on-the-river")
    events.occurrence(event=lanterns, first_day=date(2023, 1, 5), venue=events.venue(name_en="Pavilion"))
    dated("Songs", venue=events.tokyo(), status="draft", recognised="official")
    assert sorted(titles(editor, query)) == sorted(found)


def test_one_venue_is_chosen_by_its_name_and_shown_as_a_filter(editor):
    hall = events.venue()
    dated("Here", venue=hall)
    dated("There", venue=events.tokyo())
    page = editor.get(f"{LIST}?venue={hall.pk}")
    assert [str(event) for event in page.context["cl"].result_list] == ["Here"]
    assert [spec.title for spec in page.context["cl"].filter_specs if spec.title == "venue"] == ["venue"]
    for nonsense in ("x", "-1", "٣"):
        assert sorted(titles(editor, f"?venue={nonsense}")) == ["Here", "There"]
    assert editor.get(f"{LIST}?venue={'9' * 40}")["Location"] == f"{LIST}?e=1"  # refused, and led to the whole list


def test_sorted_by_next_date_what_is_on_comes_first_and_what_is_over_last(editor):
    events.event(title_en="Without")
    dated("Later", day=1, month=3)
    both = dated("Soon", day=1, month=1)
    events.occurrence(event=both, first_day=date(2023, 2, 2))
    events.occurrence(event=both, first_day=date(2023, 4, 2))
    dated("Past", day=5, month=1)
    dated("Exhibition", day=1, month=1, last_day=date(2023, 6, 1), all_day=True)
    dated("Today", day=1, start_time=time(6), end_time=time(23))
    assert titles(editor, "?o=3") == ["Exhibition", "Today", "Soon", "Later", "Past", "Without"]
    assert titles(editor, "?o=-3") == ["Later", "Soon", "Today", "Exhibition", "Past", "Without"]
    assert titles(editor, "?o=3&q=a") == ["Today", "Later", "Past"]
    assert titles(editor, "?o=3&dates=coming") == ["Exhibition", "Today", "Soon", "Later"]


@pytest.mark.parametrize("descending", [False, True])
def test_pages_by_next_date_hold_each_event_once_wherever_they_begin(descending):
    for number in range(24):
        event = dated(f"Event {number}", day=1 + number % 9, month=1 + number % 3)
        events.occurrence(event=event, first_day=date(2023, 3, 1 + number))
    keys = change_list.by_next_date(Event.objects.filter(copy_of=None), descending=descending)
    whole = keys[0:100]
    assert sorted(whole) == sorted(Event.objects.values_list("pk", flat=True))
    for size in (1, 5, 7, 23, 24):
        assert [key for first in range(0, 30, size) for key in keys[first : first + size]] == whole
    dates = dict(Occurrence.objects.coming().order_by("-start").values_list("event", "start"))  # the last one kept is the next
    coming = [dates[key] for key in whole if key in dates]
    assert coming == sorted(coming, reverse=descending)


def test_by_last_change(editor):
    first, _second = dated("First"), dated("Second")
    first.save()
    assert titles(editor, "?o=-8") == ["First", "Second"]
    assert titles(editor, "?o=8") == ["Second", "First"]


def counted(client, query: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(f"{LIST}{query}").status_code == 200
    return len(caught)


QUERIES = ["", "?o=3", "?o=-3", "?o=-8", "?q=event", "?country=KH&dates=coming", "?dates=past&missing=ja&status__exact=published"]


@pytest.mark.parametrize("query", QUERIES)
def test_thirty_rows_cost_as_many_queries_as_one(editor, query):
    hall = events.venue()
    for month in (1, 3):
        dated(f"Event in {month}", month=month, venue=hall)
    counted(editor, query)
    few = counted(editor, query)
    for number in range(30):
        dated(f"Event {number}", month=(1, 3)[number % 2], venue=hall)
    assert counted(editor, query) == few
    assert few <= 16


@pytest.mark.parametrize("query", QUERIES)
def test_nothing_is_counted(editor, query):
    for number in range(60):
        dated(f"Event {number}", month=3, venue=None)
    with CaptureQueriesContext(connection) as caught:
        editor.get(f"{LIST}{query}")
    assert [asked["sql"] for asked in caught if "COUNT(" in asked["sql"]] == []


def test_pages_are_turned_and_more_than_can_be_chosen_is_not_counted(editor, monkeypatch):
    monkeypatch.setattr(change_list, "AHEAD", 100)
    Event.objects.bulk_create(Event(title_en=f"Event {n}", slug=f"event-{n}", category=events.category()) for n in range(120))
    first, second, third = (editor.get(f"{LIST}?p={page}").context["cl"] for page in (1, 2, 3))
    assert [len(page.result_list) for page in (first, second, third)] == [50, 50, 20]
    assert [(page.is_whole, page.known) for page in (first, second, third)] == [(False, 101), (True, 120), (True, 120)]
    keys = [event.pk for page in (first, second, third) for event in page.result_list]
    assert keys == list(Event.objects.order_by("-pk").values_list("pk", flat=True))
    assert "There are more." in editor.get(LIST).content.decode()
    assert "120 events" in editor.get(f"{LIST}?p=3").content.decode()


@pytest.mark.parametrize("page", ["4", "0", "-1", "x", "9" * 30])
def test_a_page_that_is_not_there_leads_back_or_is_the_first(editor, page):
    dated("Concert")
    response = editor.get(f"{LIST}?p={page}", follow=True)
    assert response.status_code == 200


def test_events_are_found_while_one_types_without_counting(editor):
    hall = events.venue()
    for number in range(45):
        dated(f"Concert {number}", venue=hall)
    address = reverse("admin:autocomplete")
    given = {"app_label": "articles", "model_name": "article", "field_name": "events"}
    with CaptureQueriesContext(connection) as caught:
        found = editor.get(address, given | {"term": "city"}).json()
    assert (len(found["results"]), found["pagination"]) == (20, {"more": True})
    assert [asked["sql"] for asked in caught if "COUNT(" in asked["sql"]] == []
    last = editor.get(address, given | {"term": "city", "page": 3}).json()
    assert (len(last["results"]), last["pagination"]) == (5, {"more": False})
    assert editor.get(address, given | {"term": "city", "page": 4}).status_code == 404
    assert editor.get(address, given | {"term": "\x00city"}).status_code == 200
