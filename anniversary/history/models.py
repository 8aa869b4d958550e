"""What happened between the countries, on a timeline, and what was counted, as figures."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from anniversary.directory.models import check_partial_date
from anniversary.languages import text
from anniversary.languages.addresses import address
from anniversary.languages.models import CleanText
from anniversary.languages.text import stored
from anniversary.occasion.models import Anniversary, Country
from anniversary.publishing import charts
from anniversary.publishing.models import Publishable

BOTH = "both"
SUMMARY_LENGTH = 600  # the most that a summary may have


def first_day(partial: str) -> date:
    """The first day of a date of any precision ("1953", "1953-01", "1953-01-09"). ValueError if there is no such day."""
    year, month, day = ([int(part) for part in partial.split("-")] + [1, 1])[:3]
    return date(year, month, day)


class Milestone(Publishable):
    """One event in the history of the two countries.

    `summary` is not typed here: save() takes it from the text, so that lists, search and shared links have one.
    """

    date = models.CharField(
        _("date"), max_length=10, validators=[check_partial_date],
        help_text=_("As exact as the source is: 1980, 1980-06 or 1980-06-15. Readers see just that much, and the timeline puts it into its decade."),
    )  # fmt: skip
    day = models.DateField(editable=False)
    decade = models.PositiveSmallIntegerField(_("decade"), editable=False)
    side = models.CharField(_("side"), max_length=4, default=BOTH, help_text=_("Whose step it was: readers see the country's name and colour beside it."))
    highlight = models.BooleanField(_("highlight"), default=False, help_text=_("Stands out on the timeline, larger than the others. Choose few."))
    text = models.TextField(
        _("text"),
        blank=True,
        help_text=_("One to three sentences: what happened and what it led to. Readers see it on the timeline and on the milestone's own page."),
    )

    RESERVED_SLUGS: ClassVar[frozenset[str]] = frozenset({"figures"})
    BLOCKS: ClassVar[list[type[models.Model]]] = []
    CARD = ("date", "day", "decade", "side", "highlight", *stored("text"))  # what it shows on the timeline

    class Meta(Publishable.Meta):
        abstract = False
        ordering = ["day", "date", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        indexes = [models.Index(fields=["status", "day"], name="history_milestone_line")]

    def get_absolute_url(self) -> str:
        return address("history:milestone", self.slug)

    def clean(self) -> None:
        super().clean()
        if self.side not in sides():
            raise ValidationError({"side": _("Choose one of the countries of this anniversary, or both.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """ValidationError if the date is none, whatever way it came."""
        try:
            check_partial_date(self.date)
        except ValidationError as error:
            raise ValidationError({"date": error.messages}) from error
        self.day = first_day(self.date)
        self.decade = self.day.year // 10 * 10
        for code in settings.MODELTRANSLATION_LANGUAGES:
            setattr(self, f"summary_{code}", Truncator(getattr(self, f"text_{code}") or "").chars(SUMMARY_LENGTH))
        if (only := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*only, *self._derived_from(set(only))}
        super().save(*args, **kwargs)

    @staticmethod
    def _derived_from(fields: set[str]) -> set[str]:
        texts = {f"summary_{code}" for code in settings.MODELTRANSLATION_LANGUAGES if f"text_{code}" in fields}
        return texts | ({"day", "decade"} if "date" in fields else set())

    def publication_problems(self) -> dict[str, Any]:
        problems = super().publication_problems()
        if problems.pop(f"summary_{text.current()}", None):
            problems[f"text_{text.current()}"] = _("Write the text in at least one language before it is published.")
        return problems

    @property
    def country(self) -> Country | None:
        """The country whose step it was; None for both."""
        return next((country for country in Anniversary.current().both if country.code == self.side), None)

    @property
    def side_mark(self) -> str:
        """What the stylesheet colours by: "a" for the first country, "b" for the second, "ab" for both."""
        place = next((place for place, country in enumerate(Anniversary.current().both[:2]) if country.code == self.side), None)
        return "ab" if place is None else "ab"[place]


def sides() -> list[str]:
    """What a milestone's side may be: both, or one of the countries that commemorate."""
    return [BOTH, *(country.code for country in Anniversary.current().both)]


class Metric(Publishable):
    """A series of counted values, shown as one figure. Its `summary` says what is counted and by whom."""

    unit = models.CharField(
        _("unit"), max_length=80, blank=True, help_text=_("Stands after the number and above the table's column, for example “US$ million”.")
    )
    shape = models.CharField(
        _("shown as"),
        max_length=6,
        choices=charts.Shape,
        default=charts.Shape.BAR,
        help_text=_("A chart needs at least two years; a single value is always shown as a big number."),
    )
    ordering = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Lower numbers stand further up on the page of figures."))

    BLOCKS: ClassVar[list[type[models.Model]]] = []

    class Meta(Publishable.Meta):
        abstract = False
        ordering = ["ordering", "pk"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def get_absolute_url(self) -> str:
        return f"{reverse('history:figures')}#{self.anchor}"

    def publication_problems(self) -> dict[str, Any]:
        problems = super().publication_problems()
        if not self.points.exists():
            problems["points"] = _("Add at least one year with its value before it is published.")
        return problems

    @property
    def anchor(self) -> str:
        # With a word before it, so that no slug can be the id of something else on the page.
        return f"figure-{self.slug}"

    @property
    def latest(self) -> "Point | None":
        """The value of the last year."""
        return max(self.points.all(), key=lambda point: point.year, default=None)

    @property
    def chart_svg(self) -> SafeString:
        """The chart, drawn from the points; empty where a single number is shown instead."""
        return charts.draw(charts.with_shares([(str(point.year), point.value) for point in self.points.all()]), self.shape)


class Point(CleanText):
    """One year's value."""

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="points")
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1), MaxValueValidator(9999)])
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=2, validators=[MinValueValidator(0)])
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("What limits the number, for example “up to August”; stands beside it in the table.")
    )
    source_label = models.CharField(_("source"), max_length=200, blank=True, help_text=_("Who published the number, and where."))
    source_url = models.URLField(_("address of the source"), max_length=600, blank=True)
    source_reference = models.CharField(
        _("reference"), max_length=20, blank=True, help_text=_("Number in your own file of facts, for example fi-003. Readers do not see it.")
    )

    class Meta:
        ordering = ["year"]
        verbose_name = _("value of a year")
        verbose_name_plural = _("values by year")
        constraints = [
            models.UniqueConstraint(fields=["metric", "year"], name="history_point_once_a_year", violation_error_message=_("This year has a value already.")),
            models.CheckConstraint(condition=Q(value__gte=0), name="history_point_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"
