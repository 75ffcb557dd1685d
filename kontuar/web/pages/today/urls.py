"""Addresses of Today."""

from django.urls import path

from kontuar.web.pages.today import bulk, show

urlpatterns = [
    path("", show.page, name="today"),
    path("dzis/zamknij-podziekowania/", bulk.closers, name="close_closers"),
    path("dzis/zamknij-zaleglosci/", bulk.backlog, name="close_backlog"),
]
