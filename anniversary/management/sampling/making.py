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

from . import checking, choosing, drawn, entering, jury, marks, removing
from .people import ASKED, WITHDRAWN, texts
from .standing import Sample
from .windows import ANNOUNCED, AT, OPENS, SET_UP, VOTE_CLOSES, VOTE_OPENS, windows

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
    yield ANNOUNCED, partial(_move, to=S.ANNOUNCED)
    yield OPENS, _settle
    step = (LAST - FIRST) / marks.COUNT
    for number in range(1, marks.COUNT + 1):
        yield FIRST + number * step, partial(entering.enter, number=number)
    yield LAST + 0.2, partial(entering.withdraw, number=WITHDRAWN)
    yield 0, _settle
    yield 1, partial(_move, to=S.ELIGIBILITY)
    yield 1.01, checking.compare
    for number in range(1, marks.COUNT + 1):
        yield 1 + number * 0.03, partial(checking.look_at, number=number)
    yield 3, checking.answer
    yield 3.1, partial(checking.accept, number=ASKED)
    yield 4, jury.prepare_round
    yield 4.1, partial(_move, to=S.JURY)
    yield 4.2, jury.open_round
    for juror in range(1, JURORS + 1):  # each takes a few days, and is half through on the evening of the second
        yield 4.4 + juror * 1.15, partial(jury.judge, juror=juror, part=0.5)
        yield 5.1 + juror * 1.2, partial(jury.judge, juror=juror)
    yield 13, jury.close_round
    yield 14, partial(_move, to=S.SHORTLIST)
    yield 14.5, choosing.name_finalists
    yield 15, partial(_move, to=S.RIGHTS_CHECK)
    yield 15.1, choosing.ask_consent
    yield 18, choosing.clear
    yield 20, choosing.answer_consent
    yield 21, partial(_move, to=S.PUBLIC_VOTE)
    for voter in range(choosing.VOTERS):
        yield 28.1 + voter * 0.09, partial(choosing.vote, voter=voter)
    yield 35.5, choosing.count
    yield 36, partial(_move, to=S.DECISION)
    yield 36.5, choosing.decide
    yield 36.9, partial(_move, to=S.EMBARGOED)
    yield 36.95, choosing.seal
    yield 38, partial(_move, to=S.RESULT_ANNOUNCED)
    yield 38.01, choosing.tell_others


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


def _settle(sample: Sample) -> None:
    """What the worker does within minutes: write down what the clock has moved."""
    stages.settle(sample.competition)


def _move(sample: Sample, to: str) -> None:
    stages.move(sample.competition, to, user=sample.officer)


def user(name: str, role: str) -> User:
    """Somebody of the sample: without a password, until an administrator gives one."""
    found, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    if is_new:
        found.set_unusable_password()
        found.save(update_fields=["password"])
    found.groups.set([Group.objects.get(name=role)])
    return User.objects.get(pk=found.pk)
