"""Times of a competition in the templates of all its apps."""

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from anniversary.competition import moments, timetable
from anniversary.competition.models import Competition

register = template.Library()


@register.filter
def in_both(moment: datetime | None) -> str | SafeString:
    """A moment on both countries' clocks, as one <time>."""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), moments.said(moment)) if moment else ""


@register.filter
def timetable_now(competition: Competition) -> str:
    """How a competition that is run here stands for readers, in a sentence; empty for one that is only told of."""
    return timetable.now_in_words(competition)
