"""The files of the sample's works, drawn and checked as any that are sent in: before the transaction, since it takes a while."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.base import ContentFile

from anniversary.competition.entries import files
from anniversary.competition.entries.files import Checked
from anniversary.competition.models import Rules

from . import marks


@dataclass(frozen=True)
class Drawn:
    """Both versions of one work."""

    colour: Checked
    mono: Checked


def works(rules: Rules, count: int, years: str) -> Iterator[Drawn]:
    """The works 1 … `count`, one after the other."""
    for number in range(1, count + 1):
        colour, mono = (marks.png(draw(number, years)) for draw in (marks.colour, marks.mono))
        yield Drawn(files.check(ContentFile(colour, name="work.png"), rules), files.check(ContentFile(mono, name="work.png"), rules))
