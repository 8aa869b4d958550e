import uuid

from django.db import migrations, models


def fill(apps, schema_editor):
    for name in ('venue',):
        model = apps.get_model('events', name)
        for pk in model._base_manager.values_list('pk', flat=True):
            model._base_manager.filter(pk=pk).update(uuid=uuid.uuid4())


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0006_speed'),
    ]

    operations = [
        migrations.AddField('venue', 'uuid', models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField('venue', 'uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
    ]
