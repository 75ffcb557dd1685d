"""The folders between ``kontuar mail pipe`` and the worker: ``new``, ``cur``, ``unplaced`` and ``broken``.

The truth is the files themselves. Whoever wants to work on one renames it into ``cur``, where its name says until when
he holds it, who he is and how often it was tried: a rename succeeds for one process alone, and what a dead one
held is found again when its time is over. A file goes only after what it says was stored.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kontuar.facts.numbers import whole_number

LEASE = timedelta(minutes=2)
"""Longer than any mail takes; who outlives it stores nothing twice, because every mail has an id."""
NEW, HELD, UNPLACED, BROKEN = "new", "cur", "unplaced", "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One mail on the disk. ``mailbox`` is the name the mail server gave, ``tries`` counts begun attempts.

    ``received_at`` is when the pipe had written it whole.
    """

    path: Path
    name: str
    mailbox: str
    received_at: datetime
    size: int
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What lies where. ``oldest_at`` is when the oldest of those that wait came."""

    waiting: int = 0
    oldest_at: datetime | None = None
    unplaced: int = 0
    broken: int = 0


class Box:
    """The spool below one folder. Made by the pipe; what does not exist holds nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def due(self, now: datetime) -> list[Paper]:
        """What may be taken now, the oldest first."""
        free = [paper for paper, until in self._held() if until <= now]
        return sorted([*self._in(NEW), *free], key=lambda paper: (paper.received_at, paper.name))

    def is_due(self, now: datetime) -> bool:
        """Whether there is anything to take; looks no further than the first."""
        if any(True for _ in self._in(NEW)):
            return True
        return any(until <= now for _, until in self._held())

    def claim(self, paper: Paper, *, owner: str, now: datetime) -> Paper | None:
        """Ours for the length of a lease, one try more; None when somebody else was faster."""
        return self._move(paper, until=now + LEASE, owner=owner, tries=paper.tries + 1)

    def put_back(self, held: Paper, *, until: datetime, is_counted: bool) -> None:
        """Nobody takes it before ``until``. ``is_counted`` False: it was not the mail's own fault."""
        self._move(held, until=until, owner="nobody", tries=held.tries - (not is_counted))

    def set_aside(self, held: Paper, where: str) -> None:
        """Kept for a person, out of the way."""
        (self.folder / where).mkdir(mode=0o700, exist_ok=True)
        _rename(held.path, self.folder / where / held.name)

    def bring_back(self, where: str) -> int:
        """What was set aside is new again; how many."""
        (self.folder / NEW).mkdir(mode=0o700, exist_ok=True)
        return sum(_rename(paper.path, self.folder / NEW / paper.name) for paper in list(self._in(where)))

    def remove(self, held: Paper) -> None:
        """What it says is stored for good."""
        held.path.unlink(missing_ok=True)

    def has(self, where: str) -> bool:
        """Whether anything was set aside there."""
        return any(True for _ in self._in(where))

    def counts(self) -> Counts:
        """How much lies where."""
        waiting = [*self._in(NEW), *(paper for paper, _ in self._held())]
        return Counts(
            waiting=len(waiting),
            oldest_at=min((paper.received_at for paper in waiting), default=None),
            unplaced=sum(1 for _ in self._in(UNPLACED)),
            broken=sum(1 for _ in self._in(BROKEN)),
        )

    def _move(self, paper: Paper, *, until: datetime, owner: str, tries: int) -> Paper | None:
        (self.folder / HELD).mkdir(mode=0o700, exist_ok=True)
        name = f"{int(until.timestamp() * 1000)}~{owner.replace('~', '-')}~{tries}~{paper.name}"
        path = self.folder / HELD / name
        return replace(paper, path=path, tries=tries) if _rename(paper.path, path) else None

    def _held(self) -> Iterator[tuple[Paper, datetime]]:
        """Files somebody holds or held, with the end of his time; one whose name we cannot read is free."""
        for paper in self._in(HELD):
            until, _, rest = paper.name.partition("~")
            _owner, _, rest = rest.partition("~")
            tries, _, name = rest.partition("~")
            ends, begun = whole_number(until), whole_number(tries)
            if ends is None or begun is None or not name:
                yield paper, datetime.min.replace(tzinfo=UTC)
                continue
            ends_at = datetime.fromtimestamp(min(ends, 4_000_000_000_000) / 1000, UTC)
            yield replace(paper, name=name, mailbox=_mailbox(name), tries=min(begun, 1000)), ends_at

    def _in(self, where: str) -> Iterator[Paper]:
        try:
            found = os.scandir(self.folder / where)
        except FileNotFoundError:
            return
        with found:
            for entry in found:
                try:
                    if not entry.is_file(follow_symlinks=False):
                        continue
                    seen = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    # Somebody took it while we looked.
                    continue
                yield Paper(
                    path=Path(entry.path),
                    name=entry.name,
                    mailbox=_mailbox(entry.name),
                    received_at=datetime.fromtimestamp(seen.st_mtime, UTC),
                    size=seen.st_size,
                )


def _mailbox(name: str) -> str:
    """``<mailbox>,<unique>.eml``; a file somebody put there himself names none."""
    given, comma, _ = name.partition(",")
    return given if comma else ""


def _rename(path: Path, target: Path) -> bool:
    try:
        path.rename(target)
    except FileNotFoundError:
        return False
    return True
