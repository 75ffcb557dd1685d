"""The one Django app with tables."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "kontuar.store"
    label = "kontuar"
    verbose_name = "Kontuar"
    default_auto_field = "django.db.models.BigAutoField"
