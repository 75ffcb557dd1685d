"""What was said after a deed waits in a cookie until the next page shows it (signed by Django, never a secret)."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NotesCookie(CookieStorage):
    """Under a name of ours, bound to this host where there is TLS."""

    cookie_name = f"{settings.COOKIE_PREFIX}kontuar_notes"


class Notes(FallbackStorage):
    """What is too long for a cookie goes into the session."""

    storage_classes = (NotesCookie, SessionStorage)
