"""Writes the dates of a sample's events: one by one, or by a rule of repetition. Loaded twice they are the same dates, uids too."""

from datetime import date, datetime, time
from typing import Any

from events import localtime, recurrence
from events.models import Event, Occurrence, OccurrenceStatus, RecurrenceRule, Venue
from events.rescheduling import moment_of

from .files import translated

OF_HAND = ("start", "status", "online_url")  # what, said of one day of a rule, takes that day out of the rule's hands


def put_dates(event: Event, row: dict[str, Any]) -> date:
    """Make the event's dates those of its row (`occurrence`, `repeat`); returns the first day."""
    kept = [_date(event, part) for part in row.get("occurrence", [])]
    rules = [_rule(event, part) for part in row.get("repeat", [])]
    for rule, part in zip(rules, row.get("repeat", []), strict=True):
        kept += _dates_of(rule, part)
    event.occurrences.exclude(pk__in=[found.pk for found in kept]).delete()
    event.rules.exclude(pk__in=[rule.pk for rule in rules]).delete()
    return min(found.first_day for found in kept)


def _rule(event: Event, part: dict[str, Any]) -> RecurrenceRule:
    """A weekly rule: `weekdays` (0 is Monday), first and last day, hours, and the days that are left out."""
    values: dict[str, Any] = {
        "weekdays": part["weekdays"], "until_day": date.fromisoformat(part["until"]), "venue": _venue(part), "exceptions": part.get("except", []),
        "start_time": time.fromisoformat(part["from_time"]), "end_time": time.fromisoformat(part["to_time"]),
    }  # fmt: skip
    first = date.fromisoformat(part["from"])
    rule = event.rules.filter(from_day=first).first() or RecurrenceRule(event=event, from_day=first)
    for name, value in values.items():
        setattr(rule, name, value)
    rule.full_clean()
    rule.save()
    return rule


def _dates_of(rule: RecurrenceRule, part: dict[str, Any]) -> list[Occurrence]:
    """The dates that the rule gives; what is said under `date` of one of its days stands over what is said of all."""
    own = {said["day"]: said for said in part.get("date", [])}
    found = []
    for day in recurrence.days(rule):
        said = own.get(day.isoformat(), {})
        hours = {"start": f"{day}T{part['from_time']}", "end": f"{day}T{part['to_time']}"}
        by_hand = any(name in said for name in OF_HAND)
        found.append(_date(rule.event, part | hours | said, rule=rule, rule_day=day, detached=by_hand))
    return found


def _date(event: Event, part: dict[str, Any], **of_rule: Any) -> Occurrence:
    start, end = part["start"], part.get("end") or part["start"]
    hours = [time.fromisoformat(text[11:]) if len(text) > 10 else None for text in (start, part.get("end", ""))]
    day, venue = date.fromisoformat(start[:10]), _venue(part)
    known = event.occurrences.filter(first_day=day, start_time=hours[0], venue=venue)
    record = known.first() or Occurrence(event=event, first_day=day, start_time=hours[0], venue=venue)
    values: dict[str, Any] = translated(part, "room", "status_note") | {
        "last_day": date.fromisoformat(end[:10]), "end_time": hours[1], "all_day": part.get("all_day", False) and hours[0] is None,
        "doors_at": time.fromisoformat(part["doors_at"]) if part.get("doors_at") else None, "own_tz": part.get("tz", ""),
        "status": part.get("status", OccurrenceStatus.SCHEDULED), "capacity": part.get("capacity"),
    }  # fmt: skip
    values |= {name: part.get(name, "") for name in ("online_url", "registration_url", "availability")}
    values |= {name: part.get(name, False) for name in Occurrence.ACCESS} | of_rule
    for name, value in values.items():
        setattr(record, name, value)
    tz = record.zone_name()
    for name in ("registration_opens", "registration_closes"):
        setattr(record, name, _moment(part[name], tz) if part.get(name) else None)
    record.previous_starts = [_former(record, part["was"])] if part.get("was") else []
    record.full_clean(exclude=["category"])
    record.save()
    return record


def _former(record: Occurrence, was: str) -> dict[str, Any]:
    """When it was to be before it was rescheduled, as the date keeps it: as long, at the same place."""
    day = date.fromisoformat(was[:10])
    length = record.last_day - record.first_day
    former = Occurrence(event=record.event, venue=record.venue, own_tz=record.own_tz, first_day=day, last_day=day + length)
    former.start_time, former.end_time = time.fromisoformat(was[11:]), record.end_time
    former.derive()
    return moment_of(former)


def _moment(text: str, tz: str) -> datetime:
    at = datetime.fromisoformat(text)
    return localtime.moment(at.date(), at.time(), tz)


def _venue(part: dict[str, Any]) -> Venue | None:
    return Venue.objects.get(slug=part["venue"]) if part.get("venue") else None
