"""Letters to entrants: in their language, to the address that only this app knows, each with a link of its own."""

from typing import Any

from anniversary.competition.entries.models import Entry
from anniversary.languages import text
from anniversary.mails import outbox
from anniversary.mails.models import Letter

from . import authors, keys
from .models import Authorship, Entrant


def to_entrant(entry: Entry, *, key: str, template: str, context: dict[str, Any] | None = None, link: str | None = None) -> Letter | None:
    """Write to whoever made an entry, within the transaction of the deed; `templates/mails/<template>.txt` is given `entry`, `title` and `link`.

    `key` tells this letter from all others to this entrant. `link` is what stands below the entry's own page ("certificate/"); without it
    the link leads to that page. None if the letter of this key is written already, or there is nobody to write to: the entrant's data are
    redacted, or the entry is an invented one.
    """
    try:
        entrant = authors.author(entry)
    except Authorship.DoesNotExist:
        return None
    entrant.competition = entry.competition
    return write(entrant, key=key, template=template, context={"entry": entry, **(context or {})}, below=f"{entry.code}/{link or ''}")


def write(entrant: Entrant, *, key: str, template: str, context: dict[str, Any] | None = None, below: str = "") -> Letter | None:
    """The same about no entry in particular; `below`: what follows the address of their own page."""
    whole_key = f"entrant:{entrant.pk}:{key}"
    if not entrant.email or Letter.objects.filter(key=whole_key).exists():
        return None
    competition = entrant.competition
    link = keys.address(competition, "entrants:home", keys.mint(entrant), language=entrant.language) + below
    told = {"competition": competition, "title": text.pick(competition, "title", entrant.language)[0], "link": link, **(context or {})}
    return outbox.write(whole_key, entrant.email, template, entrant.language, told)
