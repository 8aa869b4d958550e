"""The anniversary that this installation is for: its name, years, countries, colours and contact are data, not code."""

import time
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from anniversary import clock
from anniversary.covers.flowers import USUAL
from anniversary.covers.palette import Palette
from anniversary.languages import dates
from anniversary.languages.models import CleanText
from anniversary.search.indexing import together

from . import brand, scheme

CACHE_KEY = "occasion"
# Other processes see an edit after at most these two together; after the second alone where they share a cache.
CACHE_SECONDS = 60
HELD_SECONDS = 5  # a process holds the record itself between asking the cache

COLOUR = RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Write a colour as # and six hexadecimal digits, for example #0F2F7F."))
COLOURS = {
    "ink": "#16203A", "paper": "#FBF8F2", "first": "#0F2F7F", "second": "#B8232F", "bloom_a": "#F2DE9B",
    "accent_a": "#8A6414", "bloom_b": "#F6CBD5", "accent_b": "#9B2C4E", "ground": "#E8E2D6",
}  # fmt: skip


class Flower(models.TextChoices):
    RUMDUOL = "rumduol", _("Rumduol")
    SAKURA = "sakura", _("Cherry blossom")
    LOTUS = "lotus", _("Lotus")
    PLAIN = "plain", _("Plain five-petalled flower")


class Phase(models.TextChoices):
    BEFORE = "before", _("Before the year")
    DURING = "during", _("During the year")
    AFTER = "after", _("After the year")


# Every picture, link and text of a page asks for the record; unpickling it out of the cache each time would be a fifth of a page's work.
_held: tuple[float, "Anniversary | None"] = (0.0, None)


def forget() -> None:
    """Have the record read anew, here and, through the cache, in the other processes; and once more when what was written can be read."""
    forget_now()
    transaction.on_commit(forget_now)


def forget_now() -> None:
    global _held
    cache.delete(CACHE_KEY)
    _held = (0.0, None)


zones = lru_cache(maxsize=1)(available_timezones)  # which walks a folder each time that it is asked


def check_zone(value: str) -> None:
    if value not in zones():
        raise ValidationError(_("This is not a time zone of the IANA list, for example Europe/Paris."))


ONE_LANGUAGE = _("At least one language has to stay on.")


def every_language() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def check_languages(value: list[str]) -> None:
    if not isinstance(value, list) or not set(value) <= set(settings.ALL_LANGUAGES) or not set(value) & set(every_language()):
        raise ValidationError(ONE_LANGUAGE)


