"""What is wrong with the bytes of a published calendar (RFC 5545, 7986). Knows nothing of the package that writes them.

`faults(data)` gives (rule, what is wrong) pairs; `read(data)` the components, for tests that compare what stands in them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Fault = tuple[str, str]

LONGEST = 75  # octets of a line, without its end
NAME = r"[A-Za-z0-9-]+"
VALUE = r'(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*)'
LINE = re.compile(rf"({NAME})((?:;{NAME}={VALUE}(?:,{VALUE})*)*):(.*)", re.DOTALL)
PARAMETER = re.compile(rf";({NAME})=({VALUE}(?:,{VALUE})*)")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
DURATION = re.compile(r"P(?:[0-9]+W|(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?)(?<![PT])")
OFFSET = re.compile(r"[+-][0-9]{4}(?:[0-9]{2})?")
BAD_TEXT = re.compile(r"(?<!\\)(?:\\\\)*(?:[;,]|\\(?![\\;,nN]))")  # a bare delimiter, or a backslash before nothing that it escapes
BAD_LIST = re.compile(r"(?<!\\)(?:\\\\)*(?:;|\\(?![\\;,nN]))")  # the same, where commas part values
CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufeff]")

TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "UID", "NAME", "PRODID", "TZID", "TZNAME", "X-WR-CALNAME", "X-WR-CALDESC"}
ADDRESSES = {"URL", "SOURCE", "IMAGE", "CONFERENCE"}
TYPED = {"REFRESH-INTERVAL": "DURATION", "SOURCE": "URI", "IMAGE": "URI", "CONFERENCE": "URI"}  # that have no default type: it must be said
STATUSES, SHOWN = {"TENTATIVE", "CONFIRMED", "CANCELLED"}, {"BADGE", "GRAPHIC", "FULLSIZE", "THUMBNAIL"}
# By component: what must stand in it once, and what may once.
ONCE = {
    "VCALENDAR": {"PRODID", "VERSION"}, "VEVENT": {"UID", "DTSTAMP", "DTSTART"}, "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}, "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}  # fmt: skip
AT_MOST_ONCE = {
    "VCALENDAR": {"CALSCALE", "METHOD", "LAST-MODIFIED", "URL", "REFRESH-INTERVAL", "SOURCE", "COLOR", "UID", "X-WR-CALNAME", "X-PUBLISHED-TTL"},
    "VEVENT": {
        "CLASS", "CREATED", "DESCRIPTION", "GEO", "LAST-MODIFIED", "LOCATION", "ORGANIZER", "PRIORITY", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "URL",
        "RECURRENCE-ID", "RRULE", "DTEND", "DURATION", "COLOR",
    },
    "VTIMEZONE": {"LAST-MODIFIED", "TZURL"}, "STANDARD": {"RRULE"}, "DAYLIGHT": {"RRULE"},
}  # fmt: skip
WITHIN = {"": {"VCALENDAR"}, "VCALENDAR": {"VEVENT", "VTIMEZONE"}, "VTIMEZONE": {"STANDARD", "DAYLIGHT"}}


@dataclass
class Property:
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value without its escapes."""
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [found for found in self.properties if found.name == name]

    def one(self, name: str) -> Property | None:
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        found = self.one(name)
        return found.text if found else ""


# --- bytes ------------------------------------------------------------------------------------------------------------------
def faults(data: bytes) -> list[Fault]:
    """(rule, what is wrong) for everything that is wrong, in the order in which it is looked for; empty for a good calendar."""
    found = list(_lines(data))
    whole: list[Fault] = []
    root = _parsed(data, whole)
    found += whole
    for component in _walk(root):
        found += _counts(component)
        for each in component.properties:
            found += _value(each)
    for calendar in root.parts:
        found += _calendar(calendar)
    return found


def read(data: bytes) -> Component:
    """The calendar; whatever is wrong with it is passed over."""
    return _parsed(data, []).parts[0]


