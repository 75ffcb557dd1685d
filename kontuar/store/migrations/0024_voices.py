import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kontuar', '0023_calls'),
    ]

    operations = [
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('status', models.CharField(choices=[('new', 'New'), ('planned', 'Planned'), ('done', 'Done'), ('declined', 'Declined')], default='new', max_length=8)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='kontuar.account')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='suggestions', to='kontuar.offer')),
            ],
            options={
                'db_table': 'suggestion',
                'indexes': [models.Index(fields=['account', 'status'], name='suggestion_list')],
            },
        ),
        migrations.CreateModel(
            name='SuggestionAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(help_text='When the buyer wrote it.')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='suggested', to='kontuar.message')),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='kontuar.suggestion')),
            ],
            options={
                'db_table': 'suggestion_ask',
                'constraints': [models.UniqueConstraint(models.F('suggestion'), models.F('message'), name='suggestion_ask_once')],
            },
        ),
        migrations.CreateModel(
            name='Praise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(help_text='A code of kontuar/actions/praise.py.', max_length=10)),
                ('at', models.DateTimeField(help_text='When the buyer wrote it.')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='praise', to='kontuar.account')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='praise', to='kontuar.message')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'praise',
                'indexes': [models.Index(fields=['account', 'at'], name='praise_months')],
            },
        ),
    ]
