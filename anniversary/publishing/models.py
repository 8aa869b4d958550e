"""What is edited, reviewed and published: the base of every publishable model, its log, its sources, its old addresses."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from content_editor.models import Region
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django_stubs_ext import StrOrPromise
from taggit.managers import TaggableManager

from anniversary import clock
from anniversary.languages import shown, text
from anniversary.languages.models import CleanText
from anniversary.library.models import Image, TaggedItem
from anniversary.search import following

from . import tombstones

SLUG = RegexValidator(r"^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$", _("Use lower-case Latin letters, digits and single hyphens, with at least one letter."))


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


Record = TypeVar("Record", bound=models.Model, covariant=True)


class PublishableQuerySet(models.QuerySet[Record]):
    def published(self) -> Self:
        """What the public may see now: the only public door. Working copies, schedules and ends are all decided here."""
        now = clock.now()
        return self.filter(Q(unpublish_at=None) | Q(unpublish_at__gt=now), status=Status.PUBLISHED, publish_at__lte=now, copy_of=None)

    def for_cards(self, *more: str) -> Self:
        """With what a card of a list shows and no other column; `more` names those that a kind adds."""
        pictures = [f"cover__{name}" for name in Image.CARD]
        return self.select_related("cover").only("slug", *text.stored("title", "summary"), *pictures, *more)

    def withdrawn(self) -> Self:
        """What the public could see once and may not any more."""
        now = clock.now()
        return self.filter(Q(status=Status.WITHDRAWN) | Q(status=Status.PUBLISHED, unpublish_at__lte=now), copy_of=None, first_published_at__lte=now)


class Publishable(CleanText):
    """A record with a public page that goes through review. Subclasses say what blocks their body is made of.

    Texts are one column per language; the body is made of blocks, one region per language; one ASCII slug serves all
    languages, because Khmer cannot be put into an address without being mangled.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200, help_text=_("What a reader sees first, in lists, search results and at the top of the page."))
    slug = models.SlugField(
        _("address"), max_length=80, blank=True, validators=[SLUG],
        help_text=_(
            "The last part of the page's address, the same in every language. Left empty, it is made from the English title. "
            "If you change it later, the old address leads to the new one."
        ),
    )  # fmt: skip
    summary = models.TextField(
        _("summary"), blank=True, max_length=600, help_text=_("One or two sentences: shown in lists, under the title, and when somebody shares the page.")
    )
    cover = models.ForeignKey(
        Image, verbose_name=_("cover picture"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("Shown at the top of the page and in lists. Without one, the site draws a cover of its own."),
    )  # fmt: skip
    tags = TaggableManager(_("tags"), through=TaggedItem, blank=True, help_text=_("Words that lead to everything on the same subject."))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False, db_index=True)
    publish_at = models.DateTimeField(
        _("publish on"), null=True, blank=True, db_index=True,
        help_text=_("Empty: at once when it is published. A later time: readers see it from then on."),
    )  # fmt: skip
    unpublish_at = models.DateTimeField(
        _("take down on"), null=True, blank=True, help_text=_("Empty: it stays. Otherwise readers are told from then on that the page was taken down.")
    )
    first_published_at = models.DateTimeField(null=True, editable=False)
    # A copy being edited while its original stays public; the editing desk comes with its own issue, the door is ready.
    copy_of = models.ForeignKey("self", null=True, editable=False, on_delete=models.CASCADE, related_name="working_copies")
    # {"en": ["articlerichtext", …]}: which kinds of blocks each language has, so that a page asks for no table in vain.
    body_index = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True, db_index=True)

    sources = GenericRelation("publishing.Source")
    transitions = GenericRelation("publishing.Transition")

    objects = PublishableQuerySet.as_manager()
    copy_of_id: int | None
    BLOCKS: ClassVar[list[type[models.Model]]] = []
    RESERVED_SLUGS: ClassVar[frozenset[str]] = frozenset()
    _STANDING = ("slug", "uuid", "status", "publish_at", "unpublish_at", "copy_of", "updated_at")

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish", "withdraw")
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=Q(copy_of=None), name="%(app_label)s_%(class)s_one_slug"),
            models.CheckConstraint(
                condition=Q(unpublish_at=None) | Q(publish_at=None) | Q(unpublish_at__gt=models.F("publish_at")), name="%(app_label)s_%(class)s_down_after_up"
            ),
            models.CheckConstraint(condition=~Q(status="published") | Q(publish_at__isnull=False), name="%(app_label)s_%(class)s_published_has_time"),
        ]

    def __str__(self) -> str:
        return text.pick(self, "title")[0] or f"#{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self._free_slug()
        if self.status == Status.PUBLISHED and self.publish_at and self.first_published_at and self.first_published_at > clock.now():
            self.first_published_at = self.publish_at  # scheduled for another time than first meant; nobody has seen it yet
        before = type(self)._base_manager.filter(pk=self.pk).only(*self._STANDING).first() if self.pk else None
        super().save(*args, **kwargs)
        if before is None:
            return
        if before.slug != self.slug and self.first_published_at and not self.copy_of_id:
            OldAddress.objects.update_or_create(content_type=ContentType.objects.get_for_model(self), slug=before.slug, defaults={"object_id": self.pk})
        if (at := before.left_at) and not self.is_public:
            self.leave(at)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if not any(text.has(self, "title", code) for code in text.codes()):
            errors[f"title_{text.current()}"] = _("Write the title in at least one language.")
        if self.slug in self.RESERVED_SLUGS:
            errors["slug"] = _("This word is used by the site itself; choose another address.")
        elif self.slug and self._leads_elsewhere({self.slug}):
            errors["slug"] = _("This was the address of another page and leads to it; choose another one.")
        if self.status == Status.PUBLISHED and not self.publish_at:
            errors["publish_at"] = _("It is published: say since when. To take it off the site, withdraw it.")
        if self.publish_at and self.unpublish_at and self.unpublish_at <= self.publish_at:
            errors["unpublish_at"] = _("It would be taken down before it is published.")
        if self.cover_id and (problem := self.cover_problem()):
            errors["cover"] = problem
        if errors:
            raise ValidationError(errors)

    def cover_problem(self) -> str:
        try:
            self.cover.check_usable()  # type: ignore[union-attr]
        except ValidationError as error:
            return " ".join(error.messages)
        return ""

    def _leads_elsewhere(self, slugs: set[str]) -> set[str]:
        """Those of `slugs` that were another record's and lead to it."""
        old = OldAddress.objects.filter(content_type=ContentType.objects.get_for_model(self), slug__in=slugs).exclude(object_id=self.pk or 0)
        return set(old.values_list("slug", flat=True))

    def _free_slug(self) -> str:
        stem = slugify(getattr(self, "title_en", None) or "")[:60].strip("-") or f"{self._meta.model_name}-{str(self.uuid)[:8]}"
        if stem.isdigit() or stem in self.RESERVED_SLUGS:
            stem = f"{self._meta.model_name}-{stem}"
        taken = set(type(self)._base_manager.filter(slug__startswith=stem, copy_of__isnull=True).exclude(pk=self.pk).values_list("slug", flat=True))
        taken |= self._leads_elsewhere({stem, *(f"{stem}-{n}" for n in range(2, 9))})
        return next(slug for slug in [stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 12))] if slug not in taken)

    @property
    def cover_kind(self) -> str:
        """The word of the cover composer's kinds by which a cover is drawn where there is no picture."""
        return str(getattr(self, "kind", "") or self._meta.model_name).replace("_", "-")

    # --- what a reader can see ---------------------------------------------------------------------------------------
    @property
    def is_public(self) -> bool:
        now = clock.now()
        return bool(
            self.status == Status.PUBLISHED and not self.copy_of_id and self.publish_at and self.publish_at <= now
            and (not self.unpublish_at or self.unpublish_at > now)
        )  # fmt: skip

    @property
    def left_at(self) -> datetime | None:
        """When it leaves the public if it is changed or deleted now (see tombstones.left_at)."""
        since = self.publish_at if self.status == Status.PUBLISHED and not self.copy_of_id else None
        return tombstones.left_at(since, self.unpublish_at, self.updated_at)

    def leave(self, at: datetime) -> None:
        """Leave a tombstone. Subclasses add those of what is public only together with it."""
        tombstones.leave(type(self), [self.uuid], at)

    @property
    def is_scheduled(self) -> bool:
        return bool(self.status == Status.PUBLISHED and self.publish_at and self.publish_at > clock.now())

    @property
    def state(self) -> str:
        """The status in words, with what the clock adds: scheduled, or taken down."""
        if self.is_scheduled:
            return pgettext("a page", "Scheduled")
        if self.status == Status.PUBLISHED and not self.is_public:
            return str(_("Taken down"))
        return str(self.get_status_display())

    def publication_problems(self) -> dict[str, Any]:
        """What keeps the record from being published: messages by field. Subclasses add their own."""
        problems: dict[str, Any] = {}
        if not any(text.has(self, "summary", code) for code in text.codes()):
            problems[f"summary_{text.current()}"] = _("Write a summary in at least one language before it is published.")
        if self.cover_id and (problem := self.cover_problem()):
            problems["cover"] = problem
        return problems

    # --- languages ----------------------------------------------------------------------------------------------------
    @property
    def regions(self) -> list[Region]:
        """The languages that a body can be edited in (content-editor's word for them)."""
        return [Region(key=code, title=name) for code, name in shown.names()]

    def body_languages(self) -> list[str]:
        return [code for code in text.codes() if self.body_index.get(code)]

    def complete_languages(self) -> list[str]:
        """The languages in which the page is whole: title, summary, and a body if it has one in any language."""
        bodies = self.body_languages()
        return [code for code in text.complete(self, ["title", "summary"]) if not bodies or code in bodies]

    def refresh_body_index(self) -> None:
        """To be called after blocks were saved."""
        found: dict[str, list[str]] = {}
        for block in self.BLOCKS:
            for region in block._base_manager.filter(parent=self).order_by().values_list("region", flat=True).distinct():
                found.setdefault(region, []).append(str(block._meta.model_name))
        self.body_index = found
        with transaction.atomic(savepoint=False):
            type(self)._base_manager.filter(pk=self.pk).update(body_index=found)
            following.changed(self)  # its page shows other blocks now


