"""Files on messages: fetched when somebody wants to see them, then kept."""

import hashlib
import secrets
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kontuar.actions import letters
from kontuar.actions.clients import line
from kontuar.actions.errors import ActionProblem, NotAllowed, NotNow
from kontuar.connector_kit.errors import ConnectorError, RateLimited, Refused, Temporary
from kontuar.store import files as stored
from kontuar.store.models import Account, Attachment, Letter, User
from kontuar.store.queries import access

LARGEST = 25 * 1024 * 1024


class FileGone(ActionProblem):
    """The marketplace no longer hands it over (Allegro keeps six months, spec of 2026-03-13)."""

    code = "file-gone"
    text = _("The marketplace no longer hands over this file. Nothing else of the message is lost.")


def fetch(attachment: Attachment, by: User, *, now: datetime) -> bytes:
    """The file; the first time it is downloaded, or taken out of its mail, and then kept."""
    account = attachment.message.account
    if account.pk not in access.account_ids(by):
        raise NotAllowed
    if attachment.path:
        try:
            return stored.read(attachment.path)
        except FileNotFoundError:
            pass  # it is fetched anew
        except OSError:
            raise NotNow from None
    if letter := Letter.objects.select_related("account").filter(message=attachment.message_id).first():
        return _keep(attachment, letters.part(letter, attachment.external_id).content)
    if account.state != Account.State.ACTIVE:
        raise NotNow("not-active", _("This account is paused or signed out. Nothing was lost."))
    try:
        with line(account, now=now) as client:
            content = client.fetch_attachment(attachment.external_id, max_bytes=LARGEST)
    except (Temporary, RateLimited):
        raise NotNow from None
    except Refused:
        Attachment.objects.filter(pk=attachment.pk).update(is_available=False)
        raise FileGone from None
    except ConnectorError:
        raise NotNow from None
    return _keep(attachment, content)


def _keep(attachment: Attachment, content: bytes) -> bytes:
    name = f"incoming/{secrets.token_hex(16)}"
    try:
        stored.put(name, content)
    except OSError:
        # A full disk or a bucket that rests: shown all the same, kept the next time.
        return content
    Attachment.objects.filter(pk=attachment.pk).update(
        path=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content)
    )
    return content
