"""An event: what it is, who holds it, whom it is for. When and where is a matter of its occurrences."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from anniversary.directory.models import Organisation, Person
from anniversary.languages.addresses import address
from anniversary.languages.models import CleanText
from anniversary.programmes.models import Programme, RelatedBlock
from anniversary.publishing import blocks, tombstones
from anniversary.publishing.models import Publishable, Status

from .place import Category, Series, Venue


class Admission(models.TextChoices):
    NOT_STATED = "not_stated", _("Not stated")
    FREE = "free", _("Free")
    TICKET = "ticket", _("With a ticket")
    INVITATION = "invitation", _("By invitation")
    MEMBERS = "members", _("For members")


class Attendance(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    BOTH = "both", _("In person and online")


class Recognition(models.TextChoices):
    NONE = "none", _("None")
    OFFICIAL = "official", _("Official event")
    PARTNER = "partner", _("Partner event")


class Event(Publishable):
    category = models.ForeignKey(
        Category, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="events",
        help_text=_("Readers filter the list by it; without a picture, the drawn cover follows it."),
    )  # fmt: skip
    series = models.ForeignKey(Series, verbose_name=_("series"), null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), null=True, blank=True, on_delete=models.PROTECT, related_name="events",
        help_text=_("The cultural programme that it belongs to; each page then leads to the other."),
    )  # fmt: skip
    organisations = models.ManyToManyField(Organisation, through="Organisership", related_name="events", verbose_name=_("organisers"))
    people = models.ManyToManyField(Person, through="Credit", related_name="events", verbose_name=_("people"))
    languages = models.JSONField(_("languages spoken"), default=list, blank=True, help_text=_("Leave all unticked where it is not known."))
    admission = models.CharField(_("admission"), max_length=10, choices=Admission, default=Admission.NOT_STATED)
    conditions = models.CharField(_("conditions"), max_length=300, blank=True, help_text=_("Prices, how to register, who may come. Shown after the admission."))
    attendance = models.CharField(_("attendance"), max_length=10, choices=Attendance, default=Attendance.IN_PERSON)
    recognised = models.CharField(
        _("recognition"), max_length=8, choices=Recognition, default=Recognition.NONE,
        help_text=_("“Official event” is shown as a mark; choose it only for what the organisers of the year have recognised."),
    )  # fmt: skip
    recognition_number = models.CharField(_("number of recognition"), max_length=30, blank=True, help_text=_("Shown beside the mark of an official event."))
    featured = models.BooleanField(_("featured"), default=False, help_text=_("Shown large, on the home page and above the list."))

    RESERVED_SLUGS = frozenset({
        "calendar", "categories", "category", "embed", "feed", "filter", "map", "month", "now", "past", "search", "series", "subscribe", "today", "tomorrow",
        "upcoming", "venues", "week", "weekend",
    })  # fmt: skip

    class Meta(Publishable.Meta):
        abstract = False
        ordering = ["-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["featured", "publish_at"], name="events_event_featured")]

    def get_absolute_url(self) -> str:
        return address("events:detail", self.slug)

    def day_url(self, day: date) -> str:
        """Where the page of all its times on a day is; for an event of one day alone, it leads to the event."""
        return address("events:day", self.slug, day.isoformat())

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.refresh_listing()

    def refresh_listing(self) -> None:
        """Write into the occurrences what their lists are filtered by. To be called after an update that went past `save`."""
        self.occurrences.update(**self.listing)

    def leave(self, at: datetime) -> None:
        super().leave(at)
        # Its listing columns still say what was public: they are written anew after this.
        rows = [row for row in self.occurrences.select_related("venue") if row.left_at]
        tombstones.leave(self.occurrences.model, (row.uid for row in rows), at)
        tombstones.leave(Venue, (row.venue.uuid for row in rows if row.venue), at)
        tombstones.leave(Organisation, self.organisations.values_list("uuid", flat=True), at)

    @property
    def listing(self) -> dict[str, Any]:
        shown = self.status == Status.PUBLISHED and not self.copy_of_id
        return {
            "category_id": self.category_id,
            "featured": self.featured,
            "public_from": self.publish_at if shown else None,
            "public_until": self.unpublish_at if shown else None,
        }

    def publication_problems(self) -> dict[str, Any]:
        problems = super().publication_problems()
        if not self.occurrences.exists():
            # The key is the prefix of the inline's formset: the message stands beside the dates.
            problems["occurrences"] = _("Give at least one date before it is published.")
        return problems

    @property
    def cover_kind(self) -> str:
        return self.category.cover_kind


class Organisership(models.Model):
    """That an organisation holds an event, and as what."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("Organiser")
        CO_ORGANISER = "co_organiser", _("Co-organiser")
        SUPPORT = "support", _("Support")
        VENUE_PARTNER = "venue_partner", _("Venue partner")
        PERFORMER = "performer", _("Performer")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="organiserships")
    role = models.CharField(_("role"), max_length=14, choices=Role, default=Role.ORGANISER)
    ordering = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["ordering", "pk"]
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"], name="events_organisership_once", violation_error_message=_("This organisation is there already.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = type(self)._base_manager.select_related("organisation", "event").filter(pk=self.pk).first() if self.pk else None
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            if before and before.organisation_id != self.organisation_id:
                before.leave()

    def leave(self) -> None:
        """The organisation may be public no longer: leave its tombstone."""
        if at := self.event.left_at:
            tombstones.leave(Organisation, [self.organisation.uuid], at)


@receiver(pre_delete, sender=Organisership, dispatch_uid="events.organisership.tombstone")
def _organiser_leaves(sender: Any, instance: Organisership, **kwargs: Any) -> None:
    instance.leave()


class Credit(CleanText):
    """That a person takes part in an event, and as what."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="credits")
    role = models.CharField(_("as"), max_length=120, blank=True, help_text=_("For example “conductor”; shown after the name."))
    # Said by whoever knows it: many who are named here open an event or speak at it, and no word of the role tells that in every language.
    performs = models.BooleanField(_("performs"), default=False, help_text=_("Plays, sings, dances, reads or speaks before the audience."))
    ordering = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["ordering", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="events_credit_once", violation_error_message=_("This person is there already.")),
        ]

    def __str__(self) -> str:
        return str(self.person)


blocks.define(Event, *blocks.ALL, RelatedBlock)
