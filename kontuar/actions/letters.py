"""Mails as they came: the raw bytes where files lie, a row for each, and everything read from them again.

A file is called by the SHA-256 of its bytes (``mail/<aa>/<digest>.eml``, see ``store/files.py``), so the
same bytes lie there once. It is on the disk, name and all, before a row points to it.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import bulk
from kontuar.actions.errors import ActionProblem
from kontuar.connectors import get as connector_named
from kontuar.facts.mails import Letter as LetterFact
from kontuar.facts.mails import Mail, MailAddress, MailFile
from kontuar.store import files, rebuild
from kontuar.store.models import Account, Letter, Message

FOLDER = "mail"
AT_ONCE = 5_000
UNDATED = frozenset({"date_missing", "date_wrong"})
ADDRESSES_KEPT = 100
"""To and Cc each; the letter itself keeps all."""


class LetterGone(ActionProblem):
    """The file of a mail is not in the data folder any more, or is not what was put there."""

    code = "letter-gone"
    text = _("The letter's file is missing from the data folder. Its text is still in the case.")


def lay_down(raws: Mapping[str, bytes]) -> None:
    """Bring these bytes (by their SHA-256) to the disk, those that are not there yet. OSError when it refuses.

    May be called before the transaction that stores the rows: then nobody waits for the disk inside it.
    """
    files.place().put({path_of(digest): raw for digest, raw in raws.items()})


def path_of(digest: str) -> str:
    """The name of the file with the bytes of this digest."""
    return f"{FOLDER}/{digest[:2]}/{digest}.eml"


def keep(
    account: Account,
    facts: Collection[LetterFact],
    messages: Mapping[str, Message],
    *,
    now: datetime,
) -> list[Letter]:
    """Store letters that are not stored yet; ``messages`` are the rows of what they say, by external id.

    Must run in the transaction that stores their messages. A letter whose message is not there (a notice about
    what is known already) stands alone.
    """
    if not facts:
        return []
    lay_down({fact.mail.digest: fact.raw for fact in facts})
    held = known(account, {fact.message_id for fact in facts})
    fresh = {fact.message_id: fact for fact in facts if fact.message_id not in held}
    rows = [_row(account, fact, messages.get(fact.message_id), now) for fact in fresh.values()]
    return bulk.insert(rows)


def known(account: Account, external_ids: Iterable[str]) -> set[str]:
    """Those of these ids under which a letter is stored."""
    found: set[str] = set()
    for some in batched(external_ids, AT_ONCE):
        rows = Letter.objects.filter(account=account, external_id__in=some)
        found.update(rows.values_list("external_id", flat=True))
    return found


def _row(account: Account, fact: LetterFact, message: Message | None, now: datetime) -> Letter:
    mail, verdict = fact.mail, fact.verdict
    notice = verdict.notice
    row = bulk.new(
        Letter,
        account_id=account.pk,
        external_id=fact.message_id,
        message_id=message.pk if message else None,
        path=path_of(mail.digest),
        digest=mail.digest,
        size=len(fact.raw),
        kind=verdict.kind.value,
        signs=list(verdict.signs),
        troubles=list(mail.troubles),
        looks_like=verdict.looks_like[:20],
        mail_id=mail.message_id[:998],
        references=list(mail.references),
        from_name=mail.author.name[:200],
        from_address=mail.author.address[:254],
        reply_to=next((one.address for one in mail.reply_to if one.address), "")[:254],
        to=_addresses(mail.to),
        cc=_addresses(mail.cc),
        subject=mail.subject[:300],
        has_html=bool(mail.html),
        is_sent=fact.is_sent,
        notice=rebuild.to_json(notice) if notice else None,
        sent_at=mail.sent_at,
        received_at=received_at(mail, now),
    )
    return row


def _addresses(found: Sequence[MailAddress]) -> list[dict[str, str]]:
    return [{"name": one.name, "address": one.address} for one in found[:ADDRESSES_KEPT]]


def received_at(mail: Mail, now: datetime) -> datetime:
    """When the mail reached the mailbox, as far as it tells: by the topmost Received, which our server wrote.

    A mail whose own date cannot be true was dated by its arrival; that must stay the same when it is read again.
    """
    if UNDATED.intersection(mail.troubles):
        return mail.sent_at
    told = mail.header("received").rpartition(";")[2].strip()
    try:
        at = parsedate_to_datetime(told) if told else now
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return now
    return at if mail.sent_at - timedelta(days=1) <= at <= now else now


def raw_of(letter: Letter) -> bytes:
    """The mail byte for byte; LetterGone when its file is not there or damaged."""
    try:
        raw = files.read(letter.path)
    except OSError:
        raise LetterGone from None
    if hashlib.sha256(raw).hexdigest() != letter.digest:
        raise LetterGone
    return raw


def mail_of(letter: Letter) -> Mail:
    """The mail read again; ``letter.account`` should be loaded."""
    connector = connector_named(letter.account.platform)
    return connector.open_letter(raw_of(letter), received_at=letter.received_at)


def part(letter: Letter, external_id: str) -> MailFile:
    """The file of a mail an attachment names (``…#<number>``); LetterGone when there is none of that number."""
    number = external_id.rpartition("#")[2]
    found = mail_of(letter).files
    if not number.isdecimal() or int(number) >= len(found):
        raise LetterGone
    return found[int(number)]


@transaction.atomic
def forget(paths: Iterable[str]) -> None:
    """Remove the files of letters that are gone, if no other letter has the same bytes.

    In a transaction: who stores such a letter meanwhile is waited for, or finds the file gone and writes it again.
    """
    for some in batched(dict.fromkeys(paths), AT_ONCE):
        needed = set(Letter.objects.filter(path__in=some).values_list("path", flat=True))
        files.remove(path for path in set(some) - needed if path.startswith(f"{FOLDER}/"))
