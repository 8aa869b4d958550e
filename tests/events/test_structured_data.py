"""An event as search engines read it: exact values where things are known, and no word where they are not."""

import json
from datetime import UTC, date, datetime, time

import pytest

from anniversary.occasion.models import Anniversary
from events.models import Event, Occurrence
from tests.factories import directory, events, occasion

pytestmark = pytest.mark.django_db
SITE = "https://example.org"


@pytest.fixture(autouse=True)
def _occasion(settings):
    settings.SITE_URL = SITE
    occasion.anniversary()
    Anniversary.current()  # warm


def graph(client, address: str) -> list[dict]:
    page = client.get(address).text
    return json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"]


def described(client, event: Event, language: str = "en") -> dict:
    return graph(client, f"/{language}/events/{event.slug}/")[0]


def rich() -> Event:
    event = events.event(
        title_en="Night of song", title_ja="歌の夜", slug="night", admission="ticket", conditions_en="5 to 12 dollars at the door", languages=["km", "ja"],
        attendance="both",
    )  # fmt: skip
    hall = events.venue(address_en="1 Riverside", locality_en="Phnom Penh", lat="11.56400", lon="104.93400")
    events.occurrence(
        event=event, venue=hall, end_time=time(20), doors_at=time(17, 30), online_url="https://example.org/live", availability="few",
        registration_url="https://example.org/tickets", registration_opens=datetime(2023, 2, 1, 2, tzinfo=UTC),
        registration_closes=datetime(2023, 2, 22, 10, tzinfo=UTC),
    )  # fmt: skip
    row = events.occurrence(event=event, venue=hall, first_day=date(2023, 2, 25), end_time=time(20), status="rescheduled")
    former = {"start": "2023-02-24T11:00:00+00:00", "end": "2023-02-24T13:00:00+00:00", "tz": "Asia/Phnom_Penh", "first_day": "2023-02-24", "time_known": True}
    Occurrence.objects.filter(pk=row.pk).update(previous_starts=[former])
    events.organiser(event=event)
    events.organiser(event=event, role="support", organisation=directory.organisation(slug="city", name_en="City of Nara"))
    events.organiser(event=event, role="performer", organisation=directory.organisation(slug="drums", name_en="Drums of Nara", kind="ensemble"), ordering=2)
    events.credit(event=event, person=directory.person(slug="keo", name_en="Keo"), role_en="singer", performs=True)
    events.credit(event=event, person=directory.person(slug="minister", name_en="The Minister"), ordering=1)
    return event


PLACE = {
    "@type": "Place", "name": "City Hall", "url": f"{SITE}/en/venues/hall/",
    "address": {"@type": "PostalAddress", "streetAddress": "1 Riverside", "addressLocality": "Phnom Penh", "addressCountry": "KH"},
    "geo": {"@type": "GeoCoordinates", "latitude": 11.564, "longitude": 104.934},
}  # fmt: skip


def test_an_event_of_several_dates_is_the_whole_with_a_part_for_each(client):
    found = described(client, rich())
    image = found.pop("image")
    assert image.startswith(f"{SITE}/covers/concert/night.png?n=23&v=")
    assert found == {
        "@type": "Event", "@id": f"{SITE}/en/events/night/", "url": f"{SITE}/en/events/night/", "name": "Night of song",
        "description": "Two orchestras, one evening.", "inLanguage": ["km", "ja"],
        "organizer": [{"@type": "Organization", "name": "Embassy", "url": f"{SITE}/en/organisations/embassy/"}],
        "performer": [
            {"@type": "PerformingGroup", "name": "Drums of Nara", "url": f"{SITE}/en/organisations/drums/"},
            {"@type": "Person", "name": "Keo", "url": f"{SITE}/en/people/keo/"},
        ],
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "startDate": "2023-02-23T18:00:00+07:00", "endDate": "2023-02-25T20:00:00+07:00",
        "subEvent": [
            {
                "@type": "Event", "name": "Night of song", "url": f"{SITE}/en/events/night/2023-02-23/", "startDate": "2023-02-23T18:00:00+07:00",
                "endDate": "2023-02-23T20:00:00+07:00", "doorTime": "17:30:00", "eventStatus": "https://schema.org/EventScheduled",
                "offers": {
                    "@type": "Offer", "availability": "https://schema.org/LimitedAvailability", "url": "https://example.org/tickets",
                    "validFrom": "2023-02-01T09:00:00+07:00", "validThrough": "2023-02-22T17:00:00+07:00",
                },
                "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
                "location": [PLACE, {"@type": "VirtualLocation", "url": "https://example.org/live"}],
            },
            {
                "@type": "Event", "name": "Night of song", "url": f"{SITE}/en/events/night/2023-02-25/", "startDate": "2023-02-25T18:00:00+07:00",
                "endDate": "2023-02-25T20:00:00+07:00", "eventStatus": "https://schema.org/EventRescheduled",
                "previousStartDate": "2023-02-24T18:00:00+07:00", "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode", "location": [PLACE],
            },
        ],
    }  # fmt: skip


