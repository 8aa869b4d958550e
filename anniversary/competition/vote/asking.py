"""Asking for a ballot: a choice and an address, answered by a letter with a link. Nothing is voted by it."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from anniversary.competition import gates, moments
from anniversary.competition.models import Competition
from anniversary.languages import text
from anniversary.mails import outbox

from . import addresses, polls
from .addresses import Address
from .models import Asking, Ballot, Option, Poll

HOUR = timedelta(hours=1)
AN_ADDRESS, A_NETWORK = 3, 60  # letters an hour
LOCK = 0x766F_7465  # as gates.LOCK, another number


class Closed(ValidationError):
    """The vote is not open at the moment that counts."""

    def __init__(self) -> None:
        super().__init__(_("The public vote is not open."), code="closed")


class TooMany(ValidationError):
    """The network has had its letters for this hour."""

    def __init__(self) -> None:
        super().__init__(
            _("Very many letters were asked for from your network within the last hour. Try again in an hour, or from another network."), code="network"
        )


def ask(competition: Competition, work: str, address: Address, *, network: str, language: str) -> None:
    """Write a letter with a link by which the choice (`work`: a code) is cast. A choice that was not cast yet gives way to this one, and its link with it.

    Who asks is told the same whether the address has voted, or has had three letters within the hour: then none is written, and nothing changes.
    Closed; TooMany for the network; ValidationError for a work that cannot be chosen.
    """
    with transaction.atomic():
        moment = gates.passing(competition.pk)
        poll = open_poll(competition, moment)
        option = Option.objects.filter(poll=poll, entry__code=work).exclude(entry__state__in=polls.OUT).first()
        if option is None:
            raise ValidationError(_("Choose one of the works."), code="work")
        key, network_key = addresses.key(poll, "address", str(address)), addresses.key(poll, "network", network)
        ballot, _is_new = Ballot.objects.get_or_create(poll=poll, address_key=key, defaults={"asked_at": moment})
        state = Ballot.objects.select_for_update().values_list("state", flat=True).get(pk=ballot.pk)  # who asks for the same address waits here
        if not _allowed(poll, key, network_key, moment):
            return
        if state == Ballot.State.ASKED:
            token = _keep(ballot, poll, option, address, network_key, moment)
            _write(competition, poll, address, language, "ballot_link", token)
        else:
            _write(competition, poll, address, language, "ballot_cast")


def open_poll(competition: Competition, moment: datetime) -> Poll:
    """The poll, within the gate and as it is in the database at this moment. Closed if no ballot is taken in it."""
    fresh = Competition._base_manager.select_related("rules").get(pk=competition.pk)
    poll = polls.find(fresh)
    if poll is None or polls.phase(poll, fresh, moment) != polls.OPEN:
        raise Closed
    return poll


def digest(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def _keep(ballot: Ballot, poll: Poll, option: Option, address: Address, network_key: str, moment: datetime) -> str:
    token = secrets.token_urlsafe(32)
    Ballot.objects.filter(pk=ballot.pk).update(
        option=option, link_digest=digest(token), pattern_key=addresses.key(poll, "pattern", address.pattern), network_key=network_key,
        marks=address.marks(), asked_at=moment,
    )  # fmt: skip
    return token


def _allowed(poll: Poll, address_key: str, network_key: str, moment: datetime) -> bool:
    """Whether one more letter may be written to the address; then it is noted. TooMany if none may for the network."""
    lately = Asking.objects.filter(poll=poll, at__gt=moment - HOUR)
    if network_key:
        _one_at_a_time(network_key)
        if lately.filter(network_key=network_key).count() >= A_NETWORK:
            raise TooMany
    if lately.filter(address_key=address_key).count() >= AN_ADDRESS:
        return False
    Asking.objects.create(poll=poll, address_key=address_key, network_key=network_key, at=moment)
    return True


def _one_at_a_time(network_key: str) -> None:
    """Two that are asked for at once would both find one left. It is the last lock to be taken: nobody who has it waits for another one."""
    if connection.vendor == "postgresql":  # SQLite's transactions are one after the other by themselves
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, int(network_key[:7], 16)])


def letters_of(poll: Poll) -> str:
    """How the keys of a poll's letters begin."""
    return f"ballot:{poll.pk}:"


def _write(competition: Competition, poll: Poll, address: Address, language: str, template: str, token: str = "") -> None:
    with translation.override(language):
        link = settings.SITE_URL + reverse("vote:ballot", args=[competition.slug, token]) if token else ""
        context = {"link": link, "title": text.pick(competition, "title")[0], "until": moments.said(polls.closes_at(competition.rules))}
    # By chance, and by nothing else within the poll: the key outlives the letter, and must lead neither to an address nor to a ballot.
    outbox.write(f"{letters_of(poll)}{uuid4().hex}", str(address), template, language, context)
