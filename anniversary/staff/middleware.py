"""What is different on the pages for staff: their language, a first password to change, their own policy and no caching."""

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from anniversary.languages import shown
from anniversary.occasion.models import Anniversary

from .models import Profile

ACCOUNTS = re.compile(r"^/[a-z]{2}/accounts/")
JURY = re.compile(r"^/[a-z]{2}/jury/")
LEAVING = {"account_logout", "admin:logout"}
PASSWORD = {"account_change_password", "account_set_password"}


class StaffMiddleware:
    """Leaves public pages alone: it does not even look at the user there, which would make them vary by cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_admin, at_jury = request.path_info.startswith("/admin/"), bool(JURY.match(request.path_info))
        if not (in_admin or at_jury or ACCOUNTS.match(request.path_info)):
            return self.get_response(request)
        profile = Profile.of(request.user) if request.user.is_authenticated and request.user.is_staff else None
        language = admin_language(request, profile) if in_admin else translation.get_language()
        with translation.override(language), timezone.override(editors_zone()):
            request.LANGUAGE_CODE = translation.get_language()
            response = detour(request, profile, in_admin or at_jury) or self.get_response(request)
        if in_admin:
            response.headers["Content-Language"] = request.LANGUAGE_CODE
        response.headers["Cache-Control"] = "private, no-store"
        response._csp_replace = settings.ADMIN_CSP  # type: ignore[attr-defined]  # django-csp reads it
        return response


def editors_zone() -> ZoneInfo:
    """On whose clocks editors read and type times: those of the first country of the anniversary."""
    return Anniversary.current().zone


def admin_language(request: HttpRequest, profile: Profile | None) -> str:
    """The language that the user chose, if the site still has it; otherwise what the browser asks for."""
    if profile and profile.language in shown.codes():
        return profile.language
    return shown.preferred(request)


def detour(request: HttpRequest, profile: Profile | None, at_work: bool) -> HttpResponse | None:
    """Where a member of staff has to go first: to choose a password, or (if it is required) to set up a second step."""
    if profile is None:
        return None
    request.must_change_password = profile.must_change_password  # type: ignore[attr-defined]
    try:
        page = resolve(request.path_info).view_name
    except Resolver404:
        page = ""
    if profile.must_change_password and page not in PASSWORD | LEAVING:
        return redirect("account_change_password")
    if settings.REQUIRE_STAFF_MFA and at_work and page not in LEAVING and not get_adapter().is_mfa_enabled(request.user):  # type: ignore[arg-type]
        return redirect("mfa_index")
    return None
