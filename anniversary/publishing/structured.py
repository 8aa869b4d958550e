"""schema.org descriptions of pages, as JSON-LD (a data block: the content security policy does not ask for a nonce)."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from anniversary.languages import text
from anniversary.occasion.models import Anniversary

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def absolute(path: str) -> str:
    return path if path.startswith("http") else f"{settings.SITE_URL}{path}"


def dump(*things: dict[str, Any]) -> SafeString:
    """One script element with the things' graph; what is empty is left out; nothing in it can close the element."""
    graph = [_without_empty(thing) for thing in things]
    body = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, default=_plain)
    return mark_safe(f'<script type="application/ld+json">{body.translate(_ESCAPES)}</script>')


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(part) for key, part in value.items() if part not in (None, "", [], {})}
    return [_without_empty(part) for part in value] if isinstance(value, list) else value


def publisher() -> dict[str, Any]:
    occasion = Anniversary.current()
    return {"@type": "Organization", "name": text.pick(occasion, "publisher")[0], "url": settings.SITE_URL, "logo": absolute("/brand/icon-512.png")}


def search_action(path: str) -> dict[str, Any]:
    """SearchAction: how to search the site at this path."""
    target = {"@type": "EntryPoint", "urlTemplate": f"{absolute(path)}?q={{words}}"}
    return {"@type": "SearchAction", "target": target, "query-input": "required name=words"}


def breadcrumbs(*steps: tuple[str, str]) -> dict[str, Any]:
    """BreadcrumbList of (name, path) pairs below the home page; the last is the page itself."""
    home = (str(_("Home")), f"/{text.current()}/")
    items = [{"@type": "ListItem", "position": n, "name": name, "item": absolute(path)} for n, (name, path) in enumerate([home, *steps], 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}
