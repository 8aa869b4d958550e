"""Whether a work meets the conditions: what was checked, asked and answered, and which works look alike."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from anniversary.competition.entries.models import Entry


class Check(models.Model):
    """One verdict on an entry; the last one counts."""

    class Verdict(models.TextChoices):
        ELIGIBLE = "eligible", _("Eligible")
        INELIGIBLE = "ineligible", _("Not eligible")

    class Reason(models.TextChoices):
        LATE = "late", _("Sent too late")
        NOT_ENTITLED = "not_entitled", _("The entrant may not take part")
        INCOMPLETE = "incomplete", _("Something is missing")
        UNREADABLE = "unreadable", _("A file cannot be read")
        NOT_OWN = "not_own", _("Not the entrant’s own work")
        PUBLISHED = "published", _("Published before")
        SAME = "same", _("The same work was sent before")
        NAMED = "named", _("The work shows who made it")
        UNFIT = "unfit", _("Offends against law or decency")
        OTHER = "other", _("Another reason")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="checks")
    verdict = models.CharField(max_length=10, choices=Verdict)
    ticked = models.JSONField(default=list)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    text = models.TextField(blank=True)  # in the entrant's language
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict="eligible", reason="") | (Q(verdict="ineligible") & ~Q(reason="")), name="screening_check_has_reason")
        ]
        verbose_name = _("eligibility check")
        verbose_name_plural = _("eligibility checks")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.entry)


class Question(models.Model):
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(answered_at=None), name="screening_question_one_open"),
            models.CheckConstraint(
                # Not null, said: a comparison with nothing is neither true nor false, and a check takes that for true.
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False, answered_at__gte=F("asked_at")),
                name="screening_question_answer_later",
            ),
        ]
        verbose_name = _("question to an entrant")
        verbose_name_plural = _("questions to entrants")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.entry)


class Likeness(models.Model):
    """Two entries that look alike, the older one first."""

    one = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+", db_index=False)  # the constraint's index begins with it
    other = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    distance = models.PositiveSmallIntegerField()
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    dismissed_at = models.DateTimeField(null=True)

    NEAR: ClassVar[int] = 7  # bits of 64

    class Meta:
        indexes = [models.Index(fields=["one", "other"], name="screening_likeness_open", condition=Q(dismissed_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="screening_likeness_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="screening_likeness_in_order"),
        ]
        verbose_name = _("likeness of two works")
        verbose_name_plural = _("likenesses of works")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
