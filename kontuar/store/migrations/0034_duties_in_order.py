from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kontuar", "0033_incident_files")]
    operations = [
        migrations.RemoveIndex(model_name="duty", name="duty_today"),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["account", "safer_by", "case"], name="duty_in_order"),
        ),
    ]