def _lines(data: bytes) -> Iterator[Fault]:
    if not data.endswith(b"\r\n"):
        yield "last line end", repr(data[-20:])
    for _bare in re.finditer(rb"(?<!\r)\n|\r(?!\n)", data):
        yield "line end", repr(data[max(_bare.start() - 10, 0) : _bare.end() + 10])
    for line in data.removesuffix(b"\r\n").split(b"\r\n"):
        if len(line) > LONGEST:
            yield "line length", f"{len(line)} octets: {line[:40]!r}"
        if not line.strip():
            yield "empty line", repr(line)
        try:
            line.decode()
        except UnicodeDecodeError:
            yield "character split", repr(line)


def _unfolded(data: bytes) -> list[str]:
    return re.sub(rb"\r?\n[ \t]", b"", data).decode(errors="replace").removesuffix("\n").removesuffix("\r").replace("\r\n", "\n").split("\n")


def _parsed(data: bytes, found: list[Fault]) -> Component:
    root = Component("")
    open_ones = [root]
    for line in _unfolded(data):
        if CONTROLS.search(line):
            found.append(("control character", repr(line)))
        matched = LINE.fullmatch(line)
        if not matched:
            found.append(("grammar", repr(line)))
            continue
        name, value = matched[1].upper(), matched[3]
        parameters = [(key.upper(), given.strip('"')) for key, given in PARAMETER.findall(matched[2])]
        if len(parameters) != len(dict(parameters)):
            found.append(("parameter twice", repr(line)))
        if name == "BEGIN":
            made = Component(value.upper())
            if made.name not in WITHIN.get(open_ones[-1].name, set()):
                found.append(("nesting", f"{made.name} in {open_ones[-1].name}"))
            open_ones[-1].parts.append(made)
            open_ones.append(made)
        elif name == "END":
            if len(open_ones) == 1 or open_ones[-1].name != value.upper():
                found.append(("nesting", repr(line)))
            else:
                open_ones.pop()
        else:
            open_ones[-1].properties.append(Property(name, dict(parameters), value))
    if len(open_ones) > 1 or len(root.parts) != 1 or root.properties:
        found.append(("nesting", "it is not one whole calendar"))
    return root


def _walk(component: Component) -> Iterator[Component]:
    for part in component.parts:
        yield part
        yield from _walk(part)


# --- properties -------------------------------------------------------------------------------------------------------------
def _counts(component: Component) -> Iterator[Fault]:
    counted = Counter(each.name for each in component.properties)
    for name in sorted(ONCE.get(component.name, set())):
        if not counted[name]:
            yield "missing", f"{name} in {component.name}"
    for name in sorted(ONCE.get(component.name, set()) | AT_MOST_ONCE.get(component.name, set())):
        if counted[name] > 1:
            yield "more than once", f"{name} in {component.name}"


def _value(each: Property) -> Iterator[Fault]:
    name, value = each.name, each.value
    wanted = TYPED.get(name)
    if wanted and each.parameters.get("VALUE") != wanted:
        yield "type not said", f"{name} without VALUE={wanted}"
    if (name in TEXTS and BAD_TEXT.search(value)) or (name == "CATEGORIES" and BAD_LIST.search(value)):
        yield "escaping", f"{name}:{value}"
    if name in ADDRESSES and not URI.fullmatch(value):
        yield "address", f"{name}:{value}"
    if name in {"REFRESH-INTERVAL", "X-PUBLISHED-TTL"} and not DURATION.fullmatch(value):
        yield "duration", f"{name}:{value}"
    if name in {"TZOFFSETFROM", "TZOFFSETTO"} and not OFFSET.fullmatch(value):
        yield "offset", f"{name}:{value}"
    if name in {"DTSTAMP", "LAST-MODIFIED"} and _moment(value, "UTC") is None:
        yield "not in UTC", f"{name}:{value}"
    if name == "SEQUENCE" and not re.fullmatch("[0-9]+", value):
        yield "number", f"{name}:{value}"
    if name == "GEO" and not _is_point(value):
        yield "point", value
    if name == "STATUS" and value not in STATUSES:
        yield "status", value
    if name == "TRANSP" and value not in {"OPAQUE", "TRANSPARENT"}:
        yield "transparency", value
    if name == "VERSION" and value != "2.0":
        yield "version", value
    if name == "IMAGE" and not (set(each.parameters.get("DISPLAY", "BADGE").split(",")) <= SHOWN and "/" in each.parameters.get("FMTTYPE", "/")):
        yield "image", str(each.parameters)


