"""Every address of the program, a line a page."""

from django.urls import include, path

urlpatterns = [
    path("konto/", include("allauth.account.urls")),
]
