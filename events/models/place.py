"""What events are sorted by: their kind, their series, their place."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anniversary.covers.compose import KINDS
from anniversary.directory.models import COUNTRY, Referred, ReferredQuerySet, Referrer
from anniversary.languages import text
from anniversary.languages.models import CleanText
from anniversary.occasion.models import check_zone
from anniversary.publishing.models import SLUG
from anniversary.search.indexing import together


def drawing_of(category: str) -> str:
    """The word of compose.KINDS by which the covers of events of this category (its slug) are drawn."""
    return category if category in KINDS else "event"


class Category(CleanText):
    """A kind of event: ceremony, concert, exhibition. Its slug also chooses the drawing of a cover."""

    class Colour(models.TextChoices):
        # The words are kept in the record; which colours they stand for is the anniversary's palette (occasion.scheme.CATEGORIES).
        GOLD = "gold", _("First flower’s colour")
        ROSE = "rose", _("Second flower’s colour")
        BLUE = "blue", _("First country’s colour")
        RED = "red", _("Second country’s colour")
        INK = "ink", _("Dark")
        GREEN = "green", _("A colour between those")

    name = models.CharField(_("name"), max_length=80, help_text=_("Shown on every event of this kind and in the filter of the list."))
    slug = models.SlugField(
        _("address"), max_length=40, unique=True, validators=[SLUG], help_text=_("Part of the address of the filtered list, for example “concert”.")
    )
    colour = models.CharField(_("colour"), max_length=8, choices=Colour, default=Colour.INK)
    ordering = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["ordering", "pk"]
        verbose_name = _("kind of event")
        verbose_name_plural = _("kinds of events")

    def __str__(self) -> str:
        return text.pick(self, "name")[0] or self.slug

    def get_absolute_url(self) -> str:
        return f"{reverse('events:list')}?category={self.slug}"

    @property
    def cover_kind(self) -> str:
        return drawing_of(self.slug)


class Series(CleanText):
    """Events that belong together over the years, such as a yearly festival."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("address"), max_length=60, unique=True, validators=[SLUG])

    class Meta:
        ordering = ["slug"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return text.pick(self, "name")[0] or self.slug


class Venue(Referred):
    """A place where events are held. Its page is public as long as a published event is held there."""

    address = models.CharField(_("street address"), max_length=300, blank=True, help_text=_("Shown on the venue's page and in calendars, without the town."))
    locality = models.CharField(_("town"), max_length=120, blank=True, help_text=_("Stands after the venue's name in lists."))
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[COUNTRY],
        help_text=_("Two letters, ISO 3166-1, for example FR. The list of events is filtered by it."),
    )  # fmt: skip
    lat = models.DecimalField(_("latitude"), max_digits=7, decimal_places=5, null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    lon = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    tz = models.CharField(
        _("time zone"), max_length=40, validators=[check_zone], help_text=_("For example Europe/Paris. Hours of events held here are this zone's.")
    )
    directions = models.TextField(_("how to get there"), max_length=1000, blank=True)
    access = models.TextField(
        _("access"), max_length=1000, blank=True, help_text=_("For people who use a wheelchair, cannot see or cannot hear: entrances, lifts, toilets.")
    )
    url = models.URLField(_("website"), max_length=300, blank=True)

    objects = ReferredQuerySet.as_manager()
    referrers: ClassVar[list[Referrer]] = []

    class Meta:
        ordering = ["slug"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat=None, lon=None) | models.Q(lat__isnull=False, lon__isnull=False),
                name="events_venue_whole_point", violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
        ]  # fmt: skip

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = type(self)._base_manager.filter(pk=self.pk).values_list("tz", "country").first() if self.pk else None
        with together():
            super().save(*args, **kwargs)
            if before and before != (self.tz, self.country):
                for occurrence in self.occurrences.select_related("event", "venue"):
                    occurrence.save()

    def get_absolute_url(self) -> str:
        return reverse("venue", args=[self.slug])
