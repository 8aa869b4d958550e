"""One date of an event: when, where, and what has become of it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anniversary import clock
from anniversary.languages import dates, text
from anniversary.languages.models import CleanText
from anniversary.occasion.models import Anniversary, check_zone
from anniversary.publishing import tombstones
from events import localtime

from .event import Event
from .place import Category, Venue
from .recurrence import RecurrenceRule
from .row import FIELDS, RowIterable
from .status import Availability, Dated, OccurrenceStatus


def new_uid() -> str:
    """What calendars know the date by, for ever: never made from its time or address, which may change."""
    return f"{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}"


class OccurrenceQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Dates of published events: the only public door. Reads the listing columns, so that no other table is asked."""
        now = clock.now()
        return self.filter(Q(public_until=None) | Q(public_until__gt=now), public_from__lte=now)

    def upcoming(self) -> Self:
        return self.filter(start__gt=clock.now())

    def on_now(self) -> Self:
        now = clock.now()
        return self.filter(start__lte=now, end__gt=now)

    def past(self) -> Self:
        now = clock.now()
        return self.filter(start__lte=now, end__lte=now)  # what is over has begun: said too, so that in order of the beginning nothing to come is read

    def coming(self) -> Self:
        """On now or later."""
        return self.filter(end__gt=clock.now())

    def for_rows(self) -> Self:
        """As rows of a list (see Row): not records any more. Filters and orders still go; `values` and the like do not."""
        found = models.QuerySet.values_list(self, *FIELDS)  # modeltranslation's own would look for languages that are named already
        found._iterable_class = RowIterable
        return found  # type: ignore[return-value]

    def whole(self) -> Self:
        """With what they refer to, as calendars need it."""
        return self.select_related("event__cover", "event__category", "category", "venue")


@dataclass(frozen=True)
class Former:
    """When a date was to begin before it was rescheduled, on the clocks of where it was to be."""

    first_day: date
    start: datetime
    time_known: bool

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Former":
        start = datetime.fromisoformat(kept["start"]).astimezone(ZoneInfo(kept["tz"]))
        return cls(date.fromisoformat(kept["first_day"]), start, kept["time_known"])

    @property
    def when(self) -> str:
        """In words: the day, and the hour where one was stated."""
        day = dates.day(self.first_day, weekday=False)
        return gettext("%(day)s, %(time)s") % {"day": day, "time": dates.clock_time(self.start)} if self.time_known else day

    @property
    def iso(self) -> str:
        return self.start.isoformat() if self.time_known else self.first_day.isoformat()


