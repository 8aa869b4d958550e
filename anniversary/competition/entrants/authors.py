"""Whose an entry is, for those above who may know: letters, the result, certificates."""

from anniversary.competition.entries.models import Entry

from .models import Authorship, Entrant


def author(entry: Entry) -> Entrant:
    """Who made it. Authorship.DoesNotExist for an entry of nobody (an invented one of a sample)."""
    return Authorship.objects.select_related("entrant").get(entry=entry).entrant


def credit(entry: Entry) -> str | None:
    """The name to be published with an entry, as its entrant wants it to be read; None without their consent."""
    authorship = Authorship.objects.filter(entry=entry, publish_name=True).first()
    return authorship.credit or None if authorship else None
