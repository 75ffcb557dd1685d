"""Addresses of the register of suggestions and of the praise that was counted."""

from django.urls import path

from kontuar.web.pages.voices import praise, suggestion, suggestions

urlpatterns = [
    path("sugestie/", suggestions.page, name="suggestions"),
    path("sugestie/plik/", suggestions.file, name="suggestions-file"),
    path("sugestie/<int:suggestion_id>/", suggestion.page, name="suggestion"),
    path("sugestie/prosba/<int:ask_id>/szkic/", suggestion.draft, name="suggestion-draft"),
    path("sugestie/prosba/<int:ask_id>/cofnij/", suggestion.take_back, name="suggestion-take-back"),
    path("pochwaly/", praise.page, name="praise"),
    path("pochwaly/<int:message_id>/licz/", praise.count, name="praise-count"),
    path("pochwaly/<int:message_id>/nie/", praise.decline, name="praise-decline"),
    path("pochwaly/plik/", praise.file, name="praise-file"),
    path("pochwaly/<int:praise_id>/cofnij/", praise.take_back, name="praise-take-back"),
]
