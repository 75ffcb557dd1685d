"""A mailbox's own settings: the name buyers see, other addresses of ours, folders, target and token.

Servers and password are changed in ``connect_mailbox``, because they are tried first.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import accounts, mail_target
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import Account, User
from kontuar.store.queries import access

MOST_ALIASES, MOST_FOLDERS = 50, 20
NAME_CHARACTERS, FOLDER_CHARACTERS = 100, 200
INBOX = "INBOX"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What would break a header line or turn a name round."""


@transaction.atomic
def change(
    account: Account,
    by: User,
    *,
    name: str,
    aliases: Iterable[str],
    folders: Iterable[str],
    sent_folder: str,
    subject_token: bool,
    answer_hours: int,
    common: dict[str, Any],
    now: datetime,
) -> None:
    """Keep them all or none; ``common`` is what ``accounts.change`` takes. Invalid names the field."""
    if not access.can_own(by, account.pk):
        raise NotAllowed()
    given = {
        "name": _name(name),
        "aliases": _aliases(aliases, account.login),
        "folders": _folders(folders),
        "sent_folder": _folder(sent_folder, "sent_folder"),
        "subject_token": subject_token,
    }
    row = Account.objects.select_for_update().get(pk=account.pk)
    row.settings = {**row.settings, **given}
    row.save(update_fields=["settings"])
    account.settings = row.settings
    mail_target.set_answer_hours(account, by, answer_hours, now=now)
    accounts.change(account, by, **common, now=now)


def _name(text: str) -> str:
    name = text.strip()
    if len(name) > NAME_CHARACTERS or _CONTROL.search(name):
        raise Invalid("bad-name", _("Use a short name in one line."), field="name")
    return name


def _aliases(given: Iterable[str], own: str) -> list[str]:
    """Small letters, each once, without the mailbox's own address."""
    found = list(dict.fromkeys(address for one in given if (address := one.strip().lower())))
    if len(found) > MOST_ALIASES:
        raise Invalid("too-many-aliases", _("Fifty addresses are the most."), field="aliases")
    for address in found:
        try:
            validate_email(address)
        except ValidationError:
            text = _("“%(address)s” is no e-mail address.") % {"address": address[:80]}
            raise Invalid("bad-alias", text, field="aliases") from None
    return [address for address in found if address != own.lower()]


def _folders(given: Iterable[str]) -> list[str]:
    """At least the inbox; its name is written in capitals (RFC 3501, 5.1)."""
    named = [_folder(one, "folders") for one in given]
    found = list(dict.fromkeys(INBOX if name.upper() == INBOX else name for name in named if name))
    if len(found) > MOST_FOLDERS:
        raise Invalid("too-many-folders", _("Twenty folders are the most."), field="folders")
    return found or [INBOX]


def _folder(text: str, field: str) -> str:
    name = text.strip()
    if len(name) > FOLDER_CHARACTERS or _CONTROL.search(name):
        raise Invalid("bad-folder", _("This is no folder's name."), field=field)
    return name
