"""Feeds as three readers have them that share nothing: our linter, the icalendar package, and ical.js where node and it are there."""

import json
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from events.models import Occurrence

from . import ical_linter

BROWSER = Path(__file__).parents[1] / "browser"
SCRIPT, PACKAGE = BROWSER / "calendars.mjs", BROWSER / "node_modules" / "ical.js"

ical_js = pytest.mark.skipif(
    not (shutil.which("node") and PACKAGE.exists()), reason="node or ical.js is not installed (cd tests/browser && npm ci)"
)

# What is compared: uid, begin, end, whole days, status.
Entry = tuple[str, str, str, bool, str]


def by_us(data: bytes) -> list[Entry]:
    entries = [part for part in ical_linter.read(data).parts if part.name == "VEVENT"]
    return [(entry.text("UID"), *ical_linter.span(entry), "VALUE" in entry.one("DTSTART").parameters, entry.text("STATUS")) for entry in entries]


def by_icalendar(data: bytes) -> list[Entry]:
    found = []
    for entry in icalendar.Calendar.from_ical(data).walk("VEVENT"):
        begin = entry["dtstart"].dt
        end = entry["dtend"].dt if "dtend" in entry else begin
        found.append((str(entry["uid"]), _written(begin), _written(end), not isinstance(begin, datetime), str(entry["status"])))
    return found


def by_ical_js(folder: Path, *calendars: bytes) -> list[list[dict[str, Any]]]:
    """The events of each calendar as tests/browser/calendars.mjs tells them: one start of node for all."""
    files = []
    for number, data in enumerate(calendars):
        files.append(folder / f"{number}.ics")
        files[-1].write_bytes(data)
    done = subprocess.run(["node", str(SCRIPT), *map(str, files)], capture_output=True, text=True, check=True)
    found: list[list[dict[str, Any]]] = json.loads(done.stdout)
    return found


def entry_of(told: dict[str, Any]) -> Entry:
    """One of `by_ical_js` as the others have it."""
    begin, end = (told[name].replace("Z", "+00:00") for name in ("begins", "ends"))
    return told["uid"], begin, end, told["days"], told["status"]


def offset(zone: ical_linter.Component, at: datetime) -> timedelta:
    """What a reader who has nothing but the calendar takes for a zone's offset at a moment."""
    onsets = []
    for part in zone.parts:
        before, after = (_offset(part.text(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        for each in [*part.all("DTSTART"), *part.all("RDATE")]:
            onsets.append((datetime.strptime(each.value, "%Y%m%dT%H%M%S").replace(tzinfo=UTC) - before, after))
    return max(onset for onset in onsets if onset[0] <= at)[1]


def _offset(value: str) -> timedelta:
    hours, minutes, seconds = int(value[1:3]), int(value[3:5]), int(value[5:] or 0)
    return (-1 if value[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def expected(row: Occurrence) -> Entry:
    """What all of them have to find of a date."""
    status = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}.get(row.status, "CONFIRMED")
    if not row.time_known:
        return row.uid, row.first_day.isoformat(), (row.last_day + timedelta(days=1)).isoformat(), True, status
    end = row.end if row.end_time or row.last_day > row.first_day else row.start
    return row.uid, _written(row.start), _written(end), False, status


def _written(value: date) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value.isoformat()
