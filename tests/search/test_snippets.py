"""The line below a title: prose around what was found, and facts only where these alone have it."""

import pytest

from anniversary.search import showing
from anniversary.search.finding import Asked, find
from anniversary.search.registry import FACTS

pytestmark = pytest.mark.django_db

PROSE = "The choir sings on the second evening. It comes from Kyoto."
SHOWN_FACTS = "Concert\nFriday, 24 February 2023\nAngkor-Kizuna Hall\nMinistry of Culture\nMusic"


def snippet(text: str, language: str = "en") -> str:
    return str(find(Asked(text=text, language=language)).hits[0].snippet)


@pytest.fixture
def concert(plain):
    plain.put(1, "Friendship evening", f"{PROSE}{FACTS}{SHOWN_FACTS}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kyoto", "The choir sings on the second evening. It comes from <mark>Kyoto</mark>."),
        ("friendship", PROSE),  # the title alone: no facts
        ("friendship kyoto", "The choir sings on the second evening. It comes from <mark>Kyoto</mark>."),
        ("kizuna", f"{PROSE} · Angkor-<mark>Kizuna</mark> Hall"),
        ("kizuna hall", f"{PROSE} · Angkor-<mark>Kizuna</mark> <mark>Hall</mark>"),
        ("friendship kizuna", f"{PROSE} · Angkor-<mark>Kizuna</mark> Hall"),
        ("kyoto music", "The choir sings on the second evening. It comes from <mark>Kyoto</mark>. · <mark>Music</mark>"),
        ("culture music", f"{PROSE} · Ministry of <mark>Culture</mark> · <mark>Music</mark>"),
        ("evening friendship", "The choir sings on the second <mark>evening</mark>. It comes from Kyoto."),
        ("nothing music kyoto", "The choir sings on the second evening. It comes from <mark>Kyoto</mark>. · <mark>Music</mark>"),
    ],
)  # fmt: skip
def test_facts_are_shown_where_they_alone_have_it(concert, text, expected):
    assert snippet(text) == expected


def test_what_prose_has_too_is_not_shown_among_the_facts(plain):
    plain.put(1, "Friendship evening", f"A concert by a choir.{FACTS}Concert\nChoir hall")
    assert snippet("concert choir") == "A <mark>concert</mark> by a <mark>choir</mark>."


def test_prose_far_back_comes_before_facts_with_as_much_before_it_as_there_is_room_for(plain):
    plain.put(1, "Evening", f"{'The choir sings. ' * 40}It ends with dance.{FACTS}Dance")
    assert snippet("dance") == f"…{'The choir sings. ' * 11}It ends with <mark>dance</mark>."


def test_of_long_prose_half_is_shown_where_facts_are_what_was_looked_for(plain):
    plain.put(1, "Evening", f"{'The choir sings. ' * 40}{FACTS}Dance")
    assert snippet("dance") == f"{('The choir sings. ' * 6).strip()} · <mark>Dance</mark>"
    assert len(snippet("evening")) > showing.WIDTH * 3 // 4


def test_at_most_three_facts_are_shown(plain):
    plain.put(1, "Evening", f"{FACTS}Dance\nSong\nFlute\nDrum\nHarp")
    assert snippet("harp drum flute song") == "<mark>Harp</mark> · <mark>Drum</mark> · <mark>Flute</mark>"
    assert snippet("evening") == "Dance · Song · Flute"


def test_a_text_without_facts_is_all_prose(plain):
    plain.put(1, "Evening", "Dance\nof two countries")
    plain.put(2, "Morning")
    assert (snippet("dance"), snippet("morning")) == ("<mark>Dance</mark> · of two countries", "")


def test_a_heading_does_not_run_into_the_text_below_it(plain):
    plain.put(1, "Evening", "It was late.\nHow it began\nWith a “dance”.\nOn time")
    assert snippet("evening") == "It was late.\nHow it began · With a “dance”.\nOn time"


def test_what_facts_hold_is_text_and_no_markup(plain):
    plain.put(1, "Evening", f"<b>{FACTS}<i> hall & dance")
    assert snippet("dance") == "&lt;b&gt; · &lt;i&gt; hall &amp; <mark>dance</mark>"


@pytest.mark.parametrize(("language", "sign", "width"), [("en", "word ", 220), ("ja", "字", 110), ("km", "ក", 120)])
def test_about_as_much_is_shown_in_every_language(plain, language, sign, width):
    plain.put(1, "Angkor", sign * 300, language=language)
    assert width * 3 // 4 < len(snippet("angkor", language)) <= width + 1
