"""The log of what was done in a competition. `write` is the only code that adds to it; nothing changes or deletes (migration 0003)."""

import re
from datetime import datetime
from typing import Any

from anniversary import clock

from .models import Act, Competition, Rules

# Of what an act may hold: names of things, codes, numbers. Neither a sentence nor an address fits into this.
TOKEN = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
ROLES = frozenset({"officer", "juror", "entrant", "public", "clock", "system"})


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
