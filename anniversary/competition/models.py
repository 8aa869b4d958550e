"""A competition: what was asked for, when, what came of it; and for one that is run here its rules, its terms and the log of what was done."""

import hashlib
import re
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from anniversary import clock
from anniversary.directory import leaving
from anniversary.directory.models import Organisation, check_partial_date
from anniversary.languages import text
from anniversary.occasion.models import Anniversary
from anniversary.publishing import blocks, tombstones
from anniversary.publishing.models import Publishable, PublishableQuerySet

from . import ticking


def _prose(label: Any, help_text: Any) -> Any:
    return ProseEditorField(label, extensions=blocks.PROSE, sanitize=blocks.sanitise, blank=True, help_text=help_text)


def _date(label: Any) -> Any:
    return models.CharField(
        label, max_length=10, blank=True, validators=[check_partial_date], help_text=_("2024, 2024-07 or 2024-07-15. Empty: readers see “not stated”.")
    )


class CompetitionQuerySet(PublishableQuerySet["Competition"]):
    def real(self) -> Self:
        """Without samples: these have pages that say so, and stand in no list that other sites and machines read."""
        return self.exclude(rules__sample=True)

    def for_cards(self, *more: str) -> Self:
        windows = ("rules__competition", "rules__opens_at", "rules__closes_at", "rules__vote_opens_at", "rules__vote_closes_at", "rules__sample")
        return super().for_cards("stage", "opened", "closed", *windows, *more).select_related("rules")

    def with_stage_now(self) -> Self:
        """With the stage in which each is now as `now`: for lists that are sorted or narrowed by it."""
        moment = clock.now()
        closed = When(stage__in=ticking.MOVED, rules__closes_at__lte=moment, then=Value("closed"))
        opened = When(stage="announced", rules__opens_at__lte=moment, then=Value("open"))
        return self.alias(now=Case(closed, opened, default=F("stage")))


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
    BY_STAGES: ClassVar[tuple[str, ...]] = ("stage", "opened", "closed", "announced")  # what an editor types only of one that is told of

    # Stages at which readers may know who won; what is written of it before stands in nobody's sight but the editors'.
    TOLD: ClassVar[frozenset[str]] = frozenset({Stage.RESULT_ANNOUNCED, Stage.KIT_RELEASED, Stage.ARCHIVED})

    objects = CompetitionQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Publishable.Meta):
        abstract = False
        # To conduct it is more than to write of it: who moves its stages sees entries and votes too.
        default_permissions = (*Publishable.Meta.default_permissions, "conduct")  # type: ignore[assignment]  # one more than its base has
        ordering = ["-announced", "-pk"]
        verbose_name = _("competition")
        verbose_name_plural = _("competitions")

    def get_absolute_url(self) -> str:
        return reverse("competition:detail", args=[self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Of one that is run here stages.py says the stage and the days; forms and restored versions bring back old ones.
        if self.pk and (stored := Competition._base_manager.filter(pk=self.pk, rules__isnull=False).values(*self.BY_STAGES).first()):
            vars(self).update(stored)
        super().save(*args, **kwargs)

    def leave(self, at: datetime) -> None:
        super().leave(at)
        tombstones.leave(Organisation, self.organisers.values_list("uuid", flat=True), at)

    @property
    def stage_now(self) -> str:
        """The stored stage with what the clock adds. A list loads the rules together with its records: `select_related("rules")`."""
        return ticking.stage_at(self.stage, getattr(self, "rules", None), clock.now()) if self.stage in ticking.MOVED else self.stage

    def get_stage_display(self) -> str:  # type: ignore[no-redef]  # in place of Django's: nobody is shown the stored one
        return str(self.Stage(self.stage_now).label)

    @property
    def is_run_here(self) -> bool:
        return getattr(self, "rules", None) is not None

    @property
    def is_sample(self) -> bool:
        rules = getattr(self, "rules", None)
        return bool(rules and rules.sample)

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
        if getattr(self, "rules", None):
            return {self.Stage.SETUP: "preparing", self.Stage.ANNOUNCED: "preparing", self.Stage.OPEN: "open"}.get(self.Stage(self.stage_now), "judging")
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


MOST_BYTES = 20 * 1024 * 1024  # of a file, whatever the rules say


class FileType(models.TextChoices):
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"
    SVG = "svg", "SVG"
    PDF = "pdf", "PDF"


def _file_types() -> list[str]:
    return list(FileType.values)


def _share(name: str, least: int, most: int) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{name}__gte": least, f"{name}__lte": most}), name=f"competition_rules_{name}")


def _number(label: Any, default: int, least: int, most: int, help_text: Any = "") -> Any:
    return models.PositiveIntegerField(label, default=default, validators=[MinValueValidator(least), MaxValueValidator(most)], help_text=help_text)


class Rules(models.Model):
    """What a competition that is run on this site is run by. They are frozen when it is announced: what was printed holds."""

    class Comments(models.TextChoices):
        NEVER = "never", _("Not asked for")
        ENDS = "ends", _("With the highest and the lowest mark")
        ALWAYS = "always", _("With every work")

    competition = models.OneToOneField(Competition, verbose_name=_("competition"), on_delete=models.CASCADE, related_name="rules")
    opens_at = models.DateTimeField(_("entries from"))
    closes_at = models.DateTimeField(_("entries until"))
    grace_minutes = _number(
        _("grace in minutes"), 15, 0, 60, _("A form that was opened before the end may still be sent for so long. Nobody loses a work while sending it.")
    )
    vote_opens_at = models.DateTimeField(_("public vote from"), null=True, blank=True, help_text=_("Empty: there is no public vote."))
    vote_closes_at = models.DateTimeField(_("public vote until"), null=True, blank=True)
    entries_each = _number(_("works of one entrant"), 1, 1, 20)
    groups = models.BooleanField(_("groups may enter"), default=True)
    group_most = _number(_("members of a group, at most"), 10, 2, 50)
    youngest = _number(_("least age"), 0, 0, 99, _("On the day on which entries open. 0: of any age."))
    adult_age = _number(_("age from which nobody has to consent"), 18, 15, 25, _("Younger entrants name a guardian, who consents."))
    countries = models.JSONField(
        _("countries"), default=list, blank=True, help_text=_("Codes of two letters, for nationality or residence. Empty: from anywhere.")
    )
    takes_files = models.BooleanField(_("works are files"), default=True, help_text=_("Off for a slogan: then the title is the work."))
    file_types = models.JSONField(_("types of files"), default=_file_types, blank=True)
    most_bytes = models.PositiveIntegerField(
        _("size of a file in bytes, at most"), default=MOST_BYTES, validators=[MinValueValidator(100_000), MaxValueValidator(MOST_BYTES)]
    )
    least_side = _number(_("shorter side of a picture in pixels, at least"), 500, 16, 20_000)
    most_side = _number(_("longer side of a picture in pixels, at most"), 10_000, 16, 20_000)
    needs_mono = models.BooleanField(_("a version in black and white is needed"), default=True)
    needs_source = models.BooleanField(_("the source file is needed"), default=False)
    small_sizes = models.BooleanField(_("shown small before it is sent"), default=True, help_text=_("At 16, 32 and 64 pixels and in grey, as a mark is used."))
    concept_limit = _number(_("length of the explanation in characters, at most"), 800, 50, 5_000)
    comments = models.CharField(_("jurors' comments"), max_length=6, choices=Comments, default=Comments.ENDS)
    quorum = _number(_("jurors who have judged each work, at least"), 3, 1, 50)
    shortlist_size = _number(_("works on the shortlist"), 5, 1, 100)
    reserve_size = _number(_("works in reserve"), 3, 0, 100)
    keep_months = _number(_("months for which personal data are kept"), 24, 1, 120, _("After the end. Then the office is asked to redact them."))
    # Decides ties that nothing else does. Its SHA-256 is printed with the rules, the seed itself with the result: nobody can choose it afterwards.
    lot_seed = models.CharField(max_length=64, blank=True, editable=False)
    sample = models.BooleanField(default=False, editable=False)
    frozen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("rules")
        verbose_name_plural = _("rules")
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="competition_rules_closes_after"),
            models.CheckConstraint(
                # Not null, said: a comparison with nothing is neither true nor false, and a check takes that for true.
                condition=Q(vote_opens_at=None, vote_closes_at=None)
                | Q(vote_opens_at__isnull=False, vote_closes_at__isnull=False, vote_opens_at__gte=F("closes_at"), vote_closes_at__gt=F("vote_opens_at")),
                name="competition_rules_vote_after",
            ),
            models.CheckConstraint(condition=Q(most_side__gte=F("least_side")), name="competition_rules_sides"),
            models.CheckConstraint(condition=Q(frozen_at=None) | ~Q(lot_seed=""), name="competition_rules_frozen_has_lot"),
            _share("grace_minutes", 0, 60),
            _share("entries_each", 1, 20),
            _share("most_bytes", 1, MOST_BYTES),
        ]

    def __str__(self) -> str:
        return str(self.competition)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """ValidationError if the rules are frozen: only stages.extend() puts off the end of entries, and stages.move() takes them back."""
        stored = Rules._base_manager.filter(pk=self.pk).exclude(frozen_at=None).first() if self.pk else None
        if stored and any(getattr(self, field.attname) != getattr(stored, field.attname) for field in self._meta.concrete_fields):
            raise ValidationError(_("The rules are announced and cannot be changed any more."))
        super().save(*args, **kwargs)

    @property
    def has_vote(self) -> bool:
        return self.vote_opens_at is not None

    @property
    def last_moment(self) -> datetime:
        """Until when a form that was opened in time is taken."""
        return self.closes_at + timedelta(minutes=self.grace_minutes)

    @property
    def lot_digest(self) -> str:
        """What is printed of the lot's seed; empty before the rules are frozen."""
        return hashlib.sha256(self.lot_seed.encode()).hexdigest() if self.lot_seed else ""

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            errors["closes_at"] = _("This is before the step that comes first.")
        if bool(self.vote_opens_at) != bool(self.vote_closes_at):
            errors["vote_closes_at"] = _("Say both when the vote begins and when it ends, or neither.")
        elif self.vote_opens_at and self.vote_closes_at:
            if self.closes_at and self.vote_opens_at < self.closes_at:
                errors["vote_opens_at"] = _("This is before the step that comes first.")
            if self.vote_closes_at <= self.vote_opens_at:
                errors["vote_closes_at"] = _("This is before the step that comes first.")
        if self.least_side is not None and self.most_side is not None and self.most_side < self.least_side:
            errors["most_side"] = _("This is less than the shorter side has to be.")
        if not _are_codes(self.countries):
            errors["countries"] = _("Write codes of two capital letters, such as %(example)s.") % {"example": '["KH", "JP"]'}
        if not isinstance(self.file_types, list) or set(map(str, self.file_types)) - set(FileType.values) or (self.takes_files and not self.file_types):
            errors["file_types"] = _("Choose among: %(types)s.") % {"types": ", ".join(FileType.values)}
        if errors:
            raise ValidationError(errors)


