"""What was public and is so no longer: from tombstones, and from what the clock has taken down (see publishing.tombstones)."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet

from anniversary import clock
from anniversary.publishing.models import Status
from anniversary.publishing.tombstones import Tombstone
from events.models import Occurrence

from . import shapes

AT_ONCE = 500  # keys in one query


class Ended(NamedTuple):
    """Rows that the clock has taken down and nobody has touched since: where in them the key is, and where the end."""

    rows: "QuerySet[Any]"
    key: str
    at: str


def ended(model: Any, key: str = "uuid") -> Ended:
    """Publishable records; `key` leads from them to what is public together with them."""
    until = F("unpublish_at")
    rows = model.objects.filter(status=Status.PUBLISHED, copy_of=None, publish_at__lte=until, unpublish_at__lte=clock.now(), updated_at__lte=until)
    return Ended(rows, key, "unpublish_at")


def ended_dates(key: str) -> Ended:
    until = F("public_until")
    return Ended(Occurrence.objects.filter(public_from__lte=until, public_until__lte=clock.now(), updated_at__lte=until), key, "public_until")


def since(model: Any, key: str, public: "QuerySet[Any]", ends: list[Ended], moment: datetime) -> list[shapes.Withdrawn]:
    """Those of the model that left the public at that moment or later and are not public now, in the order in which they left."""
    found = _left(model, ends, {"at__gte": moment}, lambda end: {f"{end.at}__gte": moment})
    keys = list(found)
    for first in range(0, len(keys), AT_ONCE):
        for back in public.filter(**{f"{key}__in": keys[first : first + AT_ONCE]}).order_by().values_list(key, flat=True):
            del found[str(back)]
    return [shapes.Withdrawn(id=name, at=at) for name, at in sorted(found.items(), key=lambda pair: (pair[1], pair[0]))]


def is_gone(model: Any, ends: list[Ended], name: str) -> bool:
    """Whether what is not public was so once."""
    return bool(_left(model, ends, {"key": name}, lambda end: {end.key: name}))


def _left(model: Any, ends: list[Ended], tombs: dict[str, Any], rows: Any) -> dict[str, datetime]:
    """Keys, and when each left the public last."""
    kind, found = ContentType.objects.get_for_model(model), {}
    for name, at in Tombstone.objects.filter(content_type=kind, at__lte=clock.now(), **tombs).values_list("key", "at"):
        found[name] = at
    for end in ends:
        for name, at in end.rows.filter(**rows(end)).order_by().values_list(end.key, end.at):
            if name is not None:
                found[str(name)] = max(at, found.get(str(name), at))
    return found
