"""The way of a voter: the page, the letter, the link, the button."""

import re
from typing import Any

from django.core import mail
from django.test import Client

from anniversary.mails import outbox

NETWORK = "203.0.113.7"


def page(slug: str = "logo", language: str = "en") -> str:
    return f"/{language}/competition/{slug}/vote/"


def choose(work: Any, address: str = "dara@example.org", *, client: Client | None = None, language: str = "en", network: str = NETWORK, **sent: Any) -> Any:
    """What comes of choosing a work (an entry, or a code) and writing an address."""
    code = getattr(work, "code", work)
    return (client or Client()).post(page(language=language), {"work": code, "address": address} | sent, REMOTE_ADDR=network)


def letters() -> list[Any]:
    """The letters that have been sent since this was asked last."""
    outbox.send_due()
    sent, mail.outbox[:] = list(mail.outbox), []
    return sent


def link_in(letter: Any) -> str:
    """The path of the link in it."""
    return re.findall(r"https?://[^/\s]+(/\S+/vote/\S+/)", letter.body)[0]


def asked(work: Any, address: str = "dara@example.org", **options: Any) -> str:
    """Choose, and take the link out of the letter."""
    answer = choose(work, address, **options)
    assert answer.status_code == 302, answer.content.decode()
    return link_in(letters()[-1])


def cast(work: Any, address: str = "dara@example.org", *, network: str = NETWORK, **options: Any) -> Any:
    """The whole way; what the button answers."""
    return Client().post(asked(work, address, network=network, **options), REMOTE_ADDR=network)
