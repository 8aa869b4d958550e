"""The sample's jurors, and what they say of the works."""

from django.contrib.auth.models import User

from anniversary.competition.jury.models import Criterion, Juror
from anniversary.management.loading.files import translated

from .people import texts
from .standing import Sample


def prepare(sample: Sample, users: list[User]) -> None:
    """Criteria and jurors, before it is announced."""
    for rank, row in enumerate(texts()["criterion"], 1):
        Criterion.objects.create(competition=sample.competition, weight=row["weight"], tie_rank=rank, **translated(row, "name"))
    for number, user in enumerate(users, 1):
        Juror.objects.create(competition=sample.competition, user=user, number=number)
