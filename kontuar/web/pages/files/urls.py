"""Addresses of files on messages."""

from django.urls import path

from kontuar.web.pages.files import show

urlpatterns = [
    path("pliki/<int:attachment_id>/", show.attachment, name="file"),
    path("pliki/<int:attachment_id>/mini/", show.small, name="file_small"),
    path("pliki/wychodzace/<int:file_id>/", show.outgoing, name="outgoing-file"),
]
