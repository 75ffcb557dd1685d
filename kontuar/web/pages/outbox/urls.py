"""Addresses of the outbox."""

from django.urls import path

from kontuar.web.pages.outbox import change, show

urlpatterns = [
    path("", show.page, name="outbox"),
    path("<int:outgoing_id>/odloz/", change.put_off, name="outgoing-put-off"),
    path("<int:outgoing_id>/zobacz/", change.on_marketplace, name="outgoing-on-marketplace"),
    path("<slug:code>/", show.group, name="outbox-group"),
]
