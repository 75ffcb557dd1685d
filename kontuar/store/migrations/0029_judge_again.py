import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kontuar', '0031_terms_and_choices'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(fields=['account', 'kind', 'due_at'], name='duty_of_kind'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(fields=['account', 'warn_at', 'due_at', 'case'], name='duty_pressing'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(condition=models.Q(('issue__isnull', False)), fields=['account'], name='duty_of_issue'),
        ),
        migrations.CreateModel(
            name='ToJudgeAgain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=5)),
                ('at', models.DateTimeField()),
                ('marked_to', models.BigIntegerField(default=0)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kontuar.account')),
            ],
            options={
                'db_table': 'to_judge_again',
                'constraints': [models.UniqueConstraint(models.F('account'), models.F('subject'), name='to_judge_again_once')],
            },
        ),
    ]
