"""When everything in the sample competition happens, as days from the end of entries, so that it is always under way, whatever day it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from anniversary.competition.models import Competition

S = Competition.Stage
OPENS, VOTE_OPENS, VOTE_CLOSES = timedelta(days=-28), timedelta(days=28), timedelta(days=35)
ANNOUNCED = OPENS - timedelta(days=7)
SET_UP = ANNOUNCED - timedelta(days=3)

# How far the sample is taken: by the name that an officer gives, where it stands then, and how many days after the end of entries that is.
AT: dict[str, tuple[str, float]] = {
    "open": (S.OPEN, -10),
    "eligibility": (S.ELIGIBILITY, 2),
    "jury": (S.JURY, 9),
    "vote": (S.PUBLIC_VOTE, 32),
    "decision": (S.DECISION, 36.75),
    "result": (S.RESULT_ANNOUNCED, 40),
}


@dataclass(frozen=True)
class Windows:
    """The times of one sample: `closes` is the end of entries, `now` the moment at which it is looked at."""

    closes: datetime
    now: datetime

    def at(self, days: float | timedelta) -> datetime:
        return self.closes + (days if isinstance(days, timedelta) else timedelta(days=days))

    def has_passed(self, days: float | timedelta) -> bool:
        return self.at(days) <= self.now

    @property
    def opens(self) -> datetime:
        return self.at(OPENS)


def windows(stage: str, now: datetime) -> Windows:
    """The times by which a sample is in this stage (a name of AT) now; the hours are full ones."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return Windows(hour - timedelta(days=AT[stage][1]), now)
