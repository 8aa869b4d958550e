"""Issuing terms: from then on a version can be accepted, and never be changed."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from anniversary.languages import text

from . import acts, gates, stages
from .models import Competition, Terms

S = Competition.Stage
ISSUING = frozenset({S.SETUP, S.ANNOUNCED, S.OPEN})


def draft(competition: Competition, **texts: str) -> Terms:
    """A new version, not issued; `texts` as columns ("text_en")."""
    with transaction.atomic():
        gates.shut(competition.pk)
        last = competition.terms.aggregate(last=Max("version"))["last"] or 0
        rules = stages.rules_of(competition)
        return Terms.objects.create(competition=competition, version=last + 1, sample=bool(rules and rules.sample), **texts)


def write(terms: Terms, texts: Mapping[str, str], *, user: Any) -> Terms:
    """Store the texts of a draft, by column ("text_en"), and log it. PermissionDenied if the user may not; ValidationError if it is issued already."""
    if not stages.may_conduct(user):
        raise PermissionDenied
    with transaction.atomic():
        locked = Terms.objects.select_for_update(of=("self",)).select_related("competition").get(pk=terms.pk)
        if locked.issued_at:
            raise ValidationError(_("This version is issued already."))
        for name, html in texts.items():
            setattr(locked, name, html)
        locked.save()
        acts.write(locked.competition, "draft_terms", role="officer", by=user, subject=str(locked.version))
    return locked


def in_force(competition: Competition) -> Terms | None:
    """The version that an entrant accepts now."""
    return competition.terms.exclude(issued_at=None).order_by("-version").first()


def digest(terms: Terms) -> str:
    """SHA-256 of its texts in the order of the languages' codes, each with its code: "en\\n<text>\\0ja\\n<text>\\0km\\n<text>"."""
    said = "\0".join(f"{code}\n{getattr(terms, f'text_{code}') or ''}" for code in sorted(settings.MODELTRANSLATION_LANGUAGES))
    return hashlib.sha256(said.encode()).hexdigest()


def issue(terms: Terms, *, user: Any, seen: str = "") -> Terms:
    """Put a version in force. `seen`: the digest of what the user has read, if that matters.

    PermissionDenied if the user may not; ValidationError if it is too late for that, or there is nothing written.
    """
    if not stages.may_conduct(user):
        raise PermissionDenied
    with transaction.atomic():
        moment = gates.shut(terms.competition_id)
        locked = Terms.objects.select_for_update(of=("self",)).select_related("competition").get(pk=terms.pk)
        stage = stages.stage_at(locked.competition.stage, stages.rules_of(locked.competition), moment)
        if locked.issued_at:
            raise ValidationError(_("This version is issued already."))
        if seen not in {"", digest(locked)}:
            raise ValidationError(_("Somebody else has changed this draft meanwhile. Read it again before you issue it."))
        if stage not in ISSUING:
            raise ValidationError(_("Entries are closed: what entrants have accepted stays as it is."))
        if missing := [code for code in text.codes() if not text.has(locked, "text", code)]:
            raise ValidationError({f"text_{missing[0]}": _("Write the terms in every language of the site before they are issued.")})
        newer = Terms.objects.filter(competition=locked.competition_id, version__gt=locked.version).exclude(issued_at=None)
        if newer.exists():
            raise ValidationError(_("A newer version is in force."))
        locked.issued_at, locked.digest = moment, digest(locked)
        locked.save(update_fields=["issued_at", "digest"])
        acts.write(locked.competition, "issue_terms", role="officer", by=user, at=moment, subject=str(locked.version), digest=locked.digest)
    terms.issued_at, terms.digest = locked.issued_at, locked.digest
    return terms
