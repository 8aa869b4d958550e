"""The filters of the list, one line each, in the order in which they are offered."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from anniversary.directory.models import Organisation
from anniversary.languages import text
from anniversary.library.models import Tag, TaggedItem
from anniversary.occasion.models import Anniversary
from anniversary.programmes.models import Programme
from anniversary.search import finding
from events import facts
from events.models import Admission, Attendance, Category, Event, Occurrence, OccurrenceStatus, Organisership, Venue

from .terms import Day, Month, Records, Spoken, Term, Typed, Words, on_or_after, on_or_before

OTHER = "other"  # neither of the countries that commemorate: elsewhere, or nowhere but online
YES = "1"
PERIODS = ("today", "weekend", "week", "month")


def codes() -> list[str]:
    return [country.code for country in Anniversary.current().both]


def countries() -> Iterator[tuple[str, str]]:
    yield from ((country.code, text.pick(country, "name")[0]) for country in Anniversary.current().both)
    yield OTHER, _("Elsewhere and online")


def in_country(code: str) -> Q:
    return elsewhere() if code == OTHER else Q(country=code)


def elsewhere() -> Q:
    """In none of the countries: before, between and after their codes, which is what an index can find; what is not in a list, it cannot."""
    ranges, known = Q(), ""
    for code in sorted(codes()):
        ranges |= Q(country__gt=known, country__lt=code) if known else Q(country__lt=code)
        known = code
    return ranges | Q(country__gt=known)


def periods() -> Iterable[tuple[str, str]]:
    return zip(PERIODS, (_("Today"), _("This weekend"), _("This week"), _("This month")), strict=True)


def days_of(period: str, today: date) -> tuple[date, date]:
    """The first and the last day of the period that `today` is in or, on a weekday, of the weekend that comes."""
    monday = today - timedelta(days=today.weekday())
    if period == "week":
        return monday, monday + timedelta(days=6)
    if period == "weekend":
        return max(today, monday + timedelta(days=5)), monday + timedelta(days=6)
    if period == "month":
        first = today.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return today, today


def in_period(period: str) -> Q:
    first, last = days_of(period, Anniversary.current().today)
    return on_or_after(first) & on_or_before(last)


def spoken(code: str) -> Q:
    """The list is stored as JSON: as text it reads the same in every database."""
    return Q(Contains(Cast("event__languages", TextField()), f'"{code}"'))


def admissions() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Admission.choices if value != Admission.NOT_STATED]


def attendances() -> list[tuple[str, str]]:
    return [(value, str(Attendance(value).label)) for value in (Attendance.IN_PERSON, Attendance.ONLINE)]


def ways(attendance: str, status: str) -> set[str]:
    """By which of `attendances` a date is found: that of its event, but what was moved online is only there."""
    if status == OccurrenceStatus.MOVED_ONLINE:
        return {Attendance.ONLINE}
    return {Attendance.IN_PERSON, Attendance.ONLINE} if attendance == Attendance.BOTH else {attendance}


def taking_part(value: str) -> Q:
    """The dates of which `ways` has the value."""
    planned, moved = Q(event__attendance__in=[value, Attendance.BOTH]), Q(status=OccurrenceStatus.MOVED_ONLINE)
    return planned | moved if value == Attendance.ONLINE else planned & ~moved


def met(name: str) -> Words:
    """Whether a date meets a need."""
    label = Occurrence._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return Words(name, gettext_lazy("Access"), lambda: [(YES, label)], lambda _value: Q(**{name: True}))


def _of_programme(programme: Any) -> "QuerySet[Any]":
    return QuerySet(Event).filter(programme=programme).order_by().values(key=F("pk"))


def _of_organiser(organisation: Any) -> "QuerySet[Any]":
    return Organisership.objects.filter(organisation=organisation).order_by().values(key=F("event_id"))


def _of_tag(tag: Any) -> "QuerySet[Any]":
    return TaggedItem.objects.filter(tag=tag, content_type=ContentType.objects.get_for_model(Event)).order_by().values(key=F("object_id"))


WORDS = Typed(
    "q", gettext_lazy("Words"), lambda text: finding.public_keys("event", text), lambda text: finding.public_keys("event", text, each=True),
    lambda text: _("Words: %(words)s") % {"words": text},
)  # fmt: skip
FROM = Day("from", pgettext_lazy("days", "From"), last=False, words=lambda day: _("from %(day)s") % {"day": day})
UNTIL = Day("until", pgettext_lazy("days", "Until"), last=True, words=lambda day: _("until %(day)s") % {"day": day})
PERIOD = Words("period", gettext_lazy("When"), periods, in_period)
MONTH = Month("month", gettext_lazy("Month"))
CATEGORY = Records("category", gettext_lazy("Kind"), Category, "category", "name", every=True)
COUNTRY = Words("country", gettext_lazy("Country"), countries, in_country)
VENUE = Records("venue", gettext_lazy("Venue"), Venue, "venue", "name")
PROGRAMME = Records("programme", gettext_lazy("Programme"), Programme, "event__programme", "title", _of_programme, public=lambda: Programme.objects.published())
ORGANISER = Records("organiser", gettext_lazy("Organiser"), Organisation, "event__organisations", "name", _of_organiser)
TAG = Records("tag", gettext_lazy("Tag"), Tag, "event__tags", "label", _of_tag, otherwise="name")
ADMISSION = Words("admission", gettext_lazy("Admission"), admissions, lambda value: Q(event__admission=value))
LANGUAGE = Spoken("language", gettext_lazy("Languages spoken"), facts.language_name, spoken)
ATTENDANCE = Words("attendance", gettext_lazy("Taking part"), attendances, taking_part)
ACCESS = [met(name) for name in Occurrence.ACCESS]
NEEDS = Occurrence.ACCESS

RECORDS = (CATEGORY, VENUE, PROGRAMME, ORGANISER, TAG)
DATED = (PERIOD, MONTH, FROM, UNTIL)  # these say of which days the list is
FACTS = (ADMISSION, LANGUAGE, ATTENDANCE, *ACCESS)
TERMS: dict[str, Term] = {term.name: term for term in (WORDS, *DATED, CATEGORY, COUNTRY, VENUE, PROGRAMME, ORGANISER, TAG, *FACTS)}
