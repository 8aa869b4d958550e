"""The admin of everything that is published: language tabs, blocks, workflow buttons, preview, history."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from content_editor.admin import ContentEditor, ContentEditorInline
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.contrib.contenttypes.admin import GenericTabularInline
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms.utils import ErrorDict, ErrorList
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportModelAdmin
from js_asset import Media
from reversion.admin import VersionAdmin
from reversion.models import Version

from anniversary.languages import shown
from anniversary.languages.admin import LanguagesAdmin, columns, tabs, visible
from anniversary.languages.text import codes
from anniversary.library.models import Tag, TaggedItem
from anniversary.search.adminbase import IndexedOnce

from . import previews, tables, workflow
from .blocks import Block
from .models import Publishable, Source, Status

if TYPE_CHECKING:
    Base = admin.ModelAdmin
else:
    Base = object


class NonceMixin(Base):
    """Gives the form's scripts the nonce that the admin's content security policy asks for."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[arg-type]
        data: Any = response.context_data  # type: ignore[attr-defined]
        data["media"] = Media.from_media(data["media"]).with_nonce(request.csp_nonce)  # type: ignore[attr-defined]
        return response


class TranslatedAdmin(IndexedOnce, NonceMixin, LanguagesAdmin):
    """The base for records that are edited in language tabs but do not go through review."""

    show_full_result_count = False
    list_per_page = 50


class SourceInline(GenericTabularInline):
    model = Source
    extra = 0
    fields = ["label", "url", "reference", "ordering"]
    classes = ["collapse"]


class LanguageMissing(admin.SimpleListFilter):
    title = gettext_lazy("language that is missing")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return shown.names()

    def queryset(self, request: HttpRequest, queryset: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        code = self.value()
        if code not in codes():
            return queryset
        missing = models.Q()
        for field in ("title", "summary"):
            missing |= models.Q(**{f"{field}_{code}": None}) | models.Q(**{f"{field}_{code}": ""})
        return queryset.filter(missing)


def language_marks(done: Sequence[str]) -> SafeString:
    """The site's languages as small marks, each saying in words whether it is complete."""
    return format_html_join(
        " ", '<span class="lang lang--{}" title="{}">{}</span>',
        (("ok", _("complete"), code) if code in done else ("no", _("missing or incomplete"), code) for code in codes()),
    )  # fmt: skip


def is_key(value: Any) -> bool:
    """Whether a sent value can be a record's number. Django asks the database with anything, which SQLite refuses for the longest."""
    return str(value).isascii() and str(value).isdigit() and len(str(value)) <= 18


class TagsWidget(AutocompleteSelectMultiple):
    """Shows a form again that was sent with what is no tag's number."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, [key for key in value if is_key(key)], attrs)


class TagsField(forms.ModelMultipleChoiceField):
    """Tags chosen by typing a few letters; in place of taggit's comma-separated text."""

    def __init__(self, db_field: Any, site: admin.AdminSite, request: HttpRequest) -> None:
        relation = TaggedItem._meta.get_field("tag")
        widget = RelatedFieldWidgetWrapper(TagsWidget(relation, site), relation.remote_field, site, can_add_related=request.user.has_perm("library.add_tag"))
        super().__init__(Tag.objects.all(), required=False, widget=widget, label=capfirst(db_field.verbose_name), help_text=db_field.help_text)

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if not is_key(key):
                raise ValidationError(self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key})
        return super().clean(value)


class BlockInline(ContentEditorInline):
    def get_queryset(self, request: HttpRequest) -> Any:
        """The blocks of the languages that are on: those of the others are neither shown nor, as the form does not send them back, lost."""
        return super().get_queryset(request).filter(region__in=codes())


def block_inlines(model: type[Publishable]) -> list[type[ContentEditorInline]]:
    """One inline for each kind of block of the model."""
    return [BlockInline.create(block, icon=block.ICON, autocomplete_fields=block.AUTOCOMPLETE) for block in model.BLOCKS if issubclass(block, Block)]


class PublishableForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks of a page that is public what was asked when it was published: an edit must not make it incomplete."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.instance.status == Status.PUBLISHED:
            for name, problem in self.instance.publication_problems().items():
                if name in self.fields and name not in self.errors:
                    self.add_error(name, problem)


