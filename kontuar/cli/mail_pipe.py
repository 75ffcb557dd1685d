"""``kontuar mail pipe < message``: a mail server hands over one mail; the worker takes it in later.

Nothing of the program is loaded, so it takes milliseconds and works while the database is being moved. The mail
is whole on the disk, under its final name, before we answer 0. Exit codes are those of sendmail (sysexits.h):
64 not understood, 65 the mail is too large or empty, 75 try again later.
"""

import os
import sys
from collections.abc import Sequence

OK, USAGE, BAD_MAIL, TRY_LATER = 0, 64, 65, 75
MOST_BYTES = 50 * 1024 * 1024
_PIECE = 1024 * 1024


def main(argv: Sequence[str]) -> int:
    """``pipe [--mailbox NAME]``; the name says for which mailbox, where there are several."""
    words = list(argv)
    if words[:1] != ["pipe"] or len(words) not in (1, 3) or (len(words) == 3 and words[1] != "--mailbox"):
        return _say(USAGE, "usage: kontuar mail pipe [--mailbox NAME] < message")
    mailbox = words[2] if len(words) == 3 else ""
    if mailbox and not (mailbox.isascii() and mailbox.replace("-", "").isalnum() and len(mailbox) <= 40):
        return _say(USAGE, "the mailbox's name may have letters, digits and hyphens only")
    try:
        return spool(sys.stdin.fileno(), os.path.join(_data(), "spool", "mail"), mailbox)
    except OSError as problem:
        return _say(TRY_LATER, f"the mail was not kept: {problem.strerror or 'the disk said no'}")


def _data() -> str:
    """The same folder as the program's settings name."""
    return os.path.abspath(os.environ.get("KONTUAR_DATA", "data"))


def spool(source: int, folder: str, mailbox: str = "", *, most: int = MOST_BYTES) -> int:
    """Read a descriptor to its end into ``folder``/new; OSError when the disk refuses (nothing is left then)."""
    temporary, new = os.path.join(folder, "tmp"), os.path.join(folder, "new")
    for one in (temporary, new):
        os.makedirs(one, mode=0o700, exist_ok=True)
    name = _name(mailbox)
    path = os.path.join(temporary, name)
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            size = _copy(source, target, most)
            os.fsync(target)
        finally:
            os.close(target)
        if not 0 < size <= most:
            os.unlink(path)
            reason = "the mail is empty" if not size else f"the mail is larger than {most // 1_048_576} MB"
            return _say(BAD_MAIL, reason)
        os.rename(path, os.path.join(new, name))
    except BaseException:
        if os.path.exists(path):
            os.unlink(path)
        raise
    _keep_folder(new)
    return OK


def _copy(source: int, target: int, most: int) -> int:
    size = 0
    while size <= most and (piece := os.read(source, _PIECE)):
        size += len(piece)
        while piece:
            piece = piece[os.write(target, piece) :]
    return size


def _name(mailbox: str) -> str:
    """Unique without asking anybody: process and chance. A mailbox's name stands before the comma."""
    return f"{mailbox},{os.getpid()}-{os.urandom(10).hex()}.eml"


def _keep_folder(path: str) -> None:
    """The name itself must be on the disk too; systems that cannot open a folder need no asking."""
    try:
        folder = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except OSError:
        return
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _say(code: int, words: str) -> int:
    print(f"kontuar mail pipe: {words}", file=sys.stderr)
    return code
