"""The competitions that are run here, for the admin's first page of those who run them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from anniversary.competition import stages
from anniversary.competition.models import Competition


@dataclass(frozen=True)
class Running:
    """A competition, its stage in words, and where its desks begin."""

    label: str
    stage: str
    url: str
    is_sample: bool


def running(user: Any) -> list[Running]:
    """Those that are not archived, the newest first; none for who may not run them. One query."""
    if not stages.may_conduct(user):
        return []
    records = Competition.objects.filter(rules__isnull=False, copy_of=None).exclude(stage=Competition.Stage.ARCHIVED).select_related("rules").order_by("-pk")
    return [Running(str(one), one.get_stage_display(), reverse("competition_desk:stage", args=[one.pk]), one.is_sample) for one in records]
