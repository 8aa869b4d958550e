from .event import Admission, Attendance, Credit, Event, Organisership, Recognition
from .occurrence import Occurrence, OccurrenceStatus
from .place import Category, Series, Venue

__all__ = ["Admission", "Attendance", "Category", "Credit", "Event", "Occurrence", "OccurrenceStatus", "Organisership", "Recognition", "Series", "Venue"]
