"""The door: nobody signs up by himself; colleagues come by invitation."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kontuar.store.models import User
from kontuar.store.queries.ready import Ready
from kontuar.web.devices import network

log = structlog.get_logger("kontuar.door")

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

    def get_client_ip(self, request: HttpRequest) -> str:
        """Under which address somebody is counted."""
        return counted_as(str(request.META.get("REMOTE_ADDR", "")))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Somebody who tried too often is noted; whom he tried to be is not."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            log.warning("door.too_many_tries", network=network(request.META.get("REMOTE_ADDR", "")))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong name or password is noted, neither of them told."""
        log.warning("door.wrong_password", network=network(request.META.get("REMOTE_ADDR", "")))


def counted_as(address: str) -> str:
    """Who guesses from many addresses of IPv6 has one house: of those the first 64 bits count."""
    try:
        found = ip_address(address)
    except ValueError:
        return address or "unknown"
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return str(ip_network((found, 64), strict=False).network_address)
    return str(found)
