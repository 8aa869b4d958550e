"""The office's desk of the jury: criteria, jurors, rounds, counts while a round is open and the ranking once it is closed; and what the stages ask for."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.entries.models import Entry
from anniversary.competition.jury import convening, judging, ranking, rounds, seating, tasks
from anniversary.competition.jury.models import Criterion, Juror, Recusal, Round, Seat, Sheet
from anniversary.competition.models import Act, Competition, Rules
from anniversary.mails import outbox
from tests.factories import occasion
from tests.factories.competition import competition, entry, issued_terms, rules
from tests.factories.staff import make_user

from .conftest import NOW, OPENS, make_jury

pytestmark = pytest.mark.django_db
S = Competition.Stage


def judge_all(jury, number: int, marks: tuple[int, int] = (8, 6), *, submits: bool = True, judged: int = 1) -> None:
    seat = jury.seat(number, judged)
    given = judging.Given({row.pk: mark for row, mark in zip(jury.criteria, marks, strict=True)})
    for sheet in judging.sheets(seat).exclude(state=Sheet.State.RECUSED):
        judging.save(sheet, given, revision=sheet.revision)
    if submits:
        judging.submit(seat, user=seat.juror.user)


def problems(deed, *args, **options) -> list[str]:
    with pytest.raises(ValidationError) as told:
        deed(*args, **options)
    return told.value.messages


# --- criteria ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def prepared(client):
    """A competition in preparation, and its officer at the desk."""
    occasion.anniversary()
    record = competition(slug="logo")
    rules(record, opens_at=OPENS, criterion=False)
    officer = make_user(username="officer", role="competition_officer")
    client.force_login(officer)
    with clock.as_of(OPENS - timedelta(days=9)):
        yield record, officer


def criteria_form(*rows: dict) -> dict:
    """As the page sends it: a row of each dictionary, then two that are left empty."""
    whole = [{"name_en": "N", "name_ja": "名", "name_km": "ឈ", "weight": 1, "most": 10} | row for row in rows]
    fields = {f"form-{index}-{name}": value for index, row in enumerate(whole) for name, value in row.items()}
    initial = sum("pk" in row for row in rows)
    return {"form-TOTAL_FORMS": len(rows) + 2, "form-INITIAL_FORMS": initial} | fields


def test_criteria_are_written_changed_and_taken_away_until_the_competition_is_announced(client, prepared):
    record, officer = prepared
    address = f"/admin/competition/competition/{record.pk}/desk/jury/criteria/"
    assert client.get(address).status_code == 200
    client.post(address, criteria_form({"name_en": "Form", "place": 2, "weight": 2}, {"name_en": "Idea", "place": 1, "weight": 3, "most": 5}))
    rows = Criterion.objects.values_list("name_en", "name_ja", "weight", "most", "tie_rank")
    assert list(rows) == [("Idea", "名", 3, 5, 1), ("Form", "名", 2, 10, 2)]
    act = Act.objects.get(verb="criteria")
    assert (act.by_id, act.detail) == (officer.pk, {"count": 2, "weight1": 3, "most1": 5, "weight2": 2, "most2": 10})
    # They change places, one is added, and then one goes.
    idea, form = Criterion.objects.all()
    kept = [{"pk": idea.pk, "name_en": "Idea", "place": 2}, {"pk": form.pk, "name_en": "Form", "place": 1}]
    client.post(address, criteria_form(*kept, {"name_en": "Use", "place": 7}))
    assert list(Criterion.objects.values_list("pk", "name_en", "tie_rank"))[:2] == [(form.pk, "Form", 1), (idea.pk, "Idea", 2)]
    assert Criterion.objects.get(name_en="Use").tie_rank == 3
    client.post(address, criteria_form(kept[0] | {"DELETE": "on"}, kept[1]))
    assert list(Criterion.objects.values_list("name_en", flat=True)) == ["Form"]
    # Two in one place, a name that is missing, a weight of nothing: told beside the form, nothing saved.
    for odd in ({"place": 1}, {"place": 2, "name_ja": ""}, {"place": 2, "weight": 0}, {"place": 2, "most": 1}):
        answer = client.post(address, criteria_form({"pk": form.pk, "place": 1}, odd))
        assert (answer.status_code, "errorlist" in answer.text) == (200, True)
    assert list(Criterion.objects.values_list("name_en", flat=True)) == ["Form"]


def test_criteria_stay_as_they_were_announced(client, prepared):
    record, officer = prepared
    issued_terms(record, user=officer)
    assert problems(stages.move, record, S.ANNOUNCED, user=officer) == ["Write the criteria of the jury, with their weights."]
    made = Criterion.objects.create(competition=record, name_en="Idea", tie_rank=1)
    stages.move(record, S.ANNOUNCED, user=officer)
    address = f"/admin/competition/competition/{record.pk}/desk/jury/criteria/"
    assert "cannot be changed any more" in client.get(address).text
    assert client.post(address, criteria_form({"pk": made.pk, "name_en": "Other", "place": 1})).status_code == 200
    assert Criterion.objects.get().name_en == "Idea"
    assert "weight 1, marks from 1 to 10" in client.get("/en/competition/logo/rules/").text


# --- jurors -----------------------------------------------------------------------------------------------------------


def test_jurors_are_chosen_among_those_with_the_role_and_get_a_number_each(client, prepared):
    record, officer = prepared
    client.force_login(officer)
    sok, chan = make_user(username="sok", role="juror"), make_user(username="chan", role="juror")
    make_user(username="editor", role="editor")
    gone = make_user(username="gone", role="juror")
    gone.is_active = False
    gone.save()
    desk = f"/admin/competition/competition/{record.pk}/desk/jury/"
    offered = list(convening.candidates(record))
    assert {user.username for user in offered} == {"sok", "chan"}
    for user in (sok, chan):
        client.post(f"{desk}jurors/", {"account": user.pk})
    assert list(Juror.objects.values_list("number", "user")) == [(1, sok.pk), (2, chan.pk)]
    client.post(f"{desk}jurors/2/dismiss/")
    client.post(f"{desk}jurors/", {"account": chan.pk})
    assert list(Juror.objects.values_list("number", "user")) == [(1, sok.pk), (3, chan.pk)]  # a number is not given twice
    told = [("1", "", "appointed"), ("2", "", "appointed"), ("2", "appointed", "dismissed"), ("3", "", "appointed")]
    assert list(Act.objects.filter(verb="juror").values_list("subject", "before", "after")) == told
    client.post(f"{desk}jurors/", {"account": sok.pk})
    assert Juror.objects.count() == 2


@pytest.mark.parametrize("role", ["competition_officer", "administrator"])
def test_who_may_run_a_competition_is_not_appointed(prepared, role):
    record, officer = prepared
    both = make_user(username="both", role="juror")
    both.groups.add(Group.objects.get(name=role))
    assert "cannot judge in it" in problems(convening.appoint, record, both, user=officer)[0]
    assert not Juror.objects.exists()


@pytest.mark.parametrize("role", ["editor", "approver", "translator", "juror", ""])
def test_only_officers_arrange_anything(jury, role):
    user, judged = make_user(username="other", role=role), Round.objects.get()
    deeds = [
        lambda: convening.set_criteria(jury.record, [], user=user), lambda: convening.appoint(jury.record, user, user=user),
        lambda: convening.dismiss(Juror.objects.first(), user=user), lambda: rounds.prepare(jury.record, takes=None, user=user),
        lambda: rounds.discard(judged, user=user), lambda: rounds.open_round(judged, user=user), lambda: rounds.close(judged, user=user),
        lambda: rounds.leave(jury.seat(1), "Ill.", user=user),
    ]  # fmt: skip
    before = Act.objects.count()
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()
    assert Act.objects.count() == before


# --- rounds -----------------------------------------------------------------------------------------------------------


def test_a_round_is_opened_with_the_jury_only_and_all_that_is_missing_is_told_at_once(now):
    jury = make_jury(jurors=1, entries=0, stage=S.ELIGIBILITY)
    jury.record.criteria.all().delete()
    assert problems(rounds.open_round, Round.objects.get(), user=jury.officer) == [
        "A round can be opened once the competition is with the jury.", "By the rules 2 jurors have to judge each work. Appointed are: 1.",
        "There are no criteria.", "There is no work to judge.",
    ]  # fmt: skip


def test_opening_writes_a_seat_for_each_juror_with_every_eligible_work_in_an_order_of_their_own(now, django_capture_on_commit_callbacks):
    jury = make_jury(entries=40)
    for state in set(Entry.State) - {Entry.State.ELIGIBLE}:
        entry(jury.record, user=jury.officer, state=state)
    with django_capture_on_commit_callbacks(execute=True):
        judged = jury.open()
    orders = [list(jury.seat(number).sheets.order_by("place").values_list("entry_id", flat=True)) for number in (1, 2, 3)]
    wanted = sorted(work.pk for work in jury.entries)
    assert [sorted(order) for order in orders] == [wanted] * 3
    assert len(set(map(tuple, orders))) == 3
    assert list(jury.seat(1).sheets.values_list("place", flat=True)) == list(range(1, 41))
    acts = Act.objects.filter(verb__in=["round", "seat"]).values_list("role", "verb", "subject", "after", "detail")
    assert list(acts) == [
        ("officer", "round", "1", "prepared", {"takes": 0}), ("officer", "round", "1", "open", {"works": 40}),
        *(("system", "seat", str(number), "seated", {"round": 1, "sheets": 40, "recused": 0}) for number in (1, 2, 3)),
    ]  # fmt: skip
    assert tasks.open_round.call(judged.pk) == 0  # twice makes nothing more
    assert (Seat.objects.count(), Sheet.objects.count()) == (3, 120)


def test_what_a_killed_process_left_is_written_by_the_next_round_of_the_worker(now):
    jury = make_jury()
    judged = jury.open()
    seating._write(judged, Juror.objects.get(number=2))  # and no further
    assert rounds.progress.missing(judged, 2)[0] == "The jurors' sheets are still being prepared."
    tasks.enqueue_due()
    assert list(Seat.objects.order_by("juror__number").values_list("juror__number", flat=True)) == [1, 2, 3]
    assert seating.write_seats(judged.pk) == 0


def test_jurors_are_told_by_letter_in_their_language_once(now, django_capture_on_commit_callbacks):
    from anniversary.staff.models import Profile

    jury = make_jury(jurors=3)
    for user, language in zip(jury.users[:2], ("ja", ""), strict=True):
        user.email = f"{user.username}@example.org"
        user.save()
        Profile.objects.create(user=user, language=language)
    with django_capture_on_commit_callbacks(execute=True):
        judged = jury.open()
    seating.write_seats(judged.pk)
    outbox.send_due()
    assert [letter.to for letter in mail.outbox] == [["juror1@example.org"], ["juror2@example.org"]]
    assert [f"/{language}/jury/logo/1/" in letter.body for language, letter in zip(("ja", "en"), mail.outbox, strict=True)] == [True, True]
    assert "Works to judge: 3" in mail.outbox[1].body


def test_a_round_is_closed_when_every_seat_is_submitted_and_every_work_has_its_quorum(jury):
    judged = Round.objects.get()
    assert problems(rounds.close, judged, user=jury.officer) == ["These jurors have not submitted yet: 1, 2, 3."]
    judge_all(jury, 1)
    judge_all(jury, 2)
    judge_all(jury, 3, submits=False)
    assert problems(rounds.close, judged, user=jury.officer) == ["This juror has not submitted yet: 3."]
    judging.submit(jury.seat(3), user=jury.users[2])
    rounds.close(judged, user=jury.officer)
    assert Round.objects.get().state == Round.State.CLOSED
    act = Act.objects.filter(verb="round").last()
    assert (act.subject, act.before, act.after, act.detail) == ("1", "open", "closed", {"void": 0})
    assert problems(rounds.close, judged, user=jury.officer) == ["Somebody else may have moved this round; load the page again."]


def test_a_work_below_the_quorum_keeps_the_round_open_until_another_juror_has_judged_it(jury, django_capture_on_commit_callbacks):
    judged, work = Round.objects.get(), jury.entries[0]
    for number in (1, 2):
        judging.recuse(jury.sheet(number, work), "My pupil.", user=jury.users[number - 1])
    for number in (1, 2, 3):
        judge_all(jury, number)
    told = f"1 work has been judged by fewer jurors than the rules ask for (2): {work.code}. Appoint another juror."
    assert problems(rounds.close, judged, user=jury.officer) == [told]
    with django_capture_on_commit_callbacks(execute=True):
        convening.appoint(jury.record, make_user(username="fourth", role="juror"), user=jury.officer)
    assert {sheet.entry_id for sheet in jury.seat(4).sheets.all()} == {work.pk for work in jury.entries}
    judge_all(jury, 4)
    rounds.close(judged, user=jury.officer)
    assert ranking.ranking(jury.record).recused == 2


def test_who_left_is_not_waited_for_and_nothing_of_theirs_counts(jury, client):
    judged = Round.objects.get()
    judge_all(jury, 1, (10, 10))
    judge_all(jury, 2, (2, 2))
    judge_all(jury, 3, (1, 1), submits=False)
    client.force_login(jury.officer)
    client.post(jury.desk("rounds/1/seats/3/leave/"), {"reason": " "})
    assert jury.seat(3).left_at is None
    client.post(jury.desk("rounds/1/seats/3/leave/"), {"reason": "Fell ill."})
    client.post(jury.desk("rounds/1/seats/1/leave/"), {"reason": "Has submitted, too late."})
    assert list(Seat.objects.order_by("juror__number").values_list("left_at", "left_reason")) == [(None, ""), (None, ""), (NOW, "Fell ill.")]
    assert Act.objects.filter(after="left").values_list("subject", "detail").get() == ("3", {"round": 1})
    assert "Fell ill." in client.get(jury.desk()).text
    with pytest.raises(ValidationError):
        judging.submit(jury.seat(3), user=jury.users[2])
    rounds.close(judged, user=jury.officer)
    found = ranking.ranking(jury.record)
    assert (found.counted, set(found.without), {place.score for place in found.places}) == (6, {1, 2}, {60})


def test_what_is_withdrawn_before_the_close_is_out_and_what_is_withdrawn_later_changes_no_rank(jury):
    one, two, three = jury.entries
    for number in (1, 2, 3):
        judge_all(jury, number)
    Entry.objects.filter(pk=one.pk).update(state=Entry.State.WITHDRAWN)
    rounds.close(Round.objects.get(), user=jury.officer)
    assert set(Sheet.objects.filter(entry=one).values_list("state", flat=True)) == {"void"}
    before = ranking.ranking(jury.record)
    assert {place.code for place in before.places} == {two.code, three.code}
    Entry.objects.filter(pk=two.pk).update(state=Entry.State.WITHDRAWN)
    assert ranking.ranking(jury.record) == before


def test_another_round_takes_the_first_of_the_one_before_and_whoever_withdrew_makes_room(jury, django_capture_on_commit_callbacks):
    one, two, three = jury.entries
    assert problems(rounds.prepare, jury.record, takes=2, user=jury.officer) == ["Close the round before, then prepare the next one."]
    judging.recuse(jury.sheet(1, three), "A friend's.", user=jury.users[0])
    for number in (1, 2, 3):
        for work, mark in zip(jury.entries, (9, 5, 2), strict=True):
            sheet = jury.sheet(number, work)
            if sheet.state != Sheet.State.RECUSED:
                judging.save(sheet, judging.Given({row.pk: mark for row in jury.criteria}), revision=sheet.revision)
        judging.submit(jury.seat(number), user=jury.users[number - 1])
    rounds.close(Round.objects.get(), user=jury.officer)
    second = rounds.prepare(jury.record, takes=2, user=jury.officer)
    assert {*seating.works(second)} == {one.pk, two.pk}
    Entry.objects.filter(pk=one.pk).update(state=Entry.State.WITHDRAWN)
    with django_capture_on_commit_callbacks(execute=True):
        jury.open()
    for number in (1, 2, 3):
        assert {sheet.entry_id for sheet in jury.seat(number, 2).sheets.all()} == {two.pk, three.pk}
    # A conflict that was declared once is one in every round.
    assert jury.sheet(1, three, 2).state == Sheet.State.RECUSED
    assert Recusal.objects.filter(sheet__seat__round=second).values_list("reason", "voided_marks").get() == ("A friend's.", 0)


def test_a_round_that_was_prepared_can_be_taken_back_and_the_first_takes_all(now):
    jury = make_jury()
    rounds.discard(Round.objects.get(), user=jury.officer)
    assert problems(rounds.prepare, jury.record, takes=3, user=jury.officer) == ["The first round takes every eligible work."]
    assert not Round.objects.exists()


def test_the_stages_wait_for_the_jury(now):
    jury = make_jury(stage=S.ELIGIBILITY)
    Round.objects.all().delete()
    rule = Rules.objects.get()

    def asked(stage):
        return [text for guard in stages._guards[stage] if "jury" in guard.__module__ for text in guard(jury.record, rule, NOW)]

    assert (asked(S.JURY), asked(S.SHORTLIST)) == (["Prepare the first round of the jury."], ["Close the last round of the jury."])
    made = rounds.prepare(jury.record, takes=None, user=jury.officer)
    assert (asked(S.JURY), asked(S.SHORTLIST)) == ([], ["Close the last round of the jury."])
    Round.objects.filter(pk=made.pk).update(state=Round.State.CLOSED)
    assert asked(S.SHORTLIST) == []
    Competition.objects.filter(pk=jury.record.pk).update(stage=S.SHORTLIST)
    assert problems(rounds.prepare, jury.record, takes=None, user=jury.officer) == ["The jury is through."]


# --- what the office sees ------------------------------------------------------------------------------------------------


def test_the_office_sees_counts_and_reasons_but_no_marks_and_no_ranking_before_the_close(jury, client):
    client.force_login(jury.officer)
    one = jury.entries[0]
    judging.recuse(jury.sheet(1, one), "My pupil drew it.", user=jury.users[0])
    judge_all(jury, 1, (7, 3), submits=False)
    judging.save(jury.sheet(2, one), judging.Given({}, "Reminds of a coin.", abstains=True), revision=0)
    page = client.get(jury.desk())
    seats = page.context["rounds"][0]["seats"]
    assert [(seat.number, seat.open, seat.complete, seat.abstained, seat.recused) for seat in seats] == [(1, 0, 2, 0, 1), (2, 2, 0, 1, 0), (3, 3, 0, 0, 0)]
    assert ("My pupil drew it." in page.text, "Reminds of a coin." in page.text, "54" in page.text) == (True, False, False)
    assert client.get(jury.desk("rounds/1/")).status_code == 404
    for number in (1, 2, 3):
        judge_all(jury, number, (7, 3))
    client.post(jury.desk("rounds/1/close/"))
    result = client.get(jury.desk("rounds/1/"))
    assert (result.status_code, "54.00" in result.text) == (200, True)  # 3 × 7/10 + 2 × 3/10 of 5
    assert "stays the first without any one" in result.text


@pytest.mark.parametrize("number", [1, 30])
def test_the_desk_asks_the_database_as_often_for_many_as_for_one(now, client, django_assert_max_num_queries, django_capture_on_commit_callbacks, number):
    jury = make_jury(jurors=max(2, number), entries=number)
    with django_capture_on_commit_callbacks(execute=True):
        jury.open()
    client.force_login(jury.officer)
    client.get(jury.desk())
    with django_assert_max_num_queries(24):
        assert client.get(jury.desk()).status_code == 200