class Transition(models.Model):
    """One move of one record from one status to another: who, when and why. Never edited."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(_("what"), max_length=30)
    before = models.CharField(_("from"), max_length=30)
    after = models.CharField(_("to"), max_length=30)
    note = models.TextField(_("note"), blank=True)

    # What features log besides the steps of publishing, in words: each adds its own in its apps.py.
    words: ClassVar[dict[str, StrOrPromise]] = {}

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"])]
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return f"{self.verb}: {self.before} → {self.after}"

    @staticmethod
    def _status_label(value: str) -> str:
        return str(Status(value).label) if value in Status.values else str(Transition.words.get(value, value))

    def get_before_display(self) -> str:
        return self._status_label(self.before)

    def get_after_display(self) -> str:
        return self._status_label(self.after)


class Source(CleanText):
    """Where a record's facts come from; shown at the end of its page."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    label = models.CharField(_("source"), max_length=200, help_text=_("Who published it and what, for example “Ministry of Culture, event page”."))
    url = models.URLField(_("address"), max_length=600, blank=True, help_text=_("Empty where the address is not known."))
    reference = models.CharField(
        _("reference"), max_length=20, blank=True, help_text=_("Number in your own file of facts, for example ev-001. Readers do not see it.")
    )
    ordering = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["ordering", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.label


class OldAddress(models.Model):
    """A slug that a published record had before: its address leads to the new one."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    slug = models.SlugField(_("old address"), max_length=80)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "slug"], name="publishing_oldaddress_once")]
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.slug
