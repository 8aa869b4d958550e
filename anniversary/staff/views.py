from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anniversary.languages import shown

from .as_of import SESSION_KEY, AsOf, may_look
from .forms import AsOfForm
from .models import Profile


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in which the user wants the editing pages, and go back. An unknown language: 404."""
    code = request.POST.get("language", "")
    if code not in shown.codes():
        raise Http404
    Profile.objects.update_or_create(user_id=request.user.pk, defaults={"language": code})  # type: ignore[misc]
    return HttpResponseRedirect(_safe(request, request.POST.get("next", "")) or reverse("admin:index"))


@require_http_methods(["GET", "HEAD", "POST"])
def as_of(request: HttpRequest) -> HttpResponse:
    """Choose the day as of which to see the public pages (`day`, perhaps `at`), or with `today` go back to today's; then on to `next`."""
    if not may_look(request.user):
        raise PermissionDenied
    following = _safe(request, (request.POST or request.GET).get("next", "")) or reverse("home")
    if request.method == "POST" and "today" in request.POST:
        request.session.pop(SESSION_KEY, None)
        return HttpResponseRedirect(following)
    form = AsOfForm(request.POST) if request.method == "POST" else AsOfForm.showing(request)
    if form.is_valid():
        request.session[SESSION_KEY] = str(AsOf(form.cleaned_data["day"], form.cleaned_data["at"]))
        return HttpResponseRedirect(following)
    context = {"title": _("See the site as of a date"), "as_of_form": form, "following": following, "looking": AsOf.read(request.session.get(SESSION_KEY))}
    return render(request, "admin/staff/as_of.html", admin.site.each_context(request) | context)


def _safe(request: HttpRequest, address: str) -> str:
    """The address if it leads to a page of ours, otherwise nothing."""
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return address if ours else ""
