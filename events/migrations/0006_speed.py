from django.db import migrations, models
from django.db.models import Exists, OuterRef


def fill(apps, schema_editor):
    """As Occurrence.derive makes them."""
    Event, Occurrence = apps.get_model("events", "Event"), apps.get_model("events", "Occurrence")
    Occurrence.objects.filter(Exists(Event.objects.filter(pk=OuterRef("event_id"), featured=True))).update(featured=True)
    Occurrence.objects.exclude(registration_url="").update(bookable=True)


class Migration(migrations.Migration):
    dependencies = [("events", "0005_feeds")]

    operations = [
        migrations.AddField(model_name="occurrence", name="featured", field=models.BooleanField(default=False, editable=False)),
        migrations.AddField(model_name="occurrence", name="bookable", field=models.BooleanField(default=False, editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(condition=models.Q(("featured", True)), fields=["start", "id"], name="events_occ_featured"),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(condition=models.Q(("bookable", True)), fields=["start", "id"], name="events_occ_bookable"),
        ),
    ]
