"""A mailbox's state in plain words: what is read and how often, what is set, what is wrong and what to do."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kontuar.store.models import Account, Stream
from kontuar.store.queries.freshness import is_handed_over
from kontuar.web import labels
from kontuar.web.look import Look
from kontuar.web.pages.accounts.mailbox_forms import ANSWER_HOURS, SECURITY

MOST_NAME_CHARACTERS = 40
"""As ``kontuar mail pipe`` takes them; a longer name is left to the addresses in the mail."""
PROVIDERS = {"google": "Google", "microsoft": "Microsoft"}
"""Whose own sign-in page lets us in; every other mailbox has a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxShown:
    """What the account's page says of a mailbox beside what it says of every account."""

    is_handed_over: bool
    can_send: bool
    has_password: bool
    client_of: str
    rows: tuple[tuple[str, str], ...]
    pipe: str


def shown(account: Account, streams: tuple[Stream, ...], look: Look) -> MailboxShown:
    """The mailbox's own part of the page."""
    is_piped = is_handed_over(account)
    return MailboxShown(
        is_handed_over=is_piped,
        can_send=bool(account.settings.get("smtp")),
        has_password=account.application.place not in PROVIDERS,
        client_of=PROVIDERS.get(account.application.place, ""),
        rows=tuple(_rows(account, streams, look)),
        pipe=pipe_command(account.login) if is_piped else "",
    )


def pipe_command(address: str) -> str:
    """What a mail server calls; ``--mailbox`` takes the address written with hyphens (``actions.spool_places``)."""
    name = re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-")
    known = f" --mailbox {name}" if len(name) <= MOST_NAME_CHARACTERS else ""
    return f"kontuar mail pipe{known}"


def _rows(account: Account, streams: tuple[Stream, ...], look: Look) -> list[tuple[str, str]]:
    settings = account.settings
    rows = [
        (_("Incoming server"), server(settings.get("imap")) or _("none: mails are handed over")),
        (_("Outgoing server"), server(settings.get("smtp")) or _("none: this mailbox cannot answer")),
        (_("Login name"), settings.get("user", "")),
        (_("Folders read"), ", ".join(settings.get("folders", [])) if settings.get("imap") else ""),
        (_("Folder of sent mail"), _sent_folder(settings)),
        (_("How new mail is noticed"), _noticed(streams) if account.state == "active" else ""),
        (_("Name buyers see"), settings.get("name") or _("none: the address alone")),
        (_("Your other addresses"), ", ".join(settings.get("aliases", []))),
        (_("Target for answers"), _target(settings)),
        (_("Case number in the subject"), _("yes") if settings.get("subject_token", True) else _("no")),
    ]
    return [(name, text) for name, text in rows if text]


def server(given: dict[str, Any] | None) -> str:
    """``imap.example.com:993, SSL/TLS``; ``""`` for none."""
    if not given:
        return ""
    security = {code: str(name) for code, name in SECURITY}.get(given.get("security", ""), "")
    return f"{given.get('host', '')}:{given.get('port', '')}, {security}"


def _sent_folder(settings: dict[str, Any]) -> str:
    if not settings.get("imap"):
        return ""
    return settings.get("sent_folder") or _("found by itself")


def _target(settings: dict[str, Any]) -> str:
    hours = settings.get("answer_hours", ANSWER_HOURS)
    return ngettext("%(n)d hour of working days", "%(n)d hours of working days", hours) % {"n": hours}


def _noticed(streams: tuple[Stream, ...]) -> str:
    inbox = next((row for row in streams if row.name == "inbox"), None)
    if inbox is None or inbox.failures or not inbox.next_pull_at or not inbox.last_ok_at:
        return ""
    every = max(timedelta(seconds=1), inbox.next_pull_at - inbox.last_ok_at)
    return _("at once where the server tells of it, else asked every %(span)s") % {"span": labels.span(every)}


def error(row: Stream) -> str:
    """What went wrong at the last reading; ``""`` for what is told as for every account."""
    return {
        "Temporary": _("The mail server did not answer."),
        "RateLimited": _("The mail server asked us to wait."),
        "OutcomeUnknown": _("The mail server did not answer."),
        "AuthExpired": _("The mail server did not accept the access."),
        "Refused": _(
            "The mail server refused: perhaps a folder was renamed or deleted. Look at the folders in the"
            " settings of the account."
        ),
        "UnexpectedAnswer": _("The mail server answered something Kontuar cannot read."),
    }.get(row.last_error, "")


def progress(stream: Stream, told: dict[str, str]) -> tuple[str, str]:
    """Name and count of one folder's first reading; ``told`` has ``done`` and ``total`` as people write them."""
    name = _("Sent mail") if stream.name.startswith("sent") else _("Received mail")
    if stream.is_finished:
        text = ngettext("%(n)d mail read", "%(n)d mails read", stream.done) % {"n": stream.done}
    elif stream.total:
        text = ngettext("read %(done)s of %(total)s mail", "read %(done)s of %(total)s mails", stream.total)
        text %= told
    else:
        text = ngettext("%(n)d so far", "%(n)d so far", stream.done) % {"n": stream.done}
    return name, text


def signed_out(account: Account) -> str:
    """Why nothing is read any more, and what to do. The codes are those of the connector (``login.CODES``)."""
    client = PROVIDERS.get(account.application.place, "")
    lost = _("Nothing is read or sent; what is here stays, what waits in the outbox waits.")
    why = _why(account.auth_problem) or (
        _client_refused(account.auth_problem) if client else _password_refused()
    )
    return f"{why % {'client': client}} {lost}"


def _why(code: str) -> str:
    """What the server or our own key says, where it said more than no."""
    return {
        "key_lost": _(
            "The key that locks this mailbox's access is not in the data folder (file KEYS). Put the file back"
            " from a copy, or sign in again."
        ),
        "app_password_needed": _(
            "The mail server takes no usual password here: it wants an app password. Make one at your"
            " provider and type it here."
        ),
        "imap_disabled": _(
            "The mailbox is closed to mail programs. Switch on IMAP in your provider's settings, then sign in again."
        ),
        "smtp_disabled": _(
            "The provider has switched off sending by mail programs for this mailbox. Its administrator can allow"
            " it (authenticated SMTP). Then sign in again."
        ),
        "passwords_off": _(
            "The provider no longer lets mail programs in by password, only by its own sign-in. Connect the"
            " mailbox again; the page leads you."
        ),
        "web_login_needed": _(
            "The provider wants you to sign in on its own page first and say that it was you. Do so in the"
            " browser, then sign in again here."
        ),
    }.get(code, "")


def _client_refused(code: str) -> str:
    if code == "application_refused":
        return _(
            "%(client)s does not accept your client: it was removed there, or its secret ran out. Make a new"
            " secret there and connect the mailbox again with it."
        )
    return _(
        "%(client)s no longer accepts our access: it was withdrawn, or not used for a long time. Sign in again."
    )


def _password_refused() -> str:
    return _(
        "The mail server did not accept the password: it was changed, or the app password was withdrawn."
        " Type the new one."
    )
