"""Makes the sample competition and takes it as far as it is asked for: everything is done by the functions that people's deeds go through, each at its time."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.contrib.auth.models import Group, User
from django.db import transaction

from anniversary import clock
from anniversary.competition import stages, terms
from anniversary.competition.models import Competition, Rules
from anniversary.management.loading.files import translated
from anniversary.occasion.models import Anniversary
from anniversary.publishing.workflow import publish_imported

from . import drawn, entering, jury, marks, removing
from .people import WITHDRAWN, texts
from .standing import Sample
from .windows import ANNOUNCED, AT, SET_UP, VOTE_CLOSES, VOTE_OPENS, windows

S = Competition.Stage
SLUG = "sample"
OFFICER, JURORS = "sample-officer", 5
FIRST, LAST = -27.5, -10.5  # days in which the works come in
Deed = Callable[[Sample], object]


def standing() -> Competition | None:
    """The sample that is there."""
    return removing.samples().filter(slug=SLUG).select_related("rules").first()


def make(stage: str = "open", told: Callable[[str], object] = lambda text: None) -> Competition:
    """The sample as it is in this stage (a name of windows.AT): the one that is there if it is in it, else made anew. `told` hears how far it is."""
    there = standing()
    if there and stages.stage_of(there) == AT[stage][0]:
        return there
    found = windows(stage, clock.now())
    works = []
    for work in drawn.works(marks.COUNT, str(Anniversary.current().years)):  # whatever takes a while comes before the transaction
        works.append(work)
        if len(works) % 10 == 0:
            told(f"  works drawn: {len(works)} of {marks.COUNT}")
    with transaction.atomic():
        removing.remove(users=False)
        sample = Sample(found, works)
        for days, deed in timeline():
            if found.has_passed(days):
                with clock.as_of(found.at(days)):
                    deed(sample)
        removing.forget_letters()
    return sample.competition


def timeline() -> Iterator[tuple[float | timedelta, Deed]]:
    """(when, what): the whole story, in days from the end of entries, in its order."""
    yield SET_UP, _set_up
    yield ANNOUNCED, _announce
    step = (LAST - FIRST) / marks.COUNT
    for number in range(1, marks.COUNT + 1):
        yield FIRST + number * step, partial(entering.enter, number=number)
    yield LAST + 0.2, partial(entering.withdraw, number=WITHDRAWN)


def _set_up(sample: Sample) -> None:
    found, told = sample.windows, texts()
    values = translated(told["competition"], "title", "summary", "brief")
    competition = Competition(slug=SLUG, stage=S.SETUP, **values)
    competition.full_clean(validate_unique=False)
    competition.save()
    competition.refresh_body_index()
    publish_imported(competition, clock.now())
    rules = Rules(
        competition=competition, sample=True, opens_at=found.opens, closes_at=found.closes, vote_opens_at=found.at(VOTE_OPENS),
        vote_closes_at=found.at(VOTE_CLOSES), youngest=12,
    )  # fmt: skip
    rules.full_clean()
    rules.save()
    sample.competition, sample.officer = competition, user(OFFICER, "competition_officer")
    terms.issue(terms.draft(competition, **translated(told["terms"], "text")), user=sample.officer)
    jury.prepare(sample, [user(f"sample-juror-{number}", "juror") for number in range(1, JURORS + 1)])


def _announce(sample: Sample) -> None:
    stages.move(sample.competition, S.ANNOUNCED, user=sample.officer)


def user(name: str, role: str) -> User:
    """Somebody of the sample: without a password, until an administrator gives one."""
    found, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    if is_new:
        found.set_unusable_password()
        found.save(update_fields=["password"])
    found.groups.set([Group.objects.get(name=role)])
    return User.objects.get(pk=found.pk)
