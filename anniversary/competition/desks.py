"""The desks at which an office runs a competition: one bar of tabs, filled by the apps above, and the door to each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_stubs_ext import StrOrPromise

from . import stages
from .models import Competition


@dataclass(frozen=True)
class Desk:
    """`url`: the name of its address, which takes the competition's pk; `rank`: its place among the tabs, by the order of the stages."""

    url: str
    label: StrOrPromise
    rank: int
    right: str = stages.RIGHT


_desks: dict[str, Desk] = {}


def register(desk: Desk) -> None:
    """Have a desk among the tabs. Features call this in their apps.py."""
    _desks[desk.url] = desk


def tabs(user: Any, competition: Competition) -> list[tuple[str, StrOrPromise]]:
    """(address, label) of the desks that this user may sit at."""
    allowed = [desk for desk in sorted(_desks.values(), key=lambda desk: desk.rank) if user.has_perm(desk.right)]
    return [(reverse(desk.url, args=[competition.pk]), desk.label) for desk in allowed]


def door(right: str = stages.RIGHT, *, run_here: bool = True) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """For a view (request, competition, …) below …/<pk>/desk/: staff with the right only, never from a cache.

    With `run_here`, only for a competition that is run here.
    """

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def answered(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(right):
                raise PermissionDenied
            records = Competition._base_manager.select_related("rules").filter(copy_of=None)
            competition = get_object_or_404(records.filter(rules__isnull=False) if run_here else records, pk=pk)
            answer = view(request, competition, **kwargs)
            add_never_cache_headers(answer)
            return answer

        return admin.site.admin_view(answered)

    return wrap


def context(request: HttpRequest, competition: Competition, title: StrOrPromise) -> dict[str, Any]:
    """What templates/competition/desk/base.html needs; add your own to it."""
    return admin.site.each_context(request) | {
        "title": title,
        "competition": competition,
        "opts": Competition._meta,
        "stage": stages.stage_of(competition),
        "tabs": tabs(request.user, competition) if stages.rules_of(competition) else [],
        "has_permission": True,
    }
