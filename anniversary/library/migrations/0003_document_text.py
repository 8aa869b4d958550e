from typing import Any

from django.db import migrations, models


def nothing_to_take_out(apps: Any, editor: Any) -> None:
    apps.get_model("library", "Document").objects.exclude(kind="pdf").update(text_ready=True)


class Migration(migrations.Migration):
    dependencies = [("library", "0002_tagged")]

    operations = [
        migrations.AddField(model_name="document", name="text", field=models.TextField(default="", editable=False)),
        migrations.AddField(model_name="document", name="text_ready", field=models.BooleanField(default=False, editable=False)),
        migrations.RunPython(nothing_to_take_out, migrations.RunPython.noop),
    ]
