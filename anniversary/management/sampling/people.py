"""Who enters the sample competition: numbers with names that say so. Nobody can take them for persons."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ja", "km")
MINOR, GROUP, ASKED, WITHDRAWN, UNNAMED = 7, 11, 23, 34, 50
INELIGIBLE = 53  # nearly a copy of the eighth
MEMBERS = 3  # of the group, beside who enters for it
KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


@cache
def texts() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Person:
    """One who enters, and what they say of the work of the same number."""

    number: int
    language: str
    title: str
    concept: str

    @property
    def email(self) -> str:
        return f"entrant{self.number}@example.org"

    def called(self, what: str = "name", *, language: str = "", suffix: str = "") -> str:
        """ "Sample entrant 12", "Sample group 11" … in their language or another."""
        language = language or self.language
        number = f"{self.number}{suffix}"
        return str(texts()["person"][what][language]).replace("{number}", number.translate(KHMER_DIGITS) if language == "km" else number)

    def born_on(self, opening: date) -> date:
        """Between 19 and 68 on the day of opening; the minor is 15."""
        age = 15 if self.number == MINOR else 19 + self.number * 13 % 50
        return date(opening.year - age - 1, 1 + self.number % 12, 1 + self.number % 28)


def person(number: int, families: int) -> Person:
    """The entrant of this number (1 …); `families`: how many kinds of marks there are, which the works go through in turn."""
    language = LANGUAGES[number % len(LANGUAGES)]
    told = texts()["family"][(number - 1) % families]
    numeral = str(number).translate(KHMER_DIGITS) if language == "km" else str(number)
    return Person(number, language, f"{told['title'][language]} {numeral}", told["concept"][language])