class KeepsOne(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """For rows of which a public page needs one: the last of them is not taken away."""

    def clean(self) -> None:
        super().clean()
        left = [form for form in self.forms if form.is_valid() and form.has_changed() | bool(form.instance.pk) and not self._should_delete_form(form)]  # type: ignore[attr-defined]
        if self.instance.status == Status.PUBLISHED and not left:
            raise ValidationError(_("The page is public and needs at least one. Withdraw the page first, or keep one."))


class PublishableAdmin(IndexedOnce, NonceMixin, VersionAdmin, LanguagesAdmin, ImportExportModelAdmin, ContentEditor):  # type: ignore[misc]
    """Subclass it with `main_fields` (those without a language) and `translated_fields`; blocks are taken from the model."""

    form = PublishableForm
    change_form_template: ClassVar[Any] = "admin/publishing/change_form.html"
    formats = tables.FORMATS
    table_columns: ClassVar[Sequence[str]] = ()  # of the model's own, in its tables
    main_fields: ClassVar[Sequence[Any]] = ()
    translated_fields: ClassVar[Sequence[str]] = ("title", "summary")
    first_inlines: Sequence[type[admin.options.InlineModelAdmin[Any, Any]]] = ()  # before the body
    other_inlines: ClassVar[Sequence[Any]] = ()  # after it
    list_filter = ["status", LanguageMissing]
    list_display = ["title", "state_mark", "language_marks", "changed_on"]
    date_hierarchy = "publish_at"
    search_fields = [*columns("title"), "slug"]
    autocomplete_fields = ["cover"]
    show_full_result_count = False
    list_per_page = 50
    save_on_top = False
    desk = True  # shown in the index's desk: drafts, in review, returned

    def __init__(self, model: Any, admin_site: Any) -> None:
        # reversion asks here what belongs to a record: its versions hold the body, the dates and the sources too.
        type(self).inlines = [*self.first_inlines, *block_inlines(model), *self.other_inlines, SourceInline]
        super().__init__(model, admin_site)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        publication = {
            "fields": ["slug", "publish_at", "unpublish_at"],
            "classes": ["collapse"],  # all three may stay empty; the body is nearer without them
            "description": _("When and where readers find the page. Nothing is public before somebody presses “Publish”. Times are those of %(zone)s.")
            % {"zone": get_current_timezone_name()},
        }
        return [
            *visible(self.model, tabs(*self.translated_fields)),
            (None, {"fields": [*self.main_fields, "cover", "tags"]}),
            (_("Address of the page, times of publishing"), publication),
        ]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        blocks = block_inlines(self.model) if self._shows_blocks(request, obj) else []
        return [*self.first_inlines, *blocks, *self.other_inlines, SourceInline]

    def _shows_blocks(self, request: HttpRequest, obj: Any) -> bool:
        """Whoever may not change the body reads it in the preview: the block editor cannot show one that is read only."""
        return obj is None or self.has_change_permission(request, obj)

    def _content_editor_media(self, request: HttpRequest, context: dict[str, Any]) -> Any:
        return super()._content_editor_media(request, context) if self._shows_blocks(request, context.get("original")) else Media()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "tags":
            return TagsField(db_field, self.admin_site, request)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def patch_translation_field(self, db_field: Any, field: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().patch_translation_field(db_field, field, request, **kwargs)
        if db_field.name in columns("title"):
            field.required = False  # no language goes before the others: Publishable.clean asks for a title in any of them

    def get_resource_classes(self, request: HttpRequest) -> list[type[tables.PublishableResource]]:
        return [tables.resource_for(self.model, *self.table_columns)]

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The second step. What was uploaded in the first is gone after it: a second press of the button finds nothing."""
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.error(request, _("The uploaded table is no longer here. Upload it again; what is there already is not made twice."))
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_import"))

    # --- the list ---------------------------------------------------------------------------------------------------
    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state_mark(self, obj: Publishable) -> SafeString:
        return format_html('<span class="state state--{}">{}</span>', "scheduled" if obj.is_scheduled else obj.status, obj.state)

    @admin.display(description=gettext_lazy("languages"))
    def language_marks(self, obj: Publishable) -> SafeString:
        return language_marks(obj.complete_languages())

    @admin.display(description=gettext_lazy("last change"), ordering="updated_at")
    def changed_on(self, obj: Publishable) -> str:
        return date_format(localtime(obj.updated_at), "SHORT_DATE_FORMAT")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(copy_of=None)

    # --- rights -----------------------------------------------------------------------------------------------------
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See workflow.may_edit."""
        if not super().has_change_permission(request, obj):
            return False
        # While an old version is put back, what the record is now decides, not what it was.
        now = getattr(request, "restored_over", None) or obj
        return now is None or workflow.may_edit(request.user, now)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was public once is withdrawn, not deleted: its address goes on to answer that it was taken down."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or (obj.first_published_at is None and self.has_change_permission(request, obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        objects, counts, needed, protected = super().get_deleted_objects(objs, request)
        protected = [*protected, *(str(obj) for obj in objs if not self.has_delete_permission(request, obj))]
        return objects, counts, needed, protected

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if obj is not None and obj.is_public else None

    # --- the form ---------------------------------------------------------------------------------------------------
    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        return [path("<path:object_id>/move/", self.admin_site.admin_view(self.move_view), name=name), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        extra = dict(extra_context or {})
        if record := self.get_object(request, unquote(object_id)):
            extra |= {
                "verbs": workflow.verbs_for(request.user, record),
                "may_edit": self.has_change_permission(request, record),
                "move_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_move", args=[record.pk]),
                "preview_url": previews.url_for(record),
                "log": list(record.transitions.select_related("by")[:8]),
            }
        return super().change_view(request, object_id, form_url, extra)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None and request.method == "GET" and request.GET.get("check") == "publish":
            self._show_problems(context, record.publication_problems())
        return super().render_change_form(request, context, *args, **kwargs)

    def _show_problems(self, context: dict[str, Any], problems: dict[str, Any]) -> None:
        """Puts what keeps a record from being published beside the fields that can mend it."""
        form = context["adminform"].form
        errors = ErrorDict()
        for name, problem in problems.items():
            texts = [str(text) for text in (problem if isinstance(problem, list | tuple) else [problem])]
            formset = next((item.formset for item in context["inline_admin_formsets"] if item.formset.prefix == name), None)
            if formset is not None:
                formset.full_clean()  # otherwise the template's first look at its errors empties what is set here
                formset._non_form_errors = ErrorList(texts)
            errors[name if name in form.fields else "__all__"] = ErrorList(texts)
        form._errors = errors
        context["errors"] = ErrorList([str(text) for texts in errors.values() for text in texts])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.refresh_body_index()

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        if "_popup" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(
            request, _("“%(record)s” is saved as a draft: only editors can see it. Look at the preview, then send it to review.") % {"record": obj}
        )
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk]))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._move(request, obj) if request.POST.get("_verb") else super().response_change(request, obj)

    def move_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A workflow button on a page that the user may look at but not edit."""
        record = self.get_object(request, unquote(object_id))
        if record is None or request.method != "POST":
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return self._move(request, record)

    def _move(self, request: HttpRequest, record: Any) -> HttpResponse:
        name = request.POST.get("_verb", "")
        if name not in workflow.VERBS:
            raise Http404
        target = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk])
        try:
            record = workflow.move(record, name, user=request.user, note=request.POST.get("_note", ""))
        except ValidationError as error:
            messages.error(request, _("Saved, but not done: ") + " ".join(dict.fromkeys(error.messages)))
            return HttpResponseRedirect(f"{target}?check=publish" if name == "publish" else target)
        messages.success(request, f"{record}: {record.state}")
        self.log_change(request, record, [{"changed": {"fields": [f"{workflow.VERBS[name].label}"]}}])
        return HttpResponseRedirect(target)

    # --- history: restoring an old version must not restore its status, nor pass by today's rights ----------------------
    def revision_view(self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None) -> HttpResponse:
        version = self._version(version_id)
        record = self.get_object(request, unquote(object_id))
        if record is None or str(record.pk) != version.object_id:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        request.restored_over = record  # type: ignore[attr-defined]
        if request.method == "POST" and (at := record.left_at):
            record.leave(at)  # reversion writes past `save`: all that is public through it now; whoever reads it looks what is public still
        return super().revision_view(request, object_id, version_id, extra_context)

    def recover_view(self, request: HttpRequest, version_id: str, extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if self.model._base_manager.filter(pk=self._version(version_id).object_id).exists():
            raise Http404  # what is there is not recovered: that would pass by the rights to what is public
        request.restored_over = None  # type: ignore[attr-defined]
        return super().recover_view(request, version_id, extra_context)

    def _version(self, version_id: str) -> Any:
        """A stored version of this kind of record. Reversion itself takes any number, and puts back whatever was saved together with it."""
        version = get_object_or_404(Version.objects.get_for_model(self.model), pk=version_id)
        others = (other.content_type.model_class() for other in version.revision.version_set.exclude(pk=version.pk).select_related("content_type"))
        if any(model is not None and issubclass(model, Publishable) for model in others):
            raise Http404
        return version

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if hasattr(request, "restored_over"):
            now: Any = request.restored_over
            obj.status = now.status if now else Status.DRAFT
            obj.first_published_at = now.first_published_at if now else None
            if now and now.status == Status.PUBLISHED:
                obj.publish_at = obj.publish_at or now.publish_at
        elif change:
            # The form was read before: what somebody else has moved meanwhile stays moved.
            moved = type(obj)._base_manager.select_for_update(of=("self",)).only("status", "first_published_at", "publish_at").get(pk=obj.pk)
            obj.status, obj.first_published_at = moved.status, moved.first_published_at
            if obj.status == Status.PUBLISHED:
                obj.publish_at = obj.publish_at or moved.publish_at
        super().save_model(request, obj, form, change)
