from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from .models import Profile


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in which the user wants the editing pages, and go back. An unknown language: 404."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        raise Http404
    Profile.objects.update_or_create(user_id=request.user.pk, defaults={"language": code})  # type: ignore[misc]
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else reverse("admin:index"))
