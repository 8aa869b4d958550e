"""Pictures, albums, documents and tags: what every other part of the site takes from one place."""

import posixpath
from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from imagefield.fields import PPOIField
from taggit.models import GenericTaggedItemBase, TagBase

from anniversary import clock
from anniversary.languages import text
from anniversary.languages.models import CleanText

from . import renditions
from .fields import DocumentField, PictureField, is_new
from .uploads import CheckedDocument, check_document, clean_image, document_name, original_name

SHARE = r"(0(\.[0-9]{1,4})?|1(\.0{1,4})?)"
NOT_IN_FILE_NAMES = '/\\:*?"<>|'  # on one system or another
FOCAL_POINT = RegexValidator(rf"^{SHARE}x{SHARE}\Z", _("A focal point is two shares from 0 to 1, for example 0.5x0.25."))


class Licence(models.TextChoices):
    OWN = "own", _("Own work")
    PUBLIC_DOMAIN = "pd", _("Public domain")
    CC_BY = "cc-by", _("CC BY")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA")
    PERMISSION = "permission", _("All rights reserved, used with permission")
    NOT_STATED = "unstated", _("Not stated")


class ImageQuerySet(models.QuerySet):
    def described(self) -> "ImageQuerySet":
        """Those with a description in at least one language: the ones that may be used."""
        return self.filter(reduce(or_, (models.Q(**{f"alt_{code}__gt": ""}) for code in settings.MODELTRANSLATION_LANGUAGES)))

    def without_alt(self, language: str) -> "ImageQuerySet":
        return self.filter(models.Q(**{f"alt_{language}": ""}) | models.Q(**{f"alt_{language}": None}))

    def waiting(self) -> "ImageQuerySet":
        """Those whose renditions are not made yet."""
        return self.filter(renditions_ready=False)


class Image(CleanText):
    file = PictureField(
        _("picture"), upload_to=original_name, formats=renditions.FORMATS, width_field="width", height_field="height", ppoi_field="focal_point",
        help_text=_("JPEG, PNG, WebP, GIF or AVIF. The place and the camera stored in a photograph are removed."),
    )  # fmt: skip
    width = models.PositiveIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height"), default=0, editable=False)
    focal_point = PPOIField(_("focal point"), validators=[FOCAL_POINT])
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("By this you find the picture here; readers do not see it."))
    alt = models.CharField(
        _("description"), max_length=300, blank=True,
        help_text=_("What the picture shows, for people who cannot see it. Needed in at least one language before the picture can be used."),
    )  # fmt: skip
    caption = models.CharField(_("caption"), max_length=500, blank=True, help_text=_("Readers see it under the picture."))
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Whose picture it is; readers see it after the caption."))
    licence = models.CharField(_("licence"), max_length=12, choices=Licence, default=Licence.NOT_STATED)
    source_url = models.URLField(_("source"), blank=True, max_length=500, help_text=_("The page where the picture was found."))
    renditions_ready = models.BooleanField(_("ready to show"), default=False, editable=False)
    added_at = models.DateTimeField(_("added"), default=clock.now, editable=False, db_index=True)

    objects = ImageQuerySet.as_manager()

    # The columns that a small picture in a list needs.
    CARD = ("file", "width", "height", "focal_point", "renditions_ready", *text.stored("alt"))

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self) -> str:
        return text.pick(self, "title")[0] or text.pick(self, "alt")[0] or gettext("Image %(number)s") % {"number": self.pk or "–"}

    def save(self, **kwargs: Any) -> None:
        """ValidationError by field if a new file is no acceptable picture. A new file or focal point starts the making of renditions."""
        only = kwargs.get("update_fields")
        if only is not None and not {"file", "focal_point"} & set(only):
            return super().save(**kwargs)
        self._clean_upload()
        before = type(self).objects.filter(pk=self.pk).values("file", "focal_point", "renditions_ready").first() if self.pk else None
        new_file = is_new(self.file)
        changed = not before or new_file or (before["file"], before["focal_point"]) != (self.file.name, self.focal_point)
        # Unchanged, the row knows better than this copy of it: the task may have finished since it was read.
        self.renditions_ready = bool(before and before["renditions_ready"] and not changed)
        if changed and only is not None:
            kwargs["update_fields"] = {*only, "renditions_ready", "width", "height"}
        try:
            super().save(**kwargs)
        except BaseException:
            if new_file and not is_new(self.file):
                self.file.storage.delete(str(self.file.name))  # no row knows this file
            raise
        if before and before["file"] != self.file.name:
            _forget(self.file.storage, before["file"], self.file)
        if changed and self.file:
            transaction.on_commit(self.make_renditions)

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude=exclude)
        if "file" not in (exclude or ()):
            self._clean_upload()

    def make_renditions(self) -> None:
        """Have the renditions made in the background."""
        from .tasks import make_renditions  # tasks.py needs this module

        make_renditions.enqueue(self.pk)

    def check_usable(self) -> None:
        """ValidationError unless the picture may be shown: every app that takes one calls this in its own clean()."""
        if not self.usable:
            raise ValidationError(
                gettext("“%(image)s” has no description yet. Open it in the library and write, in at least one language, what it shows.") % {"image": self},
                code="no_alt",
            )

    def is_used(self) -> bool:
        """Whether a page, a block or an album shows it, published or not."""
        relations = (field for field in self._meta.get_fields(include_hidden=True) if field.auto_created and not field.concrete)
        return any(relation.related_model._base_manager.filter(**{relation.field.name: self}).exists() for relation in relations)  # type: ignore[union-attr]

    @property
    def usable(self) -> bool:
        return bool(self.file) and any((getattr(self, f"alt_{code}") or "").strip() for code in settings.MODELTRANSLATION_LANGUAGES)

    def rendition(self, name: str) -> renditions.Rendition | None:
        """Address and size of "card", "share", "thumb" or such as "webp_960"; None as long as it is not made."""
        if not self.renditions_ready:
            return None
        return renditions.Rendition(getattr(self.file, name), *self._size(name))

    def widths(self, kind: str) -> list[renditions.Rendition]:
        """The whole picture as "avif" or "webp", narrow to wide; [] as long as it is not made."""
        made = (self.rendition(f"{kind}_{width}") for width in renditions.widths(self.width, self.height)) if self.renditions_ready else ()
        return [found for found in made if found]

    def stored_renditions(self) -> set[str]:
        return _renditions_of(self.file, str(self.file.name))

    def remove_files(self, names: set[str]) -> None:
        for name in names:
            self.file.storage.delete(name)

    def _size(self, name: str) -> tuple[int, int]:
        if name in renditions.CROPS:
            return renditions.cropped(self.width, self.height, *renditions.CROPS[name][1:])
        into = renditions.THUMB if name == "thumb" else int(name.partition("_")[2])
        return renditions.fitted(self.width, self.height, into)

    def _clean_upload(self) -> None:
        """Put the cleaned picture in the place of a new upload. A file that is stored, or was cleaned before, is left alone."""
        if not is_new(self.file):
            return
        try:
            clean = clean_image(self.file.file)
        except ValidationError as error:
            raise ValidationError({"file": error}) from error
        if self.file.file is not clean:
            self.file = clean
        self.width, self.height = clean.width, clean.height


