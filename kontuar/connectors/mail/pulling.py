"""Which mails are new, and which portion of them is read now.

Live streams begin two days back, so that the morning has what is fresh at once; the histories bring what is older,
oldest first, because talks are cut into cases best in the order they were written. Where both read the same mail
nothing happens: it is stored once. A cursor is ``{folder: {"validity": …, "next_uid": …}}``.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from kontuar.connector_kit.contract import Batch, Cursor, Fact
from kontuar.connector_kit.errors import Refused, Temporary, UnexpectedAnswer
from kontuar.connectors.mail import facts as telling
from kontuar.connectors.mail.folders import sent_of
from kontuar.connectors.mail.imap import Imap, Listed, Opened
from kontuar.connectors.mail.limits import MAIL_BYTES
from kontuar.connectors.mail.mailbox import Mailbox

PORTION = 50
FETCH_BYTES = 2 * 1024 * 1024
"""Asked for in one command: so much comes through a thin line in time."""
FRESH = timedelta(days=2)
MOST_TRIES = 5
"""So often a mail is asked for that the server does not give out: a line may break, a server may be unwell. Then its
headers stand for it, and those behind it are read."""
A_DAY = timedelta(days=1)
"""SINCE counts days of the server's own zone (RFC 3501, 6.4.4): one more, and the moment decides here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When it is, and how far back the owner lets us read."""

    now: datetime
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was read of a folder: ``count`` mails were looked at, ``next_uid`` comes next. ``hard`` is the number of
    one that was not given out this time."""

    facts: tuple[Fact, ...]
    next_uid: int
    count: int
    hard: int = 0


class Reader:
    """Reads one mailbox. ``connect`` gives a line that is logged in; ``drop`` forgets one that is dead."""

    def __init__(
        self, mailbox: Mailbox, *, connect: Callable[[], Imap], drop: Callable[[], None], seconds: float
    ) -> None:
        self._mailbox, self._connect, self._drop, self._seconds = mailbox, connect, drop, seconds
        self._sent: str | None = None
        self._waiting: dict[str, tuple[int, list[int]]] = {}
        """For a history: what is left of each folder, so that a big one is searched once."""

    def folders(self, *, is_sent: bool) -> tuple[str, ...]:
        """Which are read. No sent folder, before anything was sent, is nothing wrong."""
        if not is_sent:
            return self._mailbox.folders
        if self._sent is None:
            found = self._mailbox.sent_folder
            if not found:
                folder = sent_of(self._connect().folders())
                found = folder.name if folder else ""
            self._sent = found
        return (self._sent,) if self._sent else ()

    def live(self, cursor: Cursor, moment: Moment, *, is_sent: bool) -> Batch:
        """What came since. Refused when a folder is gone, but only after all others were read."""
        found, places, more = list[Fact](), dict(cursor), False
        lost: Refused | None = None
        for folder in self.folders(is_sent=is_sent):
            try:
                opened = self._connect().open(folder)
            except Refused as error:
                lost = error
                continue
            place = _place(cursor, folder)
            uids = self._news(opened, place, moment, is_first=not cursor)
            if not uids:
                places[folder] = {"validity": opened.validity, "next_uid": self._end_of(opened, place)}
                continue
            taken = self._take(folder, opened, uids, moment, is_sent=is_sent, place=place)
            found += taken.facts
            more = more or (taken.count < len(uids) and not taken.hard)
            places[folder] = _entry(opened.validity, taken, place)
        if lost and not found and not more:
            raise lost
        return Batch(facts=tuple(found), cursor=places, more=more or lost is not None)

    def history(self, cursor: Cursor, moment: Moment, *, is_sent: bool) -> Batch:
        """The next portion of what is older."""
        folders = self.folders(is_sent=is_sent)
        places = {name: dict(place) for name in folders if (place := cursor.get(name))}
        lost = self._survey(folders, places, moment)
        left = next((name for name in folders if name in self._waiting and self._waiting[name][1]), None)
        if left is None and lost:
            raise lost
        done = sum(int(place.get("done", 0)) for place in places.values())
        total = done + sum(len(uids) for _, uids in self._waiting.values())
        if left is None:
            return Batch(facts=(), cursor=places, total=total)
        validity, uids = self._waiting[left]
        place = _place(places, left)
        taken = self._take(left, self._opened(left, validity), uids, moment, is_sent=is_sent, place=place)
        self._waiting[left] = (validity, uids[taken.count :])
        before = int(places[left].get("done", 0))
        places[left] = {**_entry(validity, taken, place), "done": before + taken.count}
        more = any(uids for _, uids in self._waiting.values()) or lost is not None
        return Batch(facts=taken.facts, cursor=places, more=more, done=taken.count, total=total)

    def _survey(
        self, folders: Sequence[str], places: dict[str, dict[str, Any]], moment: Moment
    ) -> Refused | None:
        """What is left of every folder, looked up once; the error of one that is gone."""
        lost: Refused | None = None
        for folder in folders:
            place = _place(places, folder)
            known = self._waiting.get(folder)
            if known and place and _goes_on(known, place):
                continue  # a cursor from elsewhere, or none, is looked up anew
            try:
                opened = self._connect().open(folder)
            except Refused as error:
                lost = error
                self._waiting.pop(folder, None)
                continue
            is_same = place is not None and place["validity"] == opened.validity
            first = place["next_uid"] if place and is_same else 1
            uids = self._connect().uids(since=(moment.since - A_DAY).date(), first=first)
            self._waiting[folder] = (opened.validity, uids)
            done = int(places[folder].get("done", 0)) if is_same else 0
            places[folder] = {"validity": opened.validity, "next_uid": first, "done": done}
        return lost

    def _opened(self, folder: str, validity: int) -> Opened:
        imap = self._connect()
        opened = imap.opened[1] if imap.opened and imap.opened[0] == folder else imap.open(folder)
        if opened.validity != validity:
            self._waiting.clear()
            raise Temporary("the folder was made anew meanwhile", code="folder_changed")
        return opened

    def _news(
        self, opened: Opened, place: Mapping[str, int] | None, moment: Moment, *, is_first: bool
    ) -> list[int]:
        """Numbers of mails we have not read, in order."""
        imap = self._connect()
        if place is None:
            fresh = max(moment.since, moment.now - FRESH) if is_first else moment.since
            return imap.uids(since=(fresh - A_DAY).date())
        ended = opened.next_uid is not None and opened.next_uid < place["next_uid"]
        if place["validity"] != opened.validity or ended:
            # Numbers begin anew (RFC 3501, 2.3.1.1), or a server went back to an older copy of itself.
            return imap.uids(since=(moment.since - A_DAY).date())
        if opened.next_uid == place["next_uid"]:
            return []
        return imap.uids(first=place["next_uid"])

    def _end_of(self, opened: Opened, place: Mapping[str, int] | None) -> int:
        """Where news will begin in a folder that has none."""
        if opened.next_uid is not None:
            return opened.next_uid
        if place and place["validity"] == opened.validity:
            return place["next_uid"]
        return max(self._connect().uids(), default=0) + 1

    def _take(
        self,
        folder: str,
        opened: Opened,
        uids: Sequence[int],
        moment: Moment,
        *,
        is_sent: bool,
        place: Mapping[str, int] | None,
    ) -> Taken:
        """Read the first of these mails: a portion, or what comes in time."""
        wanted = uids[:PORTION]
        listed = self._connect().listed(wanted)
        allowed = [one for one in listed if one.received_at is None or one.received_at >= moment.since]
        given_up = place.get("hard", 0) if place and place.get("tries", 0) >= MOST_TRIES else 0
        found, until = list[Fact](), time.monotonic() + self._seconds
        for some in _chunks(allowed):
            if found and time.monotonic() > until:
                return _up_to(some[0].uid, wanted, found)
            for one, raw in self._contents(folder, opened, some, given_up=given_up):
                if raw is None:
                    return replace(_up_to(one.uid, wanted, found), hard=one.uid)
                if found and time.monotonic() > until:  # reading one mail can take long too
                    return _up_to(one.uid, wanted, found)
                at = min(one.received_at or moment.now, moment.now)
                found += telling.facts_of(raw, self._mailbox, received_at=at, is_sent=is_sent)
        is_all = len(wanted) == len(uids)
        next_uid = max(wanted[-1] + 1, opened.next_uid or 0) if is_all else wanted[-1] + 1
        return Taken(facts=tuple(found), next_uid=next_uid, count=len(wanted))

    def _contents(
        self, folder: str, opened: Opened, some: Sequence[Listed], *, given_up: int
    ) -> Iterator[tuple[Listed, bytes | None]]:
        """The bytes of these mails, in order, None for one that is there and was not given out. What is gone
        meanwhile is left out. ``given_up`` is the number of one that was asked for often enough."""
        bodies = self._bodies(folder, some)
        for one in some:
            raw = bodies.get(one.uid)
            if raw is None and len(some) > 1:
                raw = self._bodies(folder, [one]).get(one.uid)
            if raw is not None:
                yield one, raw
            elif self._connect().listed([one.uid]):
                is_final = one.size > MAIL_BYTES or one.uid == given_up
                yield one, self._in_part(folder, opened, one) if is_final else None

    def _bodies(self, folder: str, some: Sequence[Listed]) -> Mapping[int, bytes]:
        """Whole mails. When they are too much for the line or the server, a new line goes on without them."""
        if some[0].size > MAIL_BYTES:
            return {}
        try:
            return self._connect().bodies([one.uid for one in some])
        except (Temporary, UnexpectedAnswer) as error:
            self._drop()
            if error.code not in ("TIMEOUT", "TOO_LARGE", "DISCONNECTED"):
                raise
        self._connect().open(folder)
        return {}

    def _in_part(self, folder: str, opened: Opened, one: Listed) -> bytes:
        trouble = telling.TOO_LARGE if one.size > MAIL_BYTES else telling.NOT_FETCHED
        headers = self._connect().headers(one.uid)
        where = f"{folder}/{opened.validity}/{one.uid}"
        return telling.in_part(headers or b"", trouble, size=one.size, where=where)


def _place(cursor: Mapping[str, Any], folder: str) -> dict[str, int] | None:
    """A folder's place in a cursor, None where there is none that makes sense."""
    found = cursor.get(folder)
    if not isinstance(found, Mapping):
        return None
    validity, next_uid = found.get("validity"), found.get("next_uid")
    if not isinstance(validity, int) or not isinstance(next_uid, int):
        return None
    tries = {name: found[name] for name in ("hard", "tries") if isinstance(found.get(name), int)}
    return {"validity": validity, "next_uid": next_uid, **tries}


