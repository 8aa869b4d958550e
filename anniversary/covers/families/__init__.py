"""Families of compositions. Each is a function: a Scene goes in, the sheet's SVG body (without ground) comes out."""

from collections.abc import Callable

from ..scene import Scene
from .craft import book, fan, frames, lattice, sound, weave
from .land import branch, bridge, path, river, tide
from .light import garland, lanterns, screen, sun, two

Family = Callable[[Scene], str]

FAMILIES: dict[str, Family] = {
    family.__name__: family
    for family in (
        *(book, fan, frames, lattice, sound, weave),
        *(branch, bridge, path, river, tide),
        *(garland, lanterns, screen, sun, two),
    )
}
