"""People and organisations for tests; public only once something published refers to them."""

from typing import Any

from anniversary.directory.models import Organisation, Person


def organisation(*, slug: str = "embassy", name_en: str = "Embassy", kind: str = "embassy", **fields: Any) -> Organisation:
    return Organisation.objects.create(slug=slug, name_en=name_en, kind=kind, **fields)


def person(*, slug: str = "sok-dara", name_en: str = "Sok Dara", **fields: Any) -> Person:
    return Person.objects.create(slug=slug, name_en=name_en, **fields)
