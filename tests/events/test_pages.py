"""The list, the page of an event and of a venue: what is on them, and who must not be."""

import json
from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from anniversary import clock
from anniversary.occasion.models import Anniversary
from anniversary.publishing import previews, workflow
from anniversary.publishing.models import Source, Status
from events.models import Event, Occurrence
from tests.factories import directory, events, library, occasion, programmes, users

pytestmark = pytest.mark.django_db
BEFORE, AFTER = clock.parse("2023-01-01T00:00"), clock.parse("2024-01-01T00:00")


@pytest.fixture(autouse=True)
def _occasion():
    occasion.anniversary()
    Anniversary.current()  # warm


def hidden(*, with_dates: bool = True) -> dict[str, Event]:
    """An event in each condition in which nobody may see it."""
    later, earlier = datetime(2199, 1, 1, tzinfo=UTC), datetime(2022, 6, 1, tzinfo=UTC)
    made = {
        "draft": events.event(title_en="Draft", status=Status.DRAFT, publish_at=None),
        "review": events.event(title_en="Review", status=Status.IN_REVIEW, publish_at=None),
        "scheduled": events.event(title_en="Scheduled", publish_at=later),
        "withdrawn": events.event(title_en="Withdrawn", status=Status.WITHDRAWN),
        "down": events.event(title_en="Down", unpublish_at=earlier),
        "copy": events.event(title_en="Copy", slug="copy", copy_of=events.event(title_en="Original", slug="original")),
    }
    for event in made.values() if with_dates else ():
        events.occurrence(event=event, venue=events.venue(slug=f"hall-{event.slug}", name_en=f"Hall {event}"))
    return made


def titles(response) -> list[str]:
    """The events of a list's rows, in their order."""
    context = response.context
    rows = [*context["on_now"], *context["coming"], *(row for _month, rows in context["months"] for row in rows)]
    return [str(row.title) for row in rows]


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


# --- the list ----------------------------------------------------------------------------------------------------------
def test_the_list_tells_what_is_on_from_what_is_coming(client):
    events.occurrence(event=events.event(title_en="Long"), first_day=date(2023, 1, 1), last_day=date(2023, 6, 1), all_day=True)
    events.occurrence(event=events.event(title_en="Soon"), first_day=date(2023, 3, 1))
    events.occurrence(event=events.event(title_en="Over"), first_day=date(2023, 1, 2))
    with clock.as_of(clock.parse("2023-02-01T00:00")):
        response = client.get("/en/events/")
        assert [str(row.title) for row in response.context["on_now"]] == ["Long"]
        assert [str(row.title) for row in response.context["coming"]] == ["Soon"]
        assert titles(client.get("/en/events/?when=past")) == ["Over"]
        assert titles(client.get("/en/events/?when=all")) == ["Long", "Over", "Soon"]


def test_once_nothing_is_coming_the_list_is_the_whole_programme_by_month(client):
    for day in (date(2023, 2, 23), date(2023, 2, 24), date(2023, 5, 3)):
        events.occurrence(event=events.event(title_en=f"On {day}"), first_day=day)
    with clock.as_of(clock.parse("2026-06-01T00:00")):
        response = client.get("/en/events/")
    assert [(month, len(rows)) for month, rows in response.context["months"]] == [(date(2023, 2, 1), 2), (date(2023, 5, 1), 1)]
    assert "The whole programme" in response.content.decode()


def test_an_empty_list_says_so(client):
    assert "No event has been published yet." in client.get("/en/events/").content.decode()
    assert "Nothing in the programme fits these filters." in client.get("/en/events/?country=JP").content.decode()


def test_no_list_shows_what_is_not_public(client):
    hidden()
    events.occurrence(event=events.event(title_en="Public"))
    for when in (BEFORE, AFTER):
        with clock.as_of(when):
            for query in ("", "?when=past", "?when=all", "?country=KH", "?category=concert"):
                page = client.get(f"/en/events/{query}").content.decode()
                assert not [word for word in ("Draft", "Review", "Scheduled", "Withdrawn", "Down", "Copy") if f">{word}</a>" in page]
    with clock.as_of(BEFORE):
        assert titles(client.get("/en/events/")) == ["Public"]


