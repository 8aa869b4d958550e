"""{% load articles %}: the pages that every page's footer leads to."""

from django import template
from django.core.cache import cache

from anniversary import clock
from anniversary.articles.models import SITE_PAGES_KEY, Page
from anniversary.languages import text

register = template.Library()
SECONDS = 60  # a page that is published or taken down by the clock is seen in footers after at most this long


@register.simple_tag
def site_pages() -> list[dict[str, str]]:
    """The published pages that are marked for the footer, in their order: title, url and lang (the title's) each."""
    key = SITE_PAGES_KEY.format(text.current() + clock.key())
    found = cache.get(key)
    if found is None:
        records = Page.objects.published().filter(in_footer=True)
        found = [dict(zip(("title", "lang"), text.pick(page, "title"), strict=True)) | {"url": page.get_absolute_url()} for page in records]
        cache.set(key, found, SECONDS)
    return found
