"""The anniversary that this installation is for: its name, years, countries, colours and contact are data, not code."""

from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from anniversary import clock
from anniversary.languages.models import CleanText

CACHE_KEY = "occasion"
CACHE_SECONDS = 60  # other processes see an edit after at most this long

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


def check_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("This is not a time zone of the IANA list, for example Asia/Tokyo."))


class Anniversary(CleanText):
    """The one record that names the occasion. `Anniversary.current()` is how everything else reads it."""

    name = models.CharField(_("short name"), max_length=60, help_text=_("Stands beside the logo on every page."))
    full_name = models.CharField(_("full name"), max_length=160, help_text=_("The whole name, for page titles and search engines."))
    tagline = models.CharField(_("tagline"), max_length=160, blank=True, help_text=_("One short line under the name."))
    lead = models.TextField(_("opening text"), blank=True, help_text=_("One or two sentences that open the home page."))
    years = models.PositiveSmallIntegerField(_("number of years"), help_text=_("The big number on the home page, for example 70."))
    founded = models.DateField(_("founding day"), help_text=_("The day on which what is commemorated began."))
    start = models.DateField(_("first day of the commemorative year"))
    end = models.DateField(_("last day of the commemorative year"))
    publisher = models.CharField(_("publisher"), max_length=160, help_text=_("Who publishes this site; shown in the footer."))
    disclaimer = models.TextField(_("note in the footer"), blank=True)
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
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        cache.delete(CACHE_KEY)

    def clean(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The last day is before the first.")})
        from .brand import contrast_problems

        if problems := contrast_problems(self.palette):
            raise ValidationError(problems)

    @classmethod
    def current(cls) -> "Anniversary":
        """The record with its countries and links, from the cache; an unnamed one as long as nobody has made it."""
        found = cache.get(CACHE_KEY)
        if found is None:
            found = cls.objects.prefetch_related("countries", "links").first() or cls(
                name="Anniversary", full_name="Anniversary", years=1, founded=date(2000, 1, 1), start=date(2001, 1, 1), end=date(2001, 12, 31), publisher="—"
            )
            cache.set(CACHE_KEY, found, CACHE_SECONDS)
        return found

    @property
    def palette(self) -> dict[str, str]:
        return {role: getattr(self, f"colour_{role}") for role in COLOURS}

    @property
    def both(self) -> list["Country"]:
        """The countries that commemorate together, in their order."""
        return list(self.countries.all()) if self.pk else []

    @property
    def phase(self) -> Phase:
        """Before, during or after, by the site's clock in the first country's zone; both end days belong to the year."""
        zone = self.both[0].zone if self.both else ZoneInfo("UTC")
        today = clock.now().astimezone(zone).date()
        if today < self.start:
            return Phase.BEFORE
        return Phase.AFTER if today > self.end else Phase.DURING


class Country(CleanText):
    """One of the countries that commemorate."""

    anniversary = models.ForeignKey(Anniversary, on_delete=models.CASCADE, related_name="countries")
    code = models.CharField(
        _("code"), max_length=2, unique=True, validators=[RegexValidator(r"^[A-Z]{2}$")], help_text=_("Two letters, ISO 3166-1, for example JP.")
    )
    name = models.CharField(_("name"), max_length=80)
    capital = models.CharField(_("capital"), max_length=80, blank=True, help_text=_("Names the country's time beside the venue's: “20:00 in Tokyo”."))
    time_zone = models.CharField(_("time zone"), max_length=40, validators=[check_zone], help_text=_("For example Asia/Tokyo."))
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
        cache.delete(CACHE_KEY)

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
        cache.delete(CACHE_KEY)
