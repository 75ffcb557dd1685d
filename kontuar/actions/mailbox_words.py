"""Why a mail server did not let us in, in words for the person who connects a mailbox, and at which field."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kontuar.actions.errors import ActionProblem, Invalid, NotNow, SignInProblem
from kontuar.connector_kit.errors import AuthExpired, ConnectorError, RateLimited, Refused, Temporary

LOGIN_LATER = "login_later"


def in_words(error: ConnectorError, *, side: str, server: Mapping[str, Any]) -> ActionProblem:
    """``side`` is ``imap`` or ``smtp``, ``server`` what was set for it. The server's own words are not shown."""
    match error:
        case AuthExpired():
            return Invalid(error.code, access_words(error.code), field="password")
        case Refused(code="folder_missing" | "folder_all_mail"):
            return Invalid(error.code, _FOLDER[error.code], field="folders")
        case Refused(code="server_port"):
            return Invalid(error.code, _("Choose a port between 1 and 65535."), field=f"{side}_port")
        case Refused(code="server_security" | "tls_required"):
            return Invalid(
                error.code,
                _("Without encryption the password would travel in the open. Choose TLS or STARTTLS."),
                field=f"{side}_security",
            )
        case Refused():
            return Invalid(error.code, _("This is no name of a server."), field=f"{side}_host")
        case RateLimited() | Temporary(code="login_later"):
            return NotNow(
                LOGIN_LATER, _("The mail server lets nobody in just now. Try again in a few minutes.")
            )
        case _:
            return Invalid(
                error.code or "no_answer", _line_words(error.code) % _place(server), field=f"{side}_host"
            )


def client_in_words(error: ConnectorError) -> ActionProblem:
    """Why a provider gave no access to the seller's own client (OAuth)."""
    match error:
        case RateLimited() | Temporary():
            return NotNow(
                "provider_away",
                _(
                    "The provider does not answer just now. Nothing was connected. Try again in a few minutes."
                ),
            )
        case Refused(code="invalid_client" | "unauthorized_client" | "redirect_uri_mismatch"):
            return SignInProblem(
                "wrong_application",
                _(
                    "The provider does not accept this client. Check Client ID and Client Secret, and that the"
                    " redirect address there is exactly the one of the guide. Nothing was connected."
                ),
            )
        case _:
            return SignInProblem(
                "failed", _("The provider did not let us in. Nothing was connected. Start again.")
            )


def access_words(code: str) -> str | Promise:
    """By the connector's code of a refused login."""
    return _ACCESS.get(code, _ACCESS["password_refused"])


def _line_words(code: str) -> str | Promise:
    return _LINE.get(code, _("%(host)s does not answer at port %(port)s. Check server, port and encryption."))


def _place(server: Mapping[str, Any]) -> dict[str, str]:
    return {"host": str(server.get("host", ""))[:100], "port": str(server.get("port", ""))[:10]}


_FOLDER = {
    "folder_missing": _("A folder that is to be read is not there. Look at the names of the folders."),
    "folder_all_mail": _("This folder holds every mail a second time. Choose the inbox instead."),
}
_LINE = {
    "certificate": _(
        "%(host)s shows a certificate that is not its own or not valid. The password was not sent. Check the"
        " server's name."
    ),
    "tls_failed": _(
        "%(host)s does not speak this encryption at port %(port)s. Try the other kind (TLS or STARTTLS), or"
        " another port."
    ),
    "no_such_server": _("There is no server called %(host)s. Check the name."),
}
_ACCESS = {
    "password_refused": _(
        "The mail server does not accept this login name or password. Type it again; after a change at your"
        " provider, the new one."
    ),
    "app_password_needed": _(
        "The mail server takes no usual password here: it wants an app password. Make one at your provider"
        " and type it here."
    ),
    "imap_disabled": _(
        "The mailbox is closed to mail programs. Switch on IMAP in your provider's settings, then try again."
    ),
    "smtp_disabled": _(
        "The provider has switched off sending by mail programs for this mailbox. Its administrator can allow"
        " it (authenticated SMTP); or leave the outgoing server empty and only read."
    ),
    "passwords_off": _(
        "The provider no longer lets mail programs in by password, only by its own sign-in. Connect the"
        " mailbox that way."
    ),
    "web_login_needed": _(
        "The provider wants you to sign in on its own page first and say that it was you. Do so in the"
        " browser, then try again."
    ),
    "xoauth_refused": _(
        "The provider did not accept the consent for this address. Sign in as this mailbox and allow reading"
        " and sending mail."
    ),
    "key_lost": _("The password kept here cannot be opened any more (file KEYS). Type it again."),
}
