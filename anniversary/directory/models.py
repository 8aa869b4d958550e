"""People and organisations. They are public only while something published refers to them."""

import uuid
from collections.abc import Callable
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from anniversary import clock
from anniversary.languages import text
from anniversary.languages.dates import check_partial_date
from anniversary.languages.models import CleanText
from anniversary.languages.names import ReadingField
from anniversary.library.models import Image, TaggedItem
from anniversary.publishing import tombstones
from anniversary.publishing.models import SLUG, OldAddress

COUNTRY = RegexValidator(r"^[A-Z]{2}$", _("Two letters, ISO 3166-1, for example FR."))

# What makes a person or an organisation public: features above add here, in their apps.py, how to find those that they show.
Referrer = Callable[[], Q]


Record = TypeVar("Record", bound=models.Model, covariant=True)


class ReferredQuerySet(models.QuerySet[Record]):
    def public(self) -> Self:
        """Those to whom something published refers."""
        shown = Q(pk__in=[])
        for referrer in self.model.referrers:  # type: ignore[attr-defined]
            shown |= referrer()
        return self.filter(shown)


class Referred(CleanText):
    """A record with a page of its own that is public while others refer to it (its manager is ReferredQuerySet's)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, validators=[SLUG], help_text=_("The last part of the page's address, the same in every language.")
    )
    name = models.CharField(_("name"), max_length=200)
    reading = ReadingField(
        _("reading in kana"), blank=True, help_text=_("The Japanese name as it is read, in hiragana. Decides its place in Japanese lists; the search finds it.")
    )
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return text.pick(self, "name")[0] or self.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        model: Any = type(self)
        before = model.objects.public().filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        super().save(*args, **kwargs)
        if before and before != self.slug:
            kind = ContentType.objects.get_for_model(model)
            OldAddress.objects.update_or_create(content_type=kind, slug=before, defaults={"object_id": self.pk})

    def clean(self) -> None:
        super().clean()
        if not any(text.has(self, "name", code) for code in text.codes()):
            raise ValidationError({f"name_{text.current()}": _("Write the name in at least one language.")})

    @property
    def cover(self) -> Image | None:
        """The picture of its page and its card; None: the site draws one."""
        return None

    def complete_languages(self) -> list[str]:
        return text.complete(self, ["name"])


def check_picture(record: models.Model, field: str) -> None:
    """ValidationError beside the field if its picture may not be shown yet (no alternative text)."""
    if image := getattr(record, field):
        try:
            image.check_usable()
        except ValidationError as error:
            raise ValidationError({field: error.messages}) from error


class Organisation(Referred):
    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        EMBASSY = "embassy", _("Embassy")
        ASSOCIATION = "association", _("Association")
        COMPANY = "company", _("Company")
        UNIVERSITY = "university", _("University")
        SCHOOL = "school", _("School")
        MUSEUM = "museum", _("Museum")
        CITY = "city", _("City or province")
        INTERNATIONAL = "international", _("International organisation")
        MEDIA = "media", _("Media")
        ENSEMBLE = "ensemble", _("Ensemble")

    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    country_code = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY])
    description = models.TextField(_("description"), blank=True, help_text=_("One or two sentences on who they are."))
    url = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(Image, verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ReferredQuerySet.as_manager()
    referrers: ClassVar[list[Referrer]] = []

    class Meta:
        ordering = ["slug"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def get_absolute_url(self) -> str:
        return reverse("directory:organisation", args=[self.slug])

    @property
    def cover(self) -> Image | None:
        return self.logo

    def clean(self) -> None:
        super().clean()
        check_picture(self, "logo")


@receiver(pre_delete, sender=Organisation, dispatch_uid="directory.organisation.tombstone")
def _leave_a_tombstone(sender: Any, instance: Organisation, **kwargs: Any) -> None:
    """A partner of programmes can be deleted while it is public; an organiser of events, or a venue, cannot."""
    if Organisation.objects.public().filter(pk=instance.pk).exists():
        tombstones.leave(Organisation, [instance.uuid], clock.now())


class Person(Referred):
    country_code = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY], help_text=_("The side for which the person acts here."))
    bio = models.TextField(_("in short"), blank=True, help_text=_("One to three sentences: the public role, as at its date."))
    portrait = models.ForeignKey(Image, verbose_name=_("portrait"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    tags = TaggableManager(_("tags"), through=TaggedItem, blank=True)

    objects = ReferredQuerySet.as_manager()
    referrers: ClassVar[list[Referrer]] = []

    class Meta:
        ordering = ["slug"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def get_absolute_url(self) -> str:
        return reverse("directory:person", args=[self.slug])

    @property
    def cover(self) -> Image | None:
        return self.portrait

    def clean(self) -> None:
        super().clean()
        check_picture(self, "portrait")

    @property
    def first_role(self) -> "Role | None":
        """The role that stands first, from prefetched roles."""
        return next(iter(self.roles.all()), None)


class Role(CleanText):
    """What a person was, where and when; an open end means that the end is not known or not reached."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    title = models.CharField(_("role"), max_length=200)
    organisation = models.ForeignKey(Organisation, verbose_name=_("organisation"), null=True, blank=True, on_delete=models.SET_NULL, related_name="roles")
    start = models.CharField(_("from"), max_length=10, blank=True, validators=[check_partial_date], help_text=_("2025, 2025-06 or 2025-06-15."))
    end = models.CharField(_("to"), max_length=10, blank=True, validators=[check_partial_date])
    ordering = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["ordering", "pk"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return text.pick(self, "title")[0]

    def clean(self) -> None:
        super().clean()
        if self.start and self.end and self.end < self.start[: len(self.end)]:
            raise ValidationError({"end": _("The end is before the start.")})
