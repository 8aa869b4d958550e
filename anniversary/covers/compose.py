"""The cover of a record that has no picture: its kind chooses the composition, its key everything else."""

from collections.abc import Sequence

from . import svg
from .families import FAMILIES
from .flowers import USUAL
from .palette import DEFAULT, Palette
from .scene import Dice, Scene

COMPOSER = "2"  # raise it when a drawing changes: addresses carry it, so that caches for a year stay right
OTHER = "other"
NARROWEST = 150  # units: two discs side by side still fit; squarer pictures get more sky instead

# Kinds are the words that the site's records use, as slugs. A kind with several families varies from key to key.
KINDS: dict[str, tuple[str, ...]] = {
    OTHER: ("garland", "lattice", "river", "branch", "tide"),
    # events
    "ceremony": ("sun", "garland", "fan"),
    "competition": ("garland", "frames"),
    "concert": ("sound",),
    "conference": ("two", "lattice"),
    "event": ("garland", "lanterns", "sun"),
    "exchange": ("two", "path", "bridge"),
    "exhibition": ("frames",),
    "festival": ("lanterns", "fan"),
    "film": ("screen",),
    "lecture": ("book", "lattice"),
    "market": ("lanterns", "weave"),
    "official-visit": ("two", "bridge"),
    "performance": ("fan", "sound"),
    "sport": ("river", "tide"),
    "workshop": ("weave", "path"),
    # programmes
    "cooperation": ("bridge", "lattice", "weave", "path"),
    "culture": ("fan", "weave", "branch"),
    "health": ("branch", "garland"),
    "heritage": ("lattice", "weave", "sun"),
    "programme": ("weave", "bridge", "path"),
    "scholarship": ("book", "path"),
    "sister-cities": ("bridge", "two"),
    "song": ("sound",),
    "study": ("book", "path"),
    "tourism": ("river", "path", "tide"),
    "training": ("path", "book"),
    "volunteers": ("path", "branch"),
    "youth": ("path", "river"),
    # articles, history, directory
    "album": ("frames",),
    "article": ("branch", "lattice", "tide"),
    "message": ("two", "garland"),
    "milestone": ("sun", "bridge", "branch", "tide"),
    "news": ("lattice", "tide", "branch"),
    "official-message": ("garland", "two"),
    "opinion": ("book", "branch"),
    "organisation": ("lattice", "weave"),
    "page": ("branch", "river", "garland"),
    "person": ("branch", "garland"),
    "story": ("book", "path", "river"),
    "tag": ("weave", "lattice"),
    "venue": ("weave", "bridge", "tide"),
}


def cover(
    kind: str,
    key: str,
    *,
    width: int = 800,
    height: int = 450,
    numeral: str = "",
    palette: Palette = DEFAULT,
    flowers: Sequence[str] = USUAL,
) -> str:
    """A whole SVG of `width` x `height`, always the same for the same arguments.

    `kind` is one of KINDS (KeyError otherwise), `key` the record's slug, `numeral` digits to show (ValueError for
    anything else), `flowers` the names of the two countries' flowers. There is no text, no id and no reference in it,
    so that any number of covers may stand in one page.
    """
    dice = Dice(f"{kind}/{key}")
    family = FAMILIES[dice.pick(KINDS[kind])]
    return draw(family.__name__, dice, width, height, numeral, palette, flowers)


def draw(
    family: str, dice: Dice, width: int, height: int, numeral: str, palette: Palette, flowers: Sequence[str]
) -> str:
    """One sheet of the named family; see cover()."""
    unit = min(width / NARROWEST, height / 100)
    scene = Scene(width / unit, height / unit, dice, palette, flowers, numeral)
    scene.mirrored = dice.chance()
    body = FAMILIES[family](scene)
    if scene.mirrored:
        body = f'<g transform="matrix(-1 0 0 1 {svg.num(scene.w)} 0)">{body}</g>'
    ground = svg.rect(0, 0, scene.w, scene.h, scene.colours.ground)
    return svg.document(ground + body + "".join(scene.front), scene.w, scene.h, width, height)
