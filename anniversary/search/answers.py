"""What is asked of the search and what it answers."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`kind`, `year` and `tag` (a key) are filters; `after` is the cursor of a page: of a wrong one, the first page is given."""

    text: str
    language: str
    kind: str = ""
    year: int | None = None
    tag: int | None = None
    by_date: bool = False
    after: str = ""


@dataclass
class Hit:
    """`title_html` and `snippet` are HTML with what was found marked; `language` is that of all its texts."""

    kind: str
    key: int
    language: str
    url: str
    day: date | None
    title: str
    title_html: SafeString
    snippet: SafeString


@dataclass
class Choice:
    """A filter that may be set, and how many results there are with it."""

    value: str
    label: str
    number: int
    chosen: bool


@dataclass
class Elsewhere:
    """What another language has. `more_than`: there are more than `total`."""

    language: str
    hits: list[Hit]
    total: int
    more_than: bool = False


@dataclass
class Results:
    """`more_than`: there are more than `total`. `after`: the cursor of the next page, empty at the end. `instead`: another spelling that finds
    something. `suggestions`: what may be read where nothing is found."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    more_than: bool = False
    kinds: list[Choice] = field(default_factory=list)
    years: list[Choice] = field(default_factory=list)
    tags: list[Choice] = field(default_factory=list)
    after: str = ""
    instead: str = ""
    elsewhere: list[Elsewhere] = field(default_factory=list)
    suggestions: list[Hit] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether no language has anything: what is to be counted as looked for in vain."""
        return not self.total and not self.elsewhere and not any(choice.number for choice in [*self.kinds, *self.years, *self.tags])