def test_the_page_of_a_day_describes_it_as_a_part_of_the_event(client):
    rich()
    (found, trail) = graph(client, "/en/events/night/2023-02-25/")
    assert found["superEvent"] == {"@type": "Event", "@id": f"{SITE}/en/events/night/", "url": f"{SITE}/en/events/night/", "name": "Night of song"}
    assert (found["url"], found["startDate"], "@id" in found, "subEvent" in found) == (
        f"{SITE}/en/events/night/2023-02-25/", "2023-02-25T18:00:00+07:00", False, False,
    )  # fmt: skip
    assert "performer" not in found  # said of the whole
    assert trail["@type"] == "BreadcrumbList"


def test_nothing_is_said_that_is_not_known(client):
    event = events.event(slug="bare", summary_en="")
    events.occurrence(event=event, start_time=None)
    events.credit(event=event)
    found = described(client, event)
    found.pop("image")
    assert found == {
        "@type": "Event", "@id": f"{SITE}/en/events/bare/", "url": f"{SITE}/en/events/bare/", "name": "Concert of friendship", "startDate": "2023-02-23",
        "eventStatus": "https://schema.org/EventScheduled", "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "offer"),
    [
        ({"registration_url": "https://example.org/in"}, {"@type": "Offer", "url": "https://example.org/in"}),
        ({"availability": "sold_out"}, {"@type": "Offer", "availability": "https://schema.org/SoldOut"}),
        ({"availability": "waiting"}, {"@type": "Offer", "availability": "https://schema.org/SoldOut"}),
        ({"registration_opens": datetime(2023, 2, 1, tzinfo=UTC)}, None),
        ({"availability": "few", "registration_url": "https://example.org/in", "status": "cancelled"}, None),
        ({"registration_url": "https://example.org/in", "status": "postponed"}, None),
    ],
)
def test_an_offer_says_where_to_register_and_whether_places_are_left_never_a_price(client, fields, offer):
    event = events.event(admission="ticket", conditions_en="5 dollars")
    events.occurrence(event=event, **fields)
    assert described(client, event).get("offers") == offer


@pytest.mark.parametrize("admission", ["free", "ticket", "invitation", "members", "not_stated"])
def test_free_is_what_is_said_to_be_free(client, admission):
    event = events.event(admission=admission)
    events.occurrence(event=event)
    assert described(client, event).get("isAccessibleForFree") is (True if admission == "free" else None)


@pytest.mark.parametrize(
    ("status", "written", "mode", "places"),
    [
        ("scheduled", "EventScheduled", "Offline", ["Place"]), ("postponed", "EventPostponed", "Offline", ["Place"]),
        ("rescheduled", "EventRescheduled", "Offline", ["Place"]), ("moved_online", "EventMovedOnline", "Online", ["VirtualLocation"]),
        ("cancelled", "EventCancelled", "Offline", ["Place"]),
    ],
)  # fmt: skip
def test_each_status_has_its_word(client, status, written, mode, places):
    event = events.event()
    events.occurrence(event=event, venue=events.venue(), status=status)
    found = described(client, event)
    assert (found["eventStatus"], found["eventAttendanceMode"]) == (f"https://schema.org/{written}", f"https://schema.org/{mode}EventAttendanceMode")
    assert [place["@type"] for place in found["location"]] == places


def test_names_are_in_the_pages_language_where_there_are_any(client):
    found = described(client, rich(), "ja")
    assert (found["name"], found["url"], found["subEvent"][0]["name"]) == ("歌の夜", f"{SITE}/ja/events/night/", "歌の夜")
    assert [who["name"] for who in found["performer"]] == ["Drums of Nara", "Keo"]


def test_who_performs_is_told_apart_on_the_page_and_costs_no_query_of_its_own(client, django_assert_max_num_queries):
    event = rich()
    client.get("/en/events/night/")
    with django_assert_max_num_queries(11):
        response = client.get("/en/events/night/")
    assert [(heading, [str(credit) for credit, _role in part]) for heading, part in response.context["people"]] == [
        ("Performers", ["Keo"]), ("People", ["The Minister"]),
    ]  # fmt: skip
    assert ("Performer", ["Drums of Nara"]) in [(label, [str(one) for one in held]) for label, held in response.context["organisers"]]
    assert event.credits.count() == 2
