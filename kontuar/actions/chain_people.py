"""The people of a talk by mail: may a mail that names another one stand beside it?

Message-IDs are anybody's to write, and many answer one newsletter. So a mail joins a talk only if its writer is
somebody of it, and what we wrote joins only if it went to somebody who wrote there: a mail passed on to a supplier
answers no buyer. Machines may stand in the talk they answer; they count as nobody of it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import batched

from kontuar.facts.mails import Letter as LetterFact
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import Role
from kontuar.store.models import Account, Message

AT_ONCE = 5_000
ADDRESS = re.compile(r"[^\s<>,;:\"()@]+@[^\s<>,;:\"()@]+")
PEOPLE = (Role.BUYER, Role.SELLER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks in a mail, and whom it is for; people as ``person`` calls them, never ourselves.

    ``others`` is None where the mail itself is not at hand. ``hidden`` are those of Bcc, ``other`` whom the talk is
    with.
    """

    role: Role
    writers: frozenset[str]
    answer_to: frozenset[str] = frozenset()
    others: frozenset[str] | None = None
    hidden: frozenset[str] = frozenset()
    other: str = ""


@dataclass(slots=True)
class Talk:
    """The people of one thread: who ``wrote`` or was written to first, and all who are ``named``."""

    wrote: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    is_held: bool = False
    """Somebody spoke here, not machines alone."""

    def add(self, voice: Voice) -> None:
        if voice.role not in PEOPLE:
            return
        self.is_held = True
        self.named |= voice.others or set()
        if voice.role is Role.BUYER:
            self.wrote |= voice.writers | voice.answer_to
        if voice.other and not self.wrote:
            self.wrote.add(voice.other)

    def may_join(self, voice: Voice, *, is_answered: bool) -> bool:
        """``is_answered``: it is this mail that those in the talk answer, not the other way round."""
        if voice.role not in PEOPLE or not self.is_held:
            return True
        if voice.role is Role.SELLER:
            return voice.others is None or bool((voice.others | voice.hidden) & self.wrote)
        if voice.writers & (self.wrote | self.named):
            return True
        return is_answered and bool(self.wrote & (voice.others or set()))


def person(address: str) -> str:
    """An address for telling people apart: neither case counts nor what stands behind a ``+``."""
    local, at, domain = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if at else domain


def own_addresses(account: Account) -> frozenset[str]:
    """The mailbox's own addresses in small letters: nobody writes to himself."""
    settings = account.settings
    named = (account.login, settings.get("address", ""), *settings.get("aliases", ()))
    return frozenset(one.casefold() for one in named if one)


def pair(message_id: str, other: str) -> str:
    """The name of the thread in which this person answers a mail that stands in somebody else's talk."""
    return f"sha256:{sha256(f'{message_id}\n{other}'.encode()).hexdigest()}"


class People:
    """Who takes part where, of one mailbox."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._own = frozenset(map(person, own_addresses(account)))
        self.talks: defaultdict[str, Talk] = defaultdict(Talk)

    def _of(self, addresses: Iterable[str]) -> frozenset[str]:
        return frozenset(found for one in addresses if one and (found := person(one))) - self._own

    def voice(self, message: MessageFact, letter: LetterFact | None) -> Voice:
        writers = self._of([message.author_login])
        if letter is None:
            return Voice(role=message.role, writers=writers, other=next(iter(writers), ""))
        mail = letter.mail
        is_ours = message.role is Role.SELLER
        to = [self._of([one.address]) for one in (*mail.to, *mail.cc)]
        first = next((one for found in to for one in found), "")
        bcc = ADDRESS.findall(mail.header("bcc")) if is_ours else []
        return Voice(
            role=message.role,
            writers=frozenset() if is_ours else writers | self._of([mail.author.address]),
            answer_to=frozenset() if is_ours else self._of(one.address for one in mail.reply_to),
            others=frozenset[str]().union(*to),
            hidden=self._of(bcc),
            other=first if is_ours else next(iter(writers), ""),
        )

    def load(self, threads: Collection[str]) -> None:
        """Who takes part in these threads. One query."""
        for some in batched(threads, AT_ONCE):
            # The thread's account and not the message's: by that the threads are found first, and few messages read.
            said = Message.objects.filter(thread__account=self._account, thread__external_id__in=some)
            said = said.filter(role__in=[role.value for role in PEOPLE]).order_by("thread_id", "pk")
            for thread, role, author, buyer, sender, answer_to, to, cc in said.values_list(
                "thread__external_id",
                "role",
                "author_login",
                "thread__buyer__login",
                "letter__from_address",
                "letter__reply_to",
                "letter__to",
                "letter__cc",
            ):
                talk = self.talks[thread]
                talk.is_held = True
                talk.wrote |= self._of([buyer])
                talk.named |= self._of(str(one.get("address", "")) for one in (*(to or ()), *(cc or ())))
                if role == Role.BUYER.value:
                    talk.wrote |= self._of([author, sender or "", answer_to or ""])

    def note(self, thread: str, buyer: str, copies: Iterable[str]) -> None:
        """We wrote to these people there, and have not read it back."""
        talk = self.talks[thread]
        talk.is_held = True
        talk.wrote |= self._of([buyer])
        talk.named |= self._of(str(one) for one in copies)
