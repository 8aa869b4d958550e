"""What can be found. Each feature registers its kinds in its apps.py; the search knows none of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django_stubs_ext import StrOrPromise

TAG = "tag"  # the name of the kind that other records are tagged with
FACTS = "\n\n"  # in a body, between what is told in sentences and the facts behind it

# When a record is public: since, until (None: it stays).
Span = tuple[datetime, datetime | None]


@dataclass(kw_only=True)
class Described:
    """What of one record is found.

    `texts` holds (title, body) by language: plain text, whole, and only of that language, as its page shows it to readers; a language
    without a title is left out. In a body, prose comes first and then, parted by FACTS, what else a page says of it: a hit is shown with
    the prose around what was found, and with facts only where these alone have it. `urls` holds the address by language. `span` is None
    for what is not public by itself. `opens` are the (kind, key) of records that are public as long as this one is; `names` those whose
    titles stand in its text but that it does not open, its tags ("tag", key) among them.
    """

    key: int
    texts: dict[str, tuple[str, str]]
    urls: dict[str, str] = field(default_factory=dict)
    day: date | None = None
    span: Span | None = None
    opens: set[tuple[str, int]] = field(default_factory=set)
    names: set[tuple[str, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Part:
    """A model whose rows belong to records of a kind: `owners(row)` gives the keys of those whose entries a change of the row changes."""

    model: type[models.Model]
    owners: Callable[[Any], Iterable[int]]


@dataclass(frozen=True, kw_only=True)
class Searched:
    """A kind of record that can be found.

    `describe` takes keys and gives what there is of them, with a number of queries that does not grow with the keys; keys that are gone
    are left out. `parts` and `relations` (names of many-to-many fields of the model) are what its entries change with, besides the record.
    `through_others`: public in the spans of those that open it. `listed`: readers can find it; the others only editors can. `label` is for
    all of the kind.
    """

    name: str
    label: StrOrPromise
    model: type[models.Model]
    describe: Callable[[Sequence[int]], Iterable[Described]]
    parts: Sequence[Part] = ()
    relations: Sequence[str] = ()
    through_others: bool = False
    listed: bool = True

    @property
    def one(self) -> str:
        """What a single record of it is called, in the current language."""
        return str(capfirst(self.model._meta.verbose_name))


_by_name: dict[str, Searched] = {}
_followers: list[Callable[[Searched], None]] = []


def register(kind: Searched) -> None:
    """Make a kind known; registering the same name again replaces it."""
    _by_name[kind.name] = kind
    for follow in _followers:
        follow(kind)


def tell(follower: Callable[[Searched], None]) -> None:
    """Have `follower` called with every kind, those that are registered already and those to come."""
    _followers.append(follower)
    for kind in searched():
        follower(kind)


def searched() -> list[Searched]:
    return list(_by_name.values())


def names() -> set[str]:
    return set(_by_name)


def listed() -> dict[str, Searched]:
    """The kinds that readers find, by name."""
    return {name: kind for name, kind in _by_name.items() if kind.listed}


def named(name: str) -> Searched:
    """KeyError if there is none of that name."""
    return _by_name[name]


def of_model(model: type[models.Model]) -> Searched | None:
    return next((kind for kind in _by_name.values() if kind.model is model), None)
