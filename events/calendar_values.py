"""Texts and addresses as calendars write them (RFC 5545, 3.3.11 and 3.3.13): whatever stands in them, they stay one line of the file."""

import re
from typing import Any

import icalendar
from django.utils.encoding import iri_to_uri

from anniversary.languages.models import plain
from anniversary.publishing.structured import absolute

# Whatever some reader takes for the end of a line: those of str.splitlines, of which JavaScript and XML have their own choice.
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Text(icalendar.vText):
    """A text. The package's own takes a backslash before an N for a line end, and lets control characters through."""

    def __new__(cls, value: str, *args: Any, **kwargs: Any) -> "Text":
        return super().__new__(cls, one_line_end(value), *args, **kwargs)

    def to_ical(self) -> bytes:
        return self.translate(_ESCAPES).encode()


def one_line_end(value: str) -> str:
    """The text with line feeds as its only line ends, without control characters: what was written past `save` may have any."""
    return plain(_LINE_END.sub("\n", value))


def words(value: str) -> str:
    """A text as a parameter may have it: on one line."""
    return " ".join(one_line_end(value).split())


def link(value: str) -> icalendar.vUri:
    """An address of the site or of another, with what no address may hold percent-encoded."""
    return icalendar.vUri(iri_to_uri(absolute(value)))
