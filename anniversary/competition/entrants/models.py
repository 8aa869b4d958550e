"""Who entered: the only place with persons in it. The jury and the vote cannot import it, works do not know it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition


class Entrant(models.Model):
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="entrants")
    number = models.PositiveIntegerField(editable=False)  # what the log and the protocol call them
    email = models.EmailField(_("e-mail address"), blank=True)
    email_key = models.CharField(max_length=64, editable=False)  # a keyed hash: finds the address, and is left when that is redacted
    confirmed_at = models.DateTimeField(null=True, editable=False)
    language = models.CharField(_("language"), max_length=7)
    name_native = models.CharField(_("name, as you write it"), max_length=120, blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, editable=False)  # stays when the day is redacted
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    residence = models.CharField(_("country of residence"), max_length=2, blank=True)
    affiliation = models.CharField(_("school or work"), max_length=200, blank=True)
    is_group = models.BooleanField(_("We enter as a group."), default=False)
    group_name = models.CharField(_("name of the group"), max_length=120, blank=True)
    guardian_name = models.CharField(_("guardian’s name"), max_length=120, blank=True)
    guardian_email = models.EmailField(_("guardian’s e-mail address"), blank=True)
    guardian_consented_at = models.DateTimeField(null=True, editable=False)
    reminded_for = models.DateTimeField(null=True, editable=False)  # the end of entries of which the last reminder told
    deletion_asked_at = models.DateTimeField(null=True, editable=False)
    redacted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["competition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "number"], name="entrants_entrant_number"),
            models.UniqueConstraint(fields=["competition", "email_key"], name="entrants_entrant_one_an_address"),
            models.CheckConstraint(
                condition=Q(redacted_at=None)
                | Q(email="", name_native="", name_latin="", born_on=None, affiliation="", group_name="", guardian_name="", guardian_email=""),
                name="entrants_entrant_redacted_is_empty",
            ),
        ]
        verbose_name = _("entrant")
        verbose_name_plural = _("entrants")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.number)


class Member(models.Model):
    entrant = models.ForeignKey(Entrant, on_delete=models.CASCADE, related_name="members")
    name_native = models.CharField(_("name, as you write it"), max_length=120)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120)
    born_on = models.DateField(_("date of birth"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.pk)


class Authorship(models.Model):
    """Whose an entry is."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="+")  # no way from the work to the person
    entrant = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="authorships")
    publish_name = models.BooleanField(_("My name may be published."), default=False)
    credit = models.CharField(_("name as it shall be read"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("authorship")
        verbose_name_plural = _("authorships")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.entry_id)


class Key(models.Model):
    """A link that was sent: what only the letter holds is kept as its hash."""

    class Purpose(models.TextChoices):
        ENTER = "enter", _("Way to the entrant’s works")
        GUARDIAN = "guardian", _("Consent of the guardian")

    entrant = models.ForeignKey(Entrant, on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=8, choices=Purpose)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="entrants_key_lives")]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Asked(models.Model):
    """That a letter was asked for: so many an hour are written to one address, and for one network. Gone after a day."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="+")
    address_key = models.CharField(max_length=64)
    network_key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address_key", "at"], name="entrants_asked_address"),
            models.Index(fields=["network_key", "at"], name="entrants_asked_network"),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
