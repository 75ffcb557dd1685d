from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kontuar.web"
    label = "web"
