"""Access by OAuth 2.0 at the two providers that want it, with the seller's own client there. And XOAUTH2.

Addresses and scopes, read 2026-11-23: Google, "Using OAuth 2.0 for Web Server Applications"
(developers.google.com/identity/protocols/oauth2/web-server: a refresh token comes with ``access_type=offline`` and,
for somebody who agreed before, ``prompt=consent``) and "Gmail IMAP, POP, and SMTP: XOAUTH2" (scope
https://mail.google.com/). Microsoft, "Authenticate an IMAP, POP or SMTP connection using OAuth"
(learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-
using-oauth: scopes and the SASL string) and "Microsoft identity platform and OAuth 2.0 authorization code flow" (v2.0
addresses; the client's secret may travel as Basic, RFC 6749 2.3.1).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

from kontuar.connector_kit import oauth
from kontuar.connector_kit.contract import Application
from kontuar.connector_kit.http import TIMEOUT, Timeout, utc_now
from kontuar.connectors.mail.mailbox import is_this_machine

PASSWORD, GOOGLE, MICROSOFT = "password", "google", "microsoft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a provider asks the person, and where it hands out tokens. ``extra`` goes with the question."""

    authorize: str
    token: str
    scopes: tuple[str, ...]
    extra: Mapping[str, str]


PLACES: Mapping[str, Place] = MappingProxyType(
    {
        GOOGLE: Place(
            authorize="https://accounts.google.com/o/oauth2/v2/auth",
            token="https://oauth2.googleapis.com/token",  # noqa: S106 (an address)
            scopes=("https://mail.google.com/",),
            extra=MappingProxyType({"access_type": "offline", "prompt": "consent"}),
        ),
        MICROSOFT: Place(
            authorize="https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
            token="https://login.microsoftonline.com/common/oauth2/v2.0/token",  # noqa: S106 (an address)
            scopes=(
                "https://outlook.office.com/IMAP.AccessAsUser.All",
                "https://outlook.office.com/SMTP.Send",
                "offline_access",
            ),
            extra=MappingProxyType({"prompt": "select_account"}),
        ),
    }
)


def place_of(application: Application) -> Place:
    """The place an application is registered at. ValueError where nobody signs in by OAuth."""
    try:
        return PLACES[application.place]
    except KeyError:
        raise ValueError(f"mail has no sign-in at {application.place!r}") from None


def authorize_url(application: Application, *, state: str) -> str:
    """Where to send the seller's browser."""
    place = place_of(application)
    query = {
        "response_type": "code",
        "client_id": application.client_id,
        "redirect_uri": application.redirect_uri,
        "scope": " ".join(place.scopes),
        "state": state,
        **place.extra,
    }
    return f"{_at(application, place.authorize)}?{urlencode(query)}"


def desk(
    application: Application,
    *,
    clock: Callable[[], datetime] = utc_now,
    timeout: Timeout = TIMEOUT,
) -> oauth.Desk:
    """The counter where codes and refresh tokens become access."""
    token = urlsplit(_at(application, place_of(application).token))
    return oauth.Desk(
        application,
        base_url=f"{token.scheme}://{token.netloc}",
        token_path=token.path,
        device_path="",
        user_agent=f"Kontuar/{application.version or '0'}",
        clock=clock,
        timeout=timeout,
        trust_env=not application.base_url,
    )


def xoauth2(user: str, access: str) -> bytes:
    """The SASL answer, not yet in base64 (both providers' pages above write it the same way)."""
    return f"user={user}\x01auth=Bearer {access}\x01\x01".encode()


def _at(application: Application, address: str) -> str:
    """The same path on this machine where ``base_url`` names it: for tests, nowhere else."""
    base = urlsplit(application.base_url)
    if not application.base_url:
        return address
    if base.scheme != "http" or not is_this_machine(base.hostname or ""):
        raise ValueError("a stand-in for a provider has to be on this machine")
    return f"{base.scheme}://{base.netloc}{urlsplit(address).path}"
