"""Background work of the eligibility desk. Safe to run twice, at once, or after a crash."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from anniversary.competition.models import Competition, Rules

from . import likenesses


@task()
def find_likenesses(pk: int) -> int:
    """Compare all works of a competition; how many pairs are alike."""
    competition = Competition._base_manager.filter(pk=pk).first()
    return likenesses.find(competition) if competition else 0


def on_entering(competition: Competition, rules: Rules, moment: datetime, user: Any) -> None:
    """All works are there, and their pictures are drawn as they are taken in: they are compared once."""
    transaction.on_commit(partial(find_likenesses.enqueue, competition.pk))
