"""An event as schema.org describes events. What is not known is left out."""

from collections.abc import Iterable
from typing import Any

from anniversary.covers.addresses import share_url
from anniversary.directory.models import Organisation, Person
from anniversary.languages import text
from anniversary.publishing.structured import absolute

from .models import Admission, Attendance, Availability, Credit, Event, Occurrence, OccurrenceStatus, Organisership, Venue

STATUS = {
    OccurrenceStatus.SCHEDULED: "EventScheduled",
    OccurrenceStatus.POSTPONED: "EventPostponed",
    OccurrenceStatus.RESCHEDULED: "EventRescheduled",
    OccurrenceStatus.MOVED_ONLINE: "EventMovedOnline",
    OccurrenceStatus.CANCELLED: "EventCancelled",
}
MODE = {
    Attendance.IN_PERSON: "OfflineEventAttendanceMode",
    Attendance.ONLINE: "OnlineEventAttendanceMode",
    Attendance.BOTH: "MixedEventAttendanceMode",
}
AVAILABILITY = {
    Availability.FEW: "LimitedAvailability",
    Availability.SOLD_OUT: "SoldOut",
    Availability.WAITING_LIST: "SoldOut",
}
HOLDERS = {Organisership.Role.ORGANISER, Organisership.Role.CO_ORGANISER}
SHARED = ("eventStatus", "eventAttendanceMode", "location")  # said of the whole where it is so of every date


def describe(
    event: Event, dates: list[Occurrence], organisers: list[Organisership], credits: Iterable[Credit] = (), *, whole: bool = True
) -> dict[str, Any]:
    """The event; one of several dates as the whole with its parts. When it begins and ends is left out where these are not all its dates."""
    about = _whole(event) | _about(event, dates, organisers) | {"performer": _performers(organisers, credits)}
    if len(dates) == 1 and whole:
        return about | _date(event, dates[0])
    several_days = len({row.first_day for row in dates}) > 1
    parts = [
        {"@type": "Event", "name": about["name"], "url": absolute(row.day_url if several_days else event.get_absolute_url())} | _date(event, row)
        for row in dates
    ]
    if not parts:
        return about
    shared = {key: parts[0][key] for key in SHARED if all(part[key] == parts[0][key] for part in parts)}
    span = {"startDate": starts(dates[0]), "endDate": ends(max(dates, key=lambda row: row.end))} if whole else {}
    return about | shared | span | {"subEvent": parts}


def describe_day(event: Event, rows: list[Occurrence], organisers: list[Organisership]) -> list[dict[str, Any]]:
    """Each of the times of one day, as a part of the event. Who performs is said of the whole: it would cost the page a query."""
    whole = _whole(event)
    about = whole | _about(event, rows, organisers) | {"url": absolute(rows[0].day_url), "superEvent": whole}
    del about["@id"]  # that of the whole
    return [about | _date(event, row) for row in rows]


def _whole(event: Event) -> dict[str, Any]:
    address = absolute(event.get_absolute_url())
    return {"@type": "Event", "@id": address, "name": text.pick(event, "title")[0], "url": address}


def _about(event: Event, dates: list[Occurrence], organisers: list[Organisership]) -> dict[str, Any]:
    return {
        "description": text.pick(event, "summary")[0],
        "image": share_image(event, dates),
        "inLanguage": event.languages,
        "isAccessibleForFree": True if event.admission == Admission.FREE else None,
        "organizer": [_organiser(found) for found in organisers if found.role in HOLDERS],
    }


def _date(event: Event, row: Occurrence) -> dict[str, Any]:
    mode = attendance(event, row)
    online = {"@type": "VirtualLocation", "url": row.online_url}
    return {
        "startDate": starts(row),
        "endDate": ends(row),
        "doorTime": row.doors_at.isoformat() if row.doors_at else "",
        "eventStatus": statuses(row),
        "previousStartDate": one_or_all([former.iso for former in row.before]),
        "offers": _offer(row),
        "eventAttendanceMode": f"https://schema.org/{MODE[mode]}",
        "location": [
            *([_place(row.venue)] if row.venue and row.status != OccurrenceStatus.MOVED_ONLINE else []),
            *([online] if row.online_url or mode == Attendance.ONLINE else []),
        ],
    }


