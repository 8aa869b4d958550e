"""Users and roles, for an administrator who has never heard of Django's permissions."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from anniversary.languages.admin import without_links

from . import passwords
from .forms import UserForm
from .models import Role
from .roles import ROLES, explained


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [(name, role.label) for name, role in ROLES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() in ROLES else queryset


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """An administrator adds people and gives them roles, but neither makes nor touches a superuser."""

    admin_group = "staff"
    form = UserForm
    change_form_template = "admin/staff/user_change_form.html"
    list_display = ["username", "full_name", "role_names", "second_step", "is_active", "last_login"]
    list_filter = ["is_active", RoleFilter]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups").annotate(authenticators=Count("authenticator"))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        rights = ["groups", "is_superuser"] if request.user.is_superuser else ["groups"]
        known = [(_("Until now"), {"fields": ["last_login", "date_joined"]})] if obj else []
        return [
            (None, {"fields": ["username", "is_active"] if obj else ["username"]}),
            (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
            (_("Roles"), {"fields": rights}),
            *known,
        ]

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, obj: User) -> str:
        return obj.get_full_name()

    @admin.display(description=_("roles"))
    def role_names(self, obj: User) -> str:
        named = [str(ROLES[group.name].label) for group in obj.groups.all() if group.name in ROLES]
        return ", ".join([gettext("Superuser"), *named] if obj.is_superuser else named)

    @admin.display(description=_("second step"), boolean=True)
    def second_step(self, obj: Any) -> bool:
        return bool(obj.authenticators)

    # --- who may touch whom ------------------------------------------------------------------------------------------
    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj and (obj == request.user or (obj.is_superuser and not request.user.is_superuser)):
            return False
        return super().has_delete_permission(request, obj)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """With a user go his keys and addresses, which have rights of their own that nobody needs for this."""
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        return *without_links(listed, counts), needed & {self.opts.verbose_name}, protected

    # --- saving, and the one-time password -----------------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()  # until response_add issues one
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        user = form.instance
        user.is_staff = user.is_superuser or user.groups.exists()
        user.save(update_fields=["is_staff"])

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        return self._tell(request, obj)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.one_time_password)
        return [path("<int:pk>/one-time-password/", view, name="staff_one_time_password"), *super().get_urls()]

    def one_time_password(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask (GET), then issue a new one-time password (POST); on request take the second step off for a lost telephone."""
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if request.method == "POST":
            if "second_step" in request.POST:
                Authenticator.objects.filter(user=user).delete()
            self.log_change(request, user, gettext("New one-time password."))
            return self._tell(request, user)
        context = self._context(request, user) | {"has_second_step": get_adapter().is_mfa_enabled(user)}
        return TemplateResponse(request, "admin/staff/one_time_password.html", context)

    def _tell(self, request: HttpRequest, user: User) -> HttpResponse:
        # In the answer itself: a message would put the password into the session or a cookie.
        context = self._context(request, user) | {"password": passwords.issue(user)}
        return TemplateResponse(request, "admin/staff/one_time_password.html", context)

    def _context(self, request: HttpRequest, user: User) -> dict[str, Any]:
        title = gettext("One-time password")
        return self.admin_site.each_context(request) | {"opts": self.opts, "original": user, "title": title, "subtitle": user.get_username()}


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin[Role]):
    """What each role is for and what it may do. Only to be read: the table is in roles.py."""

    admin_group = "staff"
    list_display = ["__str__", "explanation", "members"]
    list_display_links = ["__str__"]
    fields = ["explanation", "member_names", "rights"]
    readonly_fields = ["explanation", "member_names", "rights"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        return super().get_queryset(request).annotate(number=Count("user"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Role | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Role | None = None) -> bool:
        return False

    @admin.display(description=_("what it is for"))
    def explanation(self, obj: Role) -> str:
        return str(ROLES[obj.name].explanation)

    @admin.display(description=_("people"), ordering="number")
    def members(self, obj: Any) -> int:
        return int(obj.number)

    @admin.display(description=_("people"))
    def member_names(self, obj: Role) -> str:
        return ", ".join(user.get_full_name() or user.get_username() for user in obj.user_set.all())

    @admin.display(description=_("what it may do"))
    def rights(self, obj: Role) -> SafeString:
        rows = format_html_join("", "<tr><th scope='row'>{}</th><td>{}</td></tr>", explained(obj.name))
        return format_html('<table class="role-rights">{}</table>', rows)
