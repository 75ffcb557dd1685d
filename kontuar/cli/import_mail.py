"""``kontuar import mail FOLDER|MBOX|FILE.eml``: take the mails of an archive into a mailbox."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kontuar.cli.load import load, log_to_stderr
from kontuar.cli.words import say

if TYPE_CHECKING:
    from kontuar.actions.import_mail import Counts


def run(given: Namespace) -> int:
    """Say how far it is, and at the end what came of it; 1 when nothing could be done or a mail was not stored."""
    path = Path(given.path)
    if not path.exists():
        return _sorry(en=f"There is nothing at {path}.", pl=f"Nie ma nic pod {path}.")
    load()
    log_to_stderr()
    from kontuar.actions import import_mail, mail_archives
    from kontuar.cli import schema

    schema.bring_up_to_date()
    try:
        account = import_mail.mailbox(given.account or "")
    except import_mail.NoMailbox as problem:
        known = ", ".join(import_mail.addresses())
        return _sorry(en=f"{problem.text} {known}".strip(), pl=f"{problem.text} {known}".strip())
    progress = _Progress(mail_archives.size_of(path))
    counts = import_mail.take_in(
        account,
        mail_archives.mails_in(path),
        is_sent=given.sent,
        clock=lambda: datetime.now(UTC),
        tell=progress.tell,
        complain=progress.complain,
    )
    progress.end()
    _summary(counts, account.login)
    return 1 if progress.is_incomplete or not counts.read else 0


class _Progress:
    """One line that is written anew, or a line for each step where nobody looks at a terminal."""

    def __init__(self, total: int) -> None:
        self._total = max(total, 1)
        self._is_open = False
        self.is_incomplete = False

    def tell(self, counts: "Counts") -> None:
        part = min(100, counts.passed * 100 // self._total)
        text = say(
            en=f"{part} %: {counts.read} mails read, {counts.stored} new, {counts.known} known already",
            pl=f"{part} %: przeczytano {counts.read}, nowych {counts.stored}, już znanych {counts.known}",
        )
        self._is_open = sys.stdout.isatty()
        print(text, end="\r" if self._is_open else "\n", flush=True)

    def complain(self, place: str, code: str) -> None:
        """One line for one mail; its words and addresses are nobody's business here."""
        self.end()
        self.is_incomplete |= code in NOT_KEPT
        en, pl = TROUBLES[code]
        print(f"{place}: {say(en=en, pl=pl)}", file=sys.stderr)

    def end(self) -> None:
        """Leave the line that is being written anew."""
        if self._is_open:
            print()
            self._is_open = False


NOT_KEPT = frozenset({"too_large", "disk", "not_stored"})
TROUBLES = {
    "unreadable": (
        "this is no mail we can read; it is kept as it is",
        "to nie jest list, który da się odczytać; zachowano go w całości",
    ),
    "empty": ("the mail is empty; it is kept as it is", "list jest pusty; zachowano go w całości"),
    "too_large": ("larger than 150 MB, left where it is", "większy niż 150 MB, pozostał na swoim miejscu"),
    "disk": ("the file cannot be read", "nie można odczytać pliku"),
    "not_stored": (
        "the database did not take it; it lies in the archive as before",
        "baza danych go nie przyjęła; pozostał w archiwum",
    ),
}


def _summary(counts: "Counts", address: str) -> None:
    print(
        say(
            en=f"Done, {address}: {counts.read} mails read, {counts.stored} new, {counts.known} known already, "
            f"{counts.troubled} with trouble.",
            pl=f"Gotowe, {address}: przeczytano {counts.read}, nowych {counts.stored}, już znanych {counts.known}, "
            f"z kłopotami {counts.troubled}.",
        )
    )
    if counts.left_out:
        many, folders = counts.left_out.total(), len(counts.left_out)
        print(
            say(
                en=f"Left out: {many} in trash, spam and drafts ({folders} places). Name a folder to have it.",
                pl=f"Pominięto: {many} z kosza, spamu i kopii roboczych (miejsc: {folders}). "
                "Aby wczytać taki katalog, podaj jego nazwę.",
            )
        )


def _sorry(*, en: str, pl: str) -> int:
    print(say(en=en, pl=pl), file=sys.stderr)
    return 1
