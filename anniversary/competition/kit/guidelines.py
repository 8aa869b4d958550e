"""The guidelines for use, and what they show: how much stays free around the mark, and what is not done to it, drawn from the master itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from anniversary.competition.views import prose

from .models import Kit, KitFile, Master

FILE = "guidelines.html"  # within the archive
DARK = "#16203a"
SHOWN = 1024  # the side of the picture that is shown, or the next smaller one


@dataclass(frozen=True)
class Figure:
    """A picture of the mark, in its own measures. `space` is what stays free around it. Numbers are texts: no language may put a comma into a drawing."""

    href: str
    wide: int
    high: int
    space: float
    variant: str
    layout: str
    dark: bool

    @property
    def longer(self) -> int:
        return max(self.wide, self.high)

    @property
    def box(self) -> str:
        """Attributes of the mark itself."""
        return mark_safe(f'width="{self.wide}" height="{self.high}"')  # numbers only

    @property
    def free(self) -> str:
        """Attributes of the rectangle that stays free of all else."""
        return mark_safe(  # numbers only
            f'x="{-self.space:g}" y="{-self.space:g}" width="{self.wide + 2 * self.space:g}" height="{self.high + 2 * self.space:g}"'
        )

    @property
    def around(self) -> str:
        """The view box that has that rectangle in it."""
        edge = self.space + self.longer / 60
        return f"{-edge:g} {-edge:g} {self.wide + 2 * edge:g} {self.high + 2 * edge:g}"

    @property
    def square(self) -> str:
        """The view box in which every misuse has room."""
        side = self.longer * 1.2
        return f"{(self.wide - side) / 2:g} {(self.high - side) / 2:g} {side:g} {side:g}"

    def share(self, part: float) -> str:
        return f"{self.longer * part:g}"

    line = property(lambda self: self.share(1 / 240))
    dash = property(lambda self: f"{self.share(1 / 60)} {self.share(1 / 80)}")
    thick = property(lambda self: self.share(1 / 50))
    wide_line = property(lambda self: self.share(1 / 18))
    grain = property(lambda self: self.share(1 / 12))
    half_grain = property(lambda self: self.share(1 / 24))
    dot = property(lambda self: self.share(1 / 40))
    two_thirds = property(lambda self: f"{self.wide * 2 / 3:g}")
    turn = property(lambda self: f"rotate(-18 {self.wide / 2:g} {self.high / 2:g})")

    @property
    def stretch(self) -> str:
        """Squeezed along its longer side, about its middle."""
        across, down = (0.6, 1.0) if self.wide >= self.high else (1.0, 0.6)
        return f"translate({self.wide / 2 * (1 - across):g} {self.high / 2 * (1 - down):g}) scale({across:g} {down:g})"

    @property
    def cross(self) -> str:
        """A cross in the corner below."""
        right, low, arm = (self.wide + self.longer * 1.1) / 2, (self.high + self.longer * 1.1) / 2, self.longer / 10
        return f"M{right - arm:g} {low - arm:g}l{arm:g} {arm:g}m0 {-arm:g}l{-arm:g} {arm:g}"


def misuses() -> list[tuple[str, str]]:
    """(how it is drawn, what is told)."""
    return [
        ("stretched", _("Do not stretch or squeeze it.")),
        ("turned", _("Do not turn it.")),
        ("coloured", _("Do not change its colours.")),
        ("faded", _("Do not make it transparent.")),
        ("cut", _("Do not cut anything off.")),
        ("busy", _("Do not put it on a restless ground.")),
    ]


def shown(kit: Kit, rows: Iterable[KitFile], address: Callable[[KitFile], str]) -> dict[str, Any]:
    """What the guidelines' template needs, with the language of the moment; `address` says where the picture of a file is."""
    pictures: dict[int, KitFile] = {}
    for row in sorted((row for row in rows if row.format == "png" and row.master and row.size <= SHOWN), key=lambda row: row.size):
        if row.master_id is not None and row.size >= 256:
            pictures[row.master_id] = row
    figures = [_figure(kit, row, address(row)) for row in pictures.values()]
    figures.sort(key=lambda figure: (order(figure.layout, Master.Layout), order(figure.variant, Master.Variant)))
    return {"kit": kit, "told": prose(kit, "guidelines"), "figures": figures, "main": figures[0] if figures else None, "misuses": misuses()}  # type: ignore[arg-type]


def order(value: str, choices: Any) -> int:
    return list(choices.values).index(value)


def _figure(kit: Kit, row: KitFile, href: str) -> Figure:
    master = row.master
    assert master is not None  # noqa: S101 - asked by whoever calls
    return Figure(href, master.width, master.height, master.height * kit.clear_space / 100, master.variant, master.layout, master.is_dark)
