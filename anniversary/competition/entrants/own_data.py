"""Everything that is held about a person, for the person: as a page and as JSON. Apps above add what they hold."""

from collections.abc import Callable
from typing import Any

from anniversary.competition.entries.models import Entry

from .models import Authorship, Entrant

Holder = Callable[[Entry], dict[str, Any]]
_holders: list[Holder] = []


def also(holder: Holder) -> None:
    """Have `holder` say what its app holds about an entry ({"questions": […]}), where that concerns its entrant. Features call this in their apps.py."""
    if holder not in _holders:
        _holders.append(holder)


def held(entrant: Entrant) -> dict[str, Any]:
    """All of it, in values that JSON can say; moments in UTC."""
    names = [field.name for field in Entrant._meta.concrete_fields if field.name not in {"id", "competition", "email_key", "reminded_for"}]
    person = {name: _plain(getattr(entrant, name)) for name in names}
    members = [{name: _plain(getattr(member, name)) for name in ("name_native", "name_latin", "born_on")} for member in entrant.members.all()]
    links = [{"purpose": key.purpose, "made_at": _plain(key.made_at), "expires_at": _plain(key.expires_at)} for key in entrant.keys.order_by("pk")]
    mine = Authorship.objects.filter(entrant=entrant).select_related("entry__terms", "entry__competition").prefetch_related("entry__works").order_by("pk")
    return {"person": person, "members": members, "works": [_work(authorship) for authorship in mine], "links": links}


def _work(authorship: Authorship) -> dict[str, Any]:
    entry = authorship.entry
    names = ("code", "title", "concept", "language", "state", "tools", "ai", "ai_note", *Entry.DECLARATIONS, "accepted_at", "submitted_at", "revision")
    told = {name: _plain(getattr(entry, name)) for name in names}
    told["terms_version"] = entry.terms.version if entry.terms else None
    told |= {"publish_name": authorship.publish_name, "credit": authorship.credit}
    told["files"] = [{"role": work.role, "type": work.kind, "bytes": work.bytes, "sha256": work.sha256} for work in entry.works.all()]
    for holder in _holders:
        told |= holder(entry)
    return told


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