def test_filters_narrow_and_combine(client):
    film = events.category(slug="film", name_en="Film")
    hall, tokyo, warsaw = events.venue(), events.tokyo(), events.venue(slug="warsaw", country="PL", tz="Europe/Warsaw")
    for title, fields, venue in [("A", {}, hall), ("B", {}, tokyo), ("C", {"category": film}, tokyo), ("D", {}, warsaw), ("E", {"category": film}, None)]:
        events.occurrence(event=events.event(title_en=title, **fields), venue=venue)
    with clock.as_of(BEFORE):
        found = {query: sorted(titles(client.get(f"/en/events/?{query}"))) for query in (
            "country=KH", "country=JP", "country=other", "category=film", "category=film&country=JP", "category=concert&country=other",
        )}  # fmt: skip
    assert found == {
        "country=KH": ["A"], "country=JP": ["B", "C"], "country=other": ["D", "E"], "category=film": ["C", "E"],
        "category=film&country=JP": ["C"], "category=concert&country=other": ["D"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "query", ["category=none", "country=XX", "country=kh", "when=soon", "after=1", "after=2023-13-01~1", "after=2023-02-23T11:00:00%2B00:00~x"]
)
def test_an_unknown_filter_or_page_is_not_found(client, query):
    events.occurrence()
    with clock.as_of(BEFORE):
        assert client.get(f"/en/events/?{query}").status_code == 404


@pytest.mark.parametrize(("moment", "query", "first"), [(BEFORE, "", "Event 00"), (AFTER, "", "Event 00"), (AFTER, "when=past", "Event 59")])
def test_pages_follow_one_another_without_gap_or_repetition(client, moment, query, first):
    for number in range(60):
        events.occurrence(event=events.event(title_en=f"Event {number:02}"), first_day=date(2023, 2 + number // 20, 1 + number % 20))
    seen, address = [], f"/en/events/?{query}"
    with clock.as_of(moment):
        while address:
            response = client.get(address)
            seen += titles(response)
            address = f"/en/events/?{response.context['more']}" if response.context["more"] else ""
    assert len(seen) == len(set(seen)) == 60
    assert seen[0] == first


def test_featured_events_stand_above_the_first_unfiltered_page_once_each(client):
    featured = events.event(title_en="Grand", featured=True)
    for day in (1, 2):
        events.occurrence(event=featured, first_day=date(2023, 3, day))
    with clock.as_of(BEFORE):
        assert [str(row.title) for row in client.get("/en/events/").context["featured"]] == ["Grand"]
        assert client.get("/en/events/?country=KH").context["featured"] == []
        assert client.get("/en/events/?when=all").context["featured"] == []


@pytest.mark.parametrize("moment", [BEFORE, AFTER, clock.parse("2023-02-15T00:00")])
def test_the_list_costs_the_same_for_one_row_and_thirty(client, moment):
    def add(count: int) -> None:
        for number in range(count):
            event = events.event(title_en="Event", cover=library.image(), featured=number % 2 == 0)
            events.occurrence(event=event, venue=events.venue(slug=f"v-{event.pk}"), first_day=date(2023, 2, 15), last_day=date(2023, 2, 16))

    add(1)
    with clock.as_of(moment):
        client.get("/en/events/")
        few = queries(client, "/en/events/")
        add(30)
        assert (queries(client, "/en/events/"), few <= 6) == (few, True)


# --- the page of an event ------------------------------------------------------------------------------------------------
def test_hidden_events_have_no_page_and_what_was_public_says_that_it_is_gone(client):
    answers = {name: client.get(event.get_absolute_url()).status_code for name, event in hidden().items()}
    assert answers == {"draft": 404, "review": 404, "scheduled": 404, "withdrawn": 410, "down": 410, "copy": 404}


def test_a_preview_shows_what_is_not_public_and_says_so(client):
    event = hidden()["draft"]
    with translation.override("en"):
        response = client.get(previews.url_for(event))
    assert (response.status_code, response.context["is_preview"], response["X-Robots-Tag"]) == (200, True, "noindex, nofollow")


def test_an_old_address_leads_to_the_new(client):
    event = events.event(slug="old-name")
    event.slug = "new-name"
    event.save()
    response = client.get("/ja/events/old-name/")
    assert (response.status_code, response["Location"]) == (301, "/ja/events/new-name/")


def test_the_page_gives_both_countries_time_only_where_a_time_is_known(client):
    known, unknown, whole = (events.event(title_en=title) for title in ("Known", "Unknown", "Whole"))
    events.occurrence(event=known, venue=events.venue(), start_time=time(18), end_time=time(20))
    events.occurrence(event=unknown, venue=events.tokyo(), start_time=None)
    events.occurrence(event=whole, venue=events.tokyo(slug="t2"), start_time=None, all_day=True)
    page = " ".join(client.get("/en/events/known/").content.decode().split())
    assert "18:00" in page and "in Phnom Penh" in page and "22:00" in page and "in Tokyo" in page
    page = client.get("/en/events/unknown/").content.decode()
    assert "Time not stated" in page and "in Phnom Penh" not in page
    page = client.get("/en/events/whole/").content.decode()
    assert "All day" in page and "Time not stated" not in page


@pytest.mark.parametrize(
    ("status", "word"), [("cancelled", "Cancelled"), ("postponed", "Postponed"), ("moved_online", "Moved online"), ("rescheduled", "Rescheduled")]
)
def test_what_has_become_of_a_date_stands_at_the_top_in_words(client, status, word):
    row = events.occurrence(status=status, status_note_en="Because of the storm.")
    page = client.get(row.get_absolute_url()).content.decode()
    top = page[: page.index('class="facts"')]
    assert f"<strong>{word}</strong>" in top and "Because of the storm." in top


def test_a_date_as_planned_has_no_status(client):
    assert 'class="notice' not in client.get(events.occurrence().get_absolute_url()).content.decode()


def test_the_official_mark_and_its_number_stand_only_where_official(client):
    pages = {}
    for value in ("official", "partner", "none"):
        event = events.event(title_en=value, recognised=value, recognition_number="A-17")
        pages[value] = client.get(event.get_absolute_url()).content.decode()
    assert ["Official event" in pages[value] for value in pages] == [True, False, False]
    assert ["No. A-17" in pages[value] for value in pages] == [True, False, False]
    assert "Partner event" in pages["partner"]


def test_organisers_people_and_programme_are_named_with_what_they_do(client):
    programme = programmes.programme()
    event = events.event(programme=programme, languages=["km", "ja"], admission="ticket", conditions_en="5 dollars at the door")
    events.occurrence(event=event, signed=True)
    events.occurrence(event=event, first_day=date(2023, 3, 1), signed=True, captioned=True)
    events.organiser(event=event, role="support", organisation=directory.organisation(slug="city", name_en="City of Nara"))
    events.organiser(event=event)
    dara = directory.person()
    dara.roles.create(title_en="Governor", start="2020", end="2022")
    dara.roles.create(title_en="Ambassador", start="2022-05", ordering=1)
    events.credit(event=event, person=dara)
    events.credit(event=event, person=directory.person(slug="keo", name_en="Keo"), role_en="conductor")
    response = client.get(event.get_absolute_url())
    context, page = response.context, response.content.decode()
    assert [(label, [str(one) for one in held]) for label, held in context["organisers"]] == [("Organiser", ["Embassy"]), ("Support", ["City of Nara"])]
    assert [(heading, [(str(credit.person), role) for credit, role in part]) for heading, part in context["people"]] == [
        ("People", [("Sok Dara", "Ambassador"), ("Keo", "conductor")]),
    ]  # fmt: skip
    assert context["spoken"] == ["Khmer", "Japanese"]
    assert context["access"] == ["sign language", "captions (on some of the dates)"]
    assert "5 dollars at the door" in page and programme.get_absolute_url() in page
    type(programme).objects.update(status=Status.DRAFT)
    assert client.get(event.get_absolute_url()).context["programme"] is None


def test_people_organisations_and_venues_are_public_while_a_published_event_names_them(client):
    event = events.event(status=Status.DRAFT, publish_at=None)
    events.occurrence(event=event, venue=events.venue())
    events.organiser(event=event)
    events.credit(event=event)
    addresses = ["/en/venues/hall/", "/en/people/sok-dara/", "/en/organisations/embassy/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    event.status, event.publish_at = Status.PUBLISHED, events.LONG_AGO
    event.save()
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    for address in addresses:
        assert event.get_absolute_url() in client.get(address).content.decode()


def test_a_programmes_page_leads_to_its_published_events_only(client):
    programme = programmes.programme()
    for title, fields in [("Second", {}), ("First", {}), ("Secret", {"status": Status.DRAFT, "publish_at": None})]:
        events.occurrence(event=events.event(title_en=title, programme=programme, **fields), first_day=date(2023, 3, 1 if title == "First" else 2))
    sections = client.get("/en/programmes/bridge-song/").context["related_sections"]
    assert [(heading, [str(event) for event in found]) for heading, found in sections] == [("Events", ["First", "Second"])]


def test_a_text_that_is_missing_in_the_pages_language_is_marked_with_its_own(client):
    event = events.event(title_en="Concert", title_ja="音楽会", slug="concert")
    events.occurrence(event=event, venue=events.venue(name_km="សាល"), room_en="Blue room")
    page = client.get("/ja/events/concert/").content.decode()
    assert "音楽会" in page and '<span lang="en">Two orchestras, one evening.</span>' in page and '<span lang="en">Blue room</span>' in page
    page = client.get("/km/events/concert/").content.decode()
    assert '<span lang="en">Concert</span>' in page and "សាល" in page


def test_the_page_costs_the_same_with_one_of_everything_and_with_thirty(client):
    event = events.event(programme=programmes.programme(), cover=library.image())

    def add(numbers: range) -> None:
        for number in numbers:
            events.occurrence(event=event, venue=events.venue(slug=f"v-{number}"), first_day=date(2023, 3, 1 + number % 28))
            events.organiser(event=event, organisation=directory.organisation(slug=f"o-{number}"))
            events.credit(event=event, person=directory.person(slug=f"p-{number}", portrait=library.image())).person.roles.create(title_en="Poet", start="2000")
            event.tags.add(library.tag(name=f"Tag {number}", label_en=f"Tag {number}"))
            Source.objects.create(record=event, label=f"Paper {number}")
            Event.BLOCKS[0].objects.create(parent=event, region="en", ordering=number, text="<p>Text</p>")
        event.refresh_body_index()

    add(range(1))
    address = event.get_absolute_url()
    client.get(address)
    few = queries(client, address)
    add(range(1, 31))
    assert (queries(client, address), few <= 11) == (few, True)


def test_the_venue_costs_the_same_for_one_row_and_thirty(client):
    venue = events.venue()
    events.occurrence(venue=venue)
    client.get("/en/venues/hall/")
    few = queries(client, "/en/venues/hall/")
    for number in range(30):
        events.occurrence(event=events.event(title_en=f"Event {number}"), venue=venue)
    assert (queries(client, "/en/venues/hall/"), few <= 10) == (few, True)


# --- structured data -----------------------------------------------------------------------------------------------------
def described(client, event: Event) -> dict:
    page = client.get(event.get_absolute_url()).content.decode()
    return json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"][0]


def test_json_ld_says_what_is_known_and_nothing_else(client, settings):
    event = events.event(admission="free", languages=["km"], title_en="</script><b>Night")
    events.occurrence(
        event=event, venue=events.venue(address_en="1 Riverside"), end_time=time(20), status="moved_online", online_url="https://example.org/live"
    )
    events.organiser(event=event)
    found = described(client, event)
    assert found["name"] == "</script><b>Night"
    assert (found["startDate"], found["endDate"]) == ("2023-02-23T18:00:00+07:00", "2023-02-23T20:00:00+07:00")
    assert found["eventStatus"] == "https://schema.org/EventMovedOnline"
    assert found["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert found["location"] == [{"@type": "VirtualLocation", "url": "https://example.org/live"}]
    assert found["isAccessibleForFree"] is True
    assert found["organizer"] == [{"@type": "Organization", "name": "Embassy", "url": f"{settings.SITE_URL}/en/organisations/embassy/"}]
    assert found["image"].startswith(f"{settings.SITE_URL}/covers/concert/") and ".png?n=23&" in found["image"]


def test_json_ld_of_a_day_without_hours_has_the_day_alone(client):
    event = events.event()
    events.occurrence(event=event, venue=events.venue(), start_time=None)
    found = described(client, event)
    assert found["startDate"] == "2023-02-23" and "endDate" not in found and "isAccessibleForFree" not in found
    assert found["location"][0]["address"] == {"@type": "PostalAddress", "addressCountry": "KH"}
    events.occurrence(event=event, venue=events.tokyo(), first_day=date(2023, 3, 1), last_day=date(2023, 3, 4), all_day=True)
    found = described(client, event)
    assert (found["startDate"], found["endDate"], len(found["subEvent"])) == ("2023-02-23", "2023-03-04", 2)


# --- publishing ------------------------------------------------------------------------------------------------------------
def test_an_event_without_a_date_is_not_published_and_with_one_it_is():
    approver = users.user(permissions=("events.change_event", "events.publish_event"))
    event = events.event(status=Status.IN_REVIEW, publish_at=None)
    assert set(event.publication_problems()) == {"occurrences"}
    with pytest.raises(workflow.ValidationError):
        workflow.move(event, "publish", user=approver)
    events.occurrence(event=event)
    workflow.move(event, "publish", user=approver)
    assert [str(row.event) for row in Occurrence.objects.published()] == ["Concert of friendship"]