class Album(CleanText):
    """Pictures in an order: a gallery block shows one."""

    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("Readers see it above the gallery."))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("album")
        verbose_name_plural = _("albums")

    def __str__(self) -> str:
        return text.pick(self, "title")[0] or gettext("Album %(number)s") % {"number": self.pk or "–"}

    def images(self) -> list[Image]:
        """Those that can be shown now, in their order; one query, none if `items__image` is prefetched."""
        items = self.items.all() if "items" in getattr(self, "_prefetched_objects_cache", {}) else self.items.select_related("image")
        return [item.image for item in items if item.image.renditions_ready]


class AlbumItem(models.Model):
    album = models.ForeignKey(Album, on_delete=models.CASCADE, related_name="items", verbose_name=_("album"))
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="album_items", verbose_name=_("image"))
    ordering = models.IntegerField(_("order"), default=0)

    class Meta:
        ordering = ["ordering", "pk"]
        verbose_name = _("image in the album")
        verbose_name_plural = _("images in the album")
        constraints = [
            models.UniqueConstraint(fields=["album", "image"], name="library_albumitem_once", violation_error_message=_("This image is in the album already.")),
        ]

    def __str__(self) -> str:
        return str(self.image)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(savepoint=False):  # with what is written because of it
            super().save(*args, **kwargs)

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude=exclude)
        if self.image_id and "image" not in (exclude or ()):
            try:
                self.image.check_usable()
            except ValidationError as error:
                raise ValidationError({"image": error}) from error


class DocumentKind(models.TextChoices):
    PDF = "pdf", "PDF"
    ODT = "odt", "ODT"
    ODS = "ods", "ODS"
    ODP = "odp", "ODP"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"
    PPTX = "pptx", "PPTX"
    CSV = "csv", "CSV"
    ZIP = "zip", "ZIP"


def all_languages() -> list[tuple[str, str]]:
    return list(settings.ALL_LANGUAGES.items())


class DocumentQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        """Those whose text is not taken out yet."""
        return self.filter(kind=DocumentKind.PDF, text_ready=False)


