"""Holds a sample's texts against the facts that they cite. Standard library only.

    python3 tools/facts.py                       every fact cited and known, every figure, date and name held by a cited fact? (exit status 1 if not)
    python3 tools/facts.py --list                what numbers and dates each text has, and which cited facts hold them, for a person's review
    python3 tools/facts.py --sample other        another sample than cambodia_japan

A record cites facts by id (`facts`, and `fact` of a point or an outcome); sources.toml says what each holds. What follows from
the facts without standing in them (a sum, a count, a rounded value) is said in the record: `explained = { "9" = "from 9 to 18 January" }`.
Names are checked in English, where capitals show them (vocabulary.txt lists the words of everyday office that are no claim);
numbers and dates in every language. Whole numbers up to ten count what the sentence names and are not looked up; days of a month are.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parent.parent / "anniversary" / "management" / "samples"

# Kinds of record whose every text has to rest on facts. Categories, tags and drawings say nothing of the world.
FACTUAL = ("anniversary", "event", "venue", "organisation", "person", "programme", "milestone", "metric", "article", "competition")
MAY_CITE_NOTHING = ("venue", "organisation")  # whose name and place stand in the facts of what refers to them
# What a source must have said of an event before it may be shown as officially recognised.
RECOGNISES = re.compile(r"core official|official 70th|part of the 70th|project of the 70th|70th anniversary event|^anniversary event|commemorative issue", re.I)

KHMER = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
WIDE = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
KHMER_MONTHS = ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"]
COUNTS = 10
MONTH_OF = {name.lower()[:3]: number for number, name in enumerate(MONTHS, 1)}
WORDS = {
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
MYRIADS = re.compile(r"(?:(\d[\d,]*(?:\.\d+)?)億)?(?:(\d[\d,]*(?:\.\d+)?)万)?(\d[\d,]*)?")
ISO = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b")
DAY_MONTH = re.compile(r"\b(\d{1,2})(?:(?:\s*(?:-|–|to|and|/)\s*)(\d{1,2}))?\s+(" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r")\b")
JAPANESE_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
KHMER_DAY = re.compile(r"ទី(\d{1,2})\s*ខែ(" + "|".join(KHMER_MONTHS) + ")")
CAPITAL = re.compile(r"(?<![.!?:;>“\"(] )(?<!^)(?<![\w’'])([A-Z][\w’'-]+)", re.M)


@dataclass
class Held:
    """What a text says, or what the facts hold: numbers, days of a month, and words."""

    numbers: set[float] = field(default_factory=set)
    days: set[tuple[int, int]] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def __or__(self, other: "Held") -> "Held":
        return Held(self.numbers | other.numbers, self.days | other.days, self.words | other.words)


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "\n", text).translate(KHMER).translate(WIDE)


def number(text: str) -> float:
    return float(text.replace(",", "").rstrip("."))


def numbers(text: str) -> set[float]:
    """Every number in figures, in Japanese ten-thousands, or written out in English from thirteen on."""
    found: set[float] = set()

    def myriad(match: re.Match[str]) -> str:
        if not (match[1] or match[2]):
            return match[0]
        found.add(sum(number(part) * unit for part, unit in zip(match.groups(), (1e8, 1e4, 1), strict=True) if part))
        return " "

    rest = MYRIADS.sub(myriad, text)
    found |= {number(match[0]) for match in NUMBER.finditer(rest)}
    for word in re.findall(r"[a-z]+", text.lower()):
        value = WORDS.get(word)
        if value:
            found.add(float(value))
    return found


def days(text: str) -> set[tuple[int, int]]:
    """Every (day, month) written as 9 January or 2023-01-09."""
    found = {(int(match[3]), int(match[2])) for match in ISO.finditer(text) if match[3]}
    found |= {(int(day), int(month)) for month, day in JAPANESE_DAY.findall(text)}
    found |= {(int(day), KHMER_MONTHS.index(month) + 1) for day, month in KHMER_DAY.findall(text)}
    for first, second, month in DAY_MONTH.findall(text):
        found |= {(int(day), MONTH_OF[month[:3].lower()]) for day in (first, second) if day}
    return found


def of_fact(text: str) -> Held:
    """What a fact holds. A date in ISO form holds its year, month and day as numbers."""
    text = plain(text)
    parts = {float(part) for match in ISO.finditer(text) for part in match.groups() if part}
    short = {1900.0 + value if value > 30 else 2000.0 + value for value in map(float, re.findall(r"\b\d{4}[-–/](\d\d)\b", text))}
    units = {"bn": (1e3, 1e9, 10), "m": (1e6, 100, 0.001)}  # 4.3 bn is 4,300 million and 43億
    scaled = {number(value) * factor for value, unit in re.findall(r"(\d[\d,]*(?:\.\d+)?) ?(bn|m)\b", text) for factor in units[unit]}
    months = {MONTHS[int(match[2]) - 1].lower() for match in ISO.finditer(text) if 0 < int(match[2]) < 13}
    months |= {MONTHS[MONTH_OF[word] - 1].lower() for word in re.findall(r"\b([a-z]{3})[a-z]*\b", text.lower()) if word in MONTH_OF}
    return Held(numbers(text) | parts | short | scaled, days(text), months | set(re.findall(r"[a-zà-ÿ]+", text.lower())))


def texts_of(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, str, str]]:
    """(where, language, text) of every translated text in a table, inner tables included."""
    for key, value in table.items():
        if isinstance(value, dict) and key != "explained":
            if value and all(code in ("en", "ja", "km") for code in value):
                yield from ((f"{path}{key}", code, text) for code, text in value.items())
            else:
                yield from texts_of(value, f"{path}{key}.")
        elif isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, dict):
                    yield from texts_of(item, f"{path}{key}[{place}].")


def cited_by(table: dict[str, Any]) -> set[str]:
    """Every fact id in a table, inner tables included."""
    found = set(table.get("facts", [])) | ({table["fact"]} if table.get("fact") else set())
    for value in table.values():
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict):
                found |= cited_by(item)
    return found


class Sample:
    def __init__(self, name: str) -> None:
        self.folder = SAMPLES / name
        self.facts: dict[str, dict[str, Any]] = tomllib.loads((self.folder / "sources.toml").read_text())
        vocabulary = self.folder / "vocabulary.txt"
        self.common = set(vocabulary.read_text().split()) if vocabulary.exists() else set()

    @cached_property
    def records(self) -> list[tuple[str, dict[str, Any]]]:
        found: list[tuple[str, dict[str, Any]]] = []
        for path in sorted(self.folder.glob("*.toml")):
            if path.name == "sources.toml":
                continue
            for kind, value in tomllib.loads(path.read_text()).items():
                found += [(kind, table) for table in (value if isinstance(value, list) else [value])]
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """English names by slug: a record that refers to another may use its name."""
        texts = {record["slug"]: (record.get("name") or record.get("title") or {}) for _, record in self.records if "slug" in record}
        return {slug: text.get("en", "") for slug, text in texts.items()}

    def held_for(self, record: dict[str, Any]) -> Held:
        """What the facts that a record cites hold, the names of the records it refers to, and what the whole site rests on."""
        always = next(table for kind, table in self.records if kind == "anniversary")
        held = of_fact(f"{always['founded']} {always['start']} {always['end']}; {always['years']}")
        for fact in cited_by(record):
            held |= of_fact(self.facts.get(fact, {}).get("says", ""))
        referring = {key: value for key, value in record.items() if key not in ("title", "summary", "body")}
        for slug in re.findall(r"'([a-z0-9]+(?:-[a-z0-9]+)+|[a-z]+)'", repr(referring)):
            held.words |= set(re.findall(r"[a-zà-ÿ]+", self.names.get(slug, "").lower()))
        return held

    def unknown(self) -> Iterator[str]:
        """Facts that are cited and unknown, records that cite none, figures that rest on a weak row alone."""
        for kind, record in self.records:
            name = f"{kind} {record.get('slug', '')}"
            cited = cited_by(record)
            yield from (f"{name}: no such fact: {fact}" for fact in sorted(cited - set(self.facts)))
            if kind in FACTUAL and not cited and kind not in MAY_CITE_NOTHING:
                yield f"{name}: cites no fact"
            for part in [*record.get("point", []), *record.get("outcome", [])]:
                if not self.facts.get(part.get("fact", ""), {}).get("strong"):
                    yield f"{name}: a figure rests on {part.get('fact', 'nothing')}, which is not strong"

    def unsupported(self) -> Iterator[str]:
        """Events shown as officially recognised of which no cited source says so."""
        for kind, record in self.records:
            if kind == "event" and record.get("recognised") == "official":
                statuses = [self.facts[fact]["status"] for fact in record.get("facts", []) if "status" in self.facts.get(fact, {})]
                if not any(RECOGNISES.search(status) for status in statuses):
                    yield f"event {record['slug']}: recognised, but its sources say: {'; '.join(statuses) or 'nothing'}"

    def review(self) -> Iterator[tuple[str, list[str], list[str]]]:
        """(text, what is in it, what of that no cited fact holds) for every text of every factual record."""
        for kind, record in self.records:
            if kind not in FACTUAL:
                continue
            held = self.held_for(record)
            explained = set(record.get("explained", {}))
            for where, code, raw in texts_of(record):
                text = plain(raw)
                found = [(f"{value:.10g}", value in held.numbers or value in range(COUNTS + 1)) for value in sorted(numbers(text))]
                found += [(f"{day} {MONTHS[month - 1]}", (day, month) in held.days) for day, month in sorted(days(text))]
                if code == "en":
                    found += [(word, self._known(word, held)) for word in dict.fromkeys(CAPITAL.findall(text))]
                missing = [what for what, held_by_one in found if not held_by_one and what not in explained]
                yield f"{kind} {record.get('slug', '')} {where}.{code}", [what for what, _ in found], missing

    def _known(self, word: str, held: Held) -> bool:
        parts = [part for part in re.findall(r"[a-zà-ÿ]+", re.sub(r"[’']s$", "", word).lower()) if len(part) > 1]
        return all(part in held.words or part in self.common or part.removesuffix("s") in held.words for part in parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", default="cambodia_japan")
    parser.add_argument("--list", action="store_true", help="print what each text has, not only what is unexplained")
    asked = parser.parse_args()
    sample = Sample(asked.sample)
    problems = [*sample.unknown(), *sample.unsupported()]
    for name, found, unexplained in sample.review():
        if asked.list and found:
            print(f"{name}: {', '.join(found)}")
        if unexplained:
            problems.append(f"{name}: no cited fact holds {', '.join(unexplained)}")
    print("\n".join(problems) or f"{len(sample.records)} records, {len(sample.facts)} facts: nothing unexplained.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
