"""Lets features above show their records on an event's page: each appends a function in its apps.py."""

from collections.abc import Callable
from typing import Any

from .models import Event

# (heading, records) of what is public and concerns the event; an empty list of records is not shown.
Section = tuple[str, list[Any]]
related_providers: list[Callable[[Event], Section]] = []


def sections(event: Event) -> list[Section]:
    """What the features above have on this event, in the order in which they registered."""
    return [section for provider in related_providers if (section := provider(event))[1]]
