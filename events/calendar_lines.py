"""The lines of a calendar (RFC 5545, 3.1 to 3.3; RFC 6868): whatever stands in a text or an address, it stays in its line.

By hand: a package for this cost each web process seven megabytes and a feed three times the time, and got a backslash in a text and the hour of a
zone's change wrong.
"""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils.encoding import iri_to_uri

from anniversary.languages.models import plain
from anniversary.publishing.structured import absolute

LONGEST = 75  # octets, without the line end
# Whatever some reader takes for the end of a line: those of str.splitlines, of which JavaScript and XML have their own choice.
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_IN_PARAMETERS = str.maketrans({"^": "^^", '"': "^'"})
_TO_QUOTE = re.compile("[,;:]")


def line(name: str, value: str, **parameters: str) -> bytes:
    """A property with its end. `value` is what `text`, `link`, `day` or `moment` have made, or what needs nothing of that."""
    told = "".join(f";{key}={_parameter(given)}" for key, given in parameters.items())
    return _folded(f"{name}{told}:{value}".encode()) + b"\r\n"


def component(name: str, *lines: bytes) -> bytes:
    return b"".join((line("BEGIN", name), *lines, line("END", name)))


def text(value: str) -> str:
    """Line feeds are its only line ends, and it has no control characters: what was written past `save` may have any."""
    return plain(_LINE_END.sub("\n", value)).translate(_ESCAPES)


def link(value: str) -> str:
    """An address of the site or of another, with what no address may hold percent-encoded."""
    return iri_to_uri(absolute(value))


def day(value: date) -> str:
    return f"{value:%Y%m%d}"


def utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def moment(name: str, at: datetime, zone: ZoneInfo) -> bytes:
    """As the clocks of the zone show it, or in UTC."""
    return line(name, f"{at.astimezone(zone):%Y%m%dT%H%M%S}", TZID=zone.key) if is_local(at, zone) else line(name, utc(at))


def is_local(at: datetime, zone: ZoneInfo) -> bool:
    """Whether a moment is written on the clocks of the zone: not where they show it twice, as readers do not agree which time is meant."""
    local = at.astimezone(zone)
    return zone.key != "UTC" and local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()


def _parameter(value: str) -> str:
    """On one line, in quotes where it has to be."""
    value = " ".join(plain(_LINE_END.sub("\n", value)).split()).translate(_IN_PARAMETERS)
    return f'"{value}"' if _TO_QUOTE.search(value) else value


def _folded(data: bytes) -> bytes:
    """In parts that are not too long, cut neither within a character nor, for readers who do not put lines together first, within an escape."""
    parts, begin, room = [], 0, LONGEST
    while len(data) - begin > room:
        cut = begin + room
        while data[cut] & 0xC0 == 0x80:  # not the first octet of its character
            cut -= 1
        part = data[begin:cut]
        cut -= (len(part) - len(part.rstrip(b"\\"))) % 2
        parts.append(data[begin:cut])
        begin, room = cut, LONGEST - 1  # a space leads the next
    return b"\r\n ".join((*parts, data[begin:]))
