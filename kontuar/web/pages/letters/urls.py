"""Addresses of one mail."""

from django.urls import include, path

from kontuar.web.pages.letters import frame, show

one_letter = [
    path("", show.page, name="letter"),
    path("wyglad/", frame.as_sent, name="letter_as_sent"),
    path("ramka/", frame.document, name="letter_frame"),
    path("obrazki/", frame.images, name="letter_images"),
    path("w-srodku/", show.inside, name="letter_inside"),
    path("oryginal/", show.raw, name="letter_raw"),
]
urlpatterns = [
    path("wiadomosci/list/<int:letter_id>/", include(one_letter)),
    path("wiadomosci/tresc/<int:message_id>/", show.whole, name="message_whole"),
]
