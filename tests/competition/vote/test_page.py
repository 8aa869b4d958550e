"""The page of the vote: whom it shows what, in which order, and what it keeps to itself."""

import io
import logging
import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from anniversary import clock
from anniversary.competition import doorways
from anniversary.competition.entries.models import Work
from anniversary.competition.models import Competition
from anniversary.competition.vote import marking, ordering
from anniversary.competition.vote.models import Ballot
from anniversary.logs import HideTokens
from tests.factories.staff import PASSWORD, make_user
from tests.factories.vote import CLOSES, NOW, OPENS
from tests.factories.vote import vote as make_vote

from .walking import asked, choose, page

pytestmark = pytest.mark.django_db
BEFORE = ["setup", "announced", "open", "closed", "eligibility", "jury", "shortlist", "rights_check"]


def order(shown: str) -> list[str]:
    return re.findall(r'name="work" value="([^"]+)"', shown)


def drawn(work, *, ready: bool = True) -> Work:
    """A picture of 1,200 × 900 pixels for a work, as it comes out of the preparing."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), "#0f2f7f").save(out, "PNG")
    made = Work(entry=work, role="colour", kind="png", sha256=f"{work.pk:064x}", bytes=1, preview_state="ready" if ready else "waiting")
    if ready:
        made.preview.save("work", ContentFile(out.getvalue()), save=False)
    made.original.save("work", ContentFile(b"x"), save=False)
    made.save()
    return made


def test_a_visitor_without_a_seed_is_given_one_and_keeps_their_order_by_the_address_alone(client):
    vote = make_vote(works=8)
    answer = client.get(page())
    assert (answer.status_code, "no-store" in answer["Cache-Control"], answer["Location"].startswith(page() + "?o=")) == (302, True, True)
    first, again = (order(client.get(answer["Location"]).content.decode()) for _time in range(2))
    assert (first, sorted(first)) == (again, sorted(work.code for work in vote.works))
    assert order(Client().get(answer["Location"].replace("/en/", "/km/")).content.decode()) == first
    assert client.cookies == {}


def test_seeds_are_drawn_here_and_cannot_be_chosen(client, vote):
    drawn_here = ordering.draw(vote.competition)
    other = ordering.draw(make_vote(slug="other").competition)
    for signed in ("", "0123456789", "0123456789.", f"0{drawn_here}", other, drawn_here[:-1], "ក", "x" * 5000):
        answer = client.get(page(), {"o": signed})
        assert (answer.status_code, answer["Location"] == f"{page()}?o={signed}") == (302, False)
    assert client.get(page(), {"o": drawn_here}).status_code == 200


def test_every_order_comes_up_by_chance():
    vote = make_vote(works=3)
    orders = {tuple(work.pk for work in ordering.by(str(seed), vote.works)) for seed in range(60)}
    assert len(orders) == 6


def test_search_engines_keep_out_and_the_page_has_one_address(client, vote):
    answer = client.get(page(), follow=True)
    shown = answer.content.decode()
    assert ('name="robots" content="noindex"' in shown, answer["X-Robots-Tag"]) == (True, "noindex, nofollow")
    assert f'<link rel="canonical" href="{settings.SITE_URL}{page()}">' in shown


def test_the_page_is_there_from_its_stage_on_with_the_works_from_the_opening_and_the_form_until_the_close(client, vote):
    seen = {}
    for stage in Competition.Stage.values:
        vote.enter(stage)
        answer = client.get(page(), follow=True)
        seen[stage] = (answer.status_code, vote.works[0].code in answer.content.decode(), "Send me the link" in answer.content.decode())
    others = dict.fromkeys(BEFORE, (404, False, False)) | {"public_vote": (200, True, True)} | dict.fromkeys(Competition.TOLD, (200, False, False))
    assert {stage: found for stage, found in seen.items() if found != (200, True, False)} == others
    vote.enter("public_vote")
    for moment, expected in ((OPENS.replace(year=2022), (200, False, False)), (CLOSES, (200, True, False))):
        with clock.as_of(moment):
            shown = client.get(page(), follow=True).content.decode()
        assert (200, vote.works[0].code in shown, "Send me the link" in shown) == expected


def test_a_competition_that_is_told_of_or_has_no_vote_or_is_no_draft_s_has_no_such_page(client, vote):
    make_vote(slug="none", vote_opens_at=None, vote_closes_at=None)
    draft = make_vote(slug="draft")
    Competition._base_manager.filter(pk=draft.competition.pk).update(status="draft")
    for slug in ("none", "draft", "nowhere"):
        for below in ("", "asked/", "method/", "token/", f"works/{vote.works[0].code}.png"):
            assert (slug, below, client.get(f"{page(slug)}{below}", follow=True).status_code) == (slug, below, 404)


@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_it_says_in_these_words_what_is_counted(client, vote, language):
    for below in ("", "method/"):
        shown = client.get(page(language=language) + below, follow=True).content.decode()
        text = re.sub(r"<[^>]+>|\s+", " ", shown.partition("<main")[2].partition("</main>")[0]).lower()
        assert not re.search(r"one person|one vote per|一人一票|1人1票|ម្នាក់មួយ", text)
        if language == "en":
            assert "one ballot for each confirmed e-mail address." in text


def test_a_picture_is_ours_and_named_by_the_work_s_code(client, vote):
    drawn(vote.works[0])
    path = f"{page()}works/{vote.works[0].code}.png"
    shown = client.get(page(), follow=True).content.decode()
    assert (shown.count(path), shown.count('<img src="' + page())) == (1, 1)
    answer = client.get(path)
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size, image.info) == ("PNG", (800, 600), {})
    kept = {name: answer[name] for name in ("Content-Type", "Cache-Control", "X-Robots-Tag", "X-Content-Type-Options")}
    assert kept == {"Content-Type": "image/png", "Cache-Control": "public, max-age=3600", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff"}
    assert ("Last-Modified" in answer, "Set-Cookie" in answer, "Content-Disposition" in answer) == (False, False, False)


def test_pictures_have_an_address_until_the_result_is_announced_and_only_those_of_its_works(client, vote):
    drawn(vote.works[0])
    drawn(vote.works[1], ready=False)
    other = make_vote(slug="other")
    drawn(other.works[0])

    def status(work) -> int:
        return client.get(f"{page()}works/{getattr(work, 'code', work)}.png").status_code

    assert [status(work) for work in (*vote.works, other.works[0], "K7M-4QX", "x")] == [200, 404, 404, 404, 404, 404]
    assert {stage for stage in Competition.Stage.values if vote.enter(stage) or status(vote.works[0]) == 404} == {*BEFORE, *Competition.TOLD}
    vote.enter("public_vote")
    with clock.as_of(OPENS.replace(year=2022)):
        assert status(vote.works[0]) == 404
    type(vote.works[0]).objects.filter(pk=vote.works[0].pk).update(state="withdrawn")
    assert status(vote.works[0]) == 404


def test_once_the_result_is_announced_only_the_gallery_shows_works_for_it_asks_their_authors(client, vote):
    drawn(vote.works[0])
    shown = {}
    for stage in ("decision", "embargoed", *sorted(Competition.TOLD)):
        vote.enter(stage)
        html = client.get(page(), follow=True).content.decode()
        shown[stage] = [words in html for words in ("Work 1", vote.works[0].code, f"works/{vote.works[0].code}.png")]
    assert shown == {"decision": [True] * 3, "embargoed": [True] * 3} | dict.fromkeys(Competition.TOLD, [False] * 3)


def test_who_made_a_work_is_on_no_page(client, vote):
    drawn(vote.works[0])
    link = asked(vote.works[0])
    for path in (page(), f"{page()}asked/", f"{page()}method/", link):
        shown = client.get(path, follow=True).content.decode()
        assert not re.search(r"entrant|Dara|affiliation", shown)


@pytest.mark.parametrize("works", [2, 30])
def test_the_page_takes_as_many_queries_for_two_works_as_for_thirty(client, works):
    vote = make_vote(works=works)
    for work in vote.works:
        drawn(work)
    path = client.get(page())["Location"]
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        shown = client.get(path).content.decode()
    assert (len(order(shown)), len(queries)) == (works, 4)


def test_what_was_typed_stays_and_each_error_is_named_beside_its_field_and_above(client, vote):
    answer = choose("", "dara@nowhere")
    shown = answer.content.decode()
    assert (answer.status_code, shown.count("Choose one of the works."), shown.count('value="dara@nowhere"')) == (400, 2, 1)
    assert re.search(r'aria-invalid="true"', shown)
    titles = {vote.works[0].code: "Work 1"}
    hostile = "<script>alert(1)</script>"
    type(vote.works[0]).objects.filter(pk=vote.works[0].pk).update(title=hostile, concept=hostile)
    shown = client.get(page(), follow=True).content.decode()
    assert (hostile in shown, "&lt;script&gt;" in shown, titles[vote.works[0].code] in shown) == (False, True, False)


def test_the_method_prints_the_thresholds_and_is_there_before_the_vote(client, vote, monkeypatch):
    monkeypatch.setattr(marking, "PATTERN_MOST", 11)
    monkeypatch.setattr(marking, "BURST_MOST", 222)
    monkeypatch.setattr(marking, "NETWORK_MOST", 333)
    for stage in Competition.Stage.values:
        vote.enter(stage)
        answer = client.get(f"{page()}method/")
        assert answer.status_code == (404 if stage == "setup" else 200)
    shown = answer.content.decode()
    for words in (
        "more than 11 addresses",
        "more than 222 ballots",
        "more than 333 ballots",
        "At most 3 letters an hour are written to one address, and 60 for one network.",
    ):
        assert words in shown


def test_the_way_in_is_the_main_one_while_the_vote_is_open_and_else_there_is_none(vote):
    ways = {}
    for stage in Competition.Stage.values:
        vote.enter(stage)
        ways[stage] = [(str(door.label), door.url, door.main) for door in doorways.of(vote.competition) if str(door.label) == "Vote"]
    assert {stage: found for stage, found in ways.items() if found} == {"public_vote": [("Vote", page(), True)]}
    vote.enter("public_vote")
    for moment in (OPENS.replace(year=2022), CLOSES):
        with clock.as_of(moment):
            assert not [door for door in doorways.of(vote.competition) if str(door.label) == "Vote"]


def test_who_looks_at_the_site_as_of_another_day_sees_the_vote_and_votes_today(vote):
    link = asked(vote.works[0])
    client = Client()
    make_user(username="approver", role="approver")
    client.login(username="approver", password=PASSWORD)
    session = client.session
    session["as_of"] = NOW.date().isoformat()
    session.save()
    with clock.as_of(CLOSES):
        assert [client.get(link).status_code, client.post(link).status_code] == [410, 410]
    with clock.as_of(OPENS.replace(year=2022)):  # nor are the works seen before the others see them
        assert vote.works[0].code not in client.get(page(), follow=True).content.decode()
    assert list(Ballot.objects.values_list("state", flat=True)) == ["asked"]


def test_the_log_hides_links(vote, monkeypatch):
    [console] = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]
    log = io.StringIO()
    monkeypatch.setattr(console, "stream", log)
    link = asked(vote.works[0])
    token = link.rstrip("/").rpartition("/")[2]
    for path in (link, f"/en/competition/logo/enter/{token}/", f"/en/competition/logo/enter/{token}/K7M-4QX/"):
        logging.getLogger("django.request").warning("Not Found: %s", path)
    Client().put(link)
    Client().get(f"{page()}{token}x/")
    logged = log.getvalue()
    assert (token in logged, logged.count("/vote/…"), logged.count("/enter/…")) == (False, 3, 2)


def test_the_log_keeps_what_is_no_link_and_survives_what_does_not_fit_together():
    def said(text: str, *args: object) -> str:
        record = logging.LogRecord("x", logging.WARNING, "", 0, text, args, None)
        assert HideTokens().filter(record) is True
        return str(record.msg)

    paths = ["/en/competition/logo/vote/", "/en/events/", "100 %"]
    assert [said(path) for path in paths] == paths
    assert said("%s and %s", "/x/vote/secret/?o=1") == "%s and %s"
    assert said("%s", "/x/vote/secret/?o=1") == "/x/vote/…"
