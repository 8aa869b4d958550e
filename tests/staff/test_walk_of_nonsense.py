"""What no browser sends: nonsense in the lists, hidden fields and numbers of rows of the admin's forms, and in its addresses. An answer, never a crash."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from anniversary.library.models import Tag
from events.models import Event
from tests.factories.staff import make_user

from .furnished import furnish
from .reading import Form, Page
from .walking import LEFT_OUT, undone

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# No number; a number that no database has room for; one that is nobody's; a null character, which PostgreSQL refuses; what int() takes and SQL does not.
NONSENSE = ["x", "9" * 30, "-1", "1\x00", "１"]


@pytest.fixture
def somebody(client: Client) -> Client:
    furnish()
    client.force_login(make_user(username="root", is_superuser=True))
    return client


def address(model: Any, view: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def crashed(ask: Any, page: str, fields: Any) -> str:
    """What the site crashed with; empty if it answered."""
    with undone():
        try:
            answer = ask(page, fields)
        except Exception as error:  # the client passes on what a reader would get as an answer 500
            return repr(error)
    return "" if answer.status_code < 500 and "login" not in answer.get("Location", "") else str(answer.status_code)


# --- forms --------------------------------------------------------------------------------------------------------------------
def pages(model: Any) -> Iterator[str]:
    """The list, the form of a new record, and of one record the forms that it has."""
    yield address(model, "changelist")
    yield address(model, "add")
    if record := model._base_manager.exclude(**{"username": "root"} if model._meta.label == "auth.User" else {"pk": 0}).first():
        yield address(model, "change", record.pk)
        yield address(model, "delete", record.pk)
        if model is Event:
            yield from (f"/admin/events/event/{record.pk}/{view}/" for view in ("duplicate", "repeat"))


def attempts(form: Form, in_a_list: bool) -> Iterator[dict[str, Any]]:
    """What is sent: nonsense in all that is chosen, in a row of each kind too; then nonsense as the numbers of rows."""
    new = {name.replace("__prefix__", "0"): value for name, value in form.sent.items() if "__prefix__" in name}
    sent = {name: value for name, value in form.sent.items() if "__prefix__" not in name}
    numbers = {name for name in sent if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS"))}
    chosen = {name.replace("__prefix__", "0") for name in form.chosen} - numbers
    one = {name: ["1"] for name in form.totals if sent[name] == ["0"]}
    deed = {"action": "delete_selected", "index": "0"} if in_a_list else {}
    for text in NONSENSE:
        yield new | sent | one | dict.fromkeys(chosen | ({"_selected_action"} if in_a_list else set()), text) | deed
        yield sent | dict.fromkeys(numbers, text)


@pytest.mark.parametrize("model", [pytest.param(model, id=model._meta.label, marks=() if model is Tag else pytest.mark.slow) for model in MODELS])
def test_no_form_crashes(somebody, model):
    tried, found = 0, []
    for page in pages(model):
        answer = somebody.get(page)
        for form in Page(answer.text, "en").forms if answer.status_code == 200 else ():
            target = urljoin(page, form.action)
            if target.startswith("/admin/") and not LEFT_OUT.search(target):
                for sent in attempts(form, page == address(model, "changelist")):
                    tried += 1
                    if crash := crashed(somebody.post, target, sent):
                        found.append(f"{crash} at {target} for {sent}")
    assert found == []
    assert tried or somebody.get(address(model, "changelist")).status_code != 200


# --- addresses ----------------------------------------------------------------------------------------------------------------
YEARS = [*NONSENSE, "1", "9999"]  # days before and after which there are none in a calendar
ASKED = ("p", "o", "q", "all", "e", "_facets", "_to_field", "_popup", "_changelist_filters", "id__exact", "pk__in", "ids", "nothing")


def parameters(client: Client, model: Any) -> Iterator[dict[str, str]]:
    """What Django's lists take, and what the list's own filters do: each with nonsense; the parts of a day together."""
    links = Page(client.get(address(model, "changelist")).text, "en").links
    own = {name for link in links if link.startswith("?") for name, _value in parse_qsl(urlsplit(link).query, keep_blank_values=True)}
    yield from ({name: text} for name in sorted(own | set(ASKED)) for text in NONSENSE)
    if day := admin.site._registry[model].date_hierarchy:
        for text in YEARS:
            yield {f"{day}__year": text}
            yield {f"{day}__month": text}
            yield {f"{day}__year": text, f"{day}__month": "12"}
            yield {f"{day}__year": text, f"{day}__month": "12", f"{day}__day": "31"}
            yield {f"{day}__year": "2033", f"{day}__month": text, f"{day}__day": text}


@pytest.mark.parametrize("model", [pytest.param(model, id=model._meta.label, marks=() if model is Event else pytest.mark.slow) for model in MODELS])
def test_no_address_crashes(somebody, model):
    page = address(model, "changelist")
    asked = [(page, sent) for sent in parameters(somebody, model)]
    asked += [(f"{page}{view}/", {name: text}) for view in ("add", "export") for name in (*ASKED, "publish_at__year") for text in NONSENSE]
    asked += [(f"{page}{quote(text)}/{view}/", {}) for view in ("change", "delete", "history", "nothing") for text in NONSENSE]
    assert [f"{crash} at {page} for {sent}" for page, sent in asked if (crash := crashed(somebody.get, page, sent))] == []


def test_no_search_for_a_record_crashes(somebody):
    good = {"app_label": "articles", "model_name": "article", "field_name": "events", "term": "a", "page": "1"}
    asked = [good | {name: text} for name in good for text in NONSENSE]
    assert [f"{crash} for {sent}" for sent in asked if (crash := crashed(somebody.get, "/admin/autocomplete/", sent))] == []
