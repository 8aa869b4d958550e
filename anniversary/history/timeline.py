"""The milestones as the timeline shows them: by decade, what came before the founding year in one group of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from anniversary.languages import dates, text

from .models import Milestone

# Bytes of text up to which the timeline shows every milestone's text: with more, only the highlighted keep theirs, so that
# the page stays light in scripts that take three bytes a letter.
FULL_TEXTS = 40_000


@dataclass(frozen=True)
class Decade:
    anchor: str
    label: str
    flower: str  # "a" or "b": the two countries' flowers in turn
    milestones: list[Milestone] = field(default_factory=list)


def by_decade(milestones: Iterable[Milestone], founded: int) -> list[Decade]:
    """The milestones, given in their order, under their decades; those before the year `founded` stand together at the top."""
    decades: dict[str, Decade] = {}
    for milestone in milestones:
        early = milestone.day.year < founded
        anchor = "before" if early else f"y{milestone.decade}"
        if anchor not in decades:
            label = _("Before %(year)s") % {"year": dates.year(founded)} if early else _("%(decade)ss") % {"decade": dates.digits(milestone.decade)}
            decades[anchor] = Decade(anchor, label, "ab"[len(decades) % 2])
        decades[anchor].milestones.append(milestone)
    return list(decades.values())


def shows_all_texts(milestones: Iterable[Milestone]) -> bool:
    return sum(len(text.pick(milestone, "text")[0].encode()) for milestone in milestones) <= FULL_TEXTS
