"""Addresses where a message of one case is noted as a wish or as praise."""

from django.urls import path

from kontuar.web.pages.voices import note

urlpatterns = [
    path("", note.page, name="case_voice"),
    path("zyczenie/", note.suggest, name="case_suggest"),
    path("pochwala/", note.praise_it, name="case_praise"),
]
