"""What a body is made of. Each feature binds these to its own model with `define`, which gives one table a block and model."""

import re
import sys
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import nh3
from content_editor.models import PluginBase
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import models
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from anniversary.languages.models import CleanText
from anniversary.library.models import Album, Document, Image

from . import charts

PROSE: dict[str, Any] = {
    "Bold": True, "Italic": True, "Heading": {"levels": [2, 3]}, "BulletList": True, "OrderedList": True, "ListItem": True,
    "HardBreak": True, "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
}  # fmt: skip
TAGS = {"p", "br", "strong", "em", "h2", "h3", "ul", "ol", "li", "a"}


def sanitise(html: str) -> str:
    """The HTML with nothing in it but the few tags that the editor offers; scripts, styles and their content are dropped."""
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener")


def check_image(image: Image | None) -> None:
    """ValidationError beside the field `image` if the image may not be shown yet (no alternative text)."""
    if image is not None:
        try:
            image.check_usable()
        except ValidationError as error:
            raise ValidationError({"image": error.messages}) from error


class Block(PluginBase, CleanText):  # type: ignore[misc]
    """The base of all blocks; `define` adds `parent`."""

    region = models.CharField(max_length=255)
    ordering = models.IntegerField(default=0)
    TEMPLATE: ClassVar[str] = ""
    ICON: ClassVar[str] = "notes"
    AUTOCOMPLETE: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        ordering = ["ordering"]

    def __str__(self) -> str:
        return ""

    @property
    def template_name(self) -> str:
        return f"blocks/{self.TEMPLATE}.html"


class RichText(Block):
    text = ProseEditorField(_("text"), extensions=PROSE, sanitize=sanitise)
    TEMPLATE = "richtext"

    class Meta(Block.Meta):
        abstract = True
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def __str__(self) -> str:
        return Truncator(strip_tags(self.text)).chars(60)

    def clean_characters(self) -> None:
        # The field sanitises in forms only; imports and code come through here as well.
        super().clean_characters()
        self.text = sanitise(self.text or "")


class Picture(Block):
    image = models.ForeignKey(Image, verbose_name=_("picture"), on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("caption"), max_length=300, blank=True, help_text=_("Empty: the caption of the picture itself."))
    TEMPLATE, ICON, AUTOCOMPLETE = "picture", "image", ("image",)

    class Meta(Block.Meta):
        abstract = True
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @classmethod
    def get_queryset(cls) -> "models.QuerySet[Any]":
        return cls._default_manager.select_related("image")

    def clean(self) -> None:
        super().clean()
        check_image(self.image if self.image_id else None)


class Gallery(Block):
    album = models.ForeignKey(
        Album, verbose_name=_("album"), on_delete=models.PROTECT, related_name="+", help_text=_("The pictures of an album, in the album's order.")
    )
    TEMPLATE, ICON, AUTOCOMPLETE = "gallery", "collections", ("album",)

    class Meta(Block.Meta):
        abstract = True
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")

    @classmethod
    def get_queryset(cls) -> "models.QuerySet[Any]":
        return cls._default_manager.select_related("album").prefetch_related("album__items__image")

    def clean(self) -> None:
        super().clean()
        if self.album_id:
            for item in self.album.items.select_related("image"):
                try:
                    item.image.check_usable()
                except ValidationError as error:
                    raise ValidationError({"album": [f"{item.image}: {message}" for message in error.messages]}) from error


class Quote(Block):
    text = models.TextField(_("quotation"))
    source = models.CharField(_("who said it, where"), max_length=200, help_text=_("Every quotation names its source."))
    source_url = models.URLField(_("address of the source"), max_length=600, blank=True)
    TEMPLATE, ICON = "quote", "format_quote"

    class Meta(Block.Meta):
        abstract = True
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")

    def __str__(self) -> str:
        return self.source


PROVIDERS = {"youtube": "YouTube", "vimeo": "Vimeo"}
signer = Signer(salt="publishing.video")


