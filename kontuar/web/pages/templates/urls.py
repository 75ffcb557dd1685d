"""Addresses of the templates."""

from django.urls import path

from kontuar.web.pages.templates import edit, files, listing

urlpatterns = [
    path("", listing.page, name="templates"),
    path("nowy/", edit.new, name="template-new"),
    path("proba/", edit.preview, name="template-preview"),
    path("plik/", files.export, name="templates-export"),
    path("wczytaj/", files.take_in, name="templates-import"),
    path("<slug:ref>/", edit.page, name="template"),
    path("<slug:ref>/usun/", edit.remove, name="template-remove"),
]
