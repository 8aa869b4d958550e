"""What has become of a date of an event, and what else its columns say of it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from anniversary import clock


class OccurrenceStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    POSTPONED = "postponed", _("Postponed")
    RESCHEDULED = "rescheduled", _("Rescheduled")
    MOVED_ONLINE = "moved_online", _("Moved online")
    CANCELLED = "cancelled", _("Cancelled")

    @property
    def told(self) -> str:
        """The status in words where readers must be told; empty for what goes on as planned."""
        return "" if self == OccurrenceStatus.SCHEDULED else str(self.label)

    @property
    def off(self) -> bool:
        """It does not take place as announced, and no other time is known."""
        return self in {OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED}


class Availability(models.TextChoices):
    """Whether there are places left, as far as the organisers have said."""

    FEW = "few", _("Few places left")
    SOLD_OUT = "sold_out", _("Sold out")
    WAITING_LIST = "waiting", _("Waiting list")

    __empty__ = _("Not stated")

    @property
    def full(self) -> bool:
        return self in {Availability.SOLD_OUT, Availability.WAITING_LIST}


class Dated:
    """What the columns of a date say of it: for the whole record and for a row of a list alike."""

    first_day: Any
    last_day: Any
    start: Any
    end: Any
    tz: Any
    status: Any
    availability: Any
    venue_id: Any
    online_url: Any

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.tz)

    @property
    def local_start(self) -> datetime:
        """The start on the venue's clocks."""
        return self.start.astimezone(self.zone)

    @property
    def several_days(self) -> bool:
        return self.last_day > self.first_day

    @property
    def is_past(self) -> bool:
        return self.end <= clock.now()

    @property
    def is_off(self) -> bool:
        return OccurrenceStatus(self.status).off

    @property
    def is_online_only(self) -> bool:
        """Nobody comes to the place, if one is named at all."""
        return self.status == OccurrenceStatus.MOVED_ONLINE or bool(self.online_url and not self.venue_id)

    @property
    def status_label(self) -> str:
        return OccurrenceStatus(self.status).told

    @property
    def availability_label(self) -> str:
        """In words whether there are places left; empty where it is not stated, or where there is nothing to come to."""
        return "" if not self.availability or self.is_off else str(Availability(self.availability).label)

    @property
    def places_left(self) -> str:
        """The same for whoever may still want one: nothing once it is over."""
        return "" if not self.availability or self.is_past else self.availability_label
