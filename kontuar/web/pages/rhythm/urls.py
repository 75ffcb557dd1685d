"""Addresses of the day's rhythm."""

from django.urls import path

from kontuar.web.pages.rhythm import leave, show

urlpatterns = [
    path("", show.page, name="rhythm"),
    path("wychodze/", leave.page, name="rhythm-leave"),
]
