"""Files of a kit get addresses, archives of all belong to no master, and downloads outlive the file. No site has made a kit before: the two tables are made anew."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import anniversary.competition.entries.models
import anniversary.competition.kit.models

STORE = anniversary.competition.entries.models.private_storage
MASTER, FILE = anniversary.competition.kit.models.master_name, anniversary.competition.kit.models.file_name
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]

    operations = [
        migrations.DeleteModel("Download"),
        migrations.DeleteModel("KitFile"),
        migrations.AddField("kit", "made_of", models.CharField(blank=True, editable=False, max_length=64, default=""), preserve_default=False),
        migrations.AddField("kit", "released_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("master", "preview", models.FileField(blank=True, editable=False, storage=STORE, upload_to=MASTER)),
        migrations.AddField("master", "width", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField("master", "height", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField("master", "most", models.PositiveIntegerField(default=0, editable=False)),
        migrations.CreateModel(
            name="KitFile",
            fields=[
                ID,
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("language", models.CharField(blank=True, max_length=7)),
                ("format", models.CharField(max_length=4)),
                ("size", models.PositiveIntegerField(default=0)),
                ("file", models.FileField(storage=STORE, upload_to=FILE)),
                ("sha256", models.CharField(max_length=64)),
                ("bytes", models.PositiveIntegerField(default=0)),
                ("kit", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="files", to="kit.kit")),
                (
                    "master",
                    models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="files", to="kit.master"),
                ),
            ],
            options={
                "verbose_name": "file of the logo",
                "verbose_name_plural": "files of the logo",
                "ordering": ["pk"],
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(fields=("master", "format", "size"), name="kit_file_once"),
                    models.UniqueConstraint(condition=models.Q(("format", "zip")), fields=("kit", "language"), name="kit_file_zip_a_language"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("format", "zip"), ("master", None), models.Q(("language", ""), _negated=True)),
                            models.Q(models.Q(("format", "zip"), _negated=True), ("language", ""), ("master__isnull", False)),
                            _connector="OR",
                        ),
                        name="kit_file_of_either",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Download",
            fields=[
                ID,
                ("name", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("language", models.CharField(max_length=7)),
                (
                    "file",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="downloads", to="kit.kitfile"),
                ),
                ("kit", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="downloads", to="kit.kit")),
            ],
            options={"verbose_name": "download", "verbose_name_plural": "downloads", "default_permissions": ("view",)},
        ),
    ]
