"""Whose colours and flowers are drawn. The layer that knows the anniversary tells us; we import nothing of it."""

from collections.abc import Callable

from .flowers import USUAL
from .palette import DEFAULT, Palette

Source = tuple[Palette, tuple[str, str]]

_provider: Callable[[], Source] | None = None


def set_provider(provider: Callable[[], Source] | None) -> None:
    """Ask `provider` from now on for (palette, (first country's flower, second's)); None restores the default.

    It is asked for every picture and address, so it should keep its answer at hand.
    """
    global _provider
    _provider = provider


def current() -> Source:
    """The palette and the names of the two flowers that hold now."""
    return _provider() if _provider else (DEFAULT, USUAL)
