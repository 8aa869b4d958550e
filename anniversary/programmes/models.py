"""Programmes: what runs longer than an event, with partners, people, media and outcomes."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from anniversary.directory import leaving
from anniversary.directory.models import Organisation, Person, check_partial_date
from anniversary.languages import text
from anniversary.languages.addresses import address
from anniversary.languages.models import CleanText
from anniversary.occasion.models import Anniversary
from anniversary.publishing import blocks, links, tombstones
from anniversary.publishing.models import Publishable


class Programme(Publishable):
    class Kind(models.TextChoices):
        SONG = "song", _("Song")
        PERFORMANCE = "performance", _("Performance")
        EXHIBITION = "exhibition", _("Exhibition")
        EXCHANGE = "exchange", _("Exchange")
        YOUTH = "youth", _("Youth")
        SISTER_CITIES = "sister_cities", _("Sister cities")
        STUDY = "study", _("Study and research")
        TOURISM = "tourism", _("Tourism")
        COOPERATION = "cooperation", _("Cooperation")
        TRAINING = "training", _("Training")
        HERITAGE = "heritage", _("Heritage")
        AMBASSADORS = "ambassadors", _("Goodwill ambassadors")

    kind = models.CharField(_("kind"), max_length=13, choices=Kind, db_index=True)
    start = models.CharField(
        _("from"), max_length=10, blank=True, validators=[check_partial_date], help_text=_("2025, 2025-06 or 2025-06-15. Empty: readers see “not stated”.")
    )
    end = models.CharField(_("to"), max_length=10, blank=True, validators=[check_partial_date], help_text=_("Empty: it goes on, or its end is not known."))
    places = models.CharField(_("places"), max_length=200, blank=True)
    partners = models.ManyToManyField(Organisation, verbose_name=_("partners"), blank=True, related_name="programmes")
    people = models.ManyToManyField(Person, verbose_name=_("people"), blank=True, related_name="programmes")

    class Meta(Publishable.Meta):
        abstract = False
        ordering = ["slug"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def get_absolute_url(self) -> str:
        return address("programmes:detail", self.slug)

    @staticmethod
    def lasting_on(today: date) -> models.Q:
        """Those that are known to go on: their end is stated and not yet past. An end of "2023" or "2023-05" is past with its last day."""
        day = today.isoformat()
        return models.Q(end__gte=day) | models.Q(end__in=[day[:4], day[:7]])

    @property
    def goes_on(self) -> bool:
        """Whether it is known to go on: see `lasting_on`."""
        return bool(self.end) and self.end >= Anniversary.current().today.isoformat()[: len(self.end)]

    def leave(self, at: datetime) -> None:
        super().leave(at)
        tombstones.leave(Organisation, self.partners.values_list("uuid", flat=True), at)

    def publication_problems(self) -> dict[str, Any]:
        problems = super().publication_problems()
        if any(not any(text.has(item, "transcript", code) for code in text.codes()) for item in self.media.all()):
            # The key is the prefix of the inline's formset: the message stands beside the recordings.
            problems["media"] = _("Every recording needs its transcript before it is published.")
        return problems

    def clean(self) -> None:
        super().clean()
        if self.start and self.end and self.end < self.start[: len(self.end)]:
            raise ValidationError({"end": _("The end is before the start.")})


leaving.watch(Programme, "partners")


class Outcome(CleanText):
    """A figure that says what came of a programme; it always names its source."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="outcomes")
    value = models.DecimalField(_("figure"), max_digits=15, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    label = models.CharField(_("what it counts"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=600, blank=True)
    ordering = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["ordering", "pk"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self) -> str:
        return f"{self.value} {text.pick(self, 'label')[0]}"


class Media(CleanText):
    """A recording that belongs to a programme, with a transcript for those who cannot hear or see it."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Audio")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="media")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.VIDEO)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=300, help_text=_("A video on YouTube or Vimeo, or any page to which readers are sent."))
    transcript = models.TextField(_("transcript"), blank=True, help_text=_("What is said and shown. Needed before the programme is published."))
    ordering = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["ordering", "pk"]
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def __str__(self) -> str:
        return text.pick(self, "title")[0]

    @property
    def watch_url(self) -> str:
        """Our own page that asks before it loads a video; empty where the address is not a video's."""
        try:
            return blocks.watch_url(self.url)
        except ValueError:
            return ""


class RelatedBlock(blocks.Block):
    """Other programmes and people that a reader may want next."""

    heading = models.CharField(_("heading"), max_length=120, blank=True)
    programmes = models.ManyToManyField(Programme, verbose_name=_("programmes"), blank=True, related_name="+")
    people = models.ManyToManyField(Person, verbose_name=_("people"), blank=True, related_name="+")
    TEMPLATE, ICON, AUTOCOMPLETE = "related", "link", ("programmes", "people")

    class Meta(blocks.Block.Meta):
        abstract = True
        verbose_name = _("related pages")
        verbose_name_plural = _("related pages")

    def __str__(self) -> str:
        return self.heading

    @cached_property
    def records(self) -> list[Any]:
        """What is public of it: a page never links to something that answers 404. `links.fill` sets it for all blocks of a page at once."""
        return links.of([self], *self.AUTOCOMPLETE)[self.pk]


blocks.define(Programme, *blocks.ALL, RelatedBlock)
