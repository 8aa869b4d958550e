"""{% load events %}: what the programme is called and where a reader is sent to it, as the phase of the year has it; calendars to subscribe to."""

from django import template
from django.utils.translation import gettext as _

from anniversary.occasion.models import Anniversary, Phase
from events import adding, listings

register = template.Library()


@register.simple_tag
def events_title() -> str:
    """The list's name: "What is planned", "Events", "The year 2023"."""
    return listings.title()


@register.simple_tag
def events_action() -> str:
    """What a link or a button says that leads to the list."""
    phase = Anniversary.current().phase
    if phase == Phase.BEFORE:
        return _("See what is planned")
    return _("See the whole programme") if phase == Phase.AFTER else _("See what is on")


@register.simple_tag
def calendar_at(path: str) -> adding.Feed:
    """The feed at a path, with the addresses to subscribe to it."""
    return adding.Feed(path)
