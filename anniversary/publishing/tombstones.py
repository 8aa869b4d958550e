"""What was public and is so no longer, for programs that keep copies: an id and a moment, nothing else of it.

A record that somebody takes from the public or deletes leaves a tombstone. One that the clock takes down leaves none: its own columns say when,
for as long as nobody touches it; whoever does then leaves the tombstone first (see `left_at`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from anniversary import clock


class Tombstone(models.Model):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    key = models.CharField(max_length=120)  # what the outside knew it by: a uuid, or a date's uid
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "key"], name="publishing_tombstone_once")]
        indexes = [models.Index(fields=["content_type", "at"], name="publishing_tombstone_since")]

    def __str__(self) -> str:
        return f"{self.content_type}: {self.key}"


def leave(model: type[models.Model], keys: Iterable[Any], at: datetime) -> None:
    """Write down that these records of the model left the public at that moment, unless they are known to have left it later.

    Whoever reads it looks whether they are back.
    """
    kind, names = ContentType.objects.get_for_model(model), sorted({str(key) for key in keys if key})
    if not names:
        return
    with transaction.atomic():
        # One after the other, each by itself safe beside somebody who does the same: a moment only ever gets later.
        Tombstone.objects.bulk_create([Tombstone(content_type=kind, key=name, at=at) for name in names], ignore_conflicts=True)
        Tombstone.objects.filter(content_type=kind, key__in=names, at__lt=at).update(at=at)


def left_at(since: datetime | None, until: datetime | None, touched: datetime) -> datetime | None:
    """When what was public from `since` to `until` leaves the public if it is changed now: now, or at its end if that has passed.

    None for what was not public, and for what was touched after its end: it may be new since then, and what was there has its tombstone.
    """
    now = clock.now()
    if since is None or since > now:
        return None
    if until is None or until > now:
        return now
    return until if touched <= until else None
