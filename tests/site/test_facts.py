"""What the demonstration says rests on facts that it names; and the check that says so finds what does not (tools/facts.py)."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import facts


def problems(sample: facts.Sample) -> list[str]:
    unexplained = [f"{name}: {', '.join(missing)}" for name, _found, missing in sample.review() if missing]
    return [*sample.unknown(), *sample.unsupported(), *unexplained]


def test_nothing_in_the_demonstration_is_unexplained():
    assert problems(facts.Sample("cambodia_japan")) == []


def test_there_is_as_much_of_it_as_a_year_has():
    kinds = [kind for kind, _record in facts.Sample("cambodia_japan").records]
    least = {"event": 55, "metric": 20, "milestone": 60, "programme": 22, "person": 40, "organisation": 25, "article": 15, "competition": 1}
    assert {kind: kinds.count(kind) for kind in least if kinds.count(kind) < least[kind]} == {}


@pytest.mark.parametrize("kind", ["article", "programme"])
def test_whole_bodies_are_there_in_three_languages(kind):
    records = [record for found, record in facts.Sample("cambodia_japan").records if found == kind]
    assert [record["slug"] for record in records if sorted(code for code, text in record["body"].items() if text.strip()) != ["en", "ja", "km"]] == []


def test_every_article_has_150_words():
    records = [record for kind, record in facts.Sample("cambodia_japan").records if kind == "article"]
    assert [record["slug"] for record in records if len(facts.plain(record["body"]["en"]).split()) < 150] == []


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """A small sample whose one event the test may change."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "anniversary.toml").write_text('[anniversary]\nfounded = "1953-01-09"\nstart = "2023-01-09"\nend = "2023-12-31"\nyears = 70\nfacts = ["tl-1"]\n')
    (folder / "sources.toml").write_text(
        '[tl-1]\nstrong = true\nsays = "Relations, 1953-01-09"\nsources = []\n'
        '[ev-1]\nstrong = true\nstatus = "not stated"\nsays = "Concert, 2023-02-23, 1,200 guests; Minamino Yoko sang"\nsources = []\n'
        '[ev-2]\nstrong = false\nstatus = "core official event"\nsays = "Concert"\nsources = []\n'
    )
    monkeypatch.setattr(facts, "SAMPLES", tmp_path)

    def with_event(body: str, **more: str) -> facts.Sample:
        lines = {"slug": '"concert"', "facts": '["ev-1"]', "body.en": f'"{body}"', **more}
        (folder / "events.toml").write_text("[[event]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items()))
        return facts.Sample("small")

    return with_event


def test_what_the_facts_hold_is_in_order(sample):
    assert problems(sample("On 23 February 2023 the singer Minamino had 1,200 guests.")) == []


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("There were 1,300 guests.", "1300"),
        ("It was held on 24 February 2023.", "24, 24 February"),
        ("The singer was Yamada.", "Yamada"),
        ("Some fifty came.", "50"),
        ("It was the year 1954.", "1954"),
    ],
)
def test_what_no_fact_holds_is_found(sample, body, missing):
    assert problems(sample(body)) == [f"event concert body.en: {missing}"]


def test_in_japanese_and_khmer_too(sample):
    found = sample("", **{"body.ja": '"2月24日に1万3000人が集まりました。"', "body.km": '"ថ្ងៃទី២៥ ខែកុម្ភៈ ភ្ញៀវ ១.៥"'})
    assert problems(found) == ["event concert body.ja: 24, 13000, 24 February", "event concert body.km: 1.5, 25, 25 February"]


def test_what_is_explained_is_in_order(sample):
    assert problems(sample("Some 1,300 came.", explained='{ "1300" = "1,200 guests and 100 of the choir" }')) == []


def test_an_unknown_fact_and_none_at_all(sample):
    assert problems(sample("", facts='["ev-9"]')) == ["event concert: no such fact: ev-9"]
    assert problems(sample("", facts="[]")) == ["event concert: cites no fact"]


def test_a_recognised_event_needs_a_source_that_says_so(sample):
    assert problems(sample("", recognised='"official"')) == ["event concert: recognised, but its sources say: not stated"]
    assert problems(sample("", recognised='"official"', facts='["ev-1", "ev-2"]')) == []


def test_a_figure_needs_a_strong_fact(sample):
    found = sample("", **{"[[event.point]]\nfact": '"ev-2"'})
    assert "event concert: a figure rests on ev-2, which is not strong" in problems(found)


def test_the_list_for_review_says_what_each_text_has():
    done = subprocess.run([sys.executable, facts.__file__, "--list"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "event opening-ceremony-tokyo body.en: " in done.stdout
    assert done.stdout.rstrip().endswith("nothing unexplained.")


def test_the_sources_are_read_as_the_loader_reads_them():
    sample = facts.Sample("cambodia_japan")
    table = tomllib.loads((sample.folder / "sources.toml").read_text())
    assert sample.facts == table
    assert all({"strong", "says", "sources"} <= set(fact) for fact in table.values())
