"""Whatever changes a record's page changes its entry: by form, code, import, restoring, a tag's end or a relation from the other side."""

from datetime import UTC, date, datetime

import pytest
import reversion
from django.core import serializers
from django.urls import reverse
from reversion.models import Version

from anniversary import clock
from anniversary.articles.models import Article, ArticleRichText, CorrectionNote
from anniversary.library.models import Tag, TaggedItem
from anniversary.search import checking
from anniversary.search.models import Entry, Link, Text
from events import drafts, duplicating, repeating
from events.models import Event, Occurrence
from tests.factories import events
from tests.factories.articles import article
from tests.factories.directory import person
from tests.factories.library import tag
from tests.factories.staff import make_user
from tests.factories.users import user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]


def body() -> str:
    return Text.objects.get(entry__kind="article").body


def test_a_block_that_is_added_changed_and_taken_away():
    made = article()
    block = ArticleRichText.objects.create(parent=made, region="en", ordering=1, text="<p>One</p>")
    assert body() == "<p>One</p>"
    block.text = "<p>Two</p>"
    block.save()
    assert body() == "<p>Two</p>"
    ArticleRichText.objects.all().delete()
    assert body() == ""


def test_a_block_that_is_given_to_another_record_leaves_the_first():
    first, second = article(title_en="First", body_en="<p>Steel</p>"), article(title_en="Second")
    block = ArticleRichText.objects.get()
    block.parent = second
    block.save()
    assert dict(Text.objects.values_list("entry__object_id", "body")) == {first.pk: "", second.pk: "<p>Steel</p>"}


def test_a_translation_that_is_added_to_a_part():
    made = article(title_en="Bridge", title_km="ស្ពាន")
    note = CorrectionNote.objects.create(article=made, date="2023-01-01", text_en="It was steel.")
    note.text_km = "ដែក"
    note.save()
    assert dict(Text.objects.values_list("entry__language", "body")) == {"en": "It was steel.", "km": "ដែក"}


def test_tags_that_are_set_added_removed_and_cleared():
    made, music, dance = article(), tag(name="music", label_en="Music"), tag(name="dance", label_en="Dance")
    made.tags.set([music])
    assert body() == "Music"
    made.tags.add(dance)
    assert sorted(body().split()) == ["Dance", "Music"]
    made.tags.remove(music)
    assert body() == "Dance"
    made.tags.clear()
    assert (body(), Link.objects.count()) == ("", 0)


def test_a_tag_that_is_deleted_or_given_another_s_place():
    music, songs = tag(name="music", label_en="Music"), tag(name="songs", label_en="Songs")
    made = article(tags=[music])
    TaggedItem.objects.create(tag=songs, content_object=made)
    music.delete()
    assert body() == "Songs"
    Tag.objects.all().delete()
    assert body() == ""


def test_the_tag_of_another_kind_of_record_touches_no_article():
    made, who = article(), person()
    label = tag(name="music", label_en="Music")
    Text.objects.filter(entry__kind="article").update(body="kept")
    assert made.pk and who.tags.add(label) is None
    assert body() == "kept"


def test_people_who_are_named_from_their_own_side():
    made, who = article(), person(name_en="Sok Dara")
    who.articles.add(made)
    assert body() == "Sok Dara"
    who.articles.clear()
    assert body() == ""
    who.articles.set([made])
    assert body() == "Sok Dara"
    who.articles.remove(made)
    assert body() == ""


def test_a_fixture_is_indexed():
    made = article(title_en="Bridge", body_en="<p>Steel</p>")
    rows = serializers.serialize("json", [made, *ArticleRichText.objects.all()])
    Article.objects.all().delete()
    assert not Entry.objects.exists()
    for row in serializers.deserialize("json", rows):
        row.save()
    assert (Entry.objects.get().title, body()) == ("Bridge", "<p>Steel</p>")


def test_a_version_that_is_put_back_by_code_is_indexed():
    made = article(title_en="As it was", public=False)
    with reversion.create_revision():
        made.save()
    made.title_en = "Spoilt"
    made.save()
    Version.objects.get_for_object(made).first().revision.revert(delete=True)
    assert Entry.objects.get().title == "As it was"


# --- rows that are written past `save` ---------------------------------------------------------------------------------------------
def days(event) -> str:
    return Text.objects.get(entry__kind="event", entry__object_id=event.pk).body


def test_the_dates_of_a_repetition_are_written_once_together_and_once_taken_away(described):
    with clock.as_of(datetime(2023, 1, 15, tzinfo=UTC)):
        rule = events.rule(event=events.event(status="draft", publish_at=None), venue=events.venue())
        described.clear()
        repeating.apply(repeating.plan(rule))
        assert described == [("event", [rule.event.pk])]
        assert days(rule.event) == " ".join(f"2023-02-{day} Asia/Phnom_Penh" for day in ("01", "08", "15", "22"))
        described.clear()
        repeating.end(rule, repeating.DELETE)
    assert (described, days(rule.event)) == ([("event", [rule.event.pk])], "")


