import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kontuar', '0025_workshop'),
    ]

    operations = [
        migrations.CreateModel(
            name='PhoneCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_ours', models.BooleanField(default=False, help_text='We called the buyer.')),
                ('caller', models.CharField(blank=True, help_text='Whom we spoke with.', max_length=120)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('promise', models.CharField(blank=True, max_length=300)),
                ('promised_by', models.DateTimeField(null=True)),
                ('mark', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='call', to='kontuar.mark')),
                ('note', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='call', to='kontuar.note')),
            ],
            options={
                'db_table': 'phone_call',
            },
        ),
    ]
