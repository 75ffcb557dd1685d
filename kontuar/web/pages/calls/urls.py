"""Addresses of the calls of one case."""

from django.urls import path

from kontuar.web.pages.calls import note

urlpatterns = [
    path("", note.page, name="case_call"),
    path("<int:note_id>/numer/", note.remove_number, name="case_call_number"),
]