class Occurrence(Dated, CleanText):
    """Day and hours are kept as people say them at the place; `start` and `end` are made from them on every save.

    `end` is the first moment after it: that of `end_time`, or where no hour is stated, of the day after `last_day`.
    A date without `start_time` is either `all_day` (it fills its days, as an exhibition) or one whose hours are not stated.
    """

    Status = OccurrenceStatus

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    uid = models.CharField(max_length=120, unique=True, editable=False, default=new_uid)
    first_day = models.DateField(_("day"))
    start_time = models.TimeField(_("from"), null=True, blank=True)
    last_day = models.DateField(_("last day"), blank=True)
    end_time = models.TimeField(_("to"), null=True, blank=True)
    all_day = models.BooleanField(_("whole days"), default=False)
    doors_at = models.TimeField(_("doors open"), null=True, blank=True)
    venue = models.ForeignKey(Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.PROTECT, related_name="occurrences")
    room = models.CharField(_("room"), max_length=120, blank=True)
    online_url = models.URLField(_("address online"), max_length=400, blank=True, help_text=_("Where to take part online; readers see the link."))
    own_tz = models.CharField(
        _("time zone"), max_length=40, blank=True, validators=[check_zone], help_text=_("Empty: the venue's. Otherwise for example Europe/Paris.")
    )
    status = models.CharField(_("status"), max_length=12, choices=OccurrenceStatus, default=OccurrenceStatus.SCHEDULED)
    status_note = models.CharField(_("note on the status"), max_length=300, blank=True, help_text=_("Readers see it with “Cancelled”, “Postponed” and so on."))
    capacity = models.PositiveIntegerField(_("number of places"), null=True, blank=True)
    registration_url = models.URLField(_("registration"), max_length=400, blank=True, help_text=_("Page where readers register or buy a ticket."))
    registration_opens = models.DateTimeField(_("registration opens"), null=True, blank=True, help_text=_("Empty: at once."))
    registration_closes = models.DateTimeField(_("registration closes"), null=True, blank=True, help_text=_("Empty: when it is over."))
    availability = models.CharField(
        _("places left"), max_length=8, choices=Availability, blank=True, default="", help_text=_("Readers see it beside the date.")
    )
    step_free = models.BooleanField(_("step-free"), default=False)
    signed = models.BooleanField(_("sign language"), default=False)
    captioned = models.BooleanField(_("captions"), default=False)
    audio_described = models.BooleanField(_("audio description"), default=False)
    hearing_loop = models.BooleanField(_("hearing loop"), default=False)

    # Which rule wrote it, and for which day. What was changed by hand since is the rule's no longer.
    rule = models.ForeignKey(RecurrenceRule, null=True, editable=False, on_delete=models.SET_NULL, related_name="occurrences", db_index=False)
    rule_day = models.DateField(null=True, editable=False)
    detached = models.BooleanField(default=False, editable=False)

    # Made from the above.
    start = models.DateTimeField(_("start"), editable=False)
    end = models.DateTimeField(_("end"), editable=False)
    tz = models.CharField(max_length=40, editable=False)
    time_known = models.BooleanField(editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # When it was to be before it was rescheduled (see events.rescheduling.moment_of), oldest first.
    previous_starts = models.JSONField(default=list, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    # What lists are filtered by, kept here so that they need no join (see Event.listing).
    category = models.ForeignKey(Category, on_delete=models.PROTECT, editable=False, related_name="+", db_index=False)
    country = models.CharField(max_length=2, blank=True, editable=False)
    featured = models.BooleanField(default=False, editable=False)
    bookable = models.BooleanField(default=False, editable=False)  # there is an address to register at
    public_from = models.DateTimeField(null=True, editable=False)
    public_until = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[Any] = OccurrenceQuerySet.as_manager()

    ACCESS = ("step_free", "signed", "captioned", "audio_described", "hearing_loop")
    _MADE = (
        "start", "end", "tz", "time_known", "last_day", "sequence", "updated_at", "category", "country", "featured", "bookable", "public_from", "public_until",
        "detached",
    )  # fmt: skip
    _SIGNIFICANT = ("start", "end", "start_time", "end_time", "tz", "venue_id", "status", "online_url")
    # As people say it: a venue that gets another zone moves the start, and nobody has edited the date.
    _ENTERED = ("first_day", "last_day", "start_time", "end_time", "all_day", "venue_id", "own_tz", "status", "online_url")

    _STANDING = ("public_from", "public_until", "updated_at")

    class Meta:
        ordering = ["start", "pk"]
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="events_occurrence_ends_after_start"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="events_occurrence_days_in_order"),
            models.CheckConstraint(condition=Q(all_day=False) | Q(start_time=None), name="events_occurrence_days_or_hours"),
            models.CheckConstraint(condition=Q(end_time=None) | Q(start_time__isnull=False), name="events_occurrence_to_needs_from"),
            models.CheckConstraint(
                condition=Q(registration_opens=None) | Q(registration_closes=None) | Q(registration_closes__gt=F("registration_opens")),
                name="events_occurrence_registration_in_order",
                violation_error_message=_("Registration closes before it opens."),
            ),
            models.UniqueConstraint(fields=["rule", "rule_day"], name="events_occurrence_once_a_day"),
        ]
        indexes = [
            models.Index(fields=["start", "id"], name="events_occ_start"),
            models.Index(fields=["end", "id"], name="events_occ_end"),
            models.Index(fields=["category", "start", "id"], name="events_occ_category"),
            models.Index(fields=["country", "start", "id"], name="events_occ_country"),
            models.Index(fields=["category", "country", "start", "id"], name="events_occ_both"),
            models.Index(fields=["venue", "start", "id"], name="events_occ_venue"),
            # The few among the many: the bars of a month and what goes on for days, the cards above the list, what one can register for.
            models.Index(fields=["end", "start", "id"], name="events_occ_several", condition=Q(last_day__gt=F("first_day"))),
            models.Index(fields=["start", "id"], name="events_occ_featured", condition=Q(featured=True)),
            models.Index(fields=["start", "id"], name="events_occ_bookable", condition=Q(bookable=True)),
        ]

    def __str__(self) -> str:
        return f"{self.event}, {self.first_day}"

    def save(self, *args: Any, by_rule: bool = False, **kwargs: Any) -> None:
        """`by_rule`: its own rule changes it. Whoever else does takes it out of the rule's hands."""
        self.derive()
        with transaction.atomic():
            before = type(self)._base_manager.filter(pk=self.pk).values(*self._SIGNIFICANT, *self._ENTERED, *self._STANDING).first() if self.pk else None
            if before and self.rule_id and not by_rule:
                self.detached |= any(before[name] != getattr(self, name) for name in self._ENTERED)
            if before and any(before[name] != getattr(self, name) for name in self._SIGNIFICANT):
                self.sequence += 1  # calendars that have the date take it over again
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], *self._MADE}
            super().save(*args, **kwargs)
            if before:
                self._leave_what_it_was(before)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            if self.rule and self.rule_day:
                self.rule.leave_out(self.rule_day)  # or the rule would write it anew
            return super().delete(*args, **kwargs)

    def derive(self) -> None:
        """Make the moments and the listing columns from what was entered. For whoever writes past `save`."""
        self.tz = self.zone_name()
        self.last_day = self.last_day or self.first_day
        self.time_known = self.start_time is not None
        self.start = localtime.moment(self.first_day, self.start_time, self.tz) if self.start_time else localtime.day_start(self.first_day, self.tz)
        self.end = localtime.moment(self.last_day, self.end_time, self.tz) if self.end_time else localtime.day_end(self.last_day, self.tz)
        self.country = self.venue.country if self.venue else ""
        self.bookable = bool(self.registration_url)
        for name, value in self.event.listing.items():
            setattr(self, name, value)

    @property
    def left_at(self) -> datetime | None:
        """When it leaves the public if it is changed or deleted now (see tombstones.left_at)."""
        return tombstones.left_at(self.public_from, self.public_until, self.updated_at)

    def leave(self, at: datetime) -> None:
        """Leave its tombstone, and its venue's: that may be public no longer either."""
        tombstones.leave(type(self), [self.uid], at)
        if self.venue:
            tombstones.leave(Venue, [self.venue.uuid], at)

    def _leave_what_it_was(self, before: dict[str, Any]) -> None:
        at = tombstones.left_at(*(before[name] for name in self._STANDING))
        if at is None:
            return
        taken_down = at == before["public_until"]
        if taken_down:
            tombstones.leave(type(self), [self.uid], at)
        if before["venue_id"] and (taken_down or before["venue_id"] != self.venue_id):
            tombstones.leave(Venue, Venue.objects.filter(pk=before["venue_id"]).values_list("uuid", flat=True), at)

    def zone_name(self) -> str:
        """Its own zone, the venue's, or that of the first country, in this order."""
        if self.own_tz or self.venue:
            return self.own_tz or self.venue.tz  # type: ignore[union-attr]
        return Anniversary.current().zone.key

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields({*(exclude or ()), *self._MADE} - {"last_day"})  # what save() makes is not yet there

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        outside = _("Choose a day between 1900 and 2199.")
        if not localtime.in_range(self.first_day):
            errors["first_day"] = outside
        elif not localtime.in_range(self.last_day):
            errors["last_day"] = outside
        elif self.first_day and self.last_day and self.last_day < self.first_day:
            errors["last_day"] = _("The last day is before the first.")
        for name in ("registration_opens", "registration_closes"):
            if (at := getattr(self, name)) and not localtime.in_range(at.date()):
                errors[name] = outside
        if self.all_day and self.start_time:
            errors["all_day"] = _("Either it fills whole days, or it has hours: take one of them away.")
        if self.end_time and not self.start_time:
            errors["start_time"] = _("Say when it begins, or leave both hours empty.")
        if self.registration_opens and self.registration_closes and self.registration_closes <= self.registration_opens:
            errors["registration_closes"] = _("It closes before it opens.")
        if errors or not self.first_day:
            raise ValidationError(errors)
        self._clean_hours()

    def _clean_hours(self) -> None:
        last_day = self.last_day or self.first_day
        try:
            check_zone(tz := self.zone_name())
        except ValidationError:
            return  # the field says so itself
        for name, day in (("start_time", self.first_day), ("end_time", last_day)):
            if (at := getattr(self, name)) and not localtime.exists(day, at, tz):
                raise ValidationError({name: _("Clocks skip this time on that day: summer time begins.")})
        if self.start_time and self.end_time and localtime.moment(last_day, self.end_time, tz) < localtime.moment(self.first_day, self.start_time, tz):
            raise ValidationError({"end_time": _("It ends before it begins. If it goes on after midnight, give the last day.")})

    # --- for readers --------------------------------------------------------------------------------------------------
    def get_absolute_url(self) -> str:
        return self.event.get_absolute_url()

    @property
    def day_url(self) -> str:
        return self.event.day_url(self.first_day)

    @property
    def local_end(self) -> datetime | None:
        """The end on the venue's clocks; None where its hour is not stated."""
        return self.end.astimezone(self.zone) if self.end_time else None

    @property
    def clocks(self) -> list[localtime.Clock]:
        """Its hours at the place, then in the other country where clocks differ; none where the hours are not stated."""
        return localtime.clocks(self.start, self.end if self.end_time else None, self.tz) if self.time_known else []

    @property
    def before(self) -> list[Former]:
        """When it was to begin before it was rescheduled, oldest first; none where it is off, or as planned again."""
        moved = self.status in {OccurrenceStatus.RESCHEDULED, OccurrenceStatus.MOVED_ONLINE}
        return [Former.of(kept) for kept in self.previous_starts] if moved else []

    @property
    def status_told(self) -> str:
        """What has become of it, in words: "Rescheduled: was 20 February 2023, 18:00"; empty where it goes on as planned."""
        if former := self.before:
            return gettext("%(status)s: was %(when)s") % {"status": self.status_label, "when": former[-1].when}
        return self.status_label

    @property
    def told(self) -> list[str]:
        """What readers must know of it before they come: what has become of it, whether places are left."""
        found = [word for word in (self.status_told, self.places_left) if word]
        return found or ([gettext("It takes place.")] if not self.is_past and text.pick(self, "status_note")[0] else [])

    @property
    def access(self) -> list[str]:
        """What is there for people who need it, in words."""
        return [str(self._meta.get_field(name).verbose_name) for name in self.ACCESS if getattr(self, name)]  # type: ignore[union-attr]


@receiver(pre_delete, sender=Occurrence, dispatch_uid="events.occurrence.tombstone")
def _date_leaves(sender: Any, instance: Any, **kwargs: Any) -> None:
    if at := instance.left_at:
        instance.leave(at)
