"""Works sent in, without a word about who made them: the jury and the vote see nothing else of an entry."""

import secrets
from typing import ClassVar
from uuid import uuid4

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anniversary.competition.models import Competition, Terms

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another one: 0 O, 1 I L


def new_code() -> str:
    """ "K7M-4QX": by chance, so that neither order nor number of the entries can be read from it."""
    drawn = "".join(secrets.choice(LETTERS) for _letter in range(6))
    return f"{drawn[:3]}-{drawn[3:]}"


def private_storage() -> Storage:
    return storages["private"]


def original_name(work: models.Model, filename: str) -> str:
    """Never the sender's: it may say who made it."""
    return _random_name("works")


def preview_name(work: models.Model, filename: str) -> str:
    return _random_name("previews")


def _random_name(folder: str) -> str:
    name = uuid4().hex
    return f"{folder}/{name[:2]}/{name}"


class Entry(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        QUERIED = "queried", _("Question asked")
        ELIGIBLE = "eligible", _("Eligible")
        INELIGIBLE = "ineligible", _("Not eligible")
        SHORTLISTED = "shortlisted", _("On the shortlist")
        WINNER = "winner", _("Winner")
        RUNNER_UP = "runner_up", _("Runner-up")
        NOT_SELECTED = "not_selected", _("Not selected")
        WITHDRAWN = "withdrawn", _("Withdrawn by the entrant")
        DISQUALIFIED = "disqualified", _("Disqualified")

    class AI(models.TextChoices):
        NONE = "none", _("Made without AI")
        ASSISTED = "assisted", _("Made with the help of AI")
        GENERATED = "generated", _("Made by AI")

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="entries")
    code = models.CharField(_("code"), max_length=7, unique=True, default=new_code, editable=False)
    form_key = models.UUIDField(unique=True, editable=False)  # one form makes one entry, however often it is sent
    title = models.CharField(_("title"), max_length=120, blank=True)
    concept = models.TextField(_("explanation"), blank=True)
    language = models.CharField(_("language"), max_length=7)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    tools = models.CharField(_("tools used"), max_length=300, blank=True)
    ai = models.CharField(_("use of AI"), max_length=9, choices=AI, default=AI.NONE)
    ai_note = models.CharField(_("how AI was used"), max_length=500, blank=True)
    own_work = models.BooleanField(_("It is my own work."), default=False)
    unpublished = models.BooleanField(_("It has not been published before."), default=False)
    no_others_rights = models.BooleanField(_("Nobody else has rights in it."), default=False)
    not_jurys_family = models.BooleanField(_("I am not related to a member of the jury."), default=False)
    terms = models.ForeignKey(Terms, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    DECLARATIONS: ClassVar[tuple[str, ...]] = ("own_work", "unpublished", "no_others_rights", "not_jurys_family")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["competition", "state", "code"], name="entries_entry_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(
                    submitted_at__isnull=False,
                    accepted_at__isnull=False,
                    terms__isnull=False,
                    own_work=True,
                    unpublished=True,
                    no_others_rights=True,
                    not_jurys_family=True,
                ),
                name="entries_entry_sent_is_declared",
            ),
            models.CheckConstraint(
                condition=Q(terms=None, accepted_at=None) | Q(terms__isnull=False, accepted_at__isnull=False), name="entries_entry_accepted"
            ),
        ]
        verbose_name = _("work sent in")
        verbose_name_plural = _("works sent in")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.code


class Work(models.Model):
    """One file of an entry. Both files are private: nothing has an address before a page gives it to whoever may see it."""

    class Role(models.TextChoices):
        COLOUR = "colour", _("In colour")
        MONO = "mono", _("In black and white")
        SOURCE = "source", _("Source file")

    class Preview(models.TextChoices):
        WAITING = "waiting", _("Being prepared")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Cannot be shown")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="works")
    role = models.CharField(max_length=6, choices=Role)
    kind = models.CharField(max_length=4)
    original = models.FileField(storage=private_storage, upload_to=original_name, max_length=100)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveSmallIntegerField(null=True)
    preview = models.FileField(storage=private_storage, upload_to=preview_name, max_length=100, blank=True)
    preview_state = models.CharField(max_length=7, choices=Preview, default=Preview.WAITING)
    phash = models.CharField(max_length=16, blank=True)  # 64 bits in hexadecimal: no database has a number for them without a sign

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "role"], name="entries_work_one_a_role"),
            models.CheckConstraint(condition=~Q(preview_state="ready") | ~Q(preview=""), name="entries_work_ready_is_there"),
        ]
        verbose_name = _("file of a work")
        verbose_name_plural = _("files of works")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.entry} {self.role}"


class Band(models.Model):
    """One of the eight bytes of a file's hash. Two hashes that differ in seven bits at most share one: so likenesses are found without comparing all."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="bands", db_index=False)  # the constraint's index begins with it
    place = models.PositiveSmallIntegerField()
    value = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["place", "value"], name="entries_band_value")]
        constraints = [
            models.UniqueConstraint(fields=["work", "place"], name="entries_band_once"),
            models.CheckConstraint(condition=Q(place__lte=7, value__lte=255), name="entries_band_is_a_byte"),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.work_id} {self.place}"
