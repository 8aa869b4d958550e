"""The colours of a commemoration, named by what they do, and the arithmetic that keeps them readable."""

import colorsys
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self

HEX = re.compile(r"#[0-9A-Fa-f]{6}\Z")


@dataclass(frozen=True)
class Palette:
    """Nine colours as "#RRGGBB"; anything else raises ValueError: a palette is written into SVG as it is."""

    ink: str = "#16203A"
    paper: str = "#FBF8F2"
    first: str = "#0F2F7F"  # the first country
    second: str = "#B8232F"  # the second country
    bloom_a: str = "#F2DE9B"  # petals of the first country's flower
    accent_a: str = "#8A6414"  # its heart and outline
    bloom_b: str = "#F6CBD5"
    accent_b: str = "#9B2C4E"
    ground: str = "#E8E2D6"

    def __post_init__(self) -> None:
        for role, colour in asdict(self).items():
            if not isinstance(colour, str) or not HEX.match(colour):
                raise ValueError(f"palette colour {role!r} must look like #1A2B3C, not {colour!r}")

    @classmethod
    def from_dict(cls, colours: Mapping[str, str]) -> Self:
        """The palette with the roles named in `colours`; missing roles keep the default, unknown names are left out."""
        roles = {field.name for field in fields(cls)}
        return cls(**{role: colour for role, colour in colours.items() if role in roles})


DEFAULT = Palette()


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0 to 255) of "#RRGGBB"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` stirred in, channel by channel."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def shade(colour: str, other: str, share: float) -> str:
    """Like `mix`, but through hue, lightness and saturation: cream deepens into gold, where mixing would give khaki."""
    h, lightness, s = colorsys.rgb_to_hls(*(channel / 255 for channel in channels(colour)))
    h2, lightness2, s2 = colorsys.rgb_to_hls(*(channel / 255 for channel in channels(other)))
    around = (h2 - h + 0.5) % 1 - 0.5  # the short way round the colour circle
    rgb = colorsys.hls_to_rgb(
        (h + around * share) % 1, lightness + (lightness2 - lightness) * share, s + (s2 - s) * share
    )
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in rgb)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), as defined in WCAG 2.2, section "relative luminance"."""

    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours, 1 to 21, in either order.

    Source: WCAG 2.2 (W3C Recommendation, https://www.w3.org/TR/WCAG22/), definitions "contrast ratio" and
    "relative luminance": (lighter + 0.05) / (darker + 0.05).
    """
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def distance(a: str, b: str) -> float:
    """How far apart two colours are, 0 to about 441: enough to see whether a petal would vanish into its ground."""
    return sum((x - y) ** 2 for x, y in zip(channels(a), channels(b), strict=True)) ** 0.5
