"""What an editor does with articles and pages, and what the forms answer."""

import pytest
from django import forms
from django.contrib.auth.models import User

from anniversary.articles.models import Article, ArticleRelatedBlock, CorrectionNote, Page
from anniversary.publishing.models import Status
from tests.factories import articles, library

from . import subjects

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("editor"))
    return client


@pytest.fixture
def post(editor):
    """Sends the form of an address as it stands, with some fields changed."""

    def send(address: str, **fields: object):
        page = editor.get(address).context
        data: dict[str, object] = {}
        for formset in page["inline_admin_formsets"]:
            data |= {f"{formset.formset.prefix}-{name}": value for name, value in formset.formset.management_form.initial.items()}
        form = page["adminform"].form
        for name, field in form.fields.items():
            value = field.prepare_value(form.get_initial_for_field(field, name))
            if isinstance(field, forms.SplitDateTimeField):
                data |= {f"{name}_{place}": part for place, part in enumerate(field.widget.decompress(value)) if part}
            elif value is not None and value is not False:
                data[name] = [getattr(part, "pk", part) for part in value] if isinstance(value, list | tuple) else value
        return editor.post(address, data | fields)

    return send


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def test_an_article_is_written_in_three_languages_with_what_it_is_about(post):
    event, programme, person, tag = subjects.event(), subjects.programme(), subjects.person(), library.tag()
    response = post(
        ADD, title_en="Opening", title_ja="式典", title_km="ពិធី", byline_ja="編集部", type="message", date="2023-01-09",
        author_office_en="Prime Minister", events=[event.pk], programmes=[programme.pk], people=[person.pk], tags=[tag.pk],
    )  # fmt: skip
    assert response.status_code == 302
    article = Article.objects.get()
    assert (article.title_ja, article.title_km, article.byline_ja, article.type, article.slug) == ("式典", "ពិធី", "編集部", "message", "opening")
    assert ([*article.events.all()], [*article.programmes.all()], [*article.people.all()], [*article.tags.all()]) == ([event], [programme], [person], [tag])
    assert article.status == Status.DRAFT


def test_an_opinion_without_author_is_answered_beside_the_byline(post):
    response = post(ADD, title_en="Beyond gratitude", type="opinion", date="2024-02-01")
    assert errors(response) == {"byline_en": ["An opinion needs its author."]}
    assert 'value="Beyond gratitude"' in response.text
    assert Article.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("title_en", ""), ("title_en", "x" * 201), ("date", ""), ("date", "2023-02-30"), ("slug", "feed"), ("slug", "ខ្មែរ"), ("type", "gossip")],
)
def test_a_mistake_is_answered_beside_its_field(post, field, value):
    response = post(ADD, **{"title_en": "Opening", "date": "2023-01-10", "type": "news", field: value})
    assert list(errors(response)) == [field]
    assert Article.objects.count() == 0


def test_a_title_in_any_language_is_enough(post):
    assert errors(post(ADD, date="2023-01-10", type="news")) == {"title_en": ["Write the title in at least one language."]}
    assert post(ADD, title_km="ពិធី", date="2023-01-10", type="news").status_code == 302
    assert str(Article.objects.get()) == "ពិធី"


def test_a_published_article_cannot_lose_the_time_since_when(post):
    article = articles.article()
    response = post(f"/admin/articles/article/{article.pk}/change/", publish_at_0="", publish_at_1="")
    assert list(errors(response)) == ["publish_at"]


def test_the_form_says_that_a_message_is_a_report(editor):
    text = editor.get(ADD).text
    assert "A message is a report, in the third person" in text
    assert "Never the official whose message is reported" in text


def test_a_correction_is_added_below(post):
    article = articles.article(body_en="<p>Text</p>")
    address = f"/admin/articles/article/{article.pk}/change/"
    note = {"corrections-TOTAL_FORMS": "1", "corrections-0-article": article.pk, "corrections-0-date": "2023-02-01"}
    response = post(address, **note, **_kept_body(article))
    formset = next(found.formset for found in response.context["inline_admin_formsets"] if found.formset.prefix == "corrections")
    assert formset.errors == [{"text_en": ["Write the correction in at least one language."]}]
    assert post(address, **note, **{"corrections-0-text_km": "កែតម្រូវ"}, **_kept_body(article)).status_code == 302
    assert CorrectionNote.objects.get().text_km == "កែតម្រូវ"


def _kept_body(article: Article) -> dict[str, object]:
    block = article.articles_articlerichtext_set.get()
    prefix = "articles_articlerichtext_set-0"
    return {f"{prefix}-id": block.pk, f"{prefix}-parent": article.pk, f"{prefix}-region": "en", f"{prefix}-ordering": "10", f"{prefix}-text": block.text}


def test_a_block_of_related_pages_is_added(post):
    article, other = articles.article(), articles.article(title_en="Other")
    prefix = "articles_articlerelatedblock_set"
    block = {"region": "ja", "ordering": "10", "heading": "関連", "articles": [other.pk], "parent": article.pk}
    fields = {f"{prefix}-TOTAL_FORMS": "1"} | {f"{prefix}-0-{name}": value for name, value in block.items()}
    response = post(f"/admin/articles/article/{article.pk}/change/", **fields)
    assert response.status_code == 302
    assert [str(record) for record in ArticleRelatedBlock.objects.get().records] == ["Other"]
    article.refresh_from_db()
    assert article.body_index == {"ja": ["articlerelatedblock"]}


def test_the_list_is_filtered_by_type_and_day(editor):
    articles.article(title_en="January", type="story")
    articles.article(title_en="February", day="2023-02-01", public=False)
    both = {"January", "February"}
    queries = {"": both, "type__exact=story": {"January"}, "date__year=2023&date__month=2": {"February"}, "q=janu": {"January"}, "missing=ja": both}
    for query, found in queries.items():
        assert {str(row) for row in editor.get(f"/admin/articles/article/?{query}").context["cl"].result_list} == found


def test_a_page_is_written_and_a_reserved_address_refused(post):
    address = "/admin/articles/page/add/"
    assert errors(post(address, title_en="Events", slug="events")) == {"slug": ["This word is used by the site itself; choose another address."]}
    assert post(address, title_en="About", in_footer="on", ordering="3").status_code == 302
    page = Page.objects.get()
    assert (page.slug, page.in_footer, page.ordering) == ("about", True, 3)


def test_articles_are_found_by_typing_a_few_letters(editor):
    articles.article(title_en="Opening", title_km="ពិធីបើក")
    query = "app_label=articles&model_name=articlerelatedblock&field_name=articles"
    assert [row["text"] for row in editor.get(f"/admin/autocomplete/?{query}&term=ពិធី").json()["results"]] == ["Opening"]


def test_lists_and_forms_stand_under_stories(editor):
    sections = {section["app_label"]: section for section in editor.get("/admin/").context["app_list"]}
    assert {model["object_name"] for model in sections["stories"]["models"]} == {"Article", "Page"}
