"""Addresses of help and appearance."""

from django.urls import path

from kontuar.web.pages.help import keys, theme

urlpatterns = [
    path("klawiatura/", keys.show, name="keys"),
    path("wyglad/", theme.switch, name="theme"),
]
