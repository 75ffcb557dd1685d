"""The Django app of the screens: it has no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kontuar.web"
    label = "web"

    def ready(self) -> None:
        """The settings' own checks (kontuar/checks.py) register themselves when they are imported."""
        from kontuar import checks  # noqa: F401
