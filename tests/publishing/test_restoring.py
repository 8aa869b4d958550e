"""Old versions: putting one back neither passes by today's rights nor touches any record but the one on the page."""

import pytest
import reversion
from django.urls import reverse
from reversion.models import Version

from anniversary.programmes.models import Programme, ProgrammeRichText
from anniversary.publishing.models import Source
from tests.factories import directory
from tests.factories.competition import competition
from tests.factories.programmes import programme
from tests.factories.users import user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(user(groups=("editor",)))
    return client


def version_of(record) -> Version:
    """The record as it is now, kept as a version."""
    with reversion.create_revision():
        record.save()
    return Version.objects.get_for_object(record).first()


def form(client, **fields: str) -> dict[str, str]:
    """What a browser would send for a programme without blocks."""
    page = client.get(reverse("admin:programmes_programme_add"))
    found = {"title_en": "Otherwise", "summary_en": "S.", "kind": "song", "slug": "otherwise"} | fields
    for inline in page.context["inline_admin_formsets"]:
        found |= {f"{inline.formset.prefix}-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return found


def test_an_editor_cannot_recover_over_what_is_public(client, editor):
    record = programme(status="draft", title_en="A first try")
    old = version_of(record)
    Programme.objects.all().delete()
    record = programme(pk=record.pk, title_en="As approved")
    response = editor.post(reverse("admin:programmes_programme_recover", args=[old.pk]), form(editor))
    assert response.status_code == 404
    record.refresh_from_db()
    assert (record.title_en, record.status) == ("As approved", "published")
    assert record.first_published_at


def test_an_editor_cannot_put_back_a_version_of_another_kind_of_record(client, editor):
    mine = programme(status="draft")
    other = competition(pk=mine.pk, title_en="Withdrawn for a reason")
    old = version_of(other)
    type(other).objects.update(status="withdrawn", title_en="Empty")
    for name, args in (("revision", [mine.pk, old.pk]), ("recover", [old.pk])):
        assert editor.post(reverse(f"admin:programmes_programme_{name}", args=args), form(editor)).status_code == 404
    other.refresh_from_db()
    assert (other.status, other.title_en) == ("withdrawn", "Empty")


def test_an_editor_cannot_put_back_a_version_of_what_is_public(client, editor):
    record = programme(status="draft", title_en="A first try")
    old = version_of(record)
    Programme.objects.update(status="published", title_en="As approved", publish_at=record.created_at)
    assert editor.post(reverse("admin:programmes_programme_revision", args=[record.pk, old.pk]), form(editor)).status_code == 403
    record.refresh_from_db()
    assert (record.title_en, record.status) == ("As approved", "published")


def test_what_an_old_version_takes_from_the_public_leaves_a_tombstone(client):
    client.force_login(user(groups=("approver",)))
    first, second = directory.organisation(slug="first"), directory.organisation(slug="second")
    record = programme(status="draft", title_en="A first try")
    record.partners.set([first])
    old = version_of(record)
    Programme.objects.update(status="published", publish_at=record.created_at, first_published_at=record.created_at)
    record.refresh_from_db()
    record.partners.set([second])
    url = reverse("admin:programmes_programme_revision", args=[record.pk, old.pk])
    assert client.post(url, form(client, title_en="A first try", partners=str(first.pk))).status_code == 302
    assert [partner.slug for partner in record.partners.all()] == ["first"]
    assert client.get(f"/api/organisations/{second.uuid}/").status_code == 410
    assert client.get(f"/api/organisations/{first.uuid}/").status_code == client.get(f"/api/programmes/{record.uuid}/").status_code == 200


@pytest.mark.parametrize("then", ["draft", "in_review"])
def test_an_editor_puts_back_an_old_version_of_a_draft_whatever_its_status_was_then(client, editor, then):
    record = programme(status=then, title_en="As it was")
    old = version_of(record)
    Programme.objects.update(status="draft", title_en="Spoilt", first_published_at=None)
    response = editor.post(reverse("admin:programmes_programme_revision", args=[record.pk, old.pk]), form(editor, title_en="As it was"))
    assert response.status_code == 302
    record.refresh_from_db()
    assert (record.title_en, record.status, record.first_published_at) == ("As it was", "draft", None)


def test_an_editor_recovers_a_draft_that_was_deleted(client, editor):
    record = programme(status="draft")
    old = version_of(record)
    record.delete()
    assert editor.post(reverse("admin:programmes_programme_recover", args=[old.pk]), form(editor)).status_code == 302
    assert Programme.objects.get().status == "draft"


def sent(value: object) -> str:
    return "" if value is None else str(value)


def test_an_old_version_brings_back_the_body_and_the_sources_too(client, editor):
    record = programme(status="draft")
    text = ProgrammeRichText.objects.create(parent=record, region="en", ordering=10, text="<p>As it was</p>")
    source = Source.objects.create(record=record, label="Embassy, report")
    record.refresh_body_index()
    old = version_of(record)
    text.text = "<p>Spoilt</p>"
    text.save()
    source.delete()
    url = reverse("admin:programmes_programme_revision", args=[record.pk, old.pk])
    page = editor.get(url)
    data = {"title_en": "As it was", "summary_en": "S.", "kind": "song", "slug": record.slug}
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        data |= {f"{formset.prefix}-TOTAL_FORMS": str(len(formset.initial_forms)), f"{formset.prefix}-INITIAL_FORMS": str(len(formset.initial_forms))}
        for row in formset.initial_forms:
            data |= {row.add_prefix(name): sent(row[name].value()) for name in row.fields if name != "DELETE"}
    assert editor.post(url, data).status_code == 302
    assert [block.text for block in ProgrammeRichText.objects.filter(parent=record)] == ["<p>As it was</p>"]
    assert [found.label for found in record.sources.all()] == ["Embassy, report"]


def test_a_version_is_made_of_everything_that_belongs_to_the_record(client, editor):
    record = programme(status="draft")
    ProgrammeRichText.objects.create(parent=record, region="en", ordering=10, text="<p>Text</p>")
    record.outcomes.create(value=1, label_en="Projects", source="Report")
    revision = version_of(record).revision
    kept = {version.content_type.model for version in revision.version_set.all()}
    assert {"programme", "programmerichtext", "outcome"} <= kept
