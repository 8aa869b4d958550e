"""Colours by lightness, chroma and hue as the eye sees them, so that one can be made lighter or darker and stay itself.

Source: Björn Ottosson, "A perceptual color space for image processing" (https://bottosson.github.io/posts/oklab/), in the public
domain; OKLCH as in CSS Color 4, section 9.4 (https://www.w3.org/TR/css-color-4/#ok-lab).
"""

import math
from collections.abc import Iterable

from .palette import channels, contrast

STEP = 0.005  # of lightness, 0 (black) to 1 (white)

_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = ((1.0, 0.3963377774, 0.2158037573), (1.0, -0.1055613458, -0.0638541728), (1.0, -0.0894841775, -1.2914855480))
_FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def _times(matrix: tuple[tuple[float, ...], ...], vector: Iterable[float]) -> list[float]:
    values = list(vector)
    return [sum(a * b for a, b in zip(row, values, strict=True)) for row in matrix]


def parts(colour: str) -> tuple[float, float, float]:
    """Lightness (0 to 1), chroma (0 to about 0.37) and hue (degrees) of "#RRGGBB"."""
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (channel / 255 for channel in channels(colour))]
    lightness, a, b = _times(_TO_LAB, [math.cbrt(value) for value in _times(_TO_LMS, linear)])
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def colour(lightness: float, chroma: float, hue: float) -> str:
    """ "#RRGGBB"; with less chroma than asked for where a screen has no such colour."""
    lightness, angle = min(max(lightness, 0.0), 1.0), math.radians(hue)
    while True:
        lab = (lightness, chroma * math.cos(angle), chroma * math.sin(angle))
        linear = _times(_FROM_LMS, [value**3 for value in _times(_FROM_LAB, lab)])
        if chroma <= 0 or all(-0.0005 <= value <= 1.0005 for value in linear):
            break
        chroma = max(chroma - 0.005, 0.0)
    clipped = [min(max(value, 0.0), 1.0) for value in linear]
    encoded = [12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055 for value in clipped]
    return "#" + "".join(f"{round(value * 255):02X}" for value in encoded)


def readable(text: str, grounds: Iterable[str], least: float, *, lighter: bool) -> str:
    """`text`, made lighter (or darker) in small steps until it stands on each of the grounds with this contrast; white or black at the end."""
    grounds = list(grounds)
    lightness, chroma, hue = parts(text)
    found = text
    while min(contrast(found, ground) for ground in grounds) < least and (lightness < 1 if lighter else lightness > 0):
        lightness += STEP if lighter else -STEP
        found = colour(lightness, chroma, hue)
    return found
