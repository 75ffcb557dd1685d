import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kontuar', '0021_incidents'),
    ]

    operations = [
        migrations.AddField(
            model_name='desk',
            name='shows_presence',
            field=models.BooleanField(default=False, help_text='Colleagues see who looks at a conversation.'),
        ),
        migrations.CreateModel(
            name='CaseLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(db_index=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='kontuar.case')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'case_look',
                'constraints': [models.UniqueConstraint(models.F('case'), models.F('user'), name='case_look_once')],
            },
        ),
    ]
