"""Where mails lie on a disk: maildirs, mbox files, folders of ``.eml``. Read one after the other, in bounded memory.

Formats: mbox as of RFC 4155 with its usual quoting (``>From`` loses one ``>``), maildir as of Dovecot and Courier
(``cur``, ``new``, subfolders), Thunderbird's files without an ending, Google Takeout's mbox with its labels.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

MOST_BYTES = 150 * 1024 * 1024
"""A larger mail is not read into memory; it stays where it lies."""
LABELS_WITHIN = 8_192
SENT = frozenset(
    {"sent", "sent items", "sent messages", "sent mail", "wysłane", "elementy wysłane", "wysłane elementy"}
    | {"gesendet", "gesendete elemente", "gesendete objekte", "išsiųsta", "išsiųstos", "išsiųsti laiškai"}
)
LEFT_OUT = frozenset(
    {
        "trash",
        "deleted items",
        "deleted messages",
        "junk",
        "junk e-mail",
        "junk email",
        "spam",
        "drafts",
        "templates",
    }
    | {"kosz", "elementy usunięte", "wiadomości-śmieci", "robocze", "wersje robocze", "szablony"}
    | {"papierkorb", "gelöschte elemente", "gelöscht", "entwürfe", "šiukšliadėžė", "šiukšlės", "juodraščiai"}
    | {"unsent messages", "outbox"}
)
"""Folders nobody means when he says "my mails"; named outright they are read."""

_FROM = re.compile(
    rb"From (?:.*\s)?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    rb"\s+\d{1,2} \d\d:\d\d"
)
_FROM_ADDRESS = re.compile(rb"From \S{1,250}@\S{1,250}[ \t]*\r?\n")
_QUOTED = re.compile(rb">+From ")
_LABELS = re.compile(rb"^X-Gmail-Labels:((?:.*\r?\n)(?:[ \t].*\r?\n)*)", re.IGNORECASE | re.MULTILINE)
_STAMP = re.compile(r"(\d{9,11})\.")
_HEADER = re.compile(
    rb"[\s\x00]*(?:Received|Return-Path|Delivered-To|From|To|Cc|Subject|Date|Message-ID|MIME-Version|Reply-To|Sender"
    rb"|Content-Type|References|In-Reply-To|X-[A-Za-z-]{1,40})[ \t]*:",
    re.IGNORECASE,
)
"""How a file that is a mail begins, whatever it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A mail of an archive. ``place`` says where it lies, for people; ``told_at`` when it came, if that is told.

    ``trouble`` is a code instead of the bytes: ``disk`` (it refuses), ``too_large``, ``left_out``
    (trash, spam, drafts: ``place`` is the folder).
    """

    place: str
    raw: bytes = field(default=b"", repr=False)
    told_at: datetime | None = None
    is_sent: bool = False
    passed: int = 0
    """Bytes of the archive that are behind us with this one."""
    trouble: str = ""


def size_of(path: Path) -> int:
    """Bytes of the files that ``mails_in`` will look through."""
    return sum(_size(file) for file, _ in _files(path))


def mails_in(path: Path) -> Iterator[Found]:
    """Every mail of a file or a folder, in a steady order."""
    for file, folder in _files(path):
        name = str(file.relative_to(path)) if file != path else file.name
        if folder in LEFT_OUT and file != path:
            yield Found(place=name, trouble="left_out", passed=_size(file))
            continue
        try:
            yield from _in_file(file, name, is_sent=folder in SENT)
        except OSError:
            yield Found(place=name, trouble="disk", passed=_size(file))


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    """Files that may hold mails, each with the name of its mail folder in small letters."""
    if not path.is_dir():
        yield path, _plain(path.stem)
        return
    named = _plain(path.name)
    own = named if named in SENT else ""
    for file in sorted(path.rglob("*")):
        if not file.is_file() or file.parent.name == "tmp":
            continue
        if file.parent.name in ("cur", "new"):
            yield file, _plain(file.parent.parent.name) if file.parent.parent != path else own
        elif not _is_box(file):
            if _is_mail(file):
                yield file, _plain(file.parent.name) if file.parent != path else own
        else:
            yield file, _plain(file.stem if file.suffix in (".mbox", ".mbx") else file.name)


def _plain(name: str) -> str:
    """``.INBOX.Sent`` and ``Sent.sbd`` → ``sent``."""
    return name.removesuffix(".sbd").removesuffix(".mbox").rpartition(".")[2].strip().casefold()


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _is_box(file: Path) -> bool:
    """True for an mbox: it begins with the line that parts mails."""
    try:
        with file.open("rb") as source:
            return source.read(5) == b"From "
    except OSError:
        return False


def _is_mail(file: Path) -> bool:
    """By its name, or by its first line."""
    if file.suffix.lower() == ".eml":
        return True
    try:
        with file.open("rb") as source:
            return _HEADER.match(source.read(200)) is not None
    except OSError:
        return False


def _in_file(file: Path, name: str, *, is_sent: bool) -> Iterator[Found]:
    if _is_box(file):
        yield from _in_box(file, name, is_sent=is_sent)
        return
    size = _size(file)
    if size > MOST_BYTES:
        yield Found(place=name, trouble="too_large", passed=size)
        return
    stamp = _STAMP.match(file.name)
    told_at = datetime.fromtimestamp(int(stamp[1]), UTC) if stamp else None
    yield Found(place=name, raw=file.read_bytes(), told_at=told_at, is_sent=is_sent, passed=size)


def _in_box(file: Path, name: str, *, is_sent: bool) -> Iterator[Found]:
    for number, (head, raw, passed) in enumerate(_parted(file), 1):
        place = f"{name}, {number}"
        if raw is None:
            yield Found(place=place, trouble="too_large", passed=passed)
            continue
        labels = _labels(raw)
        if labels & LEFT_OUT:
            yield Found(place=name, trouble="left_out", passed=passed)
            continue
        sent = is_sent or bool(labels & SENT)
        yield Found(place=place, raw=raw, told_at=_told_at(head), is_sent=sent, passed=passed)


def _parted(file: Path) -> Iterator[tuple[bytes, bytes | None, int]]:
    """The line before each mail, its bytes (None: too many of them), and how many bytes it took of the file."""
    head, lines, size, passed, was_blank = b"", list[bytes](), 0, 0, True
    with file.open("rb") as source:
        # A line without end is read in pieces: nothing larger than the limit is ever held.
        while line := source.readline(1024 * 1024):
            if was_blank and line.startswith(b"From ") and (not passed or _parts(line, source)):
                if head:
                    yield head, _whole(lines, size), passed
                    passed = 0
                head, lines, size = line, [], 0
            else:
                size += len(line)
                if size > MOST_BYTES:
                    lines.clear()
                else:
                    lines.append(line[1:] if _QUOTED.match(line) else line)
            passed += len(line)
            was_blank = not line.strip(b"\r\n")
    if head:
        yield head, _whole(lines, size), passed


def _parts(line: bytes, source: BinaryIO) -> bool:
    """Is it the line between two mails? It holds a date; some programs leave it out, then a header must follow."""
    if _FROM.match(line):
        return True
    if not _FROM_ADDRESS.match(line):
        return False
    here = source.tell()
    after = source.read(200)
    source.seek(here)
    return _HEADER.match(after) is not None


def _whole(lines: list[bytes], size: int) -> bytes | None:
    """A mail without the empty line that parts it from the next."""
    if size > MOST_BYTES:
        return None
    if len(lines) > 1 and not lines[-1].strip(b"\r\n"):
        lines.pop()
    return b"".join(lines)


def _labels(raw: bytes) -> set[str]:
    """Google's folders of a mail, in small letters."""
    found = _LABELS.search(raw[:LABELS_WITHIN])
    if not found:
        return set()
    text = found[1].decode("utf-8", "replace")
    return {
        one.strip().strip('"').casefold() for one in text.replace("\r\n", "").replace("\n", "").split(",")
    }


def _told_at(head: bytes) -> datetime | None:
    """The date in the line that parts mails; it has no zone, and is meant as UTC by RFC 4155."""
    found = _FROM.match(head)
    if not found:
        return None
    text = head[head.index(b" ", 5) :].decode("latin-1").strip()
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
