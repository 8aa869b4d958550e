import anniversary.occasion.models
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='occurrence',
            name='detached',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='occurrence',
            name='rule_day',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='RecurrenceRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frequency', models.CharField(choices=[('weekly', 'Weekly'), ('weekdays', 'Monday to Friday'), ('monthly_day', 'Monthly, on a day of the month'), ('monthly_nth', 'Monthly, on a weekday')], default='weekly', max_length=12, verbose_name='repeated')),
                ('interval', models.PositiveSmallIntegerField(default=1, help_text='1: every one; 2: every second one, and so on.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='every … weeks or months')),
                ('weekdays', models.JSONField(blank=True, default=list)),
                ('month_day', models.SmallIntegerField(blank=True, null=True)),
                ('nth', models.SmallIntegerField(blank=True, choices=[(1, 'first'), (2, 'second'), (3, 'third'), (4, 'fourth'), (-1, 'last')], null=True, verbose_name='which one of the month')),
                ('from_day', models.DateField(verbose_name='first day')),
                ('until_day', models.DateField(verbose_name='last day')),
                ('start_time', models.TimeField(blank=True, null=True, verbose_name='from')),
                ('end_time', models.TimeField(blank=True, help_text='Earlier than the beginning: on the next day.', null=True, verbose_name='to')),
                ('all_day', models.BooleanField(default=False, verbose_name='whole days')),
                ('own_tz', models.CharField(blank=True, help_text="Empty: the venue's. Otherwise for example Europe/Paris.", max_length=40, validators=[anniversary.occasion.models.check_zone], verbose_name='time zone')),
                ('exceptions', models.JSONField(blank=True, default=list, editable=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='events.event')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.venue', verbose_name='venue')),
            ],
            options={
                'verbose_name': 'repetition',
                'verbose_name_plural': 'repetitions',
                'ordering': ['from_day', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='occurrence',
            name='rule',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='occurrences', to='events.recurrencerule'),
        ),
        migrations.AddConstraint(
            model_name='occurrence',
            constraint=models.UniqueConstraint(fields=('rule', 'rule_day'), name='events_occurrence_once_a_day'),
        ),
    ]
