"""The log of what was done in a competition. `write` is the only code that adds to it; nothing changes or deletes (migration 0003)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django_stubs_ext import StrOrPromise

from anniversary import clock

from .models import Act, Competition, Rules

# Of what an act may hold: names of things, codes, numbers. Neither a sentence nor an address fits into this.
TOKEN = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
ROLES = frozenset({"officer", "juror", "entrant", "public", "clock", "system"})


@dataclass(frozen=True)
class Verb:
    """An act's verb in words; `values` those of its `before` and `after`."""

    words: StrOrPromise
    values: Mapping[str, StrOrPromise] = field(default_factory=dict)


_verbs: dict[str, Verb] = {}


def say(verb: str, words: StrOrPromise, values: Mapping[str, StrOrPromise] | None = None) -> None:
    """Have readers of the log told of a verb, and of what stands before and after it, in words. Features call this in their apps.py."""
    _verbs[verb] = Verb(words, values or {})


def said(verb: str) -> Verb:
    """A verb in words; as it is written in the log where nobody has said it."""
    return _verbs.get(verb) or Verb(verb)


def write(
    competition: Competition, verb: str, *, role: str, by: Any = None, at: datetime | None = None, subject: str = "", before: str = "", after: str = "",
    **detail: int | bool | str,
) -> Act:  # fmt: skip
    """Log one act, within the transaction of the deed. ValueError for whatever could be personal data or a sentence."""
    if role not in ROLES:
        raise ValueError(f"Nobody acts as {role!r}.")
    for told in (verb, *filter(None, (subject, before, after)), *(value for value in detail.values() if not isinstance(value, int))):
        if not isinstance(told, str) or not TOKEN.fullmatch(told):
            raise ValueError(f"The log of a competition takes codes and numbers, not {told!r}.")
    sample = Rules.objects.filter(competition=competition, sample=True).exists()
    return Act.objects.create(
        competition=competition, at=at or clock.now(), by_id=by.pk if by else None, role=role, verb=verb, subject=subject, before=before, after=after,
        detail=detail, sample=sample,
    )  # fmt: skip
