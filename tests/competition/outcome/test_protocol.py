"""The protocol against a count by hand, and that nobody changes it."""

import hashlib
import json
from datetime import timedelta
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from anniversary import clock
from anniversary.competition import acts, terms
from anniversary.competition.entries.models import Entry
from anniversary.competition.entries.moving import move_entry
from anniversary.competition.jury.models import Mark, Round, Sheet
from anniversary.competition.models import Act
from anniversary.competition.outcome import clearing, consents, deciding, protocol, reserve, sealing
from anniversary.competition.outcome.models import Protocol
from anniversary.competition.screening.models import Check
from anniversary.competition.vote import counting
from anniversary.competition.vote.models import Ballot, Option
from tests.factories import competition as competitions
from tests.factories import jury, outcome
from tests.factories.outcome import EMBARGO, NOW, S, cleared, draft, judged, named
from tests.factories.staff import make_user
from tests.factories.vote import ballot


def checked(entry: Entry, verdict: str, reason: str = "") -> None:
    Check.objects.create(entry=entry, verdict=verdict, reason=reason, at=NOW)


def by_hand():
    """Twelve works: 2 drafts, 1 withdrawn as a draft, 1 after it was sent, 2 not eligible, 1 of them at first taken for eligible.

    6 are judged, 1 of these by grace.

    Marks of three jurors, of ten: A 10 9 8, B 9 8 7, C 8 7 recused, D 6 6 7, E 6 7 6 and F 5 abstained 4. The vote: 5 asked and never confirmed, 3 void.
    """
    made = judged(works=0, shortlist=2, reserve=2, vote=True, stage=S.ELIGIBILITY)
    record = made.competition
    made.entries = [outcome.work(record, number, code=f"AAA-AA{letter}") for number, letter in enumerate("ABCDEF", start=1)]
    Entry.objects.filter(pk=made.entries[5].pk).update(submitted_at=record.rules.closes_at)
    for entry in made.entries:
        checked(entry, "eligible")
    for number in range(2):
        competitions.entry(record, title=f"Draft {number}")
    competitions.entry(record, state="withdrawn", title="Gone as a draft")
    sent = competitions.entry(record, state="submitted", title="Gone")
    Entry.objects.filter(pk=sent.pk).update(state="withdrawn")
    first = competitions.entry(record, state="ineligible", title="Late")
    checked(first, "eligible")
    checked(first, "ineligible", "late")
    checked(competitions.entry(record, state="ineligible", title="Same"), "ineligible", "same")
    marks = {1: [10, 9, 8, 6, 6, 5], 2: [9, 8, 7, 6, 7, None], 3: [8, 7, None, 7, 6, 4]}
    other = {2: Sheet.State.ABSTAINED, 3: Sheet.State.RECUSED}
    closed = Round.objects.create(competition=record, number=1, state=Round.State.CLOSED)
    for number, given in marks.items():
        seat = jury.seat(closed, jury.juror(record, number=number), made.entries, submitted_at=NOW)
        for entry, mark in zip(made.entries, given, strict=True):
            if mark is None:
                jury.marked(seat, entry, [1], state=other[number])
                Mark.objects.filter(sheet__seat=seat, sheet__entry=entry).delete()
            else:
                jury.marked(seat, entry, [mark])
    jury.juror(record, number=4)  # who never sat
    made.at(S.SHORTLIST)
    return made


def to_the_embargo(made):
    """A is dropped and C called up; B and C are voted on; C wins."""
    named(made)
    clearing.record(made.finalist(0), user=made.officer, done_by="Office", searched_in="Register", result="conflict")
    clearing.drop(made.finalist(0), "Like another.", user=made.officer)
    reserve.call_up(made.competition, user=made.officer)
    cleared(made, 1, 2)
    made.move(S.PUBLIC_VOTE)
    opens = made.competition.rules.vote_opens_at
    options = {option.entry_id: option for option in Option.objects.all()}
    poll = made.competition.poll
    names = iter(["dara", "bopha", "sokha", "vanna", "chan", "rith", "mony", "pisey", "kosal", "srey", "nimol", "rany", "thida", "visal", "heng", "lim"])
    for place, number in ((1, 3), (2, 5)):
        for minute in range(number):
            ballot(poll, options[made.entries[place].pk].entry, f"{next(names)}@a{minute}.org", at=opens + timedelta(minutes=minute))
    for _number in range(5):
        ballot(poll, made.entries[1], f"{next(names)}@b.org", at=opens, state=Ballot.State.ASKED)
    for reason in ("burst", "burst", "disposable"):
        ballot(poll, made.entries[1], f"{next(names)}@c.org", at=opens, state=Ballot.State.VOIDED, reason=reason)
    with clock.as_of(made.competition.rules.vote_closes_at):
        counting.count(made.competition, made.officer)
        made.move(S.DECISION)
        deciding.write(made.competition, draft(made, 2), user=made.officer)
        made.move(S.EMBARGOED)
        consents.ask(made.competition, user=made.officer)
    return made


