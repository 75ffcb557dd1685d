"""Addresses of Today."""

from django.urls import path

from kontuar.web.pages.today import bulk, settle, show

urlpatterns = [
    path("", show.page, name="today"),
    path("dzis/zrobione/<int:duty_id>/", settle.done, name="settle_duty"),
    path("dzis/cofnij/<int:mark_id>/", settle.take_back, name="mark_take_back"),
    path("dzis/zamknij-podziekowania/", bulk.closers, name="close_closers"),
    path("dzis/zamknij-zaleglosci/", bulk.backlog, name="close_backlog"),
]
