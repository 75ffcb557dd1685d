"""What people have begun to write, with the files of the library they chose: kept through reloads and failed sends."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kontuar.store.models import Case, Draft, User

MOST_FILES = 10
"""Files of the library that are kept with a draft; a message takes no more."""


def keep(case: Case, by: User, text: str, *, library: Sequence[int] | None = None, now: datetime) -> None:
    """Keep the text, and the files chosen for it; ``library`` None leaves them as they are.

    An empty text without files forgets both; an empty one whose files are not told about does so too.
    """
    if not text.strip() and not library:
        forget(case, by)
        return
    held = {"text": text, "updated_at": now}
    files = {} if library is None else {"library": list(dict.fromkeys(library))[:MOST_FILES]}
    Draft.objects.update_or_create(case=case, user=by, defaults=held | files)


def add(case: Case, by: User, text: str, *, library: Iterable[int] = (), now: datetime) -> None:
    """Put ``text`` before what the person has there already, and files to his; nothing is lost or doubled."""
    row = Draft.objects.filter(case=case, user=by).first()
    held = row.text if row else ""
    parts = [text] if held.strip() in text else [held] if text.strip() in held else [text, held]
    whole = "\n\n".join(part.strip() for part in parts if part.strip())
    keep(case, by, whole, library=_together(row, library), now=now)


def put_before(case: Case, by: User, text: str, *, library: Iterable[int] = (), now: datetime) -> None:
    """Put a text that comes back before what the person has begun meanwhile; neither is lost or doubled."""
    row = Draft.objects.select_for_update().filter(case=case, user=by).first()
    begun = row.text.strip() if row else ""
    whole = text if begun in text else f"{text.rstrip()}\n\n{begun}"
    if begun and row and text.strip() in begun:
        whole = row.text
    keep(case, by, whole, library=_together(row, library), now=now)


def attach(case: Case, by: User, file_id: int, *, now: datetime) -> None:
    """Choose a file of the library for what is being written."""
    row = Draft.objects.filter(case=case, user=by).first()
    keep(case, by, row.text if row else "", library=_together(row, [file_id]), now=now)


def forget(case: Case, by: User) -> None:
    """The text was sent or thrown away."""
    Draft.objects.filter(case=case, user=by).delete()


def _together(row: Draft | None, library: Iterable[int]) -> list[int]:
    return [*(row.library if row else ()), *library]
