"""Pictures of the works in the vote: drawn by us, small enough for a page, without a word about who made them."""

from django.core.cache import cache

from anniversary.competition.entries import previews
from anniversary.competition.entries.models import Work

from . import polls
from .models import Poll

SIDE = 800
KEPT_SECONDS = 3600


def png(poll: Poll, code: str) -> bytes:
    """The picture of the work with this code. LookupError if it is not in the vote (any more), or there is none."""
    offered = polls.options(poll).filter(code=code)
    found = Work.objects.filter(entry__in=offered, role=Work.Role.COLOUR).first()
    if found is None:
        raise LookupError
    key = f"vote-work:{found.sha256}:{SIDE}"
    picture = cache.get(key)
    if picture is None:
        picture = previews.png(found, SIDE)
        cache.set(key, picture, KEPT_SECONDS)
    return bytes(picture)


def pictured(poll: Poll) -> set[int]:
    """Which works have one, by the entries' keys."""
    ready = Work.objects.filter(entry__in=polls.options(poll), role=Work.Role.COLOUR, preview_state=Work.Preview.READY)
    return set(ready.values_list("entry", flat=True))
