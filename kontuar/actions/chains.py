"""Which thread does a message belong to, where the platform has none of its own (mail)?

Such a message names those it answers (``Message.answers``); it belongs to the thread of the first we know: of this
portion, of the database, of our outbox, or of the case whose token its subject holds. The other way round a message
joins the thread that was begun in its name by an answer that came before it.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import batched

from kontuar.actions import mail_token
from kontuar.connector_kit.contract import Fact
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import Role
from kontuar.facts.messages import Thread as ThreadFact
from kontuar.store.models import Account, Case, Message, Outgoing, Thread

AT_ONCE = 5_000
"""Names asked for in one statement."""
NEAREST = 30
"""So many of the messages it answers are looked for, and the chain's beginning."""
MINTED = re.compile(r"k\.([0-9a-f]{32})@")
"""Our own Message-IDs hold the key of the row they were sent from."""


def resolved(account: Account, facts: Sequence[Fact]) -> Sequence[Fact]:
    """The facts with every message in its thread, and one fact for each thread. Four queries at most.

    Messages that answer nothing stand where they say; a portion of such costs nothing.
    """
    messages = [fact for fact in facts if isinstance(fact, MessageFact)]
    if not any(message.answers for message in messages):
        return facts
    places = _Places(account, messages)
    thread_of = {
        message.external_id: places.take(message)
        for message in sorted(messages, key=lambda one: (one.written_at, one.external_id))
    }
    return _moved(facts, thread_of)


def key_of(message_id: str) -> uuid.UUID | None:
    """The key of the row of ours a Message-ID was minted from, None for an id of somebody else."""
    found = MINTED.match(message_id)
    return uuid.UUID(hex=found[1]) if found else None


class _Places:
    """Names of messages and threads, and the thread each leads to."""

    def __init__(self, account: Account, messages: Sequence[MessageFact]) -> None:
        self._account = account
        self._hinted: dict[str, str] = {}
        answering = [one for one in messages if one.answers]
        asked = {name for one in answering for name in (one.external_id, *_nearest(one.answers))}
        self._known: dict[str, str] = {name: name for name in _begun(account, asked)}
        self._known |= _stored(account, asked)
        self._known |= _sent(account, asked - self._known.keys())

    def take(self, message: MessageFact) -> str:
        """The thread of this message, remembered for those that answer it or are answered by it."""
        own = self._known.get(message.external_id)
        answered = next(
            (self._known[name] for name in _nearest(message.answers) if name in self._known), None
        )
        hinted = self._hinted.get(message.external_id)
        found = answered or own or hinted or self._by_token(message) or message.thread_id
        self._known[message.external_id] = found
        self._known.setdefault(found, found)
        for name in message.answers:
            self._hinted.setdefault(name, found)
        return found

    def _by_token(self, message: MessageFact) -> str:
        for token in (name for name in message.answers if _is_token(name)):
            case = mail_token.case_of(self._account, token)
            if case and case.thread and _may_join(message, case):
                return case.thread.external_id
        return ""


def _nearest(answers: Sequence[str]) -> list[str]:
    ids = [name for name in answers if not _is_token(name)]
    return ids if len(ids) <= NEAREST else [*ids[:NEAREST], ids[-1]]


def _is_token(name: str) -> bool:
    return name.startswith("K-") and "@" not in name


def _may_join(message: MessageFact, case: Case) -> bool:
    """A subject can be copied by anybody: only we, the buyer, and who was written to in the case may use it."""
    if message.role is Role.SELLER or message.author_login == case.buyer.login:
        return True
    said = Message.objects.filter(case=case, role=Role.SELLER.value)
    if said.filter(thread__buyer__login=message.author_login).exists():
        return True
    written_to = said.filter(letter__isnull=False).values_list("letter__to", "letter__cc")
    return any(
        str(one.get("address", "")).casefold() == message.author_login
        for lists in written_to
        for addresses in lists
        for one in addresses
    )


def _stored(account: Account, names: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in batched(names, AT_ONCE):
        rows = Message.objects.filter(account=account, external_id__in=some)
        found.update(rows.values_list("external_id", "thread__external_id"))
    return found


def _begun(account: Account, names: Collection[str]) -> Iterable[str]:
    """Threads called by one of these names: somebody answered a message before we had it."""
    for some in batched(names, AT_ONCE):
        rows = Thread.objects.filter(account=account, external_id__in=some)
        yield from rows.values_list("external_id", flat=True)


def _sent(account: Account, names: Collection[str]) -> Mapping[str, str]:
    """What we sent and have not read back: the thread it was written into."""
    keys = {key: name for name in names if (key := key_of(name))}
    if not keys:
        return {}
    rows = Outgoing.objects.filter(account=account, key__in=list(keys))
    return {
        keys[key]: told or held
        for key, told, held in rows.values_list("key", "thread_external_id", "case__thread__external_id")
        if told or held
    }


def _moved(facts: Sequence[Fact], thread_of: Mapping[str, str]) -> Sequence[Fact]:
    """The facts again: messages in their threads, and the threads that follow them, one fact for each."""
    told: dict[str, ThreadFact] = {}
    of_thread: dict[str, list[tuple[MessageFact, ThreadFact]]] = defaultdict(list)
    alone: dict[str, ThreadFact] = {}
    others: list[Fact] = []
    for fact in facts:
        if isinstance(fact, ThreadFact):
            told[fact.external_id] = alone[fact.external_id] = fact
        elif isinstance(fact, MessageFact):
            place = thread_of[fact.external_id]
            if fact.thread_id in told:
                of_thread[place].append((fact, told[fact.thread_id]))
            others.append(fact if fact.thread_id == place else replace(fact, thread_id=place))
        else:
            others.append(fact)
    followed = {thread.external_id for pairs in of_thread.values() for _, thread in pairs}
    merged = [_merged(place, pairs) for place, pairs in of_thread.items()]
    return [*merged, *(fact for name, fact in alone.items() if name not in followed), *others]


def _merged(place: str, pairs: Sequence[tuple[MessageFact, ThreadFact]]) -> ThreadFact:
    """One fact of a thread: with whom its oldest message is, a buyer's word before any other."""

    def order(pair: tuple[MessageFact, ThreadFact]) -> tuple[bool, bool, object, str]:
        message = pair[0]
        is_robot = message.role not in (Role.BUYER, Role.SELLER)
        return is_robot, message.role is not Role.BUYER, message.written_at, message.external_id

    first = min(pairs, key=order)[1]
    last = max((at for _, thread in pairs if (at := thread.last_message_at)), default=None)
    return replace(first, external_id=place, last_message_at=last)
