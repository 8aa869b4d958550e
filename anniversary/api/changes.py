"""When a record counts as changed: itself, or a record that it names."""

from datetime import datetime

from django.db.models import Q

from anniversary import clock


def itself(since: datetime) -> Q:
    """Of what is published: changed, or public, since then."""
    return Q(updated_at__gte=since) | Q(publish_at__gte=since)


def named(since: datetime) -> Q:
    """Of what may be named in others, public or not: changed since then, or brought or taken away by the clock."""
    lately = (since, clock.now())
    return Q(updated_at__gte=since) | Q(publish_at__range=lately) | Q(unpublish_at__range=lately)
