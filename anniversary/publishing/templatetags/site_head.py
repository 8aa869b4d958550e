"""What base.html needs to know about the address of the page: its canonical form, its other languages, the menu's items."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import NoReverseMatch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from anniversary.covers import addresses
from anniversary.languages import shown, text
from anniversary.languages.addresses import address

register = template.Library()


@dataclass(frozen=True)
class Address:
    """A path below the site's root, taken apart: the language's prefix and what follows it ("events/…")."""

    language: str  # empty where the address has no language, as the staff's sign-in
    rest: str

    @classmethod
    def of(cls, path: str) -> "Address":
        first, _slash, rest = path.lstrip("/").partition("/")
        return cls(first, rest) if first in text.codes() else cls("", path.lstrip("/"))

    def within(self, language: str) -> str:
        """The same page in another language; the other language's home page where the address has no language."""
        return f"/{language}/{self.rest}" if self.language else f"/{language}/"


def _path(context: Context) -> str:
    request = context.get("request")
    return request.path if request else "/"


def _announced(context: Context) -> list[str]:
    """The languages in which the page exists: what its view says, otherwise all."""
    given = context.get("alternates")
    return text.codes() if given is None else [code for code in text.codes() if code in given]


@register.inclusion_tag("components/languages.html", takes_context=True)
def language_links(context: Context) -> dict[str, Any]:
    """The language switch: links to this page, filters and all, in every language of the site."""
    request = context.get("request")
    address, query = Address.of(_path(context)), request.GET.urlencode() if request else ""
    tail = f"?{query}" if query and address.language else ""
    # A page whose address has no language may say where it is in each.
    own, current = context.get("language_urls") or {}, text.current()
    urls = {code: own.get(code) or address.within(code) + tail for code in text.codes()}
    return {"languages": [{"code": code, "name": name, "url": urls[code], "current": code == current} for code, name in shown.names()]}


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> str:
    """The page's one full address, without its query. A page that only repeats another language's text names that one."""
    address, languages = Address.of(_path(context)), _announced(context)
    if address.language and languages and address.language not in languages:
        return settings.SITE_URL + address.within(languages[0])
    return settings.SITE_URL + _path(context)


@register.simple_tag(takes_context=True)
def hreflang_links(context: Context) -> SafeString:
    """<link rel="alternate"> for each language that the page exists in; x-default is the address that lets the browser choose."""
    address = Address.of(_path(context))
    languages = _announced(context)
    if not address.language or not languages:
        return mark_safe("")
    pairs = [(code, address.within(code)) for code in languages] + [("x-default", f"/{address.rest}")]
    return format_html_join("\n", '<link rel="alternate" hreflang="{}" href="{}{}">', ((code, settings.SITE_URL, path) for code, path in pairs))


@register.simple_tag(takes_context=True)
def menu_item(context: Context, name: str, label: str) -> SafeString:
    """One <li> of the menu, marked where it is the page or the part of the site one is in. Empty if the site has no such part."""
    try:
        url = address(name)
    except NoReverseMatch:
        return mark_safe("")
    path = _path(context)
    current = ' aria-current="page"' if path == url else ' aria-current="true"' if path.startswith(url) else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', url, mark_safe(current), label)


@register.inclusion_tag("components/flowers.html", takes_context=True)
def flower_rule(context: Context, size: str = "") -> dict[str, Any]:
    """A row of flowers, one for each decade that is commemorated, the two countries' in turn; decoration only."""
    occasion = context.get("occasion")
    count = occasion.decade_count if occasion else 1
    return {"flowers": ["ab"[n % 2] for n in range(count)], "size": size}


@register.simple_tag
def brand(name: str) -> str:
    """Address of the site's own art, such as "hero.svg", with the version that lets it be kept for a year."""
    return addresses.brand_url(name)
