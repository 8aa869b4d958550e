from .event import Admission, Attendance, Credit, Event, Organisership, Recognition
from .occurrence import Occurrence, OccurrenceStatus
from .place import Category, Series, Venue
from .recurrence import Frequency, RecurrenceRule

__all__ = [
    "Admission", "Attendance", "Category", "Credit", "Event", "Frequency", "Occurrence", "OccurrenceStatus", "Organisership", "Recognition", "RecurrenceRule",
    "Series", "Venue",
]  # fmt: skip
