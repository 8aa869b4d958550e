"""Writing the rules of a competition: what makes it one that is run here."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from anniversary.search import following

from . import acts, gates, stages
from .models import Competition, Rules

S = Competition.Stage
NOT_WRITTEN = frozenset({"id", "competition", "lot_seed", "sample", "frozen_at"})


def fingerprint(rules: Rules | None) -> str:
    """What tells whether the rules are still those that somebody was shown; empty where there are none."""
    return hashlib.sha256(repr(list(_values(rules))).encode()).hexdigest()[:32] if rules else ""


def _values(rules: Rules) -> Iterator[tuple[str, Any]]:
    return ((field.name, getattr(rules, field.attname)) for field in Rules._meta.concrete_fields if field.name not in NOT_WRITTEN)


def write(competition: Competition, rules: Rules, *, user: Any, seen: str) -> Rules:
    """Store new or changed rules, checked before, and log what was changed. `seen`: the fingerprint of those that the user was shown.

    PermissionDenied if the user may not; ValidationError if it is not being prepared, or somebody else has written them meanwhile. Nothing is changed then.
    """
    if not stages.may_conduct(user):
        raise PermissionDenied
    with transaction.atomic():
        gates.shut(competition.pk)
        locked = Competition._base_manager.select_for_update(of=("self",)).get(pk=competition.pk)
        stored = Rules._base_manager.filter(competition=locked).first()
        if locked.stage != S.SETUP:
            raise ValidationError(_("Rules are written only as long as the competition is being prepared."))
        if fingerprint(stored) != seen:
            raise ValidationError(_("Somebody else has written the rules meanwhile. Load the page again."))
        before = dict(_values(stored)) if stored else {}
        rules.pk, rules.competition = stored.pk if stored else None, locked
        rules.save()
        if stored is None:
            # What an editor has typed of the days gives way to the rules: they are told once they are announced.
            Competition._base_manager.filter(pk=locked.pk).update(opened="", closed="", announced="")
            following.changed(locked)
        changed = {name: value for name, value in _values(rules) if name not in before or before[name] != value}
        logged: dict[str, Any] = {name: _logged(value) for name, value in changed.items()}
        acts.write(locked, "set_rules", role="officer", by=user, **logged)
    competition._state.fields_cache["rules"] = rules
    return rules


def _logged(value: Any) -> int | bool | str:
    """A value of the rules as the log takes it: numbers and codes, moments in seconds, long lists as their length."""
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, list):
        codes = ".".join(map(str, value))
        return codes if 0 < len(codes) <= 64 else len(value)
    return value if isinstance(value, int) else str(value or "none")
