"""Charts drawn on the server: one SVG without ids, text or colour of its own; the table beside it carries the meaning.

Colours come from the stylesheet by class; the SVG is hidden from assistive technology because the table says the same.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

WIDTH, HEIGHT, PAD = 640, 240, 12


class Shape(models.TextChoices):
    BAR = "bar", _("Bars")
    LINE = "line", _("A line")
    NUMBER = "number", _("A big number")


@dataclass(frozen=True)
class Row:
    """One value of a series; `share` is its part of the largest, 0 to 1."""

    label: str
    value: Decimal
    share: float = 0.0


def with_shares(pairs: list[tuple[str, Decimal]]) -> list[Row]:
    top = max((abs(value) for _label, value in pairs), default=Decimal(0)) or Decimal(1)
    return [Row(label, value, float(abs(value) / top)) for label, value in pairs]


def read_rows(data: str) -> list[Row]:
    """Rows from lines of "label; number". ValueError with the line that is not one, or if there is none."""
    pairs = []
    for line in filter(None, (line.strip() for line in data.splitlines())):
        label, separator, number = line.rpartition(";")
        try:
            value = Decimal(number.strip().replace(",", ""))
        except InvalidOperation:
            raise ValueError(line) from None
        if not separator or not label.strip() or not value.is_finite() or abs(value) >= Decimal(10) ** 15:
            raise ValueError(line)
        pairs.append((label.strip(), value))
    if not pairs:
        raise ValueError(data)
    return with_shares(pairs)


def draw(rows: list[Row], shape: str) -> SafeString:
    """The chart of a series as SVG markup; empty for fewer than two rows or a single number."""
    if len(rows) < 2 or shape == Shape.NUMBER:
        return mark_safe("")
    inner = _bars(rows) if shape == Shape.BAR else _line(rows)
    return format_html(
        '<svg class="chart chart--{}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false"><path class="chart-base" d="M0 {}H{}"/>{}</svg>',
        shape, WIDTH, HEIGHT, HEIGHT - 1, WIDTH, inner,
    )  # fmt: skip


def _bars(rows: list[Row]) -> SafeString:
    slot = WIDTH / len(rows)
    width = min(slot * 0.66, 72)
    boxes = (
        (i * slot + (slot - width) / 2, HEIGHT - 1 - max(2, row.share * (HEIGHT - PAD)), width, max(2, row.share * (HEIGHT - PAD)))
        for i, row in enumerate(rows)
    )
    return format_html_join("", '<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}" rx="2"/>', ([f"{number:.1f}" for number in box] for box in boxes))


def _line(rows: list[Row]) -> SafeString:
    step = (WIDTH - 2 * PAD) / (len(rows) - 1)
    points = [(f"{PAD + i * step:.1f}", f"{HEIGHT - PAD - row.share * (HEIGHT - 2 * PAD):.1f}") for i, row in enumerate(rows)]
    path = " ".join(f"{x} {y}" for x, y in points)
    dots = format_html_join("", '<circle class="chart-dot" cx="{}" cy="{}" r="5"/>', points)
    return format_html('<path class="chart-line" d="M{}"/>{}', path, dots)
