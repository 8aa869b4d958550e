"""The tool that keeps interface texts complete, and the compiler that needs no gettext."""

import json
import re
import sys
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from anniversary.management.commands.compilecatalogues import compile_catalogues

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import catalogues


@pytest.fixture
def locale(tmp_path, monkeypatch, settings):
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path / "locale"


def source(*messages: Message) -> Catalog:
    made = Catalog()
    for message in messages:
        made[message.id] = message
    return made


@pytest.mark.parametrize(
    ("english", "translation", "expected"),
    [
        ("Home", "ホーム", []),
        ("Home", "", ["not translated"]),
        ("%(count)s of %(total)s", "%(total)s件中%(count)s件", []),
        ("%(count)s of %(total)s", "%(count)s件", ["lacks %(total)"]),
        ("By %(name)s", "%(namae)s", ["lacks %(name)", "has %(namae), which the English has not"]),
        ("From {start} to {end:%d}", "{start}～{end}", []),
        ("From {start}", "{beginn}", ["lacks {start}", "has {beginn}, which the English has not"]),
        ("{} to {}", "{}", ["fills in another number of values than the English"]),
    ],
)
def test_a_translation_keeps_every_placeholder(english, translation, expected):
    assert catalogues.faults(Message(english), [translation]) == expected


def test_a_bare_percent_sign_counts_only_in_a_format():
    assert catalogues.faults(Message("100% sure"), ["確か"]) == []
    assert catalogues.faults(Message("%s of it", flags=["python-format"]), ["これ"]) == ["lacks %s"]


def test_one_form_for_all_numbers_names_the_number():
    message = Message(("One event", "%(count)s events"))
    assert catalogues.faults(message, ["%(count)s件"]) == []
    assert catalogues.faults(message, ["催し"]) == ["lacks %(count)"]


def test_an_update_adds_new_texts_and_drops_unused_ones_but_not_those_from_elsewhere(locale):
    catalogues.update("ja", source(Message("Home"), Message("Gone")))
    file = locale.parent / "ja.json"
    file.write_text(json.dumps({"Home": "ホーム", "Gone": "なし", "Log out": "ログアウト"}))
    assert catalogues.merge("ja", file) == 0

    catalogues.update("ja", source(Message("Home"), Message("New")))

    found = {message.id: message.string for message in catalogues.texts(catalogues.catalogue("ja"))}
    assert found == {"Home": "ホーム", "New": "", "Log out": "ログアウト"}


def test_translations_are_merged_except_those_that_lose_a_placeholder(locale, capsys):
    catalogues.update("km", source(Message("By %(name)s"), Message(("One event", "%(count)s events")), Message("Home", context="menu")))
    file = locale.parent / "km.json"
    file.write_text(json.dumps({"By %(name)s": "ដោយ", "One event": ["%(count)s"], "menu\x04Home": "ទំព័រដើម"}))

    assert catalogues.merge("km", file) == 1

    messages = catalogues.catalogue("km")
    assert messages.get("By %(name)s").string == ""
    assert messages.get("One event").string in (("%(count)s",), ["%(count)s"])
    assert messages.get("Home", "menu").string == "ទំព័រដើម"
    assert capsys.readouterr().err == "km: 'By %(name)s': lacks %(name)\n"


def test_what_is_unfinished_is_named_with_its_reason(locale):
    catalogues.update("ja", source(Message("Home"), Message("Old")))
    (locale.parent / "ja.json").write_text(json.dumps({"Home": "ホーム"}))
    catalogues.merge("ja", locale.parent / "ja.json")

    found = [(message.id, problems) for message, problems in catalogues.unfinished(source(Message("Home"), Message("Old"), Message("New")), "ja")]

    assert found == [("Old", ["not translated"]), ("New", ["missing from the catalogue"])]


def test_a_catalogue_is_compiled_when_it_changed_and_only_then(locale):
    folder = locale / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    made = Catalog(locale="ja")
    made.add("Home", "ホーム")
    made.add("Doubtful", "疑", flags=["fuzzy"])
    with (folder / "django.po").open("wb") as file:
        write_po(file, made)

    assert compile_catalogues() == [folder / "django.mo"]
    with (folder / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert (compiled.gettext("Home"), compiled.gettext("Doubtful")) == ("ホーム", "Doubtful")
    assert compile_catalogues() == []
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]


def test_texts_are_handed_over_by_names_that_xgettext_knows():
    """Under another name (“_t”) a text is never found, and stays in English without a word."""
    imported = re.compile(r"from django\.utils\.translation import (.+)")
    named = re.compile(r"(?:n?p?gettext|pgettext|ngettext|npgettext)(?:_lazy)? as (\w+)")
    found = {
        name
        for top in ("anniversary", "events")
        for path in Path(catalogues.ROOT, top).rglob("*.py")
        for line in imported.findall(path.read_text())
        for name in named.findall(line)
    }
    assert found == {"_"}
