"""Choosing, the letter, the link, the button: what each does, and what it must not do."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from anniversary import clock
from anniversary.competition.models import Act, Competition
from anniversary.competition.vote.models import Asking, Ballot
from anniversary.mails.models import Letter
from tests.factories.vote import CLOSES, NOW, OPENS, ballot
from tests.factories.vote import vote as make_vote

from .walking import asked, cast, choose, letters, link_in, page

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)


def stored() -> list[tuple]:
    return list(Ballot.objects.order_by("pk").values_list("state", "option__entry__code", "cast_at"))


def test_the_whole_way_makes_one_ballot(client, vote):
    first, second, _third = vote.works
    answer = choose(second)
    assert (answer.status_code, answer["Location"]) == (302, page() + "asked/")
    assert stored() == [("asked", second.code, None)]
    [letter] = letters()
    assert (letter.to, letter.subject) == (["dara@example.org"], "Cast your ballot: A logo for the year")
    link = link_in(letter)
    shown = client.get(link).content.decode()
    assert (second.code in shown, first.code in shown, "Cast my ballot" in shown, "One ballot for each confirmed e-mail address." in shown) == (
        True,
        False,
        True,
        True,
    )
    assert stored() == [("asked", second.code, None)]
    later = NOW + timedelta(hours=30)
    with clock.as_of(later):
        answer = client.post(link)
        assert (answer.status_code, answer["Location"]) == (302, link)
        assert stored() == [("cast", second.code, later)]
        shown = client.get(link).content.decode()
        assert ("Your ballot is cast" in shown, second.code in shown, "Cast my ballot" in shown) == (True, False, False)
    assert client.cookies == {}


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete", "trace"])
def test_only_the_button_casts(vote, method):
    link = asked(vote.works[0])
    answer = getattr(Client(), method)(link)
    assert (answer.status_code, stored()) == (200 if method in {"get", "head"} else 405, [("asked", vote.works[0].code, None)])


def test_a_button_pressed_twice_casts_once(vote):
    link = asked(vote.works[0])
    assert [Client().post(link)["Location"] for _press in range(2)] == [link, link]
    with clock.as_of(NOW + timedelta(hours=1)):
        Client().post(link)
    assert stored() == [("cast", vote.works[0].code, NOW)]


def test_a_new_choice_before_casting_takes_the_place_of_the_old_one_and_of_its_link(vote):
    first, second, _third = vote.works
    old, new = asked(first), asked(second, " Dara@EXAMPLE.org ")
    assert (Client().get(old).status_code, Client().post(old).status_code, stored()) == (404, 404, [("asked", second.code, None)])
    Client().post(new)
    assert stored() == [("cast", second.code, NOW)]


def test_an_address_that_has_voted_is_answered_the_same_and_nothing_changes(vote):
    first, second, _third = vote.works
    fresh = choose(first)
    Client().post(link_in(letters()[0]))
    again = choose(second)
    assert (again.status_code, again["Location"], again.content) == (fresh.status_code, fresh["Location"], fresh.content)
    [letter] = letters()
    assert (letter.subject, "/vote/" in letter.body, second.code in letter.body) == ("Your ballot is cast already: A logo for the year", False, False)
    assert stored() == [("cast", first.code, NOW)]


def test_letters_name_neither_the_choice_nor_the_address(vote):
    choose(vote.works[0])
    letter = Letter.objects.get()
    told = f"{letter.subject} {letter.text} {letter.key}"
    assert not any(word in told for word in (vote.works[0].code, vote.works[0].title, "dara", "example.org"))


@pytest.mark.parametrize(("language", "subject"), [("en", "Cast your ballot: "), ("ja", "A logo for the year"), ("km", "A logo for the year")])
def test_the_letter_is_in_the_language_of_the_page(vote, language, subject):
    choose(vote.works[0], language=language)
    [letter] = letters()
    assert (subject in letter.subject, letter.extra_headers["Content-Language"], f"/{language}/competition/logo/vote/" in letter.body) == (True, language, True)


def test_the_clock_opens_and_closes_to_the_microsecond(vote):
    first = vote.works[0]
    with clock.as_of(OPENS - TICK):
        assert choose(first).status_code == 400
    with clock.as_of(OPENS):
        link = asked(first)
    with clock.as_of(CLOSES - TICK):
        late = asked(first, "late@example.org")
        Client().post(link)
    with clock.as_of(CLOSES):
        answers = [choose(first, "other@example.org").status_code, Client().get(late).status_code, Client().post(late).status_code]
    assert answers == [400, 410, 410]
    assert stored() == [("cast", first.code, CLOSES - TICK), ("asked", first.code, None)]


@pytest.mark.parametrize("stage", [stage for stage in Competition.Stage.values if stage != "public_vote"])
def test_nothing_is_taken_in_another_stage(vote, stage):
    link = asked(vote.works[0])
    vote.enter(stage)
    before = stage in {"setup", "announced", "open", "closed", "eligibility", "jury", "shortlist", "rights_check"}
    assert (choose(vote.works[1], "b@example.org").status_code, Client().post(link).status_code) == ((404, 404) if before else (400, 410))
    assert (stored(), letters()) == ([("asked", vote.works[0].code, None)], [])


def test_a_link_that_is_none_is_told_so_and_a_link_of_another_vote_is_none_here(vote):
    link = asked(vote.works[0])
    make_vote(slug="other")
    for path in (page() + "nothing/", page() + "x" * 500 + "/", link.replace("/logo/", "/other/")):
        assert (Client().get(path).status_code, Client().post(path).status_code) == (404, 404)
    assert stored() == [("asked", vote.works[0].code, None)]


def test_a_work_that_has_left_is_not_offered_nor_taken(client, vote):
    first, second, _third = vote.works
    type(first).objects.filter(pk=first.pk).update(state="withdrawn")
    shown = client.get(page(), follow=True).content.decode()
    assert (first.code in shown, second.code in shown) == (False, True)
    assert (choose(first).status_code, stored()) == (400, [])


def test_a_link_casts_nothing_for_a_work_that_has_left_and_its_voter_chooses_another(vote):
    first, second, third = vote.works
    lost, kept = asked(first), asked(third, "bopha@example.org")
    Client().post(kept)
    type(first).objects.filter(pk__in=[first.pk, third.pk]).update(state="withdrawn")
    assert (Client().get(lost).status_code, Client().post(lost).status_code, Client().get(kept).status_code) == (404, 404, 200)
    assert stored() == [("asked", first.code, None), ("cast", third.code, NOW)]
    assert Client().post(asked(second)).status_code == 302
    assert stored() == [("cast", second.code, NOW), ("cast", third.code, NOW)]


@pytest.mark.parametrize("address", [
    "", "dara", "dara@", "@example.org", "dara@example", "dara@exa mple.org", "dara@[127.0.0.1]", '"da ra"@example.org', '"dara"@example.org',
    "da\x00ra@example.org", "dara@example.org, bopha@example.org", "Dara <dara@example.org>", "dara..b@example.org", ".dara@example.org",
    "dara@example.org\nBcc: all@example.org", "dara@example.org%0aBcc:all@example.org\r\n x", "dara@exam_ple.org", "dara@-example.org", "dara@xn--.org",
    f"{'d' * 65}@example.org", f"{'d' * 300}@example.org", f"dara@{'e' * 64}.org", f"dara@{'.'.join(['example'] * 40)}.org", f"dara@{'é' * 60}.org",
    "ដារ៉ា@example.org",
])  # fmt: skip
def test_what_is_no_address_is_refused_and_stays_in_the_form(vote, address):
    answer = choose(vote.works[1], address)
    assert (answer.status_code, stored(), letters()) == (400, [], [])
    shown = answer.content.decode()
    assert shown.count("filter-error") == 1
    assert re.search(rf'value="{vote.works[1].code}"[^>]* checked', shown)


@pytest.mark.parametrize("work", ["", "K7M-4QX", "x", "K7M-4QX-and-more", "ក", "'; --", "\x00"])
def test_without_one_of_the_works_nothing_is_asked_for(vote, work):
    answer = choose(work, "dara@example.org")
    shown = answer.content.decode()
    assert (answer.status_code, stored(), letters(), shown.count("filter-error")) == (400, [], [], 1)
    assert 'value="dara@example.org"' in shown


@pytest.mark.parametrize(("typed", "sent_to"), [
    ("dara@bücher.example", "dara@xn--bcher-kva.example"), ("DARA@BÜCHER.EXAMPLE", "dara@xn--bcher-kva.example"), ("dara@例え.jp", "dara@xn--r8jz45g.jp"),
    ("o'neil+logo@example.org", "o'neil+logo@example.org"), (f"{'d' * 64}@example.org", f"{'d' * 64}@example.org"),
])  # fmt: skip
def test_domains_of_any_script_are_one_address_however_they_are_spelt(vote, typed, sent_to):
    for _time in range(2):
        choose(vote.works[0], typed)
    assert ([letter.to for letter in letters()], len(stored())) == ([[sent_to]] * 2, 1)


def test_a_tag_makes_another_address_which_is_marked(vote):
    for address in ("dara@example.org", "dara+1@example.org"):
        cast(vote.works[0], address)
    assert list(Ballot.objects.order_by("pk").values_list("state", "marks")) == [("cast", []), ("quarantined", ["tagged"])]


def test_a_throw_away_address_is_taken_and_marked_and_told_nothing(vote):
    answer = cast(vote.works[0], "dara@box.mailinator.com")
    assert Client().get(answer["Location"]).content.count(b"Your ballot is cast") > 0
    assert list(Ballot.objects.values_list("state", "marks")) == [("quarantined", ["disposable"])]


def test_three_letters_an_hour_are_written_to_an_address_and_the_answer_is_the_same(vote):
    answers = [choose(work).content for work in (*vote.works, *vote.works)]
    assert (len(set(answers)), len(letters())) == (1, 3)
    assert stored() == [("asked", vote.works[2].code, None)]  # the fourth changed nothing: its link was sent to nobody
    with clock.as_of(NOW + timedelta(hours=1) - TICK):
        choose(vote.works[0])
        assert letters() == []
    with clock.as_of(NOW + timedelta(hours=1)):
        link = asked(vote.works[0])
        Client().post(link)
    assert stored() == [("cast", vote.works[0].code, NOW + timedelta(hours=1))]


def test_who_has_voted_gets_three_letters_an_hour_too(vote):
    cast(vote.works[0])
    for _time in range(5):
        choose(vote.works[1])
    assert len(letters()) == 2


def test_sixty_letters_an_hour_are_written_for_a_network(vote):
    for number in range(60):
        assert choose(vote.works[0], f"dara@example{number}.org", network=f"203.0.113.{number}").status_code == 302
    refused = choose(vote.works[0], "late@example.org", network="203.0.113.250")
    assert (refused.status_code, "from your network" in refused.content.decode(), Ballot.objects.count()) == (400, True, 60)
    assert choose(vote.works[0], "other@example.org", network="203.0.114.1").status_code == 302
    with clock.as_of(NOW + timedelta(hours=1)):
        assert choose(vote.works[0], "late@example.org", network="203.0.113.250").status_code == 302


def test_what_is_kept_of_addresses_and_networks_are_keys(vote):
    cast(vote.works[0], "dara.sok@example.org")
    kept = " ".join(str(row) for model in (Ballot, Asking, Act, Letter) for row in model.objects.values())
    assert not any(word in kept for word in ("dara", "example.org", "203.0.113"))
    made = Ballot.objects.get()
    assert [len(key) for key in (made.address_key, made.pattern_key, made.network_key, made.link_digest)] == [64] * 4
    other = make_vote(slug="other")
    assert ballot(other.poll, other.works[0], "dara.sok@example.org").address_key != made.address_key


def test_asking_and_casting_leave_no_act_and_no_trace_in_the_log_of_who_it_was(vote, caplog):
    caplog.set_level("DEBUG")
    link = asked(vote.works[0])
    Client().post(link)
    Client().put(link)
    Client().get(page() + "nothing-of-the-kind/")
    assert not Act.objects.exclude(verb__in=["prepare_poll", "issue_terms"]).exists()
    logged = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert "dara" not in logged


def test_the_network_is_that_from_which_the_button_was_pressed(vote):
    link = asked(vote.works[0], network="203.0.113.7")
    before = Ballot.objects.get().network_key
    Client().post(link, REMOTE_ADDR="198.51.100.9")
    assert Ballot.objects.get().network_key != before


def test_pages_below_a_link_are_kept_by_nobody_and_tell_their_address_to_nobody(vote):
    link = asked(vote.works[0])
    for path in (link, page() + "nothing/"):
        answer = Client().get(path)
        assert ("no-store" in answer["Cache-Control"], answer["X-Robots-Tag"], answer["Referrer-Policy"]) == (True, "noindex, nofollow", "no-referrer")
        shown = answer.content.decode()
        assert ('name="robots" content="noindex"' in shown, "canonical" in shown, "og:url" in shown, "hreflang" in shown.partition("</head>")[0]) == (
            True, False, False, False,
        )  # fmt: skip
        assert not re.search(r'(src|href)="(https?:)?//', shown)
