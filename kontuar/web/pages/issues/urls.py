"""Addresses of the issues."""

from django.urls import path

from kontuar.web.pages.issues import one, show

urlpatterns = [
    path("", show.page, name="issues"),
    path("<int:issue_id>/", one.page, name="issue"),
    path("<int:issue_id>/strona-pokazuje/", one.say, name="issue_say"),
]