def _entry(validity: int, taken: Taken, place: Mapping[str, int] | None) -> dict[str, int]:
    """A folder's place after a portion, with how often the mail it stands at was asked for in vain."""
    entry = {"validity": validity, "next_uid": taken.next_uid}
    if taken.hard:
        is_known = place is not None and place.get("hard") == taken.hard
        tries = (place or {}).get("tries", 0) if is_known else 0
        entry |= {"hard": taken.hard, "tries": tries + 1}
    return entry


def _up_to(uid: int, wanted: Sequence[int], found: Sequence[Fact]) -> Taken:
    return Taken(facts=tuple(found), next_uid=uid, count=sum(1 for one in wanted if one < uid))


def _goes_on(known: tuple[int, list[int]], place: Mapping[str, int]) -> bool:
    """Whether what we remember of a folder begins where the cursor stands."""
    validity, uids = known
    return validity == place["validity"] and (not uids or uids[0] >= place["next_uid"])


def _chunks(listed: Sequence[Listed]) -> Iterator[list[Listed]]:
    """Runs of mails that are not too much for one command; one that is too large goes alone."""
    held, size = list[Listed](), 0
    for one in listed:
        if held and size + one.size > FETCH_BYTES:
            yield held
            held, size = [], 0
        held.append(one)
        size += one.size
    if held:
        yield held