def test_every_figure_equals_the_count_by_hand():
    made = to_the_embargo(by_hand())
    with clock.as_of(made.competition.rules.vote_closes_at + timedelta(hours=1)):
        kept = sealing.make(made.competition, user=made.officer)
    figures = dict(kept.figures)
    log = figures.pop("acts")
    assert figures == {
        "version": 1, "competition": "logo",
        "begun": 12, "submitted": 9, "submitted_in_grace": 1, "withdrawn": 2, "disqualified": 0, "eligible": 6, "ineligible": {"late": 1, "same": 1},
        "jurors": 3, "sheets_counted": 16, "sheets_abstained": 1, "sheets_recused": 1,
        # D and E both have 19/30; the criterion for ties says no more (it is the only one), the median of 6 6 7 is that of 6 7 6: the lot.
        "ties": [{"code": code, "by": "lot"} for code in _by_lot(made, "AAA-AAD", "AAA-AAE") if code in _named(made)],
        "lot_seed": made.competition.rules.lot_seed, "lot_sha256": hashlib.sha256(made.competition.rules.lot_seed.encode()).hexdigest(),
        "first_without": {"1": "AAA-AAA", "2": "AAA-AAA", "3": "AAA-AAA"},
        "finalists": [
            {"code": "AAA-AAB", "jury_rank": 2, "score": "80.00", "fraction": "80", "departs": False},
            {"code": "AAA-AAC", "jury_rank": 3, "score": "75.00", "fraction": "75", "departs": False},
        ],
        "dropped": 1, "called_up": 1,
        "ballots_asked": 16, "ballots_cast": 11, "ballots_voided": {"burst": 2, "disposable": 1}, "ballots_counted": {"AAA-AAB": 3, "AAA-AAC": 5},
        "decision": {"number": 1, "winner": "AAA-AAC", "decided_on": "2023-06-02"},
        "signed": [{"country": "KH", "on": "2023-06-02"}, {"country": "JP", "on": "2023-06-02"}],
        "terms_in_force": {"version": 1, "sha256": terms.in_force(made.competition).digest},
    }  # fmt: skip
    assert log["count"] == Act.objects.count() - 1  # that the protocol was made is an act as well, and comes after it
    assert Act.objects.get(verb="protocol").detail == {"digest": kept.digest}


def _by_lot(made, *codes: str) -> list[str]:
    seed = made.competition.rules.lot_seed
    return sorted(codes, key=lambda code: hashlib.sha256((seed + code).encode()).hexdigest())


def _named(made) -> set[str]:
    return set(made.competition.finalists.values_list("entry__code", flat=True))


