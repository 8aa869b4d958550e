import uuid

from django.db import migrations, models


def fill(apps, schema_editor):
    for name in ('organisation', 'person'):
        model = apps.get_model('directory', name)
        for pk in model._base_manager.values_list('pk', flat=True):
            model._base_manager.filter(pk=pk).update(uuid=uuid.uuid4())


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.AddField('organisation', 'uuid', models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
        migrations.AddField('person', 'uuid', models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField('organisation', 'uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
        migrations.AlterField('person', 'uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
    ]
