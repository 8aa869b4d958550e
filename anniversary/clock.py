"""The site's one clock. Every public rule that depends on today asks here; nothing else reads the system's time for one.

`AS_OF` in the environment (a date or a date and time, ISO 8601) starts the whole site at that moment; `as_of()` sets it for
one block of code, as previews and tests do.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, time
from functools import cache

_moment: ContextVar[datetime | None] = ContextVar("as_of", default=None)


def parse(text: str) -> datetime:
    """An ISO 8601 date (taken as its noon) or date and time, as an aware UTC moment. ValueError if it is neither."""
    if len(text) == 10:
        return datetime.combine(datetime.fromisoformat(text), time(12), UTC)
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


@cache
def _started_as_of() -> datetime | None:
    text = os.environ.get("AS_OF", "")
    return parse(text) if text else None


def now() -> datetime:
    """The moment that the site takes for now, aware, in UTC."""
    return _moment.get() or _started_as_of() or datetime.now(UTC)


def is_set() -> bool:
    """Whether the clock shows another moment than the system's."""
    return (_moment.get() or _started_as_of()) is not None


def key() -> str:
    """What a cache of public things has to tell apart: empty on the site's own clock, otherwise the moment set for this block."""
    moment = _moment.get()
    return moment.isoformat() if moment else ""


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Within the block, `now()` is `moment` (aware). Not seen by other threads or requests."""
    if moment.tzinfo is None:
        raise ValueError("The clock needs a moment with its zone.")
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)
