"""Reads a sample's data files and what in them is written shorter than the models have it."""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
DEFAULT = "cambodia_japan"


def samples() -> list[str]:
    """The names of the samples that there are."""
    return sorted(path.name for path in SAMPLES.iterdir() if (path / "anniversary.toml").exists())


class Sample:
    """One sample's files. `rows("event")` gives the tables [[event]] of every file that has any."""

    def __init__(self, name: str) -> None:
        self.folder = SAMPLES / name

    @cached_property
    def tables(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for path in sorted(self.folder.glob("*.toml")):
            if path.name == "sources.toml":
                continue
            for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
                if isinstance(value, list):
                    found.setdefault(key, []).extend(value)
                else:
                    found[key] = value
        return found

    @cached_property
    def sources(self) -> dict[str, list[dict[str, str]]]:
        path = self.folder / "sources.toml"
        raw = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return {fact: table["sources"] for fact, table in raw.items()}

    def rows(self, name: str) -> list[dict[str, Any]]:
        return self.tables.get(name, [])

    def source(self, fact: str) -> dict[str, str]:
        """Label and address of a fact's first source, as fields of a row that names one source."""
        first = self.sources[fact][0]
        return {"source": first["label"][:200], "source_url": first.get("url", "")}


def translated(row: dict[str, Any], *fields: str) -> dict[str, str]:
    """{"title": {"en": …}} as columns: {"title_en": …}; languages that a text lacks become empty."""
    columns: dict[str, str] = {}
    for field in fields:
        texts = row.get(field) or {}
        columns |= {f"{field}_{code}": texts.get(code, "") for code in settings.MODELTRANSLATION_LANGUAGES}
    return columns
