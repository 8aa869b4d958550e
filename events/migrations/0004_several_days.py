from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_recurrence")]

    operations = [
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(condition=models.Q(("last_day__gt", models.F("first_day"))), fields=["end", "start", "id"], name="events_occ_several"),
        ),
    ]