class Document(CleanText):
    """A file to download. Its name cannot be guessed and only published pages link to it: nothing lists documents to the public."""

    file = DocumentField(
        _("file"), upload_to=document_name,
        help_text=_("PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX, CSV or ZIP. What the file says about its author stays in it."),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("Readers see it as the link, and as the name of the downloaded file."))
    language = models.CharField(
        _("language"), max_length=8, blank=True, choices=all_languages, help_text=_("The language of the document; empty for several or none.")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=DocumentKind, editable=False)
    size = models.PositiveBigIntegerField(_("size"), default=0, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    added_at = models.DateTimeField(_("added"), default=clock.now, editable=False)
    # What a PDF says, for the search: taken out of it in the background. Empty too where nothing can be read, as in one that was scanned.
    text = models.TextField(default="", editable=False)
    text_ready = models.BooleanField(default=False, editable=False)

    objects = DocumentQuerySet.as_manager()

    TAKEN_OUT = ("text", "text_ready")

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["file"], name="library_document_file")]

    def __str__(self) -> str:
        return text.pick(self, "title")[0] or gettext("Document %(number)s") % {"number": self.pk or "–"}

    def save(self, **kwargs: Any) -> None:
        """ValidationError by field if a new file is no acceptable document. A new file starts the taking out of its text."""
        only = kwargs.get("update_fields")
        if only is not None and "file" not in only:
            return super().save(**kwargs)
        self._check_upload()
        before = type(self).objects.filter(pk=self.pk).values_list("file", flat=True).first() if self.pk else None
        new_file = is_new(self.file)
        changed = new_file or before != self.file.name
        if changed:
            self.text, self.text_ready = "", self.kind != DocumentKind.PDF
            if only is not None:
                kwargs["update_fields"] = {*only, "kind", "size", "sha256", *self.TAKEN_OUT}
        elif only is None:
            # Of its text the row knows better than this copy of it: the task may have finished since it was read.
            kwargs["update_fields"] = {field.name for field in self._meta.concrete_fields if not field.primary_key} - {*self.TAKEN_OUT}
        try:
            super().save(**kwargs)
        except BaseException:
            if new_file and not is_new(self.file):
                self.file.storage.delete(str(self.file.name))
            raise
        if before and before != self.file.name:
            _forget(self.file.storage, before)
        if changed and not self.text_ready:
            transaction.on_commit(self.take_text)

    def take_text(self) -> None:
        """Have its text taken out in the background."""
        from .tasks import take_text  # tasks.py needs this module

        take_text.enqueue(self.pk)

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude=exclude)
        if "file" not in (exclude or ()):
            self._check_upload()

    def describe(self, checked: CheckedDocument) -> None:
        self.kind, self.size, self.sha256 = checked.kind, checked.size, checked.sha256

    @property
    def download_name(self) -> str:
        """What a reader's computer calls the file: the title in the document's language."""
        title = text.pick(self, "title", self.language or settings.LANGUAGE_CODE)[0] or "document"
        kept = "".join(letter if letter.isprintable() and letter not in NOT_IN_FILE_NAMES else " " for letter in title)
        return f"{' '.join(kept.split())[:100].strip('. ') or 'document'}.{self.kind}"

    def _check_upload(self) -> None:
        if not is_new(self.file):
            return
        try:
            checked = check_document(self.file.file)
        except ValidationError as error:
            raise ValidationError({"file": error}) from error
        if self.file.file is not checked:
            self.file = checked
        self.describe(checked)


class Tag(CleanText, TagBase):
    """`name` is what editors and taggit look up, once for all languages; `label` is what readers see."""

    slug = models.SlugField(
        _("address"), unique=True, max_length=100, help_text=_("Part of the page's address, the same in all languages: a-z, 0-9 and hyphens.")
    )
    label = models.CharField(_("label"), max_length=100, blank=True, help_text=_("What readers see; without one they see the name."))

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def slugify(self, tag: str, i: int | None = None) -> str:
        """ASCII only; a name without any gets a slug that says nothing, for an editor to better."""
        slug = slugify(tag)[:90] or "tag"
        return slug if i is None else f"{slug}-{i}"

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])

    @property
    def text(self) -> str:
        return text.pick(self, "label")[0] or self.name

    @property
    def text_language(self) -> str:
        """The language that `text` is in; a name is taken for one in the site's first."""
        label, language = text.pick(self, "label")
        return language if label else settings.LANGUAGE_CODE


class TaggedItem(GenericTaggedItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="items", verbose_name=_("tag"))

    class Meta:
        verbose_name = _("tagged item")
        verbose_name_plural = _("tagged items")
        indexes = [models.Index(fields=["content_type", "object_id"], name="library_tagged_object")]
        # The tag first: that is also the index by which lists find what has a tag.
        constraints = [models.UniqueConstraint(fields=["tag", "content_type", "object_id"], name="library_tagged_once")]


def _renditions_of(file: Any, name: str) -> set[str]:
    base = file._process_base(name)
    try:
        found = file.storage.listdir(base.path)[1]
    except FileNotFoundError:
        return set()
    return {posixpath.join(base.path, entry) for entry in found if entry.startswith(base.basename)}


def _forget(storage: Storage, name: str, picture: Any = None) -> None:
    """Remove a stored file (with a picture's renditions) once the change is certain."""

    def remove() -> None:
        for entry in {name} | (_renditions_of(picture, name) if picture else set()):
            storage.delete(entry)

    transaction.on_commit(remove)


# A receiver, not delete(): the admin's action and cascades delete without calling it.
@receiver(post_delete, sender=Image, dispatch_uid="library.image.files")
@receiver(post_delete, sender=Document, dispatch_uid="library.document.files")
def _files_go_with_the_row(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    if instance.file and not is_new(instance.file):
        _forget(instance.file.storage, instance.file.name, instance.file if sender is Image else None)
