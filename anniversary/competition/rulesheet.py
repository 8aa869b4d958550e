"""The rules as they are printed for readers: sections of the base, and those that the apps above bring (criteria, the vote)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .models import Competition, Rules


@dataclass(frozen=True)
class Section:
    """`facts`: (what, how much) in words; `template` with `context`: for what needs more, a table for example. `rank`: the base has 10, 20 … 60."""

    title: str
    rank: int
    facts: Sequence[tuple[str, Any]] = ()
    paragraphs: Sequence[str] = ()
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


Provider = Callable[[Competition, Rules], Sequence[Section]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have sections of `provider` among the printed rules. Features call this in their apps.py."""
    if provider not in _providers:
        _providers.append(provider)


def sections(competition: Competition, rules: Rules) -> list[Section]:
    """All of the sheet, in its order."""
    found = [section for provider in _providers for section in provider(competition, rules)]
    return sorted(found, key=lambda section: section.rank)