def _are_codes(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(code, str) and re.fullmatch("[A-Z]{2}", code) for code in value)


class Terms(models.Model):
    """One version of what an entrant agrees to. Once issued it can never be changed, by anything: the database refuses."""

    competition = models.ForeignKey(Competition, verbose_name=_("competition"), on_delete=models.CASCADE, related_name="terms")
    version = models.PositiveSmallIntegerField(_("version"))
    text = _prose(_("terms"), _("What entrants agree to. Readers can look up every version, even years later."))
    digest = models.CharField(max_length=64, blank=True, editable=False)  # of all languages: what was accepted can be proved by it
    issued_at = models.DateTimeField(_("issued"), null=True, editable=False)
    sample = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-version"]
        verbose_name = _("terms")
        verbose_name_plural = _("terms")
        default_permissions = ("add", "change", "view")
        constraints = [
            models.UniqueConstraint(fields=["competition", "version"], name="competition_terms_one_version"),
            models.CheckConstraint(
                condition=Q(issued_at=None, digest="") | (Q(issued_at__isnull=False) & ~Q(digest="")), name="competition_terms_issued_has_digest"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)d") % {"number": self.version})

    def save(self, *args: Any, **kwargs: Any) -> None:
        for code in settings.MODELTRANSLATION_LANGUAGES:
            if html := getattr(self, f"text_{code}"):
                setattr(self, f"text_{code}", blocks.sanitise(html))
        super().save(*args, **kwargs)


class Act(models.Model):
    """One thing that was done: what, when, by whom as a number. Written by acts.write() alone; the database lets nobody change or delete it.

    It holds no personal data: reasons in words stand with what they are about, where they can be redacted.
    """

    competition = models.ForeignKey(Competition, verbose_name=_("competition"), on_delete=models.PROTECT, related_name="acts")
    at = models.DateTimeField(_("when"))
    # No constraint: the user may be deleted some day, and this row must not be touched for it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    role = models.CharField(_("acting as"), max_length=12)
    verb = models.CharField(_("what"), max_length=64)
    subject = models.CharField(_("what it is about"), max_length=64, blank=True)
    before = models.CharField(_("from"), max_length=64, blank=True)
    after = models.CharField(_("to"), max_length=64, blank=True)
    detail = models.JSONField(default=dict)
    sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["competition", "subject"], name="competition_act_subject")]
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}".strip()


leaving.watch(Competition, "organisers")
blocks.define(Competition, *blocks.ALL)
