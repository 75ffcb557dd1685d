"""Address of the first run."""

from django.urls import path

from kontuar.web.pages.start import show

urlpatterns = [path("", show.page, name="start")]
