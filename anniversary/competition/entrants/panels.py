"""What the apps above show on the page of an entrant's own entry, such as a question of the office, and the addresses that answer it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern
from django.utils.safestring import SafeString

from anniversary.competition.entries.models import Entry

Panel = tuple[str, dict[str, Any]]  # template and context; the template is given the latter as `panel` too, and what the page itself has
Provider = Callable[[Entry, HttpRequest], Panel | None]

_providers: list[Provider] = []
# Mounted below competition/<slug>/enter/<token>/<code>/, in the namespace "entrants". Views take what `door.entry` gives them. Fill it in ready().
addresses: list[URLPattern] = []


def register(provider: Provider) -> None:
    """Have `provider` asked for a panel whenever an entrant opens one of their entries. Features call this in their apps.py."""
    if provider not in _providers:
        _providers.append(provider)


def of(entry: Entry, request: HttpRequest) -> list[Panel]:
    """The panels of this entry, in the order in which the apps have registered."""
    return [panel for provider in _providers if (panel := provider(entry, request))]


def shown(entry: Entry, request: HttpRequest, page: dict[str, Any]) -> list[SafeString]:
    """The same as they stand on the page; `page`: its own context."""
    return [render_to_string(template, page | told | {"panel": told}, request) for template, told in of(entry, request)]
