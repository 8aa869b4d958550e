"""What editors paste into the forms of everything that is published: cleaned, or refused beside its field; never half saved."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from anniversary.publishing.models import Publishable
from tests.factories import events
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db

MODELS = sorted((model for model in admin.site._registry if issubclass(model, Publishable)), key=lambda model: model._meta.label)
WITH_TEXT = [model for model in MODELS if any(block.__name__.endswith("RichText") for block in model.BLOCKS)]
# Beyond title and summary, what the forms cannot do without.
NEEDED: dict[str, dict[str, Any]] = {
    "articles.Article": {"type": "news", "date": "2023-02-23"},
    "history.Milestone": {"date": "1953-01"},
    "programmes.Programme": {"kind": "exchange"},
}
CONTROL = "Red\x00 lan\u202eterns\x07 \u2066and\u2069 boats"
SCRIPT = '<p onclick="a()">Come <script>alert(1)</script><a href="javascript:a()">here</a><img src=x onerror=a()><style>p{}</style></p>'


class _Fields(HTMLParser):
    """What a browser would send of a form that nobody has filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and "__prefix__" not in name and given.get("type") not in {"submit", "file", "checkbox", "radio"}:
            self.data.setdefault(name, given.get("value") or "")
        elif tag == "textarea" and name and "__prefix__" not in name:
            self.data[name] = ""
        elif tag == "select":
            self.select = name if "__prefix__" not in name else ""
        elif tag == "option" and self.select and "selected" in given:
            self.data[self.select] = given.get("value") or ""


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user(username="dara", role="administrator"))
    return client


def address(model: type[Publishable]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def form(client: Client, model: type[Publishable], **fields: Any) -> Any:
    """Posts the add form as the page gives it, with these fields filled in."""
    parser = _Fields()
    parser.feed(client.get(address(model)).content.decode())
    needed = NEEDED.get(model._meta.label, {})
    if model._meta.label == "events.Event":
        needed = {"category": events.category().pk}
    return client.post(address(model), parser.data | needed | {"title_en": "Red lanterns", "summary_en": "Boats."} | fields)


def block(model: type[Publishable], html: str) -> dict[str, Any]:
    prefix = f"{model._meta.app_label}_{model._meta.model_name}richtext_set"
    return {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-0-region": "en", f"{prefix}-0-ordering": 10, f"{prefix}-0-text": html}


def errors(answer: Any) -> dict[str, Any]:
    return answer.context["adminform"].form.errors if answer.context else {}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_form_with_nothing_wrong_is_saved(editor, model):
    answer = form(editor, model)
    assert answer.status_code == 302, errors(answer)
    assert model.objects.get().title_en == "Red lanterns"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_letters_that_nobody_sees_are_refused_or_taken_out(editor, model):
    """Django refuses a null character; the other controls and the overrides of direction are taken out."""
    answer = form(editor, model, title_en=CONTROL)
    assert (answer.status_code, list(errors(answer)), model.objects.count()) == (200, ["title_en"], 0)
    answer = form(editor, model, title_en=CONTROL.replace("\x00", ""), title_ja="\u202e灯籠\x1b")
    assert answer.status_code == 302, errors(answer)
    assert (model.objects.get().title_en, model.objects.get().title_ja) == ("Red lanterns and boats", "灯籠")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize(("field", "value"), [("title_km", "ក" * 201), ("slug", "Ange kor"), ("slug", "12"),
                                              ("publish_at_0", "2023-02-30"), ("unpublish_at_1", "25:00")])  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_saved(editor, model, field, value):
    answer = form(editor, model, **{field: value}, **(block(model, "<p>Come.</p>") if model in WITH_TEXT else {}))
    assert answer.status_code == 200
    assert list(errors(answer)) == [field.removesuffix("_0").removesuffix("_1")]
    assert model.objects.count() == 0
    assert sum(kind.objects.count() for kind in model.BLOCKS) == 0
    if not field.endswith(("_0", "_1")):
        assert answer.context["adminform"].form[field].value() == value  # what was typed is kept


@pytest.mark.parametrize("model", WITH_TEXT, ids=lambda model: model._meta.label)
def test_a_script_in_a_text_is_taken_out(editor, model):
    answer = form(editor, model, **block(model, SCRIPT))
    assert answer.status_code == 302, errors(answer)
    rich = next(kind for kind in model.BLOCKS if kind.__name__.endswith("RichText"))
    html = rich.objects.get().text
    assert [word for word in ("script", "onclick", "onerror", "javascript", "<img", "<style", "alert") if word in html] == []
    assert "Come" in html and "here" in html
    assert rich.objects.create(parent=model.objects.get(), region="ja", text=SCRIPT).text == html
