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


class Dated:
    """What the columns of a date say of it: for the whole record and for a row of a list alike."""

    first_day: Any
    last_day: Any
    start: Any
    end: Any
    tz: Any
    status: Any

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
    def status_label(self) -> str:
        return OccurrenceStatus(self.status).told
