"""Who judges what by which criteria, and the marks. Of a work the jury knows what `entries` holds, and nothing of persons who entered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition


class Criterion(models.Model):
    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("name"), max_length=120)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    most = models.PositiveSmallIntegerField(_("highest mark"), default=10)
    tie_rank = models.PositiveSmallIntegerField(_("place in breaking ties"))

    class Meta:
        ordering = ["tie_rank"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "tie_rank"], name="jury_criterion_tie_rank"),
            models.CheckConstraint(condition=Q(weight__gte=1, most__gte=2, tie_rank__gte=1), name="jury_criterion_counts"),
        ]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        default_permissions = ("add", "change", "delete", "view")

    def __str__(self) -> str:
        return self.name


class Juror(models.Model):
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="jurors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "user"], name="jury_juror_once"),
            models.UniqueConstraint(fields=["competition", "number"], name="jury_juror_number"),
        ]
        verbose_name = _("juror")
        verbose_name_plural = _("jurors")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.number)


class Round(models.Model):
    class State(models.TextChoices):
        PREPARED = "prepared", _("Prepared")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.PREPARED)
    takes = models.PositiveIntegerField(null=True)  # the first so many of the round before; empty: every eligible work

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "number"], name="jury_round_number"),
            models.UniqueConstraint(fields=["competition"], condition=Q(state="open"), name="jury_round_one_open"),
            models.CheckConstraint(condition=Q(takes=None) | Q(takes__gte=1, number__gte=2), name="jury_round_takes"),
        ]
        verbose_name = _("jury round")
        verbose_name_plural = _("jury rounds")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.number)


class Seat(models.Model):
    """One juror in one round. Who submitted is through with it; who left, with a reason, is not waited for, and nothing of theirs counts."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="seats", db_index=False)  # the constraint's index begins with it
    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="seats")
    submitted_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    left_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "juror"], name="jury_seat_once"),
            models.CheckConstraint(condition=Q(submitted_at=None) | Q(left_at=None), name="jury_seat_submitted_or_left"),
            models.CheckConstraint(condition=Q(left_at=None, left_reason="") | Q(left_at__isnull=False) & ~Q(left_reason=""), name="jury_seat_left_why"),
        ]
        verbose_name = _("seat in the jury")
        verbose_name_plural = _("seats in the jury")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.round_id} {self.juror_id}"


class Sheet(models.Model):
    """What one juror says of one work. Nobody has a right to read it: jury/ranking.py does, of rounds that are closed."""

    class State(models.TextChoices):
        OPEN = "open", _("Not judged yet")
        COMPLETE = "complete", _("Judged")
        ABSTAINED = "abstained", _("Abstained")
        RECUSED = "recused", _("Recused")
        VOID = "void", _("Taken out of the round")  # the work was withdrawn before the round was closed

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="sheets", db_index=False)  # the constraint's index begins with it
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()  # in the juror's own order
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    comment = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "entry"], name="jury_sheet_once"),
            models.UniqueConstraint(fields=["seat", "place"], name="jury_sheet_place"),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Mark(models.Model):
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="marks", db_index=False)  # the constraint's index begins with it
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="jury_mark_once"),
            models.CheckConstraint(condition=Q(value__gte=1), name="jury_mark_from_one"),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Recusal(models.Model):
    """A conflict that a juror declared: why, and how many marks it made void."""

    sheet = models.OneToOneField(Sheet, on_delete=models.CASCADE, related_name="recusal")
    reason = models.TextField()
    voided_marks = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.sheet_id)
