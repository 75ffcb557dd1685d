"""Whoever is being forgotten is found at once, however many buyers there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kontuar", "0010_own_values")]
    operations = [
        migrations.AddIndex(
            model_name="buyer",
            index=models.Index(
                fields=["forgotten_at"],
                condition=models.Q(("forgotten_at__isnull", False)),
                name="buyer_forgotten",
            ),
        )
    ]
