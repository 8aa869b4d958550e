"""E-mail addresses and networks as keyed hashes: found again without being kept."""

import ipaddress
from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from anniversary.competition.models import Competition


def normal(email: str) -> str:
    """The same for all spellings of one mailbox: the domain in small ASCII letters, small letters before it. Nothing else is put together."""
    name, _at, domain = email.strip().rpartition("@")
    with suppress(UnicodeError):  # a label that is too long, for example: taken as it is
        domain = domain.encode("idna").decode()
    return f"{name.casefold()}@{domain.lower()}"


def email_key(competition: Competition, email: str) -> str:
    """What finds the entrant of this address in this competition, and nobody in another one."""
    return salted_hmac(f"entrants.email.{competition.pk}", normal(email), algorithm="sha256").hexdigest()


def network_key(request: HttpRequest) -> str:
    """The reader's network (/24, or /48 of the newer addresses); all whose address is not known share one."""
    try:
        ip = ipaddress.ip_address(get_adapter().get_client_ip(request))
        ip = getattr(ip, "ipv4_mapped", None) or ip  # where the server listens on both: otherwise all old addresses would be one network
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return salted_hmac("entrants.network", "", algorithm="sha256").hexdigest()
    network = ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False)
    return salted_hmac("entrants.network", str(network), algorithm="sha256").hexdigest()
