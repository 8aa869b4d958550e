"""The logo competition: what was asked for, when, what came of it, and how the winning work was explained."""

from datetime import datetime
from itertools import pairwise
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from anniversary.directory import leaving
from anniversary.directory.models import Organisation, check_partial_date
from anniversary.languages import text
from anniversary.occasion.models import Anniversary
from anniversary.publishing import blocks, tombstones
from anniversary.publishing.models import Publishable


def _prose(label: Any, help_text: Any) -> Any:
    return ProseEditorField(label, extensions=blocks.PROSE, sanitize=blocks.sanitise, blank=True, help_text=help_text)


def _date(label: Any) -> Any:
    return models.CharField(
        label, max_length=10, blank=True, validators=[check_partial_date], help_text=_("2024, 2024-07 or 2024-07-15. Empty: readers see “not stated”.")
    )


class Competition(Publishable):
    class Stage(models.TextChoices):
        SETUP = "setup", _("Being prepared")
        ANNOUNCED = "announced", _("Announced")
        OPEN = "open", _("Open for entries")
        CLOSED = "closed", _("Closed for entries")
        ELIGIBILITY = "eligibility", _("Eligibility check")
        JURY = "jury", _("With the jury")
        SHORTLIST = "shortlist", _("Shortlist")
        RIGHTS_CHECK = "rights_check", _("Rights check")
        PUBLIC_VOTE = "public_vote", _("Public vote")
        DECISION = "decision", _("Decision")
        EMBARGOED = "embargoed", _("Decided, not yet announced")
        RESULT_ANNOUNCED = "result_announced", _("Result announced")
        KIT_RELEASED = "kit_released", _("Logo released for use")
        ARCHIVED = "archived", _("Archived")

    stage = models.CharField(
        _("stage"), max_length=16, choices=Stage, default=Stage.SETUP, help_text=_("How far the competition has come; readers see it in words.")
    )
    opened = _date(_("call opened"))
    closed = _date(_("entries closed"))
    announced = _date(_("result announced"))
    organisers = models.ManyToManyField(
        Organisation, verbose_name=_("organisers"), blank=True, related_name="competitions", help_text=_("Only those that a source names.")
    )
    brief = _prose(_("brief"), _("What was asked for. Readers see it as a poster at the top of the page."))
    result = _prose(_("result"), _("Who won and how it became known, told as a story."))
    winner_name = models.CharField(_("winner"), max_length=200, blank=True, help_text=_("As the winner's name is written in this language."))
    winner_affiliation = models.CharField(_("winner's school or work"), max_length=200, blank=True, help_text=_("As at the time of the competition."))
    rationale_ministry = _prose(
        _("meaning, by the ministry"), _("How the ministry explained the winning logo. Readers see that this is the ministry's reading.")
    )
    rationale_press = _prose(_("meaning, by the press"), _("What the press wrote about the logo's meaning, kept apart from the ministry's explanation."))
    note = _prose(_("note"), _("Stands at the end: what is not shown here and why."))

    PROSE_FIELDS: ClassVar[tuple[str, ...]] = ("brief", "result", "rationale_ministry", "rationale_press", "note")
    RESERVED_SLUGS: ClassVar[frozenset[str]] = frozenset({"feed", "archive"})

    # Stages at which readers may know who won; what is written of it before stands in nobody's sight but the editors'.
    TOLD: ClassVar[frozenset[str]] = frozenset({Stage.RESULT_ANNOUNCED, Stage.KIT_RELEASED, Stage.ARCHIVED})

    class Meta(Publishable.Meta):
        abstract = False
        ordering = ["-announced", "-pk"]
        verbose_name = _("competition")
        verbose_name_plural = _("competitions")

    def get_absolute_url(self) -> str:
        return reverse("competition:detail", args=[self.slug])

    def leave(self, at: datetime) -> None:
        super().leave(at)
        tombstones.leave(Organisation, self.organisers.values_list("uuid", flat=True), at)

    @property
    def is_told(self) -> bool:
        """Whether the result is announced."""
        return self.stage in self.TOLD

    @property
    def call(self) -> str:
        """How the call stands for somebody who would take part: "preparing", "open", "judging" or "told".

        An open stage is not open before its opening date, nor once its closing date has gone by: nobody is invited too early or too late.
        """
        if self.is_told:
            return "told"
        today = Anniversary.current().today.isoformat()
        if self.stage in {self.Stage.SETUP, self.Stage.ANNOUNCED} or (self.stage == self.Stage.OPEN and self.opened > today[: len(self.opened)]):
            return "preparing"
        return "open" if self.stage == self.Stage.OPEN and not (self.closed and self.closed < today[: len(self.closed)]) else "judging"

    @property
    def is_open(self) -> bool:
        return self.call == "open"

    def clean_characters(self) -> None:
        # The fields sanitise in forms only; imports and code come through here as well.
        super().clean_characters()
        for field in self.PROSE_FIELDS:
            for code in settings.MODELTRANSLATION_LANGUAGES:
                if html := getattr(self, f"{field}_{code}"):
                    setattr(self, f"{field}_{code}", blocks.sanitise(html))

    def clean(self) -> None:
        super().clean()
        known = [(name, value) for name in ("opened", "closed", "announced") if (value := getattr(self, name))]
        for (_earlier, before), (name, value) in pairwise(known):
            # Dates of different precision are compared as far as both go.
            if value[: len(before)] < before[: len(value)]:
                raise ValidationError({name: _("This is before the step that comes first.")})

    def complete_languages(self) -> list[str]:
        return [code for code in super().complete_languages() if text.has(self, "brief", code) or not self.brief]

    def publication_problems(self) -> dict[str, Any]:
        problems = super().publication_problems()
        if not any(text.has(self, "brief", code) for code in text.codes()):
            problems[f"brief_{text.current()}"] = _("Write the brief in at least one language before it is published.")
        return problems


leaving.watch(Competition, "organisers")
blocks.define(Competition, *blocks.ALL)
