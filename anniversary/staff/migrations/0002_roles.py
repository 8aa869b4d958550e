"""Makes the groups of the roles and gives them their rights; later models get theirs after each migrate (apps.py)."""

from django.db import migrations

from anniversary.staff.roles import ROLES, sync


def make(apps, schema_editor):
    sync(apps, schema_editor.connection.alias)


def unmake(apps, schema_editor):
    apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias).filter(name__in=list(ROLES)).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0001_initial"),
        ("articles", "0001_initial"),
        ("competition", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("directory", "0001_initial"),
        ("events", "0001_initial"),
        ("history", "0001_initial"),
        ("library", "0001_initial"),
        ("occasion", "0001_initial"),
        ("programmes", "0001_initial"),
        ("publishing", "0001_initial"),
    ]
    operations = [migrations.RunPython(make, unmake)]
