"""Writing letters and sending them: each at least once, and twice only if the process dies between the mail server's yes and our note of it.

No transaction is open while a mail server is talked to: on SQLite all who write would wait for it. A letter is taken by putting off when
it is due instead; whoever takes it and dies leaves it to be taken again then.
"""

import hashlib
import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation

from anniversary import clock
from anniversary.occasion.models import Anniversary

from .models import Letter

LEASE = timedelta(minutes=10)  # longer than sending one can take (EMAIL_TIMEOUT)
LONGEST = timedelta(hours=6)  # between two attempts
ATTEMPTS = 20  # over about four days
AT_ONCE = 200  # by one task; the next has the rest
logger = logging.getLogger(__name__)


def write(key: str, to: str, template: str, language: str, context: dict[str, Any] | None = None) -> Letter | None:
    """Write a letter within the transaction of the deed, and have it sent once that is committed. None if the letter of this key is written already.

    The text is `templates/mails/<template>.txt` in the reader's language: its first line the subject, the rest the letter.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A letter is written in the transaction of what it tells of, and there is none.")
    with translation.override(language):
        anniversary = Anniversary.current()
        told = {"occasion": anniversary, "site_url": settings.SITE_URL, **(context or {})}
        subject, _line, text = render_to_string(f"mails/{template}.txt", told).strip().partition("\n")
    now = clock.now()
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "address": to,
            "language": language,
            "subject": " ".join(subject.split())[:200],
            "text": f"{text.strip()}\n",
            "written_at": now,
            "due_at": now,
        },
    )
    if not is_new:
        return None
    transaction.on_commit(_have_sent)
    return letter


def _have_sent() -> None:
    from .tasks import send_due  # which needs this module

    send_due.enqueue()


def send_due() -> int:
    """Send what is due; how many letters were sent."""
    sent = 0
    now = clock.now()
    for pk in list(Letter.objects.filter(due_at__lte=now).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        sent += send(pk)
    return sent


def send(pk: int) -> bool:
    """Send one letter if it is due and nobody else is at it; whether it was sent."""
    now = clock.now()
    if not Letter.objects.filter(pk=pk, due_at__lte=now).update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    letter = Letter.objects.filter(pk=pk).first()
    if letter is None:  # taken out this very moment: with its reader's data, or because the vote is counted
        return False
    try:
        message(letter).send()
    except Exception as error:  # a mail server can refuse, or be away, in any way
        _put_off(letter, error)
        return False
    Letter.objects.filter(pk=pk).update(sent_at=clock.now(), due_at=None, address="", subject="", text="", error="")
    return True


def _put_off(letter: Letter, error: Exception) -> None:
    """Half a minute at first, then twice as long each time."""
    kind = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()[:80]
    gives_up = letter.attempts >= ATTEMPTS
    wait = min(timedelta(seconds=30) * 2 ** min(letter.attempts - 1, 12), LONGEST)
    Letter.objects.filter(pk=letter.pk, sent_at=None).update(due_at=None if gives_up else clock.now() + wait, error=kind)
    if gives_up:
        logger.error("The letter %s could not be sent in %s attempts (%s) and is given up.", letter.key, letter.attempts, kind)
    else:
        logger.warning("The letter %s could not be sent (%s); it is tried again.", letter.key, kind)


def message(letter: Letter) -> EmailMessage:
    """As it goes out. Sent twice it has the same Message-ID, by which readers' programs know it for one."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{hashlib.sha256(letter.key.encode()).hexdigest()[:40]}@{host}>",
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",  # no out-of-office notes, please
    }
    contact = Anniversary.current().contact_email
    return EmailMessage(letter.subject, letter.text, to=[letter.address], headers=headers, reply_to=[contact] if contact else None)
