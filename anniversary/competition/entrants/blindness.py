"""Who judges must not read whose work it is: names and schools have no place in a title or an explanation. docs/competition.md, section 4."""

import re
import unicodedata
from collections.abc import Iterable

from .models import Entrant

LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff' .,\u2019-]+")
SHORTEST = 2  # letters; a name of one is in every other word


def is_latin(name: str) -> bool:
    return bool(LATIN.fullmatch(name))


def named_in(written: str, entrant: Entrant, members: Iterable[str] = ()) -> str:
    """The first of the entrant's names that a text has in it; empty if none. `members`: the names of the others of a group."""
    names = (entrant.name_native, entrant.name_latin, entrant.group_name if entrant.is_group else "", entrant.affiliation, *members)
    return next((name for name in names if name and _has(written, name)), "")


def _has(written: str, name: str) -> bool:
    """A name in Latin letters: all its words, in whatever order. Others are written with and without spaces, and looked for without."""
    text, sought = _plain(written), _plain(name)
    if is_latin(name):
        words = re.findall(r"\w+", sought)
        return bool(words) and set(words) <= set(re.findall(r"\w+", text))
    joined = re.sub(r"\s", "", sought)
    return len(joined) >= SHORTEST and joined in re.sub(r"\s", "", text)


def _plain(written: str) -> str:
    """As it is read: without what nobody sees, such as the spaces of no width between words of Khmer."""
    folded = unicodedata.normalize("NFKC", written).casefold()
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")