def video_of(url: str) -> tuple[str, str]:
    """Provider and id of a video's address. ValueError if it is neither YouTube's nor Vimeo's."""
    parts = urlsplit(url)
    host, path = (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.path.strip("/")
    found = ""
    if host == "youtu.be":
        found = path
    elif host in {"youtube.com", "youtube-nocookie.com"}:
        found = parse_qs(parts.query).get("v", [""])[0] or path.rpartition("/")[2]
    elif host in {"vimeo.com", "player.vimeo.com"} and re.fullmatch(r"\d{4,12}", path.rpartition("/")[2]):
        return "vimeo", path.rpartition("/")[2]
    if re.fullmatch(r"[\w-]{11}", found):
        return "youtube", found
    raise ValueError(url)


def watch_url(url: str) -> str:
    """Our own page that asks before anything is loaded from a video's provider; signed, so that it embeds only our videos.

    ValueError for an address that is neither YouTube's nor Vimeo's."""
    return reverse("publishing:watch", args=[signer.sign(":".join(video_of(url)))])


class Video(Block):
    url = models.URLField(_("address"), max_length=300, help_text=_("Of a video on YouTube or Vimeo. Nothing is loaded from there before the reader agrees."))
    title = models.CharField(_("title"), max_length=200)
    transcript = models.TextField(_("transcript"), blank=True, help_text=_("What is said and shown, for those who cannot hear or see it."))
    TEMPLATE, ICON = "video", "movie"

    class Meta(Block.Meta):
        abstract = True
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        try:
            video_of(self.url)
        except ValueError:
            raise ValidationError({"url": _("This is not the address of a video on YouTube or Vimeo.")}) from None

    @property
    def provider_name(self) -> str:
        return PROVIDERS[video_of(self.url)[0]]

    @property
    def watch_url(self) -> str:
        return watch_url(self.url)


class Download(Block):
    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("text of the link"), max_length=200, blank=True, help_text=_("Empty: the document's title."))
    TEMPLATE, ICON, AUTOCOMPLETE = "download", "file_download", ("document",)

    class Meta(Block.Meta):
        abstract = True
        verbose_name = _("download")
        verbose_name_plural = _("downloads")

    @classmethod
    def get_queryset(cls) -> "models.QuerySet[Any]":
        return cls._default_manager.select_related("document").defer("document__text")  # a book's, perhaps


class Figures(Block):
    title = models.CharField(_("title"), max_length=160, help_text=_("What is counted."))
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    shape = models.CharField(_("shown as"), max_length=6, choices=charts.Shape, default=charts.Shape.BAR)
    data = models.TextField(_("figures"), help_text=_("One a line: year or name, a semicolon, the number. For example: 2019; 2292"))
    source = models.CharField(_("source"), max_length=200, help_text=_("Every figure names its source."))
    source_url = models.URLField(_("address of the source"), max_length=600, blank=True)
    TEMPLATE, ICON = "figures", "bar_chart"

    class Meta(Block.Meta):
        abstract = True
        verbose_name = _("figures")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        try:
            charts.read_rows(self.data)
        except ValueError as error:
            raise ValidationError({"data": _("This line is not a name, a semicolon and a number: %(line)s") % {"line": error}}) from None

    @property
    def rows(self) -> list[charts.Row]:
        return charts.read_rows(self.data)

    @property
    def chart_svg(self) -> str:
        return charts.draw(self.rows, self.shape)


ALL = (RichText, Picture, Gallery, Quote, Video, Download, Figures)


def define(parent: type[models.Model], *bases: type[Block]) -> list[type[Block]]:
    """Concrete blocks of `parent`, one model a base, named after both (Article + Quote → ArticleQuote), put into its module."""
    module, made = sys.modules[parent.__module__], []
    for base in bases:
        meta = type("Meta", (base.Meta,), {"abstract": False})
        attributes = {
            "__module__": parent.__module__,
            "Meta": meta,
            "parent": models.ForeignKey(parent, on_delete=models.CASCADE, related_name="%(app_label)s_%(class)s_set"),
        }
        block = type(f"{parent.__name__}{base.__name__}", (base,), attributes)
        setattr(module, block.__name__, block)
        made.append(block)
    parent.BLOCKS = made  # type: ignore[attr-defined]
    return made
