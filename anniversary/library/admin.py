from typing import Any, ClassVar

from admin_ordering.admin import OrderableAdmin
from content_editor.admin import RefinedModelAdmin
from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anniversary.languages import shown
from anniversary.languages.admin import LanguagesAdmin, columns, tabs
from anniversary.languages.text import codes
from anniversary.search.adminbase import Findable

from .forms import AlbumForm, DocumentForm, ImageForm, TagForm
from .models import Album, AlbumItem, Document, DocumentKind, Image, Tag


@admin.display(description=_("picture"))
def thumbnail(image: Image | None) -> str:
    """The admin's small picture; words as long as it is not made."""
    made = image.rendition("thumb") if image else None
    if made is None:
        return gettext("being made") if image and image.pk else "–"
    return format_html('<img class="library-thumb" src="{}" width="{}" height="{}" alt="">', made.url, made.width, made.height)


class WithoutDescription(admin.SimpleListFilter):
    title = _("description missing in")
    parameter_name = "no_alt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*shown.names(), ("all", gettext("all languages"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> QuerySet[Image]:
        wanted = codes() if self.value() == "all" else [code for code in codes() if code == self.value()]
        for code in wanted:
            queryset = queryset.without_alt(code)  # type: ignore[attr-defined]
        return queryset


class LibraryAdmin(Findable, LanguagesAdmin, RefinedModelAdmin):
    admin_group = "library"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    class Media:
        css = {"all": ["admin-ui/library.css"]}


@admin.register(Image)
class ImageAdmin(LibraryAdmin):
    form = ImageForm
    list_display = ["picture", "name", "described_in", "licence", "renditions_ready", "added_at"]
    list_display_links = ["picture", "name"]
    list_filter = ["licence", WithoutDescription, "renditions_ready"]
    list_per_page = 50
    search_fields = columns("title", "alt", "caption", "credit")
    date_hierarchy = "added_at"
    actions = ["remake"]
    readonly_fields = ["pixels", "renditions_ready"]
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["file", "focal_point", "pixels", "renditions_ready"]}),
        *tabs("title", "alt", "caption", "credit"),
        (_("Rights"), {"fields": ["licence", "source_url"]}),
    ]

    @admin.display(description=_("picture"))
    def picture(self, image: Image) -> str:
        return thumbnail(image)

    @admin.display(description=_("title"))
    def name(self, image: Image) -> str:
        return str(image)

    @admin.display(description=_("described in"))
    def described_in(self, image: Image) -> str:
        return ", ".join(code for code in codes() if getattr(image, f"alt_{code}")) or "–"

    @admin.display(description=_("size"))
    def pixels(self, image: Image) -> str:
        return f"{image.width} × {image.height}" if image.width else "–"

    @admin.action(description=_("Make the sizes for readers again"), permissions=["change"])
    def remake(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        for image in queryset:
            image.make_renditions()
        messages.info(request, gettext("The sizes are made in the background."))

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not obj.usable:
            messages.warning(request, gettext("This picture cannot be used yet: write in at least one language what it shows."))


class AlbumItemInline(OrderableAdmin, admin.TabularInline):
    model = AlbumItem
    autocomplete_fields = ["image"]
    fields = ["ordering", "image", "picture"]
    readonly_fields = ["picture"]
    ordering_field = "ordering"
    extra = 0
    max_num = 1000

    def get_queryset(self, request: HttpRequest) -> QuerySet[AlbumItem]:
        return super().get_queryset(request).select_related("image")

    @admin.display(description=_("picture"))
    def picture(self, item: AlbumItem) -> str:
        return thumbnail(item.image if item.image_id else None)


@admin.register(Album)
class AlbumAdmin(LibraryAdmin):
    form = AlbumForm
    list_display = ["name", "pictures"]
    search_fields = columns("title")
    fieldsets: ClassVar[Any] = tabs("title")
    inlines = [AlbumItemInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Album]:
        return super().get_queryset(request).annotate(pictures=Count("items"))

    @admin.display(description=_("title"))
    def name(self, album: Album) -> str:
        return str(album)

    @admin.display(description=_("pictures"), ordering="pictures")
    def pictures(self, album: Any) -> int:
        return album.pictures


class InLanguage(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return shown.names()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        return queryset.filter(language=self.value()) if self.value() in shown.codes() else queryset


@admin.register(Document)
class DocumentAdmin(LibraryAdmin):
    form = DocumentForm
    list_display = ["name", "kind", "readable_size", "language", "added_at"]
    list_filter = ["kind", InLanguage]
    search_fields = [*columns("title"), "sha256"]
    date_hierarchy = "added_at"
    readonly_fields = ["kind", "readable_size", "found_by", "sha256"]
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["file", "language"]}),
        *tabs("title"),
        (_("About the file"), {"fields": ["kind", "readable_size", "found_by", "sha256"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        return super().get_queryset(request).defer("text")

    @admin.display(description=_("title"))
    def name(self, document: Document) -> str:
        return str(document)

    @admin.display(description=_("size"), ordering="size")
    def readable_size(self, document: Document) -> str:
        return filesizeformat(document.size)

    @admin.display(description=_("found by"))
    def found_by(self, document: Document) -> str:
        """What of it the search knows."""
        if document.kind != DocumentKind.PDF:
            return gettext("title only")
        if not document.text_ready:
            return gettext("title; the text is being read")
        return gettext("title and text") if document.text else gettext("title only: no text can be read from the file")


@admin.register(Tag)
class TagAdmin(LibraryAdmin):
    form = TagForm
    list_display = ["name", *columns("label"), "slug", "used"]
    search_fields = ["name", *columns("label")]  # also what autocomplete looks in
    prepopulated_fields = {"slug": ["name"]}
    fieldsets: ClassVar[Any] = [(None, {"fields": ["name", "slug"]}), *tabs("label")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(used=Count("items"))

    @admin.display(description=_("used"), ordering="used")
    def used(self, tag: Any) -> int:
        return tag.used
