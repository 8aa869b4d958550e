"""How the dates of an event repeat: an editor's tool that writes dates (events/repeating.py). Readers never meet it."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anniversary.languages import dates, text
from anniversary.languages.models import CleanText
from anniversary.occasion.models import check_zone
from events import localtime, recurrence

from .event import Event
from .place import Venue


class Frequency(models.TextChoices):
    WEEKLY = "weekly", _("Weekly")
    WEEKDAYS = "weekdays", _("Monday to Friday")
    MONTHLY_DAY = "monthly_day", _("Monthly, on a day of the month")
    MONTHLY_NTH = "monthly_nth", _("Monthly, on a weekday")


class Nth(models.IntegerChoices):
    FIRST = 1, pgettext_lazy("weekday of the month", "first")
    SECOND = 2, pgettext_lazy("weekday of the month", "second")
    THIRD = 3, pgettext_lazy("weekday of the month", "third")
    FOURTH = 4, pgettext_lazy("weekday of the month", "fourth")
    LAST = -1, pgettext_lazy("weekday of the month", "last")


def weekday_name(number: int) -> str:
    """The name of a weekday (0 is Monday) in the page's language."""
    return dates.babel_date(date(2024, 1, 1 + number), "EEEE", locale=text.current())


class RecurrenceRule(CleanText):
    """Days, and what is the same on all of them. An end before the beginning is on the next day."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rules")
    frequency = models.CharField(_("repeated"), max_length=12, choices=Frequency, default=Frequency.WEEKLY)
    interval = models.PositiveSmallIntegerField(
        _("every … weeks or months"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("1: every one; 2: every second one, and so on."),
    )  # fmt: skip
    weekdays = models.JSONField(default=list, blank=True)
    month_day = models.SmallIntegerField(null=True, blank=True)
    nth = models.SmallIntegerField(_("which one of the month"), choices=Nth, null=True, blank=True)
    from_day = models.DateField(_("first day"))
    until_day = models.DateField(_("last day"))
    start_time = models.TimeField(_("from"), null=True, blank=True)
    end_time = models.TimeField(_("to"), null=True, blank=True, help_text=_("Earlier than the beginning: on the next day."))
    all_day = models.BooleanField(_("whole days"), default=False)
    venue = models.ForeignKey(Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    own_tz = models.CharField(
        _("time zone"), max_length=40, blank=True, validators=[check_zone], help_text=_("Empty: the venue's. Otherwise for example Europe/Paris.")
    )
    exceptions = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        ordering = ["from_day", "pk"]
        default_permissions = ()  # it goes with its event
        verbose_name = _("repetition")
        verbose_name_plural = _("repetitions")

    def __str__(self) -> str:
        return f"{self.named}, {dates.span(self.from_day, self.until_day)}"

    @property
    def named(self) -> str:
        """How it repeats, in words: "Weekly: Tuesday, Thursday"."""
        weekdays = ", ".join(weekday_name(number) for number in self.weekdays)
        told = {
            Frequency.WEEKLY: _("Weekly: %(weekdays)s"),
            Frequency.WEEKDAYS: _("Monday to Friday"),
            Frequency.MONTHLY_DAY: _("Monthly: last day") if self.month_day == -1 else _("Monthly: day %(day)s"),
            Frequency.MONTHLY_NTH: _("Monthly: %(nth)s %(weekdays)s"),
        }[Frequency(self.frequency)]
        filled = str(told) % {"weekdays": weekdays, "day": dates.digits(self.month_day), "nth": str(Nth(self.nth).label) if self.nth else ""}
        apart = str(_("interval: %(count)s")) % {"count": dates.digits(self.interval)}
        return filled if self.interval == 1 else f"{filled} ({apart})"

    def written(self, day: date) -> dict[str, Any]:
        """The fields of the date that it writes for a day."""
        return {
            "first_day": day, "last_day": self._ends_on(day), "start_time": self.start_time, "end_time": self.end_time, "all_day": self.all_day,
            "venue_id": self.venue_id, "own_tz": self.own_tz,
        }  # fmt: skip

    def _ends_on(self, day: date) -> date:
        after_midnight = self.start_time and self.end_time and self.end_time < self.start_time
        return day + timedelta(days=1) if after_midnight else day

    def is_possible(self, day: date, tz: str) -> bool:
        """Whether clocks of the zone show its hours on this day."""
        hours = ((day, self.start_time), (self._ends_on(day), self.end_time))
        return all(at is None or localtime.exists(on, at, tz) for on, at in hours)

    def leave_out(self, day: date) -> None:
        """Not to write this day's date (again)."""
        self.exceptions = sorted({*self.exceptions, day.isoformat()})
        self.save(update_fields=["exceptions"])

    # --- what is typed ------------------------------------------------------------------------------------------------
    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.all_day and self.start_time:
            errors["all_day"] = _("Either it fills whole days, or it has hours: take one of them away.")
        if self.end_time and not self.start_time:
            errors["start_time"] = _("Say when it begins, or leave both hours empty.")
        if self.from_day and self.until_day:
            errors |= self._day_problems()
        if errors:
            raise ValidationError(errors)

    def _day_problems(self) -> dict[str, Any]:
        if not localtime.in_range(self.from_day):
            return {"from_day": _("Choose a day between 1900 and 2199.")}
        if not localtime.in_range(self.until_day + timedelta(days=1)):  # one that ends after midnight, too
            return {"until_day": _("Choose a day between 1900 and 2199.")}
        if self.until_day < self.from_day:
            return {"until_day": _("The last day is before the first.")}
        if self.until_day > (latest := recurrence.latest_end(self.from_day)):
            return {"until_day": _("A rule runs for two years at most: until %(day)s. Make another one for what comes after.") % {"day": dates.day(latest)}}
        if self.frequency not in Frequency or not 1 <= (self.interval or 0) <= 12:
            return {}  # the field says so itself
        self._take_from_first_day()
        found = len(recurrence.every_day(self))
        if not found:
            return {"until_day": _("There is no such day between the first and the last.")}
        if found > recurrence.DATES:
            return {"until_day": _("These are more than %(count)s dates: choose an earlier last day.") % {"count": dates.digits(recurrence.DATES)}}
        return {}

    def _take_from_first_day(self) -> None:
        """What was left open is as on the first day; what the frequency does not ask for is not kept."""
        asked = Frequency(self.frequency)
        self.weekdays = (self.weekdays or [self.from_day.weekday()]) if asked in {Frequency.WEEKLY, Frequency.MONTHLY_NTH} else []
        self.month_day = (self.month_day or self.from_day.day) if asked == Frequency.MONTHLY_DAY else None
        self.nth = (self.nth or recurrence.nth_of(self.from_day)) if asked == Frequency.MONTHLY_NTH else None
