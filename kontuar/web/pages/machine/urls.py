"""Addresses of the language model."""

from django.urls import path

from kontuar.web.pages.machine import propose, settings

urlpatterns = [
    path("ustawienia/model/", settings.page, name="machine"),
    path("wiadomosci/<int:case_id>/model/", propose.page, name="machine_ask"),
    path("wiadomosci/<int:case_id>/model/<int:text_id>/", propose.text, name="machine_text"),
    path("wiadomosci/<int:case_id>/model/<int:text_id>/przyjmij/", propose.accept, name="machine_accept"),
]
