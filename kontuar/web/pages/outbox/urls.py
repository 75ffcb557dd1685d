"""Addresses of the outbox."""

from django.urls import path

from kontuar.web.pages.outbox import change, deed_change, show

urlpatterns = [
    path("", show.page, name="outbox"),
    path("<int:outgoing_id>/odloz/", change.put_off, name="outgoing-put-off"),
    path("<int:outgoing_id>/zobacz/", change.on_marketplace, name="outgoing-on-marketplace"),
    path("inne/<int:deed_id>/cofnij/", deed_change.cancel, name="deed-cancel"),
    path("inne/<int:deed_id>/rozstrzygnij/", deed_change.settle, name="deed-settle"),
    path("inne/<int:deed_id>/ponow/", deed_change.again, name="deed-again"),
    path("inne/<int:deed_id>/zobacz/", deed_change.on_marketplace, name="deed-on-marketplace"),
    path("<slug:code>/", show.group, name="outbox-group"),
]
