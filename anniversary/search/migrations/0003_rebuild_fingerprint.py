from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0002_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="rebuild",
            name="fingerprint",
            field=models.CharField(default="", max_length=32),
        ),
    ]
