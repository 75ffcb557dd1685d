"""The door: nobody signs up by himself; colleagues come by invitation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kontuar.store.models import User
from kontuar.store.queries.ready import Ready

BACKEND = "kontuar.web.sign_in.Backend"
"""Whoever is let in by us (first owner, accepted invitation) is let in as by the door."""

_PERSON = Ready(lambda pk: User.objects.filter(pk=pk))


class Backend(AuthenticationBackend):
    """allauth's; the person of a session, whom every page asks for, by a query that is put together once."""

    def get_user(self, user_id: Any) -> User | None:
        """The person with this number; None for nobody, and for one who may no longer come in."""
        found = _PERSON.first(User, int(user_id))
        return found if found and self.user_can_authenticate(found) else None


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
