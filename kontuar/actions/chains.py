"""Which thread does a message belong to, where the platform has none of its own (mail)?

Such a message names those it answers (``Message.answers``); it belongs to the thread of the first we know: of this
portion, of the database, of our outbox, or of the case whose token its subject holds. The other way round a message
joins the thread that was begun in its name by an answer that came before it. In each of these talks it must be
somebody's who takes part there (``chain_people``); who answers a mail in a talk that is not his begins his own.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import batched

from kontuar.actions import mail_token
from kontuar.actions.chain_people import People, Voice, pair
from kontuar.connector_kit.contract import Fact
from kontuar.facts.mails import Letter as LetterFact
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import Role
from kontuar.facts.messages import Thread as ThreadFact
from kontuar.store.models import Account, Case, Message, Outgoing, Thread

AT_ONCE = 5_000
"""Names asked for in one statement."""
NEAREST = 30
"""So many of the messages it answers are looked for, and the chain's beginning."""
PASSED_ON = re.compile(r"(fwd?|pd|wg|tr|i)\s*:", re.IGNORECASE)
"""What programs put before the subject of a mail passed on."""
MINTED = re.compile(r"k\.([0-9a-f]{32})@")
"""Our own Message-IDs hold the key of the row they were sent from."""


def resolved(account: Account, facts: Sequence[Fact]) -> Sequence[Fact]:
    """The facts with every message in its thread, and one fact for each thread. Five queries at most.

    Messages that answer nothing stand where they say; a portion of such costs nothing.
    """
    messages = [fact for fact in facts if isinstance(fact, MessageFact)]
    if not any(message.answers for message in messages):
        return facts
    places = _Places(
        account, messages, {fact.message_id: fact for fact in facts if isinstance(fact, LetterFact)}
    )
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
    """Names of messages and threads, the thread each leads to, and who takes part there."""

    def __init__(
        self, account: Account, messages: Sequence[MessageFact], letters: Mapping[str, LetterFact]
    ) -> None:
        self._account = account
        self._people = People(account)
        self._hinted: dict[str, str] = {}
        self._voices = {
            one.external_id: self._people.voice(one, letters.get(one.external_id)) for one in messages
        }
        self._forwarded = {name for name, letter in letters.items() if PASSED_ON.match(letter.mail.subject)}
        answering = [one for one in messages if one.answers]
        asked = {name for one in answering for name in (one.external_id, *_nearest(one.answers))}
        begun = asked | {self._pair(one) for one in answering}
        self._known: dict[str, str] = {name: name for name in _begun(account, begun)}
        self._stored = _stored(account, asked)
        self._known |= self._stored
        places = set(self._known.values())
        for row, name in _sent(account, asked - self._known.keys()):
            place = row.thread_external_id or (row.case.thread.external_id if row.case.thread else "")
            if place:
                self._known[name] = self._stored[name] = place
                places.add(place)
                self._people.note(place, row.buyer_login, row.cc)
        self._people.load(places)

    def take(self, message: MessageFact) -> str:
        """The thread of this message, remembered for those that answer it or are answered by it."""
        found = self._stored.get(message.external_id) or self._found(message)
        self._known[message.external_id] = found
        self._known.setdefault(found, found)
        self._people.talks[found].add(self._voices[message.external_id])
        for name in message.answers:
            self._hinted.setdefault(name, found)
        return found

    def _found(self, message: MessageFact) -> str:
        voice = self._voices[message.external_id]
        answered = [self._known[name] for name in _nearest(message.answers) if name in self._known]
        names = (self._known, self._hinted)
        begun = [some[message.external_id] for some in names if message.external_id in some]
        talks = self._people.talks
        for place in dict.fromkeys((*answered, *begun)):
            if talks[place].may_join(voice, is_answered=place in begun):
                return place
        if place := self._by_token(message, voice):
            return place
        return self._own(message, voice, is_refused=bool(answered or begun))

    def _own(self, message: MessageFact, voice: Voice, *, is_refused: bool) -> str:
        """Where nobody it may join is known: the talk it begins, called by the oldest mail it answers.

        A mail of a talk that is not his own has another name for each who answers it, so that his mails meet; so
        has one we pass on, for the mail itself is another talk, whichever comes first.
        """
        passed_on = bool(message.answers) and message.external_id in self._forwarded
        is_passed_on = message.role is Role.SELLER and passed_on
        places = (
            (self._pair(message),) if is_refused or is_passed_on else (message.thread_id, self._pair(message))
        )
        talks = self._people.talks
        fits = (one for one in places if talks[one].may_join(voice, is_answered=False))
        return next(fits, pair(message.external_id, ""))

    def _pair(self, message: MessageFact) -> str:
        first = next(reversed(_nearest(message.answers)), message.external_id)
        return pair(first, self._voices[message.external_id].other)

    def _by_token(self, message: MessageFact, voice: Voice) -> str:
        for token in (name for name in message.answers if _is_token(name)):
            case = mail_token.case_of(self._account, token)
            if case and case.thread and self._may_use(message, voice, case, case.thread.external_id):
                return case.thread.external_id
        return ""

    def _may_use(self, message: MessageFact, voice: Voice, case: Case, place: str) -> bool:
        if message.role is not Role.SELLER:
            return _may_join(message, case)
        if place not in self._people.talks:
            self._people.load([place])
        return self._people.talks[place].may_join(voice, is_answered=False)


def _nearest(answers: Sequence[str]) -> list[str]:
    ids = [name for name in answers if not _is_token(name)]
    return ids if len(ids) <= NEAREST else [*ids[:NEAREST], ids[-1]]


def _is_token(name: str) -> bool:
    return name.startswith("K-") and "@" not in name


def _may_join(message: MessageFact, case: Case) -> bool:
    """A subject can be copied by anybody: only the buyer, and who was written to in the case may use it."""
    if message.author_login == case.buyer.login:
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


def _sent(account: Account, names: Collection[str]) -> Iterable[tuple[Outgoing, str]]:
    """What we sent and have not read back, and the name of each."""
    keys = {key: name for name in names if (key := key_of(name))}
    if not keys:
        return
    rows = Outgoing.objects.filter(account=account, key__in=list(keys)).select_related("case__thread")
    for row in rows:
        yield row, keys[row.key]


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
