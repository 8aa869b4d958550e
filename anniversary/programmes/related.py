"""Lets features above show their records on a programme's page: each appends a function in its apps.py."""

from collections.abc import Callable
from typing import Any

from .models import Programme

# (heading, records) of what is public and concerns the programme; an empty list of records is not shown.
Section = tuple[str, list[Any]]
related_providers: list[Callable[[Programme], Section]] = []


def sections(programme: Programme) -> list[Section]:
    """What the features above have on this programme, in the order in which they registered."""
    return [section for provider in related_providers if (section := provider(programme))[1]]
