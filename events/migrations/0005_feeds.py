from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0004_several_days")]

    operations = [
        migrations.AddField(
            model_name="credit",
            name="performs",
            field=models.BooleanField(default=False, help_text="Plays, sings, dances, reads or speaks before the audience.", verbose_name="performs"),
        ),
        migrations.AlterField(
            model_name="organisership",
            name="role",
            field=models.CharField(
                choices=[
                    ("organiser", "Organiser"),
                    ("co_organiser", "Co-organiser"),
                    ("support", "Support"),
                    ("venue_partner", "Venue partner"),
                    ("performer", "Performer"),
                ],
                default="organiser",
                max_length=14,
                verbose_name="role",
            ),
        ),
    ]
