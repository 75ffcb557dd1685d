from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kontuar", "0034_duties_in_order")]
    operations = [
        migrations.RemoveIndex(model_name="duty", name="duty_pressing"),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["account", "warn_at", "case"], name="duty_pressing"),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["account", "due_at", "case"], name="duty_late"),
        ),
    ]