def test_a_duplicate_is_written_once_with_its_dates(described):
    event = events.event()
    for day in (3, 4):
        events.occurrence(event=event, first_day=date(2023, 2, day), venue=events.venue(slug=f"hall-{day}"))
    described.clear()
    made, _skipped = duplicating.duplicate(event, date(2024, 2, 3))
    assert described == [("event", [made.pk])]
    assert days(made) == "2024-02-03 Asia/Phnom_Penh 2024-02-04 Asia/Phnom_Penh"


def test_an_imported_draft_is_written_once_with_its_dates_and_body(described):
    event = Event(title_en="Imported", slug="imported", category=events.category())
    rows = [Occurrence(first_day=date(2023, 2, day), venue=events.venue(slug=f"hall-{day}")) for day in (3, 4)]
    described.clear()
    made = drafts.write(drafts.Draft(event, rows, bodies={"en": "<p>Body</p>"}))
    assert described == [("event", [made.pk])]
    assert days(made) == "2023-02-03 Asia/Phnom_Penh 2023-02-04 Asia/Phnom_Penh"


def test_a_venue_that_gets_another_zone_writes_each_of_its_events_once(described):
    venue, event = events.venue(), events.event()
    for day in (3, 4):
        events.occurrence(event=event, first_day=date(2023, 2, day), venue=venue)
    described.clear()
    venue.tz = "Asia/Tokyo"
    venue.save()
    assert described == [("event", [event.pk])]
    assert days(event) == "2023-02-03 Asia/Tokyo 2023-02-04 Asia/Tokyo"


# --- in the admin ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def editor(client):
    client.force_login(user(groups=("editor", "approver")))
    return client


def form(client, url: str, **fields: str) -> dict[str, str]:
    """What a browser would send of the form at this address, with these fields."""
    page, data = client.get(url), {"title_en": "Bridge", "summary_en": "S.", "type": "news", "date": "2023-01-10", "slug": "bridge"}
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        count = str(len(formset.initial_forms))
        data |= {f"{formset.prefix}-TOTAL_FORMS": count, f"{formset.prefix}-INITIAL_FORMS": count}
        for row in formset.initial_forms:
            data |= {row.add_prefix(name): "" if row[name].value() is None else str(row[name].value()) for name in row.fields if name != "DELETE"}
    return data | fields


def test_a_form_with_many_blocks_describes_its_record_once(editor, described):
    made = article(title_en="Bridge", slug="bridge", public=False)
    for number in range(12):
        ArticleRichText.objects.create(parent=made, region="en", ordering=number, text=f"<p>old {number}</p>")
    url = reverse("admin:articles_article_change", args=[made.pk])
    data = {name: value.replace("old", "new") for name, value in form(editor, url, title_en="Great bridge").items()}
    described.clear()
    assert editor.post(url, data).status_code == 302
    assert described == [("article", [made.pk])]
    assert Entry.objects.get().title == "Great bridge"
    assert body() == " ".join(f"<p>new {number}</p>" for number in range(12))


def test_a_new_record_by_form(editor, described):
    label = tag(name="music", label_en="Music")
    url = reverse("admin:articles_article_add")
    described.clear()
    assert editor.post(url, form(editor, url, tags=str(label.pk))).status_code == 302
    made = Article.objects.get()
    assert (described[-1], Entry.objects.get(kind="article").title, body()) == (("article", [made.pk]), "Bridge", "Music")
    assert len(described) == 1


def test_a_form_that_is_refused_writes_nothing(editor, described):
    made = article(title_en="Bridge", slug="bridge", public=False)
    url = reverse("admin:articles_article_change", args=[made.pk])
    data = form(editor, url, title_en="Otherwise", date="nonsense")
    described.clear()
    assert editor.post(url, data).status_code == 200
    assert (described, Entry.objects.get().title) == ([], "Bridge")


def test_a_record_that_is_deleted_by_its_form_and_one_by_the_list(client):
    client.force_login(make_user(is_superuser=True))
    first, second = article(title_en="First", public=False), article(title_en="Second", public=False, body_en="<p>Steel</p>")
    assert client.post(reverse("admin:articles_article_delete", args=[first.pk]), {"post": "yes"}).status_code == 302
    assert [entry.title for entry in Entry.objects.all()] == ["Second"]
    data = {"action": "delete_selected", "_selected_action": [str(second.pk)], "post": "yes"}
    assert client.post(reverse("admin:articles_article_changelist"), data).status_code == 302
    assert Article.objects.count() == Entry.objects.count() == 0


def test_an_old_version_that_is_put_back_in_the_admin(editor, described):
    made = article(title_en="As it was", slug="bridge", public=False, body_en="<p>Then</p>")
    with reversion.create_revision():
        made.save()
    old = Version.objects.get_for_object(made).first()
    block = ArticleRichText.objects.get()
    block.text = "<p>Spoilt</p>"
    block.save()
    made.title_en = "Spoilt"
    made.save()
    url = reverse("admin:articles_article_revision", args=[made.pk, old.pk])
    described.clear()
    data = form(editor, url, title_en="As it was")
    assert (described, body()) == ([], "<p>Spoilt</p>")  # looking at a version leaves all as it is
    assert editor.post(url, data).status_code == 302
    assert described == [("article", [made.pk])]
    assert (Entry.objects.get().title, body()) == ("As it was", "<p>Then</p>")
    assert checking.look() == []
