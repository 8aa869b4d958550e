"""Rights clearance: searches and their documents, who is cleared, dropped or called up, and the ways back."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anniversary.competition.entries.models import Entry
from anniversary.competition.entries.moving import move_entry
from anniversary.competition.models import Act
from anniversary.competition.outcome import clearing, papers, reserve
from anniversary.competition.outcome.models import Clearance, ClearancePaper, Finalist
from anniversary.competition.vote.models import Option
from tests.factories.outcome import S, cleared, judged, named
from tests.factories.staff import make_user

PDF = b"%PDF-1.7\nsearch report\n%%EOF\n"


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, "PNG")
    return out.getvalue()


def searched(made, place: int, result: str = "clear") -> Clearance:
    return clearing.record(made.finalist(place), user=made.officer, done_by="Office", searched_in="Register", result=result)


def states() -> list[tuple[str, bool, str]]:
    return list(Finalist.objects.values_list("state", "reserve", "entry__state"))


# --- searches and documents -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (png(), "png")])
def test_a_search_is_kept_with_its_documents(content, kind):
    made = named(judged())
    paper = papers.check(SimpleUploadedFile("sok.exe", content))
    clearing.record(
        made.finalist(0), user=made.officer, done_by="Agency", searched_in="WIPO", result="unclear", text="One like it.", documents=[paper]
    )
    kept = Clearance.objects.get()
    assert (kept.done_by, kept.searched_in, kept.result, kept.text, kept.entered_by) == ("Agency", "WIPO", "unclear", "One like it.", made.officer)
    file = ClearancePaper.objects.get()
    assert (file.kind, file.file.open().read(), "sok" in file.file.name, file.file.name[:10]) == (kind, content, False, "clearance/")
    act = Act.objects.get(verb="search")
    assert (act.subject, act.by, act.detail) == (made.entries[0].code, made.officer, {"result": "unclear", "papers": 1})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>", "type"), (b"%PDF-1.7 cut off", "type"), (b"\x89PNG\r\n\x1a\nbroken", "damaged"), (b"GIF89a", "type"), (b"", "type"),
        (b"PK\x03\x04" + PDF, "type"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused_whatever_its_name(content, code):
    with pytest.raises(ValidationError) as told:
        papers.check(SimpleUploadedFile("report.pdf", content, content_type="application/pdf"))
    assert told.value.code == code


def test_a_document_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(papers, "MOST_BYTES", 20)
    with pytest.raises(ValidationError) as told:
        papers.check(SimpleUploadedFile("report.pdf", PDF))
    assert told.value.code == "too_big"


def test_a_document_leaves_as_an_attachment_for_officers_and_each_look_is_logged(client):
    made = named(judged())
    clearing.record(
        made.finalist(0), user=made.officer, done_by="A", searched_in="B", result="clear", documents=[papers.Paper("pdf", PDF)]
    )
    address = f"/admin/competition/competition/{made.competition.pk}/desk/clearance/papers/{ClearancePaper.objects.get().pk}/"
    client.force_login(make_user(role="editor", username="editor"))
    assert (client.get(address).status_code, Act.objects.filter(verb="open_paper").count()) == (403, 0)
    client.force_login(made.officer)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    assert (answer["Content-Security-Policy"], answer["Content-Type"]) == ("default-src 'none'; sandbox", "application/octet-stream")
    assert "no-store" in answer["Cache-Control"]
    assert Act.objects.get(verb="open_paper").subject == made.entries[0].code


# --- cleared, dropped, back ---------------------------------------------------------------------------------------------------
def test_a_finalist_is_cleared_by_a_search_that_found_nothing():
    made = named(judged())
    with pytest.raises(ValidationError, match="found nothing first"):
        clearing.clear(made.finalist(0), user=made.officer)
    searched(made, 0, "conflict")
    with pytest.raises(ValidationError, match="found nothing first"):
        clearing.clear(made.finalist(0), user=made.officer)
    searched(made, 0)
    assert clearing.clear(made.finalist(0), user=made.officer).state == "cleared"
    assert states()[0] == ("cleared", False, "shortlisted")
    act = Act.objects.filter(verb="finalist").get()
    assert (act.subject, act.before, act.after) == (made.entries[0].code, "listed", "cleared")


def test_a_finalist_is_dropped_by_a_search_and_a_reason_and_comes_back_by_one():
    made = named(judged())
    with pytest.raises(ValidationError, match="Record the search first"):
        clearing.drop(made.finalist(0), "Like another.", user=made.officer)
    searched(made, 0, "conflict")
    with pytest.raises(ValidationError, match="says why"):
        clearing.drop(made.finalist(0), " ", user=made.officer)
    clearing.drop(made.finalist(0), " Like another. ", user=made.officer)
    dropped = made.finalist(0)
    assert (dropped.state, dropped.left_why, dropped.entry.state) == ("dropped", "Like another.", "shortlisted")
    with pytest.raises(ValidationError, match="says why"):
        clearing.reopen(dropped, "", user=made.officer)
    assert clearing.reopen(dropped, "The register erred.", user=made.officer).state == "listed"
    assert states()[0] == ("listed", False, "shortlisted")


@pytest.mark.parametrize(("to", "state"), [("withdrawn", "withdrawn"), ("disqualified", "dropped")])
def test_a_work_leaves_for_good(to, state):
    made = named(judged())
    with pytest.raises(ValidationError, match="says why"):
        clearing.leave(made.finalist(0), to, "", user=made.officer)
    assert states()[0] == ("listed", False, "shortlisted")
    clearing.leave(made.finalist(0), to, "By letter.", user=made.officer)
    assert (states()[0], made.finalist(0).left_why) == ((state, False, to), "By letter.")
    with pytest.raises(ValidationError):
        clearing.reopen(made.finalist(0), "An error.", user=made.officer)


def test_a_work_that_its_entrant_withdrew_stands_no_more_and_its_finalist_says_so():
    made = cleared(named(judged()), 0, 1)
    move_entry(made.entries[0], "withdrawn", role="entrant")
    assert [finalist.entry_id for finalist in reserve.standing(made.competition)] == [made.entries[1].pk]
    clearing.note_withdrawals(made.competition)
    clearing.note_withdrawals(made.competition)
    assert states()[0] == ("withdrawn", False, "withdrawn")
    assert Act.objects.filter(verb="finalist", role="system").count() == 1


@pytest.mark.parametrize("role", ["editor", "approver", "translator", "juror"])
def test_nobody_but_the_office_clears(role):
    made, user = named(judged()), make_user(role=role)
    searched(made, 0)
    finalist = made.finalist(0)
    for deed in (
        lambda: clearing.record(finalist, user=user, done_by="A", searched_in="B", result="clear"),
        lambda: clearing.clear(finalist, user=user),
        lambda: clearing.drop(finalist, "Why.", user=user),
        lambda: clearing.reopen(finalist, "Why.", user=user),
        lambda: clearing.leave(finalist, "disqualified", "Why.", user=user),
        lambda: reserve.call_up(made.competition, user=user),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    assert states()[0] == ("listed", False, "shortlisted")


@pytest.mark.parametrize("stage", [stage for stage in S if stage not in {S.RIGHTS_CHECK, S.DECISION}])
def test_rights_are_cleared_in_their_stages_only(stage):
    made = named(judged())
    searched(made, 0)
    made.at(stage)
    for deed in (lambda: clearing.clear(made.finalist(0), user=made.officer), lambda: reserve.call_up(made.competition, user=made.officer)):
        with pytest.raises(ValidationError, match="Load the page again"):
            deed()


# --- reserve --------------------------------------------------------------------------------------------------------------------
def test_a_reserve_follows_by_a_press_in_the_order_of_the_list_and_only_where_there_is_room():
    made = named(judged())
    with pytest.raises(ValidationError, match="shortlist is full"):
        reserve.call_up(made.competition, user=made.officer)
    searched(made, 0, "conflict")
    clearing.drop(made.finalist(0), "Like another.", user=made.officer)
    assert [finalist.entry_id for finalist in reserve.standing(made.competition)] == [made.entries[1].pk]  # nobody follows by itself
    called = reserve.call_up(made.competition, user=made.officer)
    assert (called.entry.title, called.rank) == ("Work 3", 3)
    assert states() == [
        ("dropped", False, "shortlisted"), ("listed", False, "shortlisted"), ("listed", False, "shortlisted"), ("listed", True, "eligible"),
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="shortlist is full"):
        reserve.call_up(made.competition, user=made.officer)
    act = Act.objects.get(verb="call_up")
    assert (act.subject, act.by, act.detail) == (made.entries[2].code, made.officer, {"rank": 3})


def test_a_reserve_whose_work_was_withdrawn_is_passed_over_and_after_the_last_there_is_nobody():
    made = named(judged())
    move_entry(made.entries[2], "withdrawn", role="entrant")
    clearing.leave(made.finalist(0), "withdrawn", "By letter.", user=made.officer)
    assert reserve.call_up(made.competition, user=made.officer).entry == made.entries[3]
    clearing.leave(made.finalist(1), "withdrawn", "By letter.", user=made.officer)
    with pytest.raises(ValidationError, match="Nobody is left in reserve"):
        reserve.call_up(made.competition, user=made.officer)


def test_who_is_in_reserve_is_not_cleared_yet():
    made = named(judged())
    with pytest.raises(ValidationError, match="call it up first"):
        searched(made, 2)


# --- the next stage ---------------------------------------------------------------------------------------------------------------
def problems(made, to: str) -> list[str]:
    with pytest.raises(ValidationError) as told:
        made.move(to)
    return told.value.messages


def test_a_vote_needs_two_who_are_cleared_and_nobody_undecided_and_is_prepared_with_them():
    made = cleared(named(judged(vote=True, shortlist=3)), 0)
    codes = [entry.code for entry in made.entries]
    assert problems(made, S.PUBLIC_VOTE) == [f"Clear or drop each finalist first: {codes[1]}, {codes[2]}.", "A vote needs two finalists who are cleared."]
    cleared(made, 1)
    assert problems(made, S.PUBLIC_VOTE) == [f"Clear or drop each finalist first: {codes[2]}."]
    searched(made, 2, "conflict")
    clearing.drop(made.finalist(2), "Like another.", user=made.officer)
    made.move(S.PUBLIC_VOTE)
    assert list(Option.objects.order_by("pk").values_list("entry__code", flat=True)) == codes[:2]


def test_without_a_vote_one_who_is_cleared_is_enough():
    made = named(judged())
    codes = [entry.code for entry in made.entries]
    left = "Nobody is cleared yet, and somebody is left in reserve."
    assert problems(made, S.DECISION) == [f"Clear or drop each finalist first: {codes[0]}, {codes[1]}.", left]
    cleared(made, 0)
    searched(made, 1, "conflict")
    clearing.drop(made.finalist(1), "Like another.", user=made.officer)
    assert made.move(S.DECISION).stage == S.DECISION


def test_where_nobody_can_be_cleared_any_more_no_award_can_still_be_decided():
    made = named(judged(works=2, reserve=0))
    for place in (0, 1):
        searched(made, place, "conflict")
        clearing.drop(made.finalist(place), "Like another.", user=made.officer)
    assert made.move(S.DECISION).stage == S.DECISION


def test_states_of_entries_are_the_offices_matter(client):
    made = named(judged())
    client.force_login(made.officer)
    desk = f"/admin/competition/competition/{made.competition.pk}/desk/clearance/"
    page = client.get(desk)
    assert page.status_code == 200
    assert client.post(f"{desk}{made.finalist(0).pk}/search/", {f"f{made.finalist(0).pk}-done_by": "Agency"}).status_code == 200  # kept, with its errors
    assert Clearance.objects.count() == 0
    fields = {"done_by": "Agency", "searched_in": "WIPO", "result": "clear", "text": "", "documents": SimpleUploadedFile("a.pdf", PDF)}
    prefixed = {f"f{made.finalist(0).pk}-{name}": value for name, value in fields.items()}
    assert client.post(f"{desk}{made.finalist(0).pk}/search/", prefixed).status_code == 302
    assert client.post(f"{desk}{made.finalist(0).pk}/clear/").status_code == 302
    assert (made.finalist(0).state, ClearancePaper.objects.count()) == ("cleared", 1)
    assert client.post(f"{desk}{made.finalist(1).pk}/nonsense/").status_code == 404
    assert client.get(f"{desk}{made.finalist(1).pk}/clear/").status_code == 405
    assert Entry.objects.filter(state="shortlisted").count() == 2
