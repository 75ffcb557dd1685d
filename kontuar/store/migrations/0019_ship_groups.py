from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kontuar", "0018_offer_sheets")]

    operations = [
        migrations.AddField(
            model_name="desk",
            name="ship_groups",
            field=models.JSONField(default=list, help_text="goods that leave on other days: actions/shipping.py"),
        ),
    ]
