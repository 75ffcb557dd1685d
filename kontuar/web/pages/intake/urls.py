"""Addresses of what people note by hand."""

from django.urls import path

from kontuar.web.pages.intake import back, new, sent, who

urlpatterns = [
    path("zanotuj/", new.page, name="intake"),
    path("<int:case_id>/zanotuj/", back.page, name="intake-back"),
    path("<int:case_id>/kto-to/", who.page, name="intake-who"),
    path("<int:case_id>/kto-to/rozlacz/", who.part, name="intake-who-part"),
    path("nasze/<int:outgoing_id>/wyslane-tam/", sent.sent, name="intake-sent"),
    path("nasze/<int:outgoing_id>/nie-wyslane/", sent.not_sent, name="intake-not-sent"),
]
