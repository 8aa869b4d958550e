"""Asking for the link: anybody may while entries are taken, who has entered may later too. The answer never says whether an address is known."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from anniversary.competition import gates, stages
from anniversary.competition.models import Competition

from . import addressing, letters
from .models import Asked, Entrant

HOUR = timedelta(hours=1)
AN_ADDRESS, A_NETWORK = 3, 60  # letters an hour
LOCK = 0x656E_7472  # as gates.LOCK, another number


def ask(competition: Competition, email: str, *, language: str, network: str) -> None:
    """Write a letter with a link, if there is reason to and the address has not had three within the hour; who asks is not told which.

    ValidationError if the network has had sixty.
    """
    with transaction.atomic():
        moment = gates.passing(competition.pk)
        key = addressing.email_key(competition, email)
        asked = count(competition, key, network, moment)
        if asked is None:
            return
        entrant = Entrant.objects.filter(competition=competition, email_key=key).first()
        if entrant is None:
            fresh = Competition._base_manager.select_related("rules").get(pk=competition.pk)
            if stages.stage_at(fresh.stage, fresh.rules, moment) != Competition.Stage.OPEN:
                return
            entrant = Entrant.objects.create(competition=competition, number=_next_number(competition), email=email.strip(), email_key=key, language=language)
        entrant.competition, entrant.language = competition, language  # as the page on which it was asked for; kept when they fill in a form
        letters.write(entrant, key=f"link:{asked.pk}", template="entrant_link")


def count(competition: Competition, address_key: str, network: str, moment: datetime) -> Asked | None:
    """Note that a letter was asked for; None if the address has had its three. ValidationError as above.

    One after the other within a competition: two processes that count at once would both find one left.
    """
    if connection.vendor == "postgresql":  # SQLite's transactions are one after the other by themselves
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, competition.pk % 2**31])
    lately = Asked.objects.filter(at__gt=moment - HOUR)
    if lately.filter(network_key=network).count() >= A_NETWORK:
        raise ValidationError(_("Very many letters were asked for from your network within the last hour. Try again in an hour, or from another network."))
    if lately.filter(address_key=address_key).count() >= AN_ADDRESS:
        return None
    return Asked.objects.create(competition=competition, address_key=address_key, network_key=network, at=moment)


def _next_number(competition: Competition) -> int:
    return (Entrant.objects.filter(competition=competition).aggregate(last=Max("number"))["last"] or 0) + 1
