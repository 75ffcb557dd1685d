"""The door: nobody signs up by himself; colleagues come by invitation."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
"""Whoever is let in by us (first owner, accepted invitation) is let in as by the door."""


class ClosedDoor(DefaultAccountAdapter):
    """Sign-up is closed, and the door never tells whether a name exists here."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The name or the password is not right."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("Type your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
