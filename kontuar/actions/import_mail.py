"""Take the mails of an archive into a mailbox: portion by portion, as if they had just been read there.

It may be stopped and begun again at any time: a mail we hold is not stored twice.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, IntegrityError, OperationalError
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, receive
from kontuar.actions.errors import ActionProblem
from kontuar.actions.letters import UNDATED
from kontuar.actions.mail_archives import Found
from kontuar.connector_kit.contract import Fact
from kontuar.connectors import get as connector_named
from kontuar.facts.mails import Letter as LetterFact
from kontuar.store.models import Account

PLATFORM = "mail"
MAILS_A_PORTION = 200
BYTES_A_PORTION = 16 * 1024 * 1024
MOST_TRIES = 3


class NoMailbox(ActionProblem):
    """There is no mailbox to import into, or several and none was named."""

    code = "no-mailbox"
    text = _("Connect the mailbox first, or name one of those that are connected.")


@dataclass(slots=True, kw_only=True)
class Counts:
    """How far an import is. ``passed`` are bytes of the archive that are behind us."""

    read: int = 0
    stored: int = 0
    known: int = 0
    passed: int = 0
    troubled: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


type Tell = Callable[[Counts], None]
type Complain = Callable[[str, str], None]


def mailbox(address: str = "") -> Account:
    """The mailbox of that address; the only one when none is named. NoMailbox otherwise."""
    rows = Account.objects.filter(platform=PLATFORM).order_by("pk")
    if address:
        rows = rows.filter(login=address.strip().lower())
    found = list(rows[:2])
    if len(found) != 1:
        raise NoMailbox
    return found[0]


def addresses() -> list[str]:
    """The mailboxes that are connected."""
    return list(Account.objects.filter(platform=PLATFORM).order_by("pk").values_list("login", flat=True))


def take_in(
    account: Account,
    archive: Iterable[Found],
    *,
    is_sent: bool,
    clock: Callable[[], datetime],
    tell: Tell = lambda _counts: None,
    complain: Complain = lambda _place, _code: None,
) -> Counts:
    """Store an archive's mails. ``is_sent``: all of them are ours. ``complain`` hears of each that could not be
    read as a mail (place, code); it is kept all the same, unless the code is ``too_large``, ``disk`` (it refused) or
    ``not_stored``.
    """
    counts = Counts()
    for some in _portions(archive):
        now = clock()
        told = [(found, facts) for found in some if (facts := _read(account, found, is_sent, now))]
        _store(account, told, counts, complain, now)
        for found in some:
            _count(found, counts, complain)
        for found, facts in told:
            _note_trouble(found, facts, counts, complain)
        tell(counts)
    journal.record("mail.imported", at=clock(), account=account, read=counts.read, stored=counts.stored)
    return counts


def _portions(archive: Iterable[Found]) -> Iterator[list[Found]]:
    some: list[Found] = []
    size = 0
    for found in archive:
        some.append(found)
        size += len(found.raw)
        if len(some) >= MAILS_A_PORTION or size >= BYTES_A_PORTION:
            yield some
            some, size = [], 0
    if some:
        yield some


def _read(account: Account, found: Found, is_sent: bool, now: datetime) -> tuple[Fact, ...]:
    """The facts of a mail. One without a true date is dated by when it came, if the archive tells."""
    if found.trouble:
        return ()
    sent = is_sent or found.is_sent
    facts = _facts(account, found.raw, sent, now)
    undated = any(isinstance(f, LetterFact) and UNDATED.intersection(f.mail.troubles) for f in facts)
    if undated and found.told_at and found.told_at < now:
        return _facts(account, found.raw, sent, found.told_at)
    return facts


def _facts(account: Account, raw: bytes, is_sent: bool, at: datetime) -> tuple[Fact, ...]:
    connector = connector_named(account.platform)
    return connector.read(
        raw, login=account.login, settings=account.settings, received_at=at, is_sent=is_sent
    )


def _store(
    account: Account,
    told: list[tuple[Found, tuple[Fact, ...]]],
    counts: Counts,
    complain: Complain,
    now: datetime,
) -> None:
    """All in one transaction; if that fails, one by one, so that a mail nobody can store stops no other."""
    if not told:
        return
    stored = _stored(account, [fact for _, facts in told for fact in facts], now)
    if stored is not None:
        counts.stored += stored
        counts.known += len(told) - stored
        return
    for found, facts in told:
        alone = _stored(account, facts, now)
        if alone is None:
            counts.troubled += 1
            complain(found.place, "not_stored")
        else:
            counts.stored += alone
            counts.known += 1 - alone


def _stored(account: Account, facts: Sequence[Fact], now: datetime) -> int | None:
    """How many were new; None when the database does not take them.

    Somebody else may be storing the same at this moment: then once more. OperationalError (it is busy for long, the
    disk is full) ends the import, which may be begun again.
    """
    for _try in range(MOST_TRIES):
        try:
            return receive.handed_over(account, facts, now=now).letters
        except IntegrityError:
            continue
        except OperationalError:
            raise
        except (DatabaseError, ValueError):
            return None
    return None


def _count(found: Found, counts: Counts, complain: Complain) -> None:
    counts.passed += found.passed
    if found.trouble == "left_out":
        counts.left_out[found.place] += 1
        return
    counts.read += 1
    if found.trouble:
        counts.troubled += 1
        complain(found.place, found.trouble)


def _note_trouble(found: Found, facts: Iterable[Fact], counts: Counts, complain: Complain) -> None:
    letter = next((fact for fact in facts if isinstance(fact, LetterFact)), None)
    code = (
        next((code for code in letter.mail.troubles if code in ("unreadable", "empty")), "") if letter else ""
    )
    if code:
        counts.troubled += 1
        complain(found.place, code)
