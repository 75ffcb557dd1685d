"""Talks noted by hand know where they stand, and people of the desk may say who is the same person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kontuar", "0027_presence")]
    operations = [
        migrations.AddField(
            model_name="thread",
            name="link",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Where a talk stands that a person noted here by hand.",
                max_length=1000,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="buyer",
            name="person",
            field=models.BigIntegerField(
                help_text="The same number in two rows: one person, said by somebody of the desk.", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="buyer",
            index=models.Index(
                condition=models.Q(("person__isnull", False)), fields=["person"], name="buyer_person"
            ),
        ),
    ]