class Anniversary(CleanText):
    """The one record that names the occasion. `Anniversary.current()` is how everything else reads it."""

    name = models.CharField(_("short name"), max_length=60, help_text=_("Stands beside the logo on every page."))
    full_name = models.CharField(_("full name"), max_length=160, help_text=_("The whole name, for page titles and search engines."))
    tagline = models.CharField(_("tagline"), max_length=160, blank=True, help_text=_("One short line under the name."))
    lead = models.TextField(_("opening text"), blank=True, help_text=_("One or two sentences that open the home page."))
    years = models.PositiveSmallIntegerField(_("number of years"), help_text=_("The big number on the home page, for example 50."))
    founded = models.DateField(_("founding day"), help_text=_("The day on which what is commemorated began."))
    start = models.DateField(_("first day of the commemorative year"))
    end = models.DateField(_("last day of the commemorative year"))
    publisher = models.CharField(_("publisher"), max_length=160, help_text=_("Who publishes this site; shown in the footer."))
    disclaimer = models.TextField(_("note in the footer"), blank=True)
    languages = models.JSONField(
        _("languages of the site"), default=every_language, validators=[check_languages], error_messages={"blank": ONE_LANGUAGE},
        help_text=_("What readers and editors are offered. Pages in a language that is off answer “not found”; its texts are kept for the day it is on again."),
    )  # fmt: skip
    contact_email = models.EmailField(_("contact address"))
    colour_ink = models.CharField(_("colour: text"), max_length=7, default=COLOURS["ink"], validators=[COLOUR])
    colour_paper = models.CharField(_("colour: page"), max_length=7, default=COLOURS["paper"], validators=[COLOUR])
    colour_first = models.CharField(_("colour: first country"), max_length=7, default=COLOURS["first"], validators=[COLOUR])
    colour_second = models.CharField(_("colour: second country"), max_length=7, default=COLOURS["second"], validators=[COLOUR])
    colour_bloom_a = models.CharField(_("colour: first flower"), max_length=7, default=COLOURS["bloom_a"], validators=[COLOUR])
    colour_accent_a = models.CharField(_("colour: first flower, deep"), max_length=7, default=COLOURS["accent_a"], validators=[COLOUR])
    colour_bloom_b = models.CharField(_("colour: second flower"), max_length=7, default=COLOURS["bloom_b"], validators=[COLOUR])
    colour_accent_b = models.CharField(_("colour: second flower, deep"), max_length=7, default=COLOURS["accent_b"], validators=[COLOUR])
    colour_ground = models.CharField(_("colour: stone"), max_length=7, default=COLOURS["ground"], validators=[COLOUR])

    class Meta:
        verbose_name = _("anniversary")
        verbose_name_plural = _("anniversary")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = 1  # there is one
        with together():  # what is found is written by the languages as they are now
            super().save(*args, **kwargs)  # type: ignore[arg-type]
            forget()

    def clean(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The last day is before the first.")})
        if problems := brand.contrast_problems(self.palette):
            raise ValidationError(problems)

    @classmethod
    def current(cls) -> "Anniversary":
        """The record with its countries and links, from the cache; an unnamed one as long as nobody has made it."""
        global _held
        until, held = _held
        if held is not None and time.monotonic() < until:
            return held
        found = cache.get(CACHE_KEY)
        if found is None:
            found = cls.objects.prefetch_related("countries", "links").first() or cls(
                name="Anniversary", full_name="Anniversary", years=1, founded=date(2000, 1, 1), start=date(2001, 1, 1), end=date(2001, 12, 31), publisher="—"
            )
            cache.set(CACHE_KEY, found, CACHE_SECONDS)
        _held = (time.monotonic() + HELD_SECONDS, found)
        return found

    @property
    def palette(self) -> dict[str, str]:
        return {role: getattr(self, f"colour_{role}") for role in COLOURS}

    # What every picture's address asks for: made once for each record read. An edit saves, and the record is read anew.
    @cached_property
    def drawn_with(self) -> tuple[Palette, tuple[str, str]]:
        """Palette and the two countries' flowers, as the cover composer takes them."""
        flowers = [country.flower for country in self.both[:2]]
        first, second = [*flowers, *USUAL][:2]
        return Palette(**self.palette), (str(first), str(second))

    @cached_property
    def colour_night(self) -> str:
        """The colour of a page by night, for the browser's own frame."""
        return scheme.dark(self.drawn_with[0])["paper"]

    @cached_property
    def palette_url(self) -> str:
        """Address of the stylesheet of these colours."""
        return reverse("occasion:palette", args=[brand.version(self.palette)])

    def palette_url_in(self, theme: str) -> str:
        """The same of a stylesheet that is "light" or "dark" whatever the reader's device says; without a theme, as the device says."""
        return reverse("occasion:palette_in", args=[theme, brand.version(self.palette)]) if theme else self.palette_url

    @cached_property
    def both(self) -> list["Country"]:
        """The countries that commemorate together, in their order."""
        return list(self.countries.all()) if self.pk else []

    # --- the clock: which day it is where the first country is ------------------------------------------------------------
    @property
    def zone(self) -> ZoneInfo:
        """The first country's, on whose clocks the year begins and ends."""
        return self.both[0].zone if self.both else ZoneInfo("UTC")

    @property
    def today(self) -> date:
        return clock.now().astimezone(self.zone).date()

    @property
    def days_to_start(self) -> int:
        """How many days until the first one: 1 on the day before it, 0 on it, negative after it."""
        return (self.start - self.today).days

    @property
    def phase(self) -> Phase:
        """Before, during or after; both end days belong to the year."""
        today = self.today
        if today < self.start:
            return Phase.BEFORE
        return Phase.AFTER if today > self.end else Phase.DURING

    @property
    def decade_count(self) -> int:
        """How many flowers stand for the years: one a decade, at least one, and no more than a row holds."""
        return min(max(self.years // 10, 1), 20)

    @property
    def year_name(self) -> str:
        """ "2023", or "2022–2023" where it begins in one year and ends in another, in the page's digits."""
        years = dict.fromkeys([self.start.year, self.end.year])
        return dates.range_sign().join(dates.digits(year) for year in years)


class Country(CleanText):
    """One of the countries that commemorate."""

    anniversary = models.ForeignKey(Anniversary, on_delete=models.CASCADE, related_name="countries")
    code = models.CharField(
        _("code"), max_length=2, unique=True, validators=[RegexValidator(r"^[A-Z]{2}$")], help_text=_("Two letters, ISO 3166-1, for example FR.")
    )
    name = models.CharField(_("name"), max_length=80)
    capital = models.CharField(_("capital"), max_length=80, blank=True, help_text=_("Names the country's time beside the venue's: “20:00 in Paris”."))
    time_zone = models.CharField(_("time zone"), max_length=40, validators=[check_zone], help_text=_("For example Europe/Paris."))
    flower = models.CharField(_("flower"), max_length=12, choices=Flower, default=Flower.PLAIN)
    ordering = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["ordering"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        forget()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Link(CleanText):
    """A link in the footer."""

    anniversary = models.ForeignKey(Anniversary, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("text"), max_length=120)
    url = models.URLField(_("address"))
    ordering = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["ordering"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        forget()
