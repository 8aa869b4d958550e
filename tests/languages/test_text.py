import pytest
from django.template import Context, Template
from django.utils import translation

from anniversary.languages import text
from anniversary.languages.models import plain
from tests.factories import directory

pytestmark = pytest.mark.django_db


def shown(record) -> str:
    return Template("{% load languages %}{% tr record 'name' %}").render(Context({"record": record}))


def test_a_text_in_the_page_s_language_is_shown_as_it_is():
    person = directory.person(name_en="Sok <b>", name_ja="ソック")
    with translation.override("ja"):
        assert shown(person) == "ソック"
    assert shown(person) == "Sok &lt;b&gt;"


def test_a_text_of_another_language_says_which():
    person = directory.person(name_en="Sok Dara")
    with translation.override("km"):
        assert shown(person) == '<span lang="en">Sok Dara</span>'


def letters(written: str) -> str:
    return Template("{% load languages %}{{ written|by_letters }}").render(Context({"written": written}))


@pytest.mark.parametrize(
    ("written", "language"),
    [("Press release & more", "en"), ("外務省（MOFA）", "ja"), ("カンボジア", "ja"), ("ក្រសួង (MFAIC)", "km"), ("1953–2023", "km")],
)
def test_a_text_that_is_the_same_in_every_language_says_by_its_letters_which_it_is_in(written, language):
    escaped = written.replace("&", "&amp;")
    with translation.override(language):
        assert letters(written) == escaped
    with translation.override("km" if language != "km" else "ja"):
        assert letters(written) == (escaped if written[0] == "1" else f'<span lang="{language}">{escaped}</span>')


def test_any_language_may_be_the_only_one():
    person = directory.person(slug="dara", name_en="", name_km="សុខ ដារ៉ា")
    assert text.pick(person, "name") == ("សុខ ដារ៉ា", "km")
    assert text.complete(person, ["name"]) == ["km"]


def test_characters_that_turn_a_text_round_or_control_a_terminal_are_taken_out():
    person = directory.person(name_en="Sok\u202e Dara\x00\x1b[2J", name_km="សុខ\u200bដារ៉ា")
    person.refresh_from_db()
    assert (person.name_en, person.name_km) == ("Sok Dara[2J", "សុខ\u200bដារ៉ា")
    assert plain("one\r\ntwo\tthree\u2066") == "one\ntwo\tthree"
