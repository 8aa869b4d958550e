"""The index built anew: over what there is, going on where it was, and only when it is called for."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command

from anniversary.articles.models import ArticleRichText
from anniversary.languages import shown
from anniversary.management.commands import site_prepare
from anniversary.search import checking, rebuilding
from anniversary.search.models import Entry, Link, Rebuild, Text
from tests.factories.articles import article
from tests.factories.directory import person
from tests.factories.library import tag

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]


@pytest.fixture
def content(monkeypatch):
    """Seven articles that name one person and one tag, and steps of three records."""
    monkeypatch.setattr(rebuilding, "STEP", 3)
    who, label = person(name_en="Sok Dara"), tag(name="music", label_en="Music")
    return [article(title_en=f"Bridge {number}", title_ja="橋", body_en="<p>Steel</p>", people=[who], tags=[label]) for number in range(7)]


def empty() -> None:
    Entry.objects.all().delete()
    Link.objects.all().delete()


def everything() -> list[tuple]:
    fields = ("entry__kind", "entry__object_id", "entry__language", "entry__title", "entry__since", "entry__until", "entry__digest", "entry__url", "body")
    return sorted(Text.objects.values_list(*fields), key=str)


def test_an_empty_index_is_built_as_saving_had_written_it(content):
    before, links = everything(), Link.objects.count()
    empty()
    row = rebuilding.run()
    assert (everything(), Link.objects.count(), row.done) == (before, links, 9)
    assert checking.look() == []


def test_every_entry_is_replaced_where_it_stands(content):
    keys = sorted(Entry.objects.values_list("pk", flat=True))
    Text.objects.update(body="spoilt", body_tokens="spoilt")
    seen = []
    rebuilding.run(report=lambda row: seen.append(Entry.objects.count()))
    assert set(seen) == {len(keys)}
    assert sorted(Entry.objects.values_list("pk", flat=True)) == keys
    assert not Text.objects.filter(body="spoilt").exists()


def test_what_is_gone_is_taken_away_at_the_end(content):
    gone, who = content[0], content[1].people.get()
    Entry.objects.create(kind="unheard", object_id=1, language="en", digest="", url="", title="")
    ArticleRichText.objects.filter(parent=gone)._raw_delete("default")
    type(gone).objects.filter(pk=gone.pk)._raw_delete("default")
    type(who).articles.through.objects.all().delete()
    type(who).objects.filter(pk=who.pk)._raw_delete("default")
    rebuilding.run()
    assert set(Entry.objects.values_list("kind", "object_id")) == {("article", made.pk) for made in content[1:]} | {("tag", content[1].tags.get().pk)}
    assert checking.look() == []


class Interrupted(Exception):
    pass


def interrupted_after(steps: int):
    def report(row: Rebuild) -> None:
        nonlocal steps
        steps -= 1
        if not steps:
            raise Interrupted

    return report


def test_an_interrupted_run_goes_on_where_it_was(content):
    empty()
    with pytest.raises(Interrupted):
        rebuilding.run(report=interrupted_after(2))
    assert set(Entry.objects.values_list("object_id", flat=True)) == {made.pk for made in content[:6]}
    Text.objects.update(body="untouched")
    rows = []
    row = rebuilding.run(report=lambda row: rows.append((row.kind, row.done)))
    assert (row.done, rows[0], row.finished_at is not None) == (9, ("article", 7), True)
    assert Text.objects.filter(body="untouched").count() == 12
    assert Rebuild.objects.count() == 1


def test_one_afresh_begins_at_the_beginning(content):
    with pytest.raises(Interrupted):
        rebuilding.run(report=interrupted_after(2))
    Text.objects.update(body="spoilt")
    assert rebuilding.run(afresh=True).done == 9
    assert not Text.objects.filter(body="spoilt").exists()


def test_a_run_goes_over_to_the_one_that_somebody_begins_afresh(content):
    def report(row: Rebuild) -> None:
        if row.done == 6 and not begun:
            with pytest.raises(Interrupted):
                rebuilding.run(afresh=True, report=interrupted_after(1))
            begun.append(row.pk)

    begun: list[int] = []
    row = rebuilding.run(report=report)
    assert (row.done, row.pk in begun, [kept.pk for kept in Rebuild.objects.all()]) == (9, False, [row.pk])
    assert checking.look() == []


def test_what_another_analyser_began_is_begun_again(content, monkeypatch):
    with pytest.raises(Interrupted):
        rebuilding.run(report=interrupted_after(2))
    monkeypatch.setattr("anniversary.search.analysis.VERSION", 10_000)
    assert rebuilding.run().done == 9
    assert [row.version for row in Rebuild.objects.all()] == [10_000]
    assert checking.look() == []


def test_what_is_saved_meanwhile_is_in_it(content):
    def report(row: Rebuild) -> None:
        if row.done == 3:
            content[0].title_en = "Renamed behind it"
            content[0].save()
            article(title_en="New")

    rebuilding.run(report=report)
    assert Entry.objects.filter(title__in=["Renamed behind it", "New"]).count() == 2
    assert checking.look() == []


def test_the_command_tells_how_far_it_is(content, capsys):
    call_command("search_rebuild")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" records,")[0] for line in lines[:3]] == ["  article: 3 of 9", "  article: 6 of 9", "  article: 7 of 9"]
    assert lines[-1] == "The index is built: 9 records, 16 entries."


def test_a_site_is_prepared_once_for_each_analyser(content, monkeypatch, capsys):
    command = site_prepare.Command()
    empty()
    command.build_index()
    assert capsys.readouterr().out == "Building the index of the search (9 records) …\n"
    assert checking.look() == []
    empty()
    command.build_index()
    assert (capsys.readouterr().out, Entry.objects.count()) == ("", 0)
    monkeypatch.setattr("anniversary.search.analysis.VERSION", 10_000)
    command.build_index()
    assert Entry.objects.count() == 16


@pytest.fixture
def catalogues(tmp_path, monkeypatch):
    """A folder of catalogues that the rebuilding looks at, and nobody else; writes one of them."""
    monkeypatch.setattr(rebuilding, "settings", SimpleNamespace(LOCALE_PATHS=[tmp_path]))

    def write(language: str, text: bytes, name: str = "django.mo") -> None:
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text)

    write("ja", b"News: \xe8\xa8\x98\xe4\xba\x8b")
    return write


def test_a_site_is_prepared_again_when_its_catalogues_say_something_else(content, catalogues, capsys):
    command = site_prepare.Command()
    command.build_index()
    for name, language, text, wanted in [
        ("django.po", "ja", b"# moved", False), ("djangojs.mo", "ja", b"of scripts", False), ("django.mo", "ja", b"News: x", True),
        ("django.mo", "ja", b"News: x", False), ("django.mo", "km", b"News: x", True),
    ]:  # fmt: skip
        catalogues(language, text, name)
        assert rebuilding.wanted() is wanted, (name, text)
        if wanted:
            empty()
            command.build_index()
            assert Entry.objects.count() == 16
    assert (rebuilding.wanted(), Rebuild.objects.count()) == (False, 1)


def test_a_site_is_prepared_again_when_it_shows_other_languages(content):
    rebuilding.run()
    kept = shown._provider
    try:
        shown.set_provider(lambda: ["en", "km"])
        assert rebuilding.wanted() is True
        rebuilding.run()
        assert rebuilding.wanted() is False
    finally:
        shown.set_provider(kept)


def test_what_was_begun_with_other_catalogues_is_begun_again(content, catalogues):
    with pytest.raises(Interrupted):
        rebuilding.run(report=interrupted_after(2))
    catalogues("ja", b"News: x")
    assert rebuilding.run().done == 9
    assert [row.fingerprint for row in Rebuild.objects.all()] == [rebuilding.fingerprint()]


def test_an_empty_site_says_nothing_and_is_prepared(capsys):
    site_prepare.Command().build_index()
    assert (capsys.readouterr().out, rebuilding.wanted()) == ("", False)
