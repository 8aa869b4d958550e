"""The public vote: one ballot for each confirmed address. Who chose what is read by casting and counting alone, and gone after the count."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition


class Poll(models.Model):
    competition = models.OneToOneField(Competition, on_delete=models.PROTECT, related_name="poll")
    secret = models.CharField(max_length=64, blank=True)  # by which addresses become keys; destroyed by the count
    closed_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(counted_at=None) | Q(secret="", closed_at__isnull=False), name="vote_poll_counted_keeps_no_secret"),
            models.CheckConstraint(condition=Q(counted_at__isnull=False) | ~Q(secret=""), name="vote_poll_has_secret"),
        ]
        verbose_name = _("public vote")
        verbose_name_plural = _("public votes")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.pk)


class Option(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="options", db_index=False)  # the constraint's index begins with it
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "entry"], name="vote_option_once")]
        verbose_name = _("work in the vote")
        verbose_name_plural = _("works in the vote")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.entry)


class Ruling(models.Model):
    """What an officer decided about ballots in quarantine, and why in words. One deed, whether about one ballot or a thousand."""

    class Verdict(models.TextChoices):
        RELEASED = "released", _("Released")
        VOIDED = "voided", _("Declared void")

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="rulings")
    verdict = models.CharField(max_length=8, choices=Verdict)
    mark = models.CharField(max_length=10)  # of the group about which it was decided
    ballots = models.PositiveIntegerField()
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(note="") & Q(ballots__gte=1), name="vote_ruling_says_why")]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Ballot(models.Model):
    """Nobody has a right to it: officers see what is in quarantine on a page of its own, without the choice."""

    class State(models.TextChoices):
        ASKED = "asked", _("Not confirmed")
        CAST = "cast", _("Cast")
        QUARANTINED = "quarantined", _("In quarantine")
        VOIDED = "voided", _("Void")

    class Reason(models.TextChoices):
        DISPOSABLE = "disposable", _("Throw-away address")
        TAGGED = "tagged", _("Address with a tag")
        PATTERN = "pattern", _("Addresses of one pattern")
        BURST = "burst", _("Very many at once")
        NETWORK = "network", _("Very many from one network")

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="ballots", db_index=False)  # constraint and indexes begin with it
    address_key = models.CharField(max_length=64)
    pattern_key = models.CharField(max_length=64, blank=True)
    network_key = models.CharField(max_length=64, blank=True)
    link_digest = models.CharField(max_length=64, blank=True)
    option = models.ForeignKey(Option, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=11, choices=State, default=State.ASKED)
    marks = models.JSONField(default=list)
    cleared = models.JSONField(default=list)  # the marks of which an officer has released it: only another one brings it back into quarantine
    ruling = models.ForeignKey(Ruling, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    asked_at = models.DateTimeField()
    cast_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["poll", "state", "option"], name="vote_ballot_count"),
            models.Index(fields=["poll", "pattern_key"], name="vote_ballot_pattern"),
            models.Index(fields=["poll", "network_key"], name="vote_ballot_network"),
            models.Index(fields=["poll", "cast_at"], name="vote_ballot_cast_at"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["poll", "address_key"], name="vote_ballot_one_an_address"),
            models.UniqueConstraint(fields=["link_digest"], condition=~Q(link_digest=""), name="vote_ballot_link"),
            models.CheckConstraint(condition=Q(state="asked", cast_at=None) | (~Q(state="asked") & Q(cast_at__isnull=False)), name="vote_ballot_cast_has_time"),
            models.CheckConstraint(condition=~Q(state="voided") | ~Q(reason=""), name="vote_ballot_void_has_reason"),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Tally(models.Model):
    option = models.OneToOneField(Option, on_delete=models.PROTECT, related_name="+")
    counted = models.PositiveIntegerField()
    quarantined = models.PositiveIntegerField(default=0)
    voided = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Asking(models.Model):
    """That a letter was asked for, for as long as the limits look back: by keys, as with ballots, and gone an hour later."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="+", db_index=False)
    address_key = models.CharField(max_length=64)
    network_key = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["poll", "address_key", "at"], name="vote_asking_address"),
            models.Index(fields=["poll", "network_key", "at"], name="vote_asking_network"),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
