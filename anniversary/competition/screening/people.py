"""Whose work it is, for the desk: the invented works of a sample are nobody's, and nobody is written to then."""

from typing import Any

from anniversary.competition.entrants import authors, letters
from anniversary.competition.entrants.models import Authorship, Entrant
from anniversary.competition.entries.models import Entry


def author(entry: Entry) -> Entrant | None:
    try:
        return authors.author(entry)
    except Authorship.DoesNotExist:
        return None


def language(entry: Entry) -> str:
    """In which the entrant is told."""
    entrant = author(entry)
    return entrant.language if entrant else entry.language


def tell(entry: Entry, *, key: str, template: str, **context: Any) -> None:
    """A letter to the entrant, within the transaction of the deed."""
    if author(entry):
        letters.to_entrant(entry, key=key, template=template, context=context)