def test_the_digests_can_be_reckoned_again_by_who_has_the_rows():
    made = outcome.announced()
    kept = sealing.latest(made.competition)
    said = json.dumps(kept.figures, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert kept.digest == hashlib.sha256(said).hexdigest()
    digest = hashlib.sha256()
    before = Act.objects.get(verb="protocol").pk
    for act in Act.objects.filter(pk__lt=before).order_by("pk"):
        row = {
            "pk": act.pk, "at": act.at.isoformat(), "by_id": act.by_id, "role": act.role, "verb": act.verb, "subject": act.subject, "before": act.before,
            "after": act.after, "detail": act.detail,
        }  # fmt: skip
        digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n")
    assert kept.figures["acts"]["sha256"] == digest.hexdigest()


def test_drafts_that_were_deleted_since_are_counted_by_the_log():
    made = judged(works=2)
    sources = protocol.Sources(made.competition, None, None, None)  # type: ignore[arg-type]  # entries need no more
    gone = competitions.entry(made.competition, state="draft")
    for code in (made.entries[0].code, gone.code):
        acts.write(made.competition, "begin", role="entrant", subject=code)
    move_entry(gone, "withdrawn", role="entrant")
    assert (protocol.begun(sources), protocol.withdrawn(sources)) == (3, 1)
    gone.delete()
    assert (protocol.begun(sources), protocol.withdrawn(sources)) == (3, 1)


def test_an_act_more_or_another_changes_the_digest():
    made = judged()
    sources = protocol.Sources(made.competition, None, None, None)  # type: ignore[arg-type]  # the acts need no more
    first = protocol.acts(sources)
    acts.write(made.competition, "look", role="system")
    second = protocol.acts(sources)
    assert (second["count"], second["sha256"] != first["sha256"]) == (first["count"] + 1, True)


def test_no_person_is_in_it():
    made = outcome.announced()
    said = json.dumps(sealing.latest(made.competition).figures, ensure_ascii=False)
    for name in ("Dara", "ដារ៉ា", "Author", "Signer", "example.org", "Work 1"):
        assert name not in said


def test_without_a_vote_its_lines_are_empty():
    figures = sealing.latest(outcome.announced().competition).figures
    assert {key: figures[key] for key in figures if key.startswith("ballots")} == dict.fromkeys(
        ("ballots_asked", "ballots_cast", "ballots_voided", "ballots_counted")
    )


@pytest.mark.parametrize("stage", [stage for stage in S if stage != S.EMBARGOED])
def test_it_is_made_during_the_embargo_only(stage):
    made = cleared(named(judged()), 0)
    made.at(stage)
    with pytest.raises(ValidationError, match="Load the page again"):
        sealing.make(made.competition, user=made.officer)


@pytest.mark.parametrize("role", ["editor", "approver", "translator", "juror"])
def test_nobody_but_the_office_makes_it(role):
    made = judged(stage=S.EMBARGOED)
    with pytest.raises(PermissionDenied):
        sealing.make(made.competition, user=make_user(role=role))


def test_each_stands_beside_the_earlier_one():
    made = outcome.embargoed(_decided())
    sealing.make(made.competition, user=made.officer)
    assert list(Protocol.objects.values_list("number", flat=True)) == [1, 2]


def _decided():
    made = cleared(named(judged()), 0, 1)
    made.move(S.DECISION)
    return made


# --- append-only ----------------------------------------------------------------------------------------------------------
def refused(deed) -> bool:
    try:
        with transaction.atomic():
            deed()
    except IntegrityError as error:
        return "kept as they are" in str(error)
    return False


def kept_protocol(*, sample: bool = False) -> Protocol:
    record = competitions.competition(slug="kept")
    return Protocol.objects.create(competition=record, number=1, figures={"begun": 1}, digest="0" * 64, made_at=EMBARGO, sample=sample)


def test_a_protocol_is_neither_changed_nor_deleted():
    made = kept_protocol()
    for deed in (
        lambda: Protocol.objects.filter(pk=made.pk).update(figures={"begun": 2}),
        lambda: Protocol.objects.filter(pk=made.pk).update(sample=True),
        lambda: Protocol.objects.filter(pk=made.pk).delete(),
        lambda: Protocol(pk=made.pk, competition=made.competition, number=1, figures={}, digest="", made_at=EMBARGO).save(),
    ):
        assert refused(deed)
    assert Protocol.objects.values_list("figures", flat=True).get() == {"begun": 1}


def test_a_protocol_is_not_replaced():
    made = kept_protocol()
    columns = "competition_id, number, figures, digest, made_at, sample"
    values = f"SELECT {columns.replace('digest', chr(39) + 'x' + chr(39))} FROM outcome_protocol WHERE id = {made.pk}"
    word = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    tail = "" if connection.vendor == "sqlite" else " ON CONFLICT (competition_id, number) DO UPDATE SET digest = excluded.digest"
    with connection.cursor() as cursor:
        assert refused(lambda: cursor.execute(f"{word} INTO outcome_protocol ({columns}) {values}{tail}"))
    assert Protocol.objects.values_list("digest", flat=True).get() == "0" * 64


@pytest.mark.postgres
def test_the_table_is_not_emptied_while_a_real_one_is_there():
    kept_protocol()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what they have still to look at keeps a table from being emptied as well
        assert refused(lambda: cursor.execute("TRUNCATE outcome_protocol"))


def test_a_samples_may_be_taken_away():
    made = kept_protocol(sample=True)
    assert refused(lambda: Protocol.objects.filter(pk=made.pk).update(digest="x"))
    made.delete()
    assert not Protocol.objects.exists()


def test_the_triggers_are_there():
    append_only = import_module("anniversary.competition.outcome.migrations.0003_outcome_append_only")
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = {name for (name,) in cursor.fetchall()}
    assert {f"outcome_protocol_{name}" for name in append_only.NAMES[connection.vendor]} <= found
