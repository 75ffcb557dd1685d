"""A language model may propose answers: where it is, and what it proposed."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kontuar', '0015_templates'),
    ]

    operations = [
        migrations.AddField(
            model_name='desk',
            name='model_address',
            field=models.CharField(blank=True, help_text='Ends before /chat/completions.', max_length=300),
        ),
        migrations.AddField(
            model_name='desk',
            name='model_is_on',
            field=models.BooleanField(default=False, help_text='Texts may be proposed by a language model.'),
        ),
        migrations.AddField(
            model_name='desk',
            name='model_key_sealed',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='desk',
            name='model_name',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.CreateModel(
            name='MachineText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('model_name', models.CharField(max_length=120)),
                ('made_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='machine_texts', to='kontuar.case')),
            ],
            options={
                'db_table': 'machine_text',
                'indexes': [models.Index(fields=['case', '-made_at'], name='machine_text_case')],
            },
        ),
    ]
