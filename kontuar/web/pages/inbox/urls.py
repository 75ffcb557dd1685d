"""Addresses of the list of messages."""

from django.urls import path

from kontuar.web.pages.inbox import many, show, views

urlpatterns = [
    path("", show.page, name="inbox"),
    path("listy/", views.page, name="views"),
    path("listy/liczby/", views.counted, name="views_counted"),
    path("listy/<int:view_id>/", views.change, name="view"),
    path("listy/<int:view_id>/usun/", views.remove, name="view_remove"),
    path("kilka/", many.page, name="inbox_several"),
    path("kilka/zrob/", many.do, name="inbox_several_do"),
    path("kilka/cofnij/<int:bulk_id>/", many.undo, name="inbox_several_undo"),
]
