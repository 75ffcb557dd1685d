"""The Django app of the screens: it has no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kontuar.web"
    label = "web"