def attendance(event: Event, row: Occurrence) -> Attendance:
    """How one takes part on that date, which has its own status and perhaps an address online, whatever is so of the event."""
    if row.status == OccurrenceStatus.MOVED_ONLINE:
        return Attendance.ONLINE
    if row.online_url and event.attendance == Attendance.IN_PERSON:
        return Attendance.BOTH if row.venue else Attendance.ONLINE
    return Attendance(event.attendance)


def statuses(row: Occurrence) -> Any:
    """What has become of it; what is online now and was at another time before is both."""
    status = OccurrenceStatus(row.status)
    found = [status, *([OccurrenceStatus.RESCHEDULED] if row.before and status != OccurrenceStatus.RESCHEDULED else [])]
    return one_or_all([f"https://schema.org/{STATUS[found]}" for found in found])


def one_or_all(found: list[str]) -> Any:
    return found[0] if len(found) == 1 else found


def _offer(row: Occurrence) -> dict[str, Any]:
    """Whether places are left and where to ask for one; nothing where neither is stated, and no price: the site knows none."""
    if row.is_off or not (row.availability or row.registration_url):
        return {}
    return {
        "@type": "Offer",
        "availability": f"https://schema.org/{AVAILABILITY[Availability(row.availability)]}" if row.availability else "",
        "url": row.registration_url,
        "validFrom": row.registration_opens.astimezone(row.zone).isoformat() if row.registration_opens else "",
        "validThrough": row.registration_closes.astimezone(row.zone).isoformat() if row.registration_closes else "",
    }


def starts(row: Occurrence) -> str:
    return row.local_start.isoformat() if row.time_known else row.first_day.isoformat()


def ends(row: Occurrence) -> str:
    if row.local_end:
        return row.local_end.isoformat()
    return row.last_day.isoformat() if row.several_days else ""


def _place(venue: Venue) -> dict[str, Any]:
    point: dict[str, Any] = {}
    if venue.lat is not None and venue.lon is not None:
        point = {"@type": "GeoCoordinates", "latitude": float(venue.lat), "longitude": float(venue.lon)}
    address = {
        "@type": "PostalAddress",
        "streetAddress": text.pick(venue, "address")[0],
        "addressLocality": text.pick(venue, "locality")[0],
        "addressCountry": venue.country,
    }
    return {"@type": "Place", "name": text.pick(venue, "name")[0], "url": absolute(venue.get_absolute_url()), "address": address, "geo": point}


def _organiser(found: Organisership) -> dict[str, Any]:
    return {"@type": "Organization"} | _named(found.organisation)


def _performers(organisers: list[Organisership], credits: Iterable[Credit]) -> list[dict[str, Any]]:
    """Groups and people of whom somebody has said that they perform."""
    groups = [{"@type": "PerformingGroup"} | _named(found.organisation) for found in organisers if found.role == Organisership.Role.PERFORMER]
    return groups + [{"@type": "Person"} | _named(credit.person) for credit in credits if credit.performs]


def _named(record: Organisation | Person) -> dict[str, Any]:
    return {"name": text.pick(record, "name")[0], "url": absolute(record.get_absolute_url())}


def share_image(event: Event, dates: list[Occurrence]) -> str:
    """The picture for link previews: the cover's own if it is made, otherwise the drawn one with the day of the first date."""
    made = event.cover.rendition("share") if event.cover else None
    return absolute(made.url if made else share_url(event.cover_kind, event.slug, dates[0].first_day.day if dates else ""))


def describe_venue(venue: Venue) -> dict[str, Any]:
    """The venue, for its own page."""
    return _place(venue) | {"sameAs": venue.url}
