from .event import Admission, Attendance, Credit, Event, Organisership, Recognition
from .occurrence import Occurrence, OccurrenceStatus
from .place import Category, Series, Venue
from .status import Availability

__all__ = [
    "Admission", "Attendance", "Availability", "Category", "Credit", "Event", "Occurrence", "OccurrenceStatus", "Organisership", "Recognition", "Series",
    "Venue",
]  # fmt: skip
