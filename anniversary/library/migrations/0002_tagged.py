from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="taggeditem", name="library_tagged_once"),
        migrations.AddConstraint(
            model_name="taggeditem",
            constraint=models.UniqueConstraint(fields=("tag", "content_type", "object_id"), name="library_tagged_once"),
        ),
    ]
