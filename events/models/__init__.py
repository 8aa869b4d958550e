from .event import Admission, Attendance, Credit, Event, Organisership, Recognition
from .occurrence import Occurrence, OccurrenceStatus
from .place import Category, Series, Venue
from .recurrence import Frequency, RecurrenceRule
from .status import Availability

__all__ = [
    "Admission", "Attendance", "Availability", "Category", "Credit", "Event", "Frequency", "Occurrence", "OccurrenceStatus", "Organisership", "Recognition",
    "RecurrenceRule", "Series", "Venue",
]  # fmt: skip
