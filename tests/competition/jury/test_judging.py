"""What a juror does at the desk: marks that are kept as one goes, comments, abstaining, a conflict, and the end of the round."""

import pytest

from anniversary.competition.entries.models import Entry
from anniversary.competition.jury import judging
from anniversary.competition.jury.models import Mark, Recusal, Sheet
from anniversary.competition.models import Act, Competition, Rules

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def marks(sheet: Sheet) -> list[int]:
    return list(sheet.marks.order_by("criterion__tie_rank").values_list("value", flat=True))


@pytest.fixture
def desk(client, jury):
    client.force_login(jury.users[0])
    return jury


def test_a_sheet_is_kept_whole_or_not_and_counts_once_it_is_whole(client, desk):
    work = desk.entries[0]
    first = client.post(desk.address(work), desk.form(8, None), headers=JSON)
    assert first.json() == {
        "revision": 1, "state": "open", "label": "Not judged yet", "lacking": ["A mark for each criterion is needed."], "left": "Left: 3",
    }  # fmt: skip
    assert marks(desk.sheet(1, work)) == [8]
    second = client.post(desk.address(work), desk.form(8, 6, revision=1), headers=JSON)
    assert second.json() == {"revision": 2, "state": "complete", "label": "Judged", "lacking": [], "left": "Left: 2"}
    assert marks(desk.sheet(1, work)) == [8, 6]
    assert 'value="8" required' not in (page := client.get(desk.address(work)).text)
    assert page.count(" checked") == 2


def test_without_the_script_the_buttons_save_and_lead_on(client, desk):
    order = [sheet.entry for sheet in judging.sheets(desk.seat(1)).select_related("entry")]
    stays = client.post(desk.address(order[0]), desk.form(8, 6) | {"save": "1"})
    assert (stays.status_code, stays.url) == (302, desk.address(order[0]))
    goes_on = client.post(desk.address(order[1]), desk.form(8, 6) | {"next": "1"})
    assert goes_on.url == desk.address(order[2])
    round_about = client.post(desk.address(order[1]), desk.form(8, None, revision=1) | {"next": "1"})
    assert round_about.url == desk.address(order[2])
    last = client.post(desk.address(order[2]), desk.form(8, 6) | {"next": "1"})
    assert last.url == desk.address(order[1])


def test_two_windows_lose_no_marks(client, desk):
    work = desk.entries[0]
    client.post(desk.address(work), desk.form(8, 6), headers=JSON)
    late = client.post(desk.address(work), desk.form(3, 3), headers=JSON)
    assert (late.status_code, late.json()["revision"]) == (409, "1")
    assert "changed in another window" in late.json()["problem"]
    assert marks(desk.sheet(1, work)) == [8, 6]
    # By the button: what was typed is shown again, and saved if it is sent once more.
    page = client.post(desk.address(work), desk.form(3, 4))
    assert page.status_code == 409
    assert 'name="revision" value="1"' in page.text
    assert page.text.count(" checked") == 2
    assert marks(desk.sheet(1, work)) == [8, 6]
    client.post(desk.address(work), desk.form(3, 4, revision=1))
    assert marks(desk.sheet(1, work)) == [3, 4]


@pytest.mark.parametrize("value", ["0", "11", "-1", "x", "1.5"])
def test_a_mark_off_the_scale_is_refused_in_words_and_nothing_is_kept(client, desk, value):
    work = desk.entries[0]
    answer = client.post(desk.address(work), desk.form(value, 6), headers=JSON)
    assert (answer.status_code, "Idea: " in answer.json()["problem"]) == (400, True)
    assert client.post(desk.address(work), desk.form(value, 6)).status_code == 400
    assert marks(desk.sheet(1, work)) == []


@pytest.mark.parametrize(
    ("rule", "given", "comment", "state"),
    [
        (Rules.Comments.NEVER, (1, 10), "", "complete"), (Rules.Comments.ENDS, (2, 9), "", "complete"), (Rules.Comments.ENDS, (1, 5), "", "open"),
        (Rules.Comments.ENDS, (5, 10), "  ", "open"), (Rules.Comments.ENDS, (5, 10), "Why.", "complete"), (Rules.Comments.ALWAYS, (5, 5), "", "open"),
        (Rules.Comments.ALWAYS, (5, 5), "Why.", "complete"), (Rules.Comments.ALWAYS, (5, None), "Why.", "open"),
    ],
)  # fmt: skip
def test_a_comment_is_needed_as_the_rules_say(client, desk, rule, given, comment, state):
    Rules.objects.filter(competition=desk.record).update(comments=rule)
    answer = client.post(desk.address(desk.entries[0]), desk.form(*given, comment=comment), headers=JSON)
    assert answer.json()["state"] == state
    assert bool(answer.json()["lacking"]) is (state == "open")
    kept = "" if rule == Rules.Comments.NEVER else comment.strip()
    assert desk.sheet(1, desk.entries[0]).comment == kept


