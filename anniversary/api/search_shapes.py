"""What the search's answers look like in JSON; see shapes.py."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field


class Stretch(BaseModel):
    """A part of a text, in characters (Unicode code points): from `start` up to `end`, which is the first that no longer belongs to it."""

    start: int
    end: int


class Found(BaseModel):
    """What a search has found: a record in one language."""

    kind: str
    id: Annotated[UUID | None, Field(description="Of kinds that the API has no records of: null.")]
    api: str | None
    url: Annotated[str, Field(description="Address of a page for readers.")]
    language: Annotated[str, Field(description="That of the texts.")]
    title: str
    title_marks: Annotated[list[Stretch], Field(description="What was looked for, in the title.")]
    snippet: Annotated[str | None, Field(description="A part of the text with what was looked for.")]
    snippet_marks: list[Stretch]
    day: Annotated[str | None, Field(description="A year, a month or a day: 2025, 2025-06 or 2025-06-15.")]


class Count(BaseModel):
    """A value that a parameter may have, and how many results there are with it."""

    value: str
    label: str
    results: int


class Elsewhere(BaseModel):
    """What another language has of the same words."""

    language: str
    total: int
    at_least: bool
    results: Annotated[list[Found], Field(description="The first of them.")]
    search: Annotated[str, Field(description="Address of the search in that language.")]


class Search(BaseModel):
    """A page of what a search has found."""

    results: list[Found]
    total: int
    at_least: Annotated[bool, Field(description="Whether `total` may be less than there are.")]
    kinds: list[Count]
    years: list[Count]
    tags: list[Count]
    instead: Annotated[str | None, Field(description="Words with another spelling that would find something.")]
    elsewhere: list[Elsewhere]
    next: Annotated[str | None, Field(description="Address of the next page; null at the end.")]
