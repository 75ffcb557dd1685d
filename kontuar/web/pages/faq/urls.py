"""Addresses of the questions and answers."""

from django.urls import path

from kontuar.web.pages.faq import files, show

urlpatterns = [
    path("", show.page, name="faq"),
    path("nowe/", show.new, name="faq-new"),
    path("czeste/", show.often, name="faq-often"),
    path("plik/", files.export, name="faq-export"),
    path("wczytaj/", files.take_in, name="faq-import"),
    path("<int:faq_id>/", show.change, name="faq-entry"),
    path("<int:faq_id>/usun/", show.remove, name="faq-remove"),
]
