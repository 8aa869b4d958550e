"""Which languages the site shows. The layer that knows the anniversary tells us; settings.LANGUAGES is the most it may say."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

_provider: Callable[[], Iterable[str]] | None = None
# What was found out for the request that is being answered; None outside of one.
_known: ContextVar[list[str] | None] = ContextVar("shown_languages", default=None)


def set_provider(provider: Callable[[], Iterable[str]] | None) -> None:
    """Ask `provider` from now on for the codes of the languages that are on; None restores the default, which is all."""
    global _provider
    _provider = provider


def codes() -> list[str]:
    """The codes of the site's languages, in their order. There is always one, whatever the provider says."""
    known = _known.get()
    if known:
        return list(known)
    most = [code for code, _name in settings.LANGUAGES]
    on = set(_provider()) if _provider else set(most)
    found = [code for code in most if code in on] or most
    if known is not None:
        known.extend(found)
    return found


def names() -> list[tuple[str, str]]:
    """(code, own name) of the site's languages."""
    on = codes()
    return [(code, name) for code, name in settings.LANGUAGES if code in on]


def off() -> list[str]:
    """The languages that texts may be kept in and the site does not show."""
    on = codes()
    return [code for code in settings.MODELTRANSLATION_LANGUAGES if code not in on]


@contextmanager
def asked_once() -> Iterator[None]:
    """Within the block the provider is asked at most once: for one request, which asks for its languages many times over."""
    token = _known.set([])
    try:
        yield
    finally:
        _known.reset(token)


def preferred(request: HttpRequest) -> str:
    """The language for a page whose address names none: the first one on that the browser asks for, else the site's first."""
    on = codes()
    for asked, _weight in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        try:
            code = get_supported_language_variant(asked)
        except LookupError:
            continue
        if code in on:
            return code
    return on[0]
