"""Who logs in, and what a server's refusal of it means, in a word a screen can explain. Pure."""

import re
from dataclasses import dataclass, field

from kontuar.connector_kit.errors import AuthExpired, ConnectorError, Temporary
from kontuar.connectors.mail.oauth import GOOGLE, MICROSOFT

PASSWORD_REFUSED = "password_refused"  # noqa: S105 (codes, no passwords)
APP_PASSWORD = "app_password_needed"  # noqa: S105
XOAUTH_REFUSED = "xoauth_refused"
IMAP_DISABLED, SMTP_DISABLED = "imap_disabled", "smtp_disabled"
PASSWORDS_OFF = "passwords_off"
WEB_LOGIN = "web_login_needed"
CODES = (
    PASSWORD_REFUSED,
    APP_PASSWORD,
    XOAUTH_REFUSED,
    IMAP_DISABLED,
    SMTP_DISABLED,
    PASSWORDS_OFF,
    WEB_LOGIN,
)
"""Every ``code`` of an AuthExpired of this connector: a screen has words for each.

``passwords_off``: the provider takes no passwords of programs at all, only its own sign-in (OAuth)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """``secret`` is a password, or an OAuth access token (``is_token``)."""

    user: str
    secret: str = field(repr=False)
    is_token: bool
    provider: str = ""


_LATER = re.compile(
    r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN|OVERQUOTA)\b|too many|try again later|temporarily"
    r"|temporary (authentication|system|server|failure|error)|maximum number of|internal (server )?error"
    r"|rate limit|throttl",
    re.IGNORECASE,
)
"""Not "try again" alone: so ends many a refusal of a wrong password."""
_SAID = (
    (r"application-specific password|app(lication)? password|InvalidSecondFactor|5\.7\.9\b|185833", APP_PASSWORD),
    (r"not enabled for IMAP|IMAP (access )?(is )?(disabled|not enabled)|imap.{0,30}(wyłączon|nieaktywn)"
     r"|authenticated but not connected", IMAP_DISABLED),
    (r"SmtpClientAuthentication is disabled|smtp_auth_disabled", SMTP_DISABLED),
    (r"basic authentication is (disabled|not supported)|LOGINDISABLED", PASSWORDS_OFF),
    (r"web ?login required|WEBALERT|log ?in via your web browser|webloginrequired|5\.7\.14\b", WEB_LOGIN),
)  # fmt: skip
"""Words of servers. Gmail: "[ALERT] Application-specific password required: …/185833", "[ALERT] Your account is not
enabled for IMAP use", "534-5.7.9 Application-specific password required", "534 5.7.14 Please log in via your web
browser". Microsoft: "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant",
"535 5.7.139 … basic authentication is disabled", "BAD User is authenticated but not connected". Seen in public
reports, 2026-11-23."""


def refusal(words: str, access: Access, *, code: int = 0) -> ConnectorError:
    """What it means that a server said no to a login. ``words`` are the server's, ``code`` SMTP's number.

    An access token may have run out: the caller renews it once. A password that is refused stays so.
    """
    if 400 <= code < 500 or _LATER.search(words):
        return Temporary("the server lets nobody in just now", code="login_later")
    found = next((name for pattern, name in _SAID if re.search(pattern, words, re.IGNORECASE)), "")
    if access.is_token and found not in (IMAP_DISABLED, SMTP_DISABLED):
        return AuthExpired("the access token was refused", refreshable=True, code=XOAUTH_REFUSED)
    if not found and access.provider == MICROSOFT:
        found = PASSWORDS_OFF
    if not found and access.provider == GOOGLE and not _is_app_password(access.secret):
        found = APP_PASSWORD
    return AuthExpired("the login was refused", code=found or PASSWORD_REFUSED)


def _is_app_password(secret: str) -> bool:
    """Google's are sixteen small letters, shown in groups of four."""
    return bool(re.fullmatch(r"[a-z]{16}", secret.replace(" ", "")))
