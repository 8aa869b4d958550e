"""From the shortlist to the protocol: what was cleared, what was decided and by whom it was signed."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anniversary.competition.entries.models import Entry, private_storage
from anniversary.competition.models import Competition
from anniversary.occasion.models import Country


def paper_name(paper: models.Model, filename: str) -> str:
    name = uuid4().hex
    return f"clearance/{name[:2]}/{name}"


class Finalist(models.Model):
    class State(models.TextChoices):
        LISTED = "listed", _("Named")
        CLEARED = "cleared", _("Cleared")
        DROPPED = "dropped", _("Not cleared")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="finalists")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    reserve = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.LISTED)
    departure = models.TextField(blank=True)  # why it stands elsewhere than the jury ranked it
    left_why = models.TextField(blank=True)  # why it was dropped, disqualified or withdrawn

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "rank"], name="outcome_finalist_rank"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="outcome_finalist_rank_from_one"),
        ]
        verbose_name = _("finalist")
        verbose_name_plural = _("finalists")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.entry)


class Clearance(models.Model):
    """One search for older rights."""

    class Result(models.TextChoices):
        CLEAR = "clear", _("Nothing found")
        CONFLICT = "conflict", _("Older rights found")
        UNCLEAR = "unclear", _("Not clear")

    finalist = models.ForeignKey(Finalist, on_delete=models.PROTECT, related_name="clearances")
    done_by = models.CharField(_("done by"), max_length=200)
    searched_in = models.CharField(_("searched in"), max_length=300)
    result = models.CharField(_("result"), max_length=8, choices=Result)
    text = models.TextField(_("what was found"), blank=True)
    at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("rights clearance")
        verbose_name_plural = _("rights clearances")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.finalist)


class ClearancePaper(models.Model):
    clearance = models.ForeignKey(Clearance, on_delete=models.CASCADE, related_name="papers")
    file = models.FileField(storage=private_storage, upload_to=paper_name, max_length=100)
    kind = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("document of a clearance")
        verbose_name_plural = _("documents of clearances")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.pk)


class Decision(models.Model):
    """Who won, or that nobody did. Never changed once it is embargoed: another one replaces it, and both stay."""

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    winner = models.ForeignKey(Finalist, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    decided_on = models.DateField(_("decided on"))
    embargo_until = models.DateTimeField(_("not to be announced before"))
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    # What became of it; the stages write these (deciding.py), never a form.
    embargoed_at = models.DateTimeField(null=True, editable=False)
    announced_at = models.DateTimeField(null=True, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "number"], name="outcome_decision_number"),
            models.CheckConstraint(condition=Q(number=1, replaces=None) | Q(number__gte=2, replaces__isnull=False), name="outcome_decision_replaces"),
            models.CheckConstraint(condition=Q(announced_at=None) | Q(embargoed_at__isnull=False), name="outcome_decision_embargoed_first"),
            models.CheckConstraint(condition=Q(taken_back_at=None) | Q(announced_at__isnull=False), name="outcome_decision_announced_first"),
        ]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """ValidationError if it was embargoed: what was signed stays."""
        refuse_embargoed(self.pk)
        super().save(*args, **kwargs)


def refuse_embargoed(decision_id: int | None) -> None:
    """ValidationError if this decision was embargoed once."""
    if decision_id and Decision._base_manager.filter(pk=decision_id, embargoed_at__isnull=False).exists():
        raise ValidationError(_("This decision was embargoed and is not changed any more. A new one replaces it."))


class Signatory(models.Model):
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="signatories")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    office = models.CharField(_("office held"), max_length=200)
    signed_on = models.DateField(_("signed on"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """ValidationError if its decision was embargoed."""
        refuse_embargoed(self.decision_id)
        super().save(*args, **kwargs)


class Consent(models.Model):
    """What a finalist allows to be shown. None asked: nothing is shown."""

    finalist = models.OneToOneField(Finalist, on_delete=models.CASCADE, related_name="consent")
    gallery = models.BooleanField(_("My work may be shown in the gallery."), default=False)
    name = models.BooleanField(_("My name may be published."), default=False)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(answered_at__isnull=False) | Q(gallery=False, name=False), name="outcome_consent_was_given")]
        verbose_name = _("finalist’s consent")
        verbose_name_plural = _("finalists’ consents")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.finalist)


class Protocol(models.Model):
    """The figures of the result, as they were made: the database lets nobody change or delete them (migration 0003)."""

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="protocols")
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    sample = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["competition", "number"], name="outcome_protocol_number")]
        verbose_name = _("protocol of the result")
        verbose_name_plural = _("protocols of results")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.number)
