import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import Event
from tests.factories import events
from tests.factories.users import user

pytestmark = pytest.mark.django_db


def test_a_table_of_events_names_their_kind_by_its_address(client):
    events.category(slug="concert")
    client.force_login(user(permissions=("events.add_event", "events.change_event", "events.view_event")))
    table = "slug,title_en,summary_en,category,admission,attendance\nevening,Evening of song,Songs.,concert,free,in_person\n"
    file = SimpleUploadedFile("events.csv", table.encode(), "text/csv")
    shown = client.post(reverse("admin:events_event_import"), {"import_file": file, "format": "0", "resource": "0"})
    form = shown.context["confirm_form"]
    client.post(reverse("admin:events_event_process_import"), {name: form[name].value() for name in form.fields})
    made = Event.objects.get()
    assert (made.slug, made.category.slug, made.admission, made.status) == ("evening", "concert", "free", "draft")


def test_an_unknown_kind_is_named(client):
    client.force_login(user(permissions=("events.add_event", "events.change_event", "events.view_event")))
    file = SimpleUploadedFile("events.csv", b"slug,title_en,category\nevening,Evening of song,opera\n", "text/csv")
    shown = client.post(reverse("admin:events_event_import"), {"import_file": file, "format": "0", "resource": "0"})
    assert shown.status_code == 200
    assert shown.context.get("confirm_form") is None
    assert "There is none with the address “opera”." in shown.content.decode()
    assert not Event.objects.exists()
