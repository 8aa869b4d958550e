"""The API's description is valid, and whatever it allows is answered as it says: schemathesis asks."""

import copy
from collections.abc import Iterator
from typing import Any

import hypothesis
import jsonschema_rs
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from schemathesis.generation import GenerationMode

from anniversary.api.things import THINGS
from anniversary.wsgi import application
from tests.factories import events, library

from .api_content import fill

pytestmark = pytest.mark.django_db
FEW = hypothesis.settings(
    max_examples=12, derandomize=True, deadline=None, database=None,
    suppress_health_check=list(hypothesis.HealthCheck), phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)  # fmt: skip
FILTERS = ("category", "venue", "programme", "organiser", "tag")
ADDRESSES = [f"{thing.path}{rest}" for thing in THINGS for rest in ("", "{id}/")]


@pytest.fixture
def there(db) -> dict[str, Any]:
    """What there is: an id and a cursor of each kind, and slugs for the filters."""
    fill()
    fill(1, attendance="both", cover=library.image())
    moved = events.occurrence(previous_starts=[{"start": "2025-03-01T11:00:00+00:00", "tz": "Asia/Phnom_Penh", "first_day": "2025-03-01", "time_known": True}])
    type(moved).objects.filter(pk=moved.pk).update(status="rescheduled")
    client, found = Client(), {"category": "concert", "venue": "hall-0", "programme": "song-0", "organiser": "embassy-0", "tag": "music"}
    for thing in THINGS:
        answer = client.get(f"{thing.path}?limit=1").json()
        found[thing.path] = (answer["results"][0]["id"], answer["next"].rpartition("after=")[2])
    return found


@pytest.fixture
def api_schema(there, settings) -> Iterator[Any]:
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as Django's own test client: the test's transaction is the connection's
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(operation: Any, check: Any) -> None:
    """`check` with what the description allows, and with what it does not."""
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        FEW(hypothesis.given(operation.as_strategy(generation_mode=mode))(check))()


def validate(case: Any) -> Any:
    # That nothing has a random id or slug is no fault; schemathesis would have 200 for whatever is well formed.
    excluded = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")]
    return case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=excluded)  # its transport does not unpack


@pytest.mark.parametrize("path", [*ADDRESSES, "/api/search/"])
def test_whatever_is_asked_is_answered_as_the_description_says(api_schema, path):
    def check(case: Any) -> None:
        validate(case)

    ask(api_schema[path]["GET"], check)


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_is_there_is_answered_as_the_description_says(api_schema, there, path):
    key, cursor = there[path.removesuffix("{id}/")]
    answered = set()

    def check(case: Any) -> None:
        case.path_parameters |= {"id": key} if "{id}" in path else {}
        case.query |= {name: there[name] for name in FILTERS if name in case.query} | ({"after": cursor} if "after" in case.query else {})
        answered.add(validate(case).status_code)

    ask(api_schema[path]["GET"], check)
    assert 200 in answered


def test_the_description_is_openapi_3_1(api_schema):
    found = api_schema.raw_schema
    assert found["openapi"] == "3.1.0"
    api_schema.validate()
    operations = [operation["operationId"] for path in found["paths"].values() for operation in path.values()]
    assert operations == [*(name for thing in THINGS for name in (f"list_{thing.name}", f"get_{thing.one}")), "search"]


def test_a_description_that_is_none_would_be_found(api_schema):
    broken = copy.deepcopy(api_schema.raw_schema)
    broken["paths"]["/api/events/"]["get"]["responses"] = []
    with pytest.raises(jsonschema_rs.ValidationError):
        schemathesis.openapi.from_dict(broken).validate()
