"""The sample from the shortlist to the announcement: the first of the ranking has older rights in its way, and readers vote on the others."""

import re
from datetime import timedelta

from anniversary import clock
from anniversary.competition.entrants.models import Authorship
from anniversary.competition.outcome import clearing, consents, deciding, naming, reserve, sealing, tasks
from anniversary.competition.outcome.models import Clearance, Finalist
from anniversary.competition.vote import asking, casting, counting, ruling
from anniversary.competition.vote.addresses import Address
from anniversary.competition.vote.models import Ballot, Ruling
from anniversary.mails.models import Letter
from anniversary.management.loading.files import translated
from anniversary.occasion.models import Anniversary

from .people import LANGUAGES, texts
from .standing import Sample

VOTERS, UNCONFIRMED, TAGGED, VOIDED = 40, 4, 3, 2  # of the forty so many never press the button, and so many have a tag in their address
LINK = re.compile(r"/vote/([A-Za-z0-9_-]{20,})/")
EMBARGO = timedelta(hours=12)


def name_finalists(sample: Sample) -> None:
    """As the ranking proposes."""
    parts = {proposal.placed.entry_id: proposal.part for proposal in naming.proposals(sample.competition) if proposal.part}
    naming.name(sample.competition, parts, user=sample.officer)


def ask_consent(sample: Sample) -> None:
    consents.ask(sample.competition, user=sample.officer)


def clear(sample: Sample) -> None:
    """All but the first, for whom the first of the reserve comes up."""
    first, *others = reserve.standing(sample.competition).order_by("rank")
    _search(sample, first, Clearance.Result.CONFLICT)
    clearing.drop(first, texts()["search"]["conflict"], user=sample.officer)
    others.append(reserve.call_up(sample.competition, user=sample.officer))
    for finalist in others:
        _search(sample, finalist, Clearance.Result.CLEAR)
        clearing.clear(finalist, user=sample.officer)
    consents.ask(sample.competition, user=sample.officer)  # whoever came up


def answer_consent(sample: Sample) -> None:
    """The last of them does not answer."""
    for finalist in list(reserve.cleared(sample.competition).order_by("rank"))[:-1]:
        credit = Authorship.objects.get(entry=finalist.entry).credit
        consents.answer(finalist.entry, gallery=True, name=bool(credit), credit=credit)


def _search(sample: Sample, finalist: Finalist, result: str) -> None:
    told = texts()["search"]
    clearing.record(
        finalist, user=sample.officer, done_by=told["by"], searched_in=told["where"], result=result,
        text=told["conflict"] if result == Clearance.Result.CONFLICT else "",
    )  # fmt: skip


def vote(sample: Sample, *, voter: int) -> None:
    """One reader asks for a ballot, and casts it by the link in the letter."""
    codes = list(reserve.cleared(sample.competition).order_by("rank").values_list("entry__code", flat=True))
    typed = f"reader.{'abcdefghij'[voter // 10]}{'klmnopqrst'[voter % 10]}{'+vote' if voter < TAGGED else ''}@example.org"
    address, network = Address.read(typed), f"198.51.{voter}.0/24"
    asking.ask(sample.competition, codes[voter * voter % 7 % len(codes)], address, network=network, language=LANGUAGES[voter % 3])
    if voter < VOTERS - UNCONFIRMED:
        letter = Letter.objects.filter(address=str(address)).latest("pk")
        casting.cast(sample.competition, LINK.findall(letter.text)[0], network=network)


def count(sample: Sample) -> None:
    """What waits is dealt with first: two ballots are void, the third one is let go."""
    waiting = list(ruling.waiting(sample.competition.poll, Ballot.Reason.TAGGED).values_list("pk", flat=True))
    for verdict, chosen in ((Ruling.Verdict.VOIDED, waiting[:VOIDED]), (Ruling.Verdict.RELEASED, waiting[VOIDED:])):
        ruling.rule(sample.competition, verdict, Ballot.Reason.TAGGED, user=sample.officer, note=texts()["ruling"]["en"], ballots=chosen)
    counting.count(sample.competition, sample.officer)


def decide(sample: Sample) -> None:
    told, today = texts()["decision"], clock.now().date()
    signed = [deciding.Signed(country.pk, told["name"], told["office"], today) for country in Anniversary.current().both]
    winner = reserve.cleared(sample.competition).order_by("rank").first()
    reasons = {name.removeprefix("reason_"): text for name, text in translated(told, "reason").items()}
    draft = deciding.Draft(winner, reasons, today, clock.now() + EMBARGO, signed)
    deciding.write(sample.competition, draft, user=sample.officer)


def seal(sample: Sample) -> None:
    sealing.make(sample.competition, user=sample.officer)


def tell_others(sample: Sample) -> None:
    """What a task does otherwise."""
    tasks.tell_others.call(sample.competition.pk)
