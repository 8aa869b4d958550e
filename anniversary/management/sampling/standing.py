"""What is known of a sample while it is made."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User

from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition

from .drawn import Drawn
from .windows import Windows


@dataclass
class Sample:
    """`works` by number, less one; `entries` by number."""

    windows: Windows
    works: list[Drawn]
    competition: Competition = field(init=False)
    officer: User = field(init=False)
    entries: dict[int, Entry] = field(default_factory=dict)

    def entry(self, number: int) -> Entry:
        """As it is in the database."""
        return Entry.objects.select_related("competition__rules").get(pk=self.entries[number].pk)