def _is_point(value: str) -> bool:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?;-?[0-9]+(\.[0-9]+)?", value):
        return False
    lat, lon = map(float, value.split(";"))
    return abs(lat) <= 90 and abs(lon) <= 180


# --- calendars --------------------------------------------------------------------------------------------------------------
def _calendar(calendar: Component) -> Iterator[Fault]:
    entries = [part for part in calendar.parts if part.name == "VEVENT"]
    zones = [part.text("TZID") for part in calendar.parts if part.name == "VTIMEZONE"]
    if calendar.one("METHOD"):
        yield "method", "a calendar that is only published has none"
    for uid, count in Counter(entry.text("UID") for entry in entries).items():
        if count > 1:
            yield "same uid", uid
    used = {each.parameters["TZID"] for entry in entries for each in entry.properties if "TZID" in each.parameters}
    for zone in sorted(used - set(zones)):
        yield "zone missing", zone
    for zone in sorted(set(zones) - used):
        yield "zone unused", zone
    if zones != sorted(zones) or len(zones) != len(set(zones)):
        yield "zones unsorted", ", ".join(zones)
    if [part.name for part in calendar.parts] != ["VTIMEZONE"] * len(zones) + ["VEVENT"] * len(entries):
        yield "zones after events", ""
    for part in calendar.parts:
        if part.name == "VTIMEZONE" and not part.parts:
            yield "zone empty", part.text("TZID")
    for entry in entries:
        yield from _times(entry)


def _times(entry: Component) -> Iterator[Fault]:
    uid, start, end = entry.text("UID"), entry.one("DTSTART"), entry.one("DTEND")
    if entry.text("DTSTAMP") != entry.text("LAST-MODIFIED"):
        yield "stamps differ", uid
    if end and entry.one("DURATION"):
        yield "end and duration", uid
    if not start:
        return
    begins, ends = when(start), when(end) if end else None
    if begins is None or (end and ends is None):
        yield "time", f"{uid}: neither a day nor a moment of a known zone"
    elif ends is not None and (isinstance(begins, datetime) is not isinstance(ends, datetime)):
        yield "start and end of two types", uid
    elif ends is not None and ends <= begins:  # type: ignore[operator]
        yield ("end not after start" if isinstance(begins, datetime) else "end not exclusive"), uid


def when(each: Property) -> date | datetime | None:
    """The day, or the moment in UTC; None if it is neither."""
    if each.parameters.get("VALUE") == "DATE":
        return datetime.strptime(each.value, "%Y%m%d").date() if re.fullmatch("[0-9]{8}", each.value) else None
    return _moment(each.value, each.parameters.get("TZID", "UTC"))


def _moment(value: str, zone: str) -> datetime | None:
    """In UTC a Z follows, with a zone none does; where clocks show the hour twice, the first time is meant."""
    matched = re.fullmatch(r"([0-9]{8}T[0-9]{6})(Z?)", value)
    if not matched or bool(matched[2]) is not (zone == "UTC"):
        return None
    return datetime.strptime(matched[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC if zone == "UTC" else ZoneInfo(zone)).astimezone(UTC)


def span(entry: Component) -> tuple[str, str]:
    """Start and end as ISO 8601 writes them; a missing end is what the RFC makes of it: the start, or of a day, its end."""
    start, end = entry.one("DTSTART"), entry.one("DTEND")
    assert start
    begins = when(start)
    assert begins
    ends = when(end) if end else begins if isinstance(begins, datetime) else begins + timedelta(days=1)
    assert ends
    return begins.isoformat(), ends.isoformat()
