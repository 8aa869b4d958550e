"""In which order a visitor sees the works: by chance, and the same for as long as they keep the address, which no cookie has to remember."""

import hashlib
import secrets
from collections.abc import Iterable

from django.core.signing import BadSignature, Signer

from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition


def draw(competition: Competition) -> str:
    """A new seed, signed: nobody can look for one that puts their own work first."""
    return _signer(competition).sign(secrets.token_hex(5))


def read(competition: Competition, signed: str) -> str | None:
    """The seed, if it was drawn here for this competition."""
    try:
        return _signer(competition).unsign(signed)
    except BadSignature:
        return None


def by(seed: str, works: Iterable[Entry]) -> list[Entry]:
    """The works by SHA-256 of seed and code."""
    return sorted(works, key=lambda work: hashlib.sha256(f"{seed}:{work.code}".encode()).digest())


def _signer(competition: Competition) -> Signer:
    return Signer(sep=".", salt=f"vote.order.{competition.pk}")