def test_who_abstains_may_change_their_mind(client, desk):
    work = desk.entries[0]
    assert client.post(desk.address(work), desk.form(8, 6, abstains="on"), headers=JSON).json()["state"] == "abstained"
    assert client.post(desk.address(work), desk.form(8, 6, revision=1), headers=JSON).json()["state"] == "complete"


def test_a_conflict_makes_what_was_given_void_and_the_log_does_not_say_why(client, desk):
    work = desk.entries[0]
    client.post(desk.address(work), desk.form(8, 6, comment="Lovely."))
    assert client.post(desk.address(work, "recuse/"), {"reason": "  "}).status_code == 400
    answer = client.post(desk.address(work, "recuse/"), {"reason": "My pupil drew it."})
    assert (answer.status_code, answer.url) == (302, desk.address(work))
    sheet = desk.sheet(1, work)
    assert (sheet.state, sheet.comment, marks(sheet)) == ("recused", "", [])
    assert list(Recusal.objects.values_list("sheet", "reason", "voided_marks")) == [(sheet.pk, "My pupil drew it.", 2)]
    act = Act.objects.get(verb="recusal")
    assert (act.role, act.by_id, act.subject, act.detail) == ("juror", desk.users[0].pk, work.code, {"juror": 1, "round": 1, "voided": 2})
    late = client.post(desk.address(work), desk.form(8, 6, revision=2), headers=JSON)
    assert (late.status_code, Mark.objects.count()) == (403, 0)
    assert "You declared a conflict" in client.get(desk.address(work)).text
    assert client.post(desk.address(work, "recuse/"), {"reason": "Twice."}).status_code == 400


def test_a_round_is_submitted_whole_after_a_page_that_asks(client, desk):
    one, two, three = desk.entries
    client.post(desk.address(one), desk.form(8, 6))
    assert "2 works are not judged yet" in client.get(desk.address(more="submit/")).text
    client.post(desk.address(more="submit/"))
    assert desk.seat(1).submitted_at is None
    client.post(desk.address(two), desk.form(None, None, abstains="on"))
    client.post(desk.address(three, "recuse/"), {"reason": "A friend's."})
    assert "After this nothing of it can be changed" in client.get(desk.address(more="submit/")).text
    assert desk.seat(1).submitted_at is None
    client.post(desk.address(more="submit/"))
    submitted = desk.seat(1).submitted_at
    assert submitted is not None
    act = Act.objects.filter(verb="seat", after="submitted").get()
    assert (act.role, act.subject, act.detail) == ("juror", "1", {"round": 1, "open": 0, "complete": 1, "abstained": 1, "recused": 1})
    # Locked: nothing goes in any more, by the form, the script, or a second submission.
    assert client.post(desk.address(one), desk.form(1, 1, revision=1), headers=JSON).status_code == 403
    assert client.post(desk.address(one), desk.form(1, 1, revision=1)).status_code == 403
    assert client.post(desk.address(one, "recuse/"), {"reason": "Late."}).status_code == 400
    client.post(desk.address(more="submit/"))
    assert (marks(desk.sheet(1, one)), desk.seat(1).submitted_at, Act.objects.filter(after="submitted").count()) == ([8, 6], submitted, 1)
    page = client.get(desk.address(one)).text
    assert ("disabled" in page, "jury.js" in page, "Declare the conflict" in page) == (True, False, False)


def test_a_work_that_is_withdrawn_leaves_the_desk_and_is_not_waited_for(client, desk):
    one, two, three = desk.entries
    Entry.objects.filter(pk=three.pk).update(state=Entry.State.WITHDRAWN)
    for work in (one, two):
        client.post(desk.address(work), desk.form(8, 6))
    assert client.get(desk.address(three)).status_code == 404
    assert three.code not in client.get(desk.address()).text
    client.post(desk.address(more="submit/"))
    assert desk.seat(1).submitted_at is not None


def test_nothing_is_judged_once_the_competition_has_gone_on(client, desk):
    Competition.objects.filter(pk=desk.record.pk).update(stage=Competition.Stage.SHORTLIST)
    assert client.post(desk.address(desk.entries[0]), desk.form(8, 6), headers=JSON).status_code == 403
    assert not Mark.objects.exists()
