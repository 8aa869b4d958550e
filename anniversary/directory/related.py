"""Lets features above show on a person's or an organisation's page what they have on them."""

from collections.abc import Callable
from typing import Any

from .models import Organisation, Person

# (heading, records): what is public and concerns the record.
Section = tuple[str, list[Any]]
person_providers: list[Callable[[Person], Section]] = []
organisation_providers: list[Callable[[Organisation], Section]] = []


def sections_of_person(person: Person) -> list[Section]:
    return [section for provider in person_providers if (section := provider(person))[1]]


def sections_of_organisation(organisation: Organisation) -> list[Section]:
    return [section for provider in organisation_providers if (section := provider(organisation))[1]]
