"""Files of somebody who is forgotten: which they are, and taking them from the disk once no row names them."""

import email
import email.policy
import hashlib
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kontuar.actions import letters, spool
from kontuar.actions.spool_files import BROKEN, UNPLACED
from kontuar.store import files as stored
from kontuar.store.models import Attachment, Letter, OutgoingDeed, OutgoingFile
from kontuar.store.queries.person import Rows

SMALL = "small"
SHORTEST = 5
"""Shorter logins stand in any text by chance; they are looked for as a whole JSON value only."""


@dataclass(slots=True, kw_only=True)
class Files:
    """``paths`` below the folder of attachments, ``letters`` those of whole mails, ``digests`` of what may have a
    small picture."""

    paths: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How what has no row of its own is known to be his: the platform's names of his things, and his own."""

    things: frozenset[str]
    people: tuple[str, ...]

    def stand_in(self, body: bytes | memoryview) -> bool:
        """Whether a raw answer names him."""
        try:
            text = zlib.decompress(bytes(body)).decode(errors="replace").casefold()
        except zlib.error:
            return False
        return any((name in text) if len(name) >= SHORTEST else f'"{name}"' in text for name in self.people)


def names_of(rows: Rows) -> Names:
    """Read before anything is taken out."""
    things: set[str] = set()
    for found in (rows.threads, rows.messages, rows.orders, rows.issues, rows.ratings, rows.refunds):
        things.update(found.values_list("external_id", flat=True))
    people = {*rows.addresses, *(login.casefold() for login in rows.logins)}
    people |= {row.masked for row in rows.buyers if row.masked}
    return Names(
        things=frozenset(things - {""}), people=tuple(sorted(one for one in people if one.strip("#?")))
    )


def of_messages(ids: Collection[int]) -> Files:
    """Files that were fetched, and the mails these messages were read from."""
    found = of_letters(Letter.objects.select_related("account").filter(message__in=ids))
    for path, sha256 in Attachment.objects.filter(message__in=ids).values_list("path", "sha256"):
        _add(found, path, sha256)
    return found


def of_letters(rows: Iterable[Letter]) -> Files:
    """The mails themselves; what is in them may have small pictures."""
    found = Files()
    for row in rows:
        found.letters.add(row.path)
        try:
            parts = letters.mail_of(row).files
        except letters.LetterGone:
            continue
        found.digests.update(hashlib.sha256(part.content).hexdigest() for part in parts)
    found.letters.discard("")
    return found


def of_cases(ids: Collection[int]) -> Files:
    """Files that went, or were to go, with our messages."""
    found = Files()
    for path, sha256 in OutgoingFile.objects.filter(outgoing__case__in=ids).values_list("path", "sha256"):
        _add(found, path, sha256)
    return found


def of_deeds(rows: Iterable[OutgoingDeed]) -> Files:
    """Invoices and the like."""
    found = Files()
    for row in rows:
        _add(found, row.path, row.sha256)
    return found


def _add(files: Files, path: str, sha256: str) -> None:
    files.paths |= {path} - {""}
    files.digests |= {sha256} - {""}


def remove(files: Files) -> int:
    """Take from the disk what no row names any more; how many bytes. Mails go by ``letters.forget``."""
    paths = list(files.paths)
    needed: set[str] = set()
    for table in (Attachment, OutgoingFile, OutgoingDeed):
        needed.update(table.objects.filter(path__in=paths).values_list("path", flat=True))
    size = stored.remove(files.paths - needed)
    for digest in files.digests:
        stored.remove_below(f"{SMALL}/{digest[:2]}/{digest}-")
    return size


def spooled(names: Names) -> int:
    """Take out mails of his that a mail server handed over and nobody could place or read."""
    folder = spool.box().folder
    count = 0
    for where in (UNPLACED, BROKEN):
        for path in sorted((folder / where).glob("*")) if (folder / where).is_dir() else ():
            if path.is_file() and _is_his(path, names):
                path.unlink(missing_ok=True)
                count += 1
    return count


def _is_his(path: Path, names: Names) -> bool:
    """By the addresses of its head; the words of a mail name many people."""
    with path.open("rb") as file:
        head = email.message_from_bytes(file.read(256 * 1024), policy=email.policy.compat32)
    told = " ".join(str(head.get(name, "")) for name in ("from", "to", "cc", "reply-to", "sender")).casefold()
    return any(name in told for name in names.people if "@" in name or len(name) >= SHORTEST)
