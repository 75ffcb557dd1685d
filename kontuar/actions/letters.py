"""Mails as they came: the raw bytes in the data folder, a row for each, and everything read from them again.

A file is called by the SHA-256 of its bytes (``mail/<aa>/<digest>.eml`` below the folder of attachments), so the
same bytes lie there once. It is on the disk, name and all, before a row points to it.
"""

import hashlib
import os
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import bulk
from kontuar.actions.errors import ActionProblem
from kontuar.connectors import get as connector_named
from kontuar.facts.mails import Letter as LetterFact
from kontuar.facts.mails import Mail, MailAddress, MailFile
from kontuar.store import rebuild
from kontuar.store.models import Account, Letter, Message

FOLDER = "mail"
INCOMING = f"{FOLDER}/incoming"
FEW = 8
"""Up to so many files are brought to the disk one by one. Beyond it one call for all is many times quicker (measured
on ext4: 0.1 ms a file instead of 1 to 3), though it waits for what other programs write, too."""
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
    root = str(settings.ATTACHMENTS_DIR)
    wanted = {digest: os.path.join(root, path_of(digest)) for digest in raws}
    missing = [digest for digest, path in wanted.items() if not _is_there(path, len(raws[digest]))]
    if not missing:
        return
    incoming = os.path.join(root, INCOMING)
    os.makedirs(incoming, exist_ok=True)
    written = {digest: os.path.join(incoming, secrets.token_hex(16)) for digest in missing}
    at_once = len(written) > FEW and hasattr(os, "sync")
    try:
        for digest, path in written.items():
            _write(path, raws[digest], is_synced=not at_once)
        if at_once:
            os.sync()
        folders = _rename([(path, wanted[digest]) for digest, path in written.items()])
    except BaseException:
        for path in written.values():
            Path(path).unlink(missing_ok=True)
        raise
    if at_once:
        os.sync()
        return
    for folder in folders:
        _sync_folder(folder)


def path_of(digest: str) -> str:
    """Where the bytes of this digest lie, below the folder of attachments."""
    return f"{FOLDER}/{digest[:2]}/{digest}.eml"


def _is_there(path: str, size: int) -> bool:
    try:
        return os.stat(path).st_size == size
    except OSError:
        return False


def _write(path: str, raw: bytes, *, is_synced: bool) -> None:
    # Without a buffer and without pathlib: a first import is mostly small files.
    with open(path, "xb", buffering=0) as file:
        rest = memoryview(raw)
        while rest:
            rest = rest[file.write(rest) :]
        if is_synced:
            os.fsync(file.fileno())


def _rename(pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Give the files their names; the folders whose names changed."""
    folders = set[str]()
    for source, target in pairs:
        folder = os.path.dirname(target)
        if folder not in folders and not os.path.isdir(folder):
            os.makedirs(folder, exist_ok=True)
            folders.add(os.path.dirname(folder))
        folders.add(folder)
        os.replace(source, target)
    return folders


def _sync_folder(folder: str) -> None:
    """The names too; a system without it (Windows) keeps them by itself."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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
        raw = (Path(settings.ATTACHMENTS_DIR) / letter.path).read_bytes()
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
    files = mail_of(letter).files
    if not number.isdecimal() or int(number) >= len(files):
        raise LetterGone
    return files[int(number)]


@transaction.atomic
def forget(paths: Iterable[str]) -> None:
    """Remove the files of letters that are gone, if no other letter has the same bytes.

    In a transaction: who stores such a letter meanwhile is waited for, or finds the file gone and writes it again.
    """
    root = Path(settings.ATTACHMENTS_DIR).resolve()
    for some in batched(dict.fromkeys(paths), AT_ONCE):
        needed = set(Letter.objects.filter(path__in=some).values_list("path", flat=True))
        for path in set(some) - needed:
            file = (root / path).resolve()
            if file.is_relative_to(root / FOLDER):
                file.unlink(missing_ok=True)
