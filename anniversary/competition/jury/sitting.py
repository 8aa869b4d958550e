"""Who may sit at the jury's desk: the juror to whom a seat was given, signed in with the role of a juror, and nobody who runs competitions."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers

from anniversary.competition import stages

from .convening import ROLE
from .models import Round, Seat

View = Callable[..., HttpResponseBase]


def is_juror(user: Any) -> bool:
    """Whether the user has the role. Somebody of the staff: the second step that is asked of them is asked of jurors."""
    return bool(user.is_active and user.is_staff and user.groups.filter(name=ROLE).exists())


def seats(user: Any) -> QuerySet[Seat]:
    """The seats of a user, those of open rounds first."""
    taken = Seat.objects.filter(juror__user=user, left_at=None).select_related("juror", "round__competition__rules")
    return taken.exclude(round__state=Round.State.PREPARED).order_by("-round__state", "-pk")


def signed_in(view: View) -> View:
    """For jurors only, and never from a cache. Others are told so in words."""

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if stages.may_conduct(request.user):
            return render(request, "competition/jury/officer.html", status=403)
        if not is_juror(request.user):
            raise PermissionDenied
        answer = view(request, **kwargs)
        add_never_cache_headers(answer)
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer

    return answered


def door(view: View) -> View:
    """For a view (request, seat, …) below jury/<slug>/<round>/: the user's own seat, 404 for all others."""

    @wraps(view)
    def seated(request: HttpRequest, slug: str, number: int, **kwargs: Any) -> HttpResponseBase:
        seat = get_object_or_404(seats(request.user), round__competition__slug=slug, round__number=number)
        return view(request, seat, **kwargs)

    return signed_in(seated)
