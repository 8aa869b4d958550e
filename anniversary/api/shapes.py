"""What the records look like in JSON. Everything is always there; what is not known is null, and lists hold what is known.

The description names every class and every enumeration once, by its bare name: there must not be two of one name.
"""

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field
from typing_extensions import TypeAliasType

from anniversary.articles.models import Article as ArticleRecord
from anniversary.directory.models import Organisation as OrganisationRecord
from anniversary.programmes.models import Programme as ProgrammeRecord
from events.models import Admission, Attendance, Availability, OccurrenceStatus, Organisership, Recognition

Text = TypeAliasType(
    "Text", Annotated[str | dict[str, str], Field(description="With `lang` a string, otherwise an object by language, of those in which it is written.")]
)
Page = TypeAliasType(
    "Page", Annotated[str | dict[str, str], Field(description="Address of a page for readers: with `lang` a string, otherwise an object by language.")]
)
Fallback = TypeAliasType(
    "Fallback",
    Annotated[
        dict[str, str] | None,
        Field(description="With `lang`: the texts that are not in that language, and which one each is in. Null without `lang`."),
    ],
)
Code = Annotated[str, Field(description="Country, ISO 3166-1, two letters.")]


class Moment(BaseModel):
    utc: datetime
    local: Annotated[datetime, Field(description="The same moment on the clocks of the place.")]


class Picture(BaseModel):
    url: str
    width: int
    height: int
    alt: Text | None
    credit: Text | None
    fallback: Fallback
    drawn: Annotated[bool, Field(description="It was not given a picture; the site draws one.")]


class Tag(BaseModel):
    slug: str
    label: Text
    fallback: Fallback


class Named(BaseModel):
    """Another record, as it is named in this one."""

    id: UUID
    api: str
    url: Page
    title: Text
    fallback: Fallback


class Category(BaseModel):
    """What events are sorted by: their kind, their series."""

    slug: str
    name: Text
    fallback: Fallback


class Geo(BaseModel):
    lat: float
    lon: float


class Place(BaseModel):
    id: UUID
    api: str
    url: Page
    name: Text
    address: Text | None
    locality: Text | None
    fallback: Fallback
    country: Code | None
    geo: Geo | None
    tz: Annotated[str, Field(description="Time zone, IANA.")]


class Venue(BaseModel):
    id: UUID
    api: str
    url: Page
    name: Text
    reading: Annotated[str | None, Field(description="How the Japanese name is read, in kana: the order of Japanese lists.")]
    address: Text | None
    locality: Text | None
    directions: Text | None
    access: Annotated[Text | None, Field(description="For people who use a wheelchair, cannot see or cannot hear.")]
    fallback: Fallback
    country: Code | None
    geo: Geo | None
    tz: Annotated[str, Field(description="Time zone, IANA.")]
    website: str | None
    modified: datetime


class Organisation(BaseModel):
    id: UUID
    api: str
    url: Page
    name: Text
    reading: Annotated[str | None, Field(description="How the Japanese name is read, in kana: the order of Japanese lists.")]
    description: Text | None
    fallback: Fallback
    kind: Annotated[str, Field(json_schema_extra={"enum": OrganisationRecord.Kind.values})]
    country: Code | None
    website: str | None
    logo: Picture | None
    modified: datetime


class Partner(BaseModel):
    id: UUID
    api: str
    url: Page
    name: Text
    fallback: Fallback


class Organiser(Partner):
    role: Annotated[str, Field(json_schema_extra={"enum": Organisership.Role.values})]


class Event(BaseModel):
    id: UUID
    api: str
    url: Page
    title: Text
    summary: Text | None
    conditions: Annotated[Text | None, Field(description="Prices, how to register, who may come.")]
    fallback: Fallback
    category: Category
    series: Category | None
    programme: Named | None
    organisers: list[Organiser]
    languages: Annotated[list[str] | None, Field(description="Languages spoken, by their codes.")]
    admission: Admission | None
    attendance: Attendance
    recognised: Recognition | None
    recognition_number: str | None
    tags: list[Tag]
    image: Picture
    occurrences: Annotated[str, Field(description="Where its dates are listed.")]
    published: datetime
    modified: datetime


class Brief(BaseModel):
    """The event that a date is of."""

    id: UUID
    api: str
    url: Page
    title: Text
    summary: Text | None
    conditions: Text | None
    fallback: Fallback
    category: Category
    languages: list[str] | None
    admission: Admission | None
    recognised: Recognition | None
    image: Picture


class Former(BaseModel):
    """When a date was to begin before it was moved."""

    first_day: date
    start: Moment | None


class Registration(BaseModel):
    url: str | None
    opens: Moment | None
    closes: Moment | None


class Occurrence(BaseModel):
    id: Annotated[str, Field(description="The UID that the date has in calendar feeds, too.")]
    api: str
    url: Page
    event: Brief
    first_day: Annotated[date, Field(description="On the clocks of the place.")]
    last_day: date
    all_day: bool
    start: Annotated[Moment | None, Field(description="Null where the hour is not stated.")]
    end: Annotated[Moment | None, Field(description="Null where the hour is not stated.")]
    doors: Annotated[str | None, Field(description="When doors open, on the clocks of the place: HH:MM.")]
    tz: Annotated[str, Field(description="Time zone, IANA.")]
    status: OccurrenceStatus
    status_note: Text | None
    room: Text | None
    fallback: Fallback
    previous_starts: Annotated[list[Former], Field(description="When it was to begin before it was rescheduled, oldest first.")]
    attendance: Attendance
    venue: Place | None
    online_url: str | None
    availability: Annotated[Availability | None, Field(description="Whether places are left, as far as the organisers have said.")]
    registration: Registration | None
    access: Annotated[list[str], Field(description="What is there for people who need it; what is not named is not known.")]
    sequence: Annotated[int, Field(description="Rises with every change of time, place or status, as in calendar feeds.")]
    modified: datetime


class Programme(BaseModel):
    id: UUID
    api: str
    url: Page
    title: Text
    summary: Text | None
    places: Text | None
    fallback: Fallback
    kind: Annotated[str, Field(json_schema_extra={"enum": ProgrammeRecord.Kind.values})]
    start: Annotated[str | None, Field(description="A year, a month or a day: 2025, 2025-06 or 2025-06-15.")]
    end: str | None
    partners: list[Partner]
    events: Annotated[str, Field(description="Where its events are listed.")]
    tags: list[Tag]
    image: Picture
    published: datetime
    modified: datetime


class Article(BaseModel):
    id: UUID
    api: str
    url: Page
    title: Text
    summary: Text | None
    byline: Text | None
    author_office: Annotated[Text | None, Field(description="Whose message or opinion it is: name and office at that date.")]
    fallback: Fallback
    type: Annotated[str, Field(json_schema_extra={"enum": ArticleRecord.Type.values})]
    date: date
    events: list[Named]
    programmes: list[Named]
    tags: list[Tag]
    image: Picture
    published: datetime
    modified: datetime


class Withdrawn(BaseModel):
    id: str
    at: datetime


Record = TypeVar("Record")


class Listing(BaseModel, Generic[Record]):
    """A page of a list."""

    results: list[Record]
    next: Annotated[str | None, Field(description="Address of the next page; null at the end.")]
    withdrawn: Annotated[
        list[Withdrawn] | None,
        Field(description="With `modified_since`, on the first page: what left the public since then, whatever the other parameters. Else null."),
    ]
