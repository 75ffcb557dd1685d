"""What must not come back, who was forgotten, and how long each kind of thing is kept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kontuar", "0005_mail")]
    operations = [
        migrations.AddField(
            model_name="buyer",
            name="forgotten_at",
            field=models.DateTimeField(help_text="When forgetting this person was begun.", null=True),
        ),
        migrations.AddField(
            model_name="desk",
            name="retention",
            field=models.JSONField(
                default=dict, help_text="kind → months it is kept; a kind left out stays."
            ),
        ),
        migrations.CreateModel(
            name="Forgotten",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stamp", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forgotten",
                        to="kontuar.account",
                    ),
                ),
            ],
            options={
                "db_table": "forgotten",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("account"), models.F("stamp"), name="forgotten_once"
                    )
                ],
            },
        ),
    ]
