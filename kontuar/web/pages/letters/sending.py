"""Why a mail of ours stands where it stands, in plain words: what its server said by number, and what came back."""

import re

from django.utils.translation import gettext as _

from kontuar.store.models import Outgoing
from kontuar.web.pages.letters import words as letters

State = Outgoing.State
_NUMBER = re.compile(r"(?P<reply>[245])\d\d(?: (?P<status>[245]\.\d{1,3}\.\d{1,3}))?")
"""As ``connectors.mail.smtp`` names a refusal: the reply and, where there was one, the enhanced code (RFC 3463)."""
_KINDS = (
    (r"5\.1\.[0-3]|5\.1\.10", "no_such_address"),
    (r"[45]\.2\.2", "full"),
    (r"5\.2\.3|5\.3\.4", "too_large"),
    (r"5\.7\.\d{1,3}", "unwanted"),
)


def why(row: Outgoing) -> str:
    """Empty where nothing is to be said of it as a mail."""
    if row.account.platform != "mail" or not row.reason:
        return ""
    if row.reason == "bounced":
        return letters.why_undelivered(row.reason_text, row.buyer_login)
    if known := _known().get(row.reason):
        return known
    number = _NUMBER.fullmatch(row.reason)
    if number is None:
        return _waiting() if row.state == State.QUEUED else ""
    if number["reply"] == "4":
        return _waiting()
    return " ".join(filter(None, (_refusal(number["status"] or "", row.reason), _servers_own(row))))


def _waiting() -> str:
    return _("The mail server does not take it just now; Kontuar tries again by itself.")


def _refusal(status: str, reason: str) -> str:
    kind = next((name for pattern, name in _KINDS if re.fullmatch(pattern, status)), "")
    if not kind and reason.startswith("552"):
        kind = "too_large"
    return {
        "no_such_address": _("The mail server says that there is no such address."),
        "full": _("The recipient's mailbox is full."),
        "too_large": _("The mail is larger than its server takes."),
        "unwanted": _(
            "The mail server does not let it through: it holds it for unwanted, or you may not send from this"
            " address."
        ),
    }.get(kind, _("The mail server refused it."))


def _servers_own(row: Outgoing) -> str:
    """The server's explanation; the connector took addresses and the like out of it."""
    said = row.reason_text.partition(": ")[2].strip()
    return _("It said: “%(words)s”.") % {"words": said} if said else ""


def _known() -> dict[str, str]:
    sign_in = _("The mail server wants a new sign-in (Accounts); the mail waits.")
    return {
        "no_answer": _("The connection broke after the mail had left; the server's answer is not known."),
        "not_shown": _("The mail server took it, but it has not been seen in the sent folder."),
        "answered": _("The buyer has answered it."),
        "no_address": _("There is no address to write to."),
        "bad_address": _("The address is none a mail can go to."),
        "no_smtp": _("This mailbox is only read: no server for sending is set (Accounts)."),
        "too_large": _("The mail is larger than its server takes."),
        "text_too_long": _("The text is too long for a mail."),
        "too_many_recipients": _("These are too many recipients."),
        "login_later": _("The mail server lets nobody in just now; Kontuar tries again by itself."),
        "certificate": _("The mail server shows a wrong certificate. Nothing is sent to it; see Accounts."),
    } | dict.fromkeys(
        (
            "password_refused",
            "app_password_needed",
            "imap_disabled",
            "smtp_disabled",
            "passwords_off",
            "web_login_needed",
            "xoauth_refused",
            "key_lost",
        ),
        sign_in,
    )
