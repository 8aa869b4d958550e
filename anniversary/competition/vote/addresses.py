"""An e-mail address as the vote knows it: the one that a letter goes to, and the keys that are all that is kept of it."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from .models import Ballot, Poll

LONGEST = 254  # RFC 5321: a path has 256 characters, with its brackets
LIST = Path(__file__).parent / "disposable.txt"


@dataclass(frozen=True)
class Address:
    """One address in the form by which two spellings are told to be the same."""

    local: str
    domain: str

    @classmethod
    def read(cls, typed: str) -> "Address":
        """Domain in lower case and as the net knows it (IDNA), name case-folded, nothing else. ValidationError for what is no address."""
        typed = typed.strip()
        local, _at, domain = typed.rpartition("@")
        try:
            validate_email(typed)
            found = cls(local.casefold(), punycode(domain.lower()).lower())
            validate_email(str(found))  # what a domain becomes can be too long
        except (UnicodeError, ValidationError) as error:
            raise _refused() from error
        # Quoted names and bare numbers of machines exist on paper only, and hide more than they say.
        if found.local.startswith('"') or found.domain.startswith("[") or "." not in found.domain or len(str(found)) > LONGEST or len(found.local) > 64:
            raise _refused()
        return found

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def pattern(self) -> str:
        """Its letters, without digits, signs and tag: what a series of addresses has in common."""
        return f"{re.sub('[^a-z]', '', self.local.partition('+')[0])}@{self.domain}"

    def marks(self) -> list[str]:
        """What makes it suspicious by itself. It is looked at here alone: afterwards there is only its key."""
        found = {Ballot.Reason.DISPOSABLE: is_disposable(self.domain), Ballot.Reason.TAGGED: "+" in self.local}
        return [reason.value for reason, holds in found.items() if holds]


def _refused() -> ValidationError:
    return ValidationError(_("Write an e-mail address that can receive a letter, such as name@example.org."))


def key(poll: Poll, kind: str, text: str) -> str:
    """HMAC-SHA256 by the poll's secret; `kind` keeps keys of different things apart. Empty for an empty text."""
    return hmac.new(poll.secret.encode(), f"{kind}:{text}".encode(), hashlib.sha256).hexdigest() if text else ""


@lru_cache(maxsize=1)
def disposable() -> frozenset[str]:
    """The list's domains, in lower case and IDNA."""
    lines = (line.partition("#")[0].strip().lower() for line in LIST.read_text(encoding="utf-8").splitlines())
    return frozenset(filter(None, lines))


def is_disposable(domain: str) -> bool:
    """Whether it is one of the list, or below one of them."""
    labels = domain.split(".")
    return any(".".join(labels[start:]) in disposable() for start in range(len(labels) - 1))
