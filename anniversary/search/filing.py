"""What an entry is filed under (its language, kind, year and tags) as tokens beside its words.

The index of words then finds what has a word and is of a language, a kind, a year and a tag in one go: to look it up in the entries found
would take a reading of each.
"""

from collections.abc import Iterable, Sequence

from .answers import Asked

MARK = "\ue000"  # for private use: no text's token has it, and nobody can ask for it
# Of each, one must be there.
Filed = Sequence[tuple[str, ...]]


def tokens(language: str, kind: str, year: int | None, tags: Iterable[int]) -> str:
    """What stands in the index of an entry, separated by blanks."""
    years = [] if year is None else [f"{MARK}y{year}"]
    return " ".join([f"{MARK}l{language}", f"{MARK}k{kind}", *years, *(f"{MARK}t{tag}" for tag in sorted(tags))])


def languages(*codes: str) -> Filed:
    """Of one of these languages."""
    return [tuple(f"{MARK}l{code}" for code in codes)]


def kind(name: str) -> Filed:
    return [(f"{MARK}k{name}",)]


def wanted(asked: Asked) -> Filed:
    """Of the language and of what the filters say."""
    found = [*languages(asked.language), *(kind(asked.kind) if asked.kind else [])]
    found += [(f"{MARK}y{asked.year}",)] if asked.year else []
    return found + ([(f"{MARK}t{asked.tag}",)] if asked.tag else [])
