"""What was taken out does not come back with the next reading; a new word of the same person does come in.

A trace (``store.models.Forgotten``) is kept of the person's names and of the platform's names of everything that was
taken out: keyed hashes, from which nobody learns who it was. ``sifted`` is asked of every portion before it is
stored. What has a trace is left out, or stored without the person where the row stayed (orders, issues, ratings). What
has none is left out when it is clearly older than the forgetting; anything newer is the person's new word.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import batched

from django.db.models import Model

from kontuar.actions import bulk, buyers, scrub
from kontuar.connector_kit.contract import Fact, RawAnswer
from kontuar.facts.issues import Issue
from kontuar.facts.mails import Letter, Undelivered
from kontuar.facts.messages import Message, Role, Thread
from kontuar.facts.orders import Order, Shipment
from kontuar.facts.ratings import Rating
from kontuar.facts.refunds import Refund
from kontuar.store.models import Account, Forgotten
from kontuar.store.models import Issue as IssueRow
from kontuar.store.models import Message as MessageRow
from kontuar.store.models import Order as OrderRow
from kontuar.store.models import Rating as RatingRow
from kontuar.store.models import Thread as ThreadRow
from kontuar.store.secrets import stamps

type Thing = tuple[str, str]
"""Kind (``login``, ``thread``, ``message``, ``order``, ``issue``, ``rating``, ``floor``) and the platform's name."""

GRACE = timedelta(days=3)
"""What we never saw is taken for old only so long before the forgetting: platforms show words hours after they were
typed, and nobody who wrote may be overlooked."""
AT_ONCE = 400
TALK_FLOOR, ORDER_FLOOR = ("floor", "talk"), ("floor", "orders")


def _stamp(account: Account, thing: Thing) -> list[str]:
    kind, name = thing
    name = name.casefold() if kind == "login" else name
    return [one.hex() for one in stamps(f"forgotten {account.pk} {kind} {name}")]


def remember(account: Account, things: Iterable[Thing], *, now: datetime) -> None:
    """Leave traces of these. What has one already keeps its date, but a floor only rises."""
    wanted = {_stamp(account, thing)[0] for thing in things if thing[1]}
    for some in batched(sorted(wanted), AT_ONCE):
        rows = [Forgotten(account=account, stamp=stamp, at=now) for stamp in some]
        bulk.insert(rows, unique=("account_id", "stamp"))


def raise_floor(account: Account, floor: Thing, *, to: datetime) -> None:
    """Nothing of that kind from before ``to`` is taken in any more."""
    stamp = _stamp(account, floor)[0]
    row, is_new = Forgotten.objects.get_or_create(account=account, stamp=stamp, defaults={"at": to})
    if not is_new and row.at < to:
        Forgotten.objects.filter(pk=row.pk).update(at=to)


def known(account: Account, things: Collection[Thing]) -> dict[Thing, datetime]:
    """Those of these that have a trace, and since when."""
    names = {stamp: thing for thing in things if thing[1] for stamp in _stamp(account, thing)}
    found: dict[Thing, datetime] = {}
    for some in batched(names, AT_ONCE):
        rows = Forgotten.objects.filter(account=account, stamp__in=some)
        for stamp, at in rows.values_list("stamp", "at"):
            found[names[stamp]] = max(at, found.get(names[stamp], at))
    return found


def sifted(
    account: Account, facts: Sequence[Fact], raw: Sequence[RawAnswer] = (), *, now: datetime
) -> tuple[Sequence[Fact], Sequence[RawAnswer]]:
    """The portion without what was taken out. One query where nothing ever was."""
    if not (facts or raw) or not Forgotten.objects.filter(account=account).exists():
        return facts, raw
    sieve = _Sieve(account, facts, raw)
    left = [one for fact in facts if (one := sieve.of(fact)) is not None]
    sieve.bind_anew(now)
    return left, [one for one in raw if not sieve.has_trace(one.external_id)]


def letters(account: Account, facts: Sequence[Fact]) -> list[Letter]:
    """The mails of a portion that may be laid down."""
    if not Forgotten.objects.filter(account=account).exists():
        return [fact for fact in facts if isinstance(fact, Letter)]
    sieve = _Sieve(account, facts, ())
    return [fact for fact in facts if isinstance(fact, Letter) and sieve.of(fact) is not None]


@dataclass(frozen=True, slots=True)
class _Held:
    """The platform's names of rows that are there, of those this portion names."""

    threads: frozenset[str]
    messages: frozenset[str]
    orders: frozenset[str]
    issues: frozenset[str]
    ratings: frozenset[str]


class _Sieve:
    """One portion's traces, read at the beginning."""

    def __init__(self, account: Account, facts: Sequence[Fact], raw: Sequence[RawAnswer]) -> None:
        self._account = account
        self._facts = facts
        self._login_of = {fact.external_id: fact.buyer_login for fact in facts if isinstance(fact, Thread)}
        things = {TALK_FLOOR, ORDER_FLOOR}
        for fact in facts:
            things.update(_things(fact))
        for one in raw:
            things.update(
                (kind, one.external_id) for kind in ("thread", "message", "order", "issue", "rating")
            )
        self._known = known(account, things)
        self._held = _held(account, facts)
        self._kept = {f.external_id: f for f in facts if isinstance(f, Message) and not self._is_old_word(f)}
        self._alive = {fact.thread_id for fact in self._kept.values()}

    def has_trace(self, external_id: str) -> bool:
        """Of whatever kind."""
        kinds = ("thread", "message", "order", "issue", "rating")
        return any((kind, external_id) in self._known for kind in kinds)

    def of(self, fact: Fact) -> Fact | None:
        """The fact as it may be stored, None when it may not."""
        if isinstance(fact, Message):
            return fact if fact.external_id in self._kept else None
        if isinstance(fact, Letter):
            return fact if fact.message_id in self._kept else None
        if isinstance(fact, Thread):
            return self._thread(fact)
        if isinstance(fact, Order):
            return self._order(fact)
        if isinstance(fact, Issue):
            return self._issue(fact)
        if isinstance(fact, Rating):
            return self._rating(fact)
        if isinstance(fact, Shipment):
            return scrub.shipment(fact) if ("order", fact.order_id) in self._known else fact
        if isinstance(fact, Refund):
            return scrub.refund(fact) if ("order", fact.order_id) in self._known else fact
        if isinstance(fact, Undelivered):
            return None if self._is_old_bounce(fact) else fact
        return fact

    def _is_old_word(self, fact: Message) -> bool:
        if ("message", fact.external_id) in self._known:
            return True
        if fact.external_id in self._held.messages:
            return False
        return self._is_past(self._since(fact), fact.written_at) or self._is_below(
            TALK_FLOOR, fact.written_at
        )

    def _since(self, fact: Message) -> datetime | None:
        """When whoever this talk is with was forgotten."""
        names = [("thread", fact.thread_id), ("login", self._login_of.get(fact.thread_id, ""))]
        if fact.role is Role.BUYER:
            names.append(("login", fact.author_login))
        return max((at for name in names if (at := self._known.get(name))), default=None)

    @staticmethod
    def _is_past(since: datetime | None, at: datetime | None) -> bool:
        return since is not None and at is not None and at < since - GRACE

    def _is_below(self, floor: Thing, at: datetime | None) -> bool:
        held = self._known.get(floor)
        return held is not None and at is not None and at < held

    def _thread(self, fact: Thread) -> Thread | None:
        if fact.external_id in self._alive:
            return fact
        known = [self._known.get(("thread", fact.external_id)), self._known.get(("login", fact.buyer_login))]
        since = max((at for at in known if at), default=None)
        if fact.external_id not in self._held.threads and self._is_below(TALK_FLOOR, fact.last_message_at):
            return None
        if since is None or (fact.last_message_at and fact.last_message_at > since):
            return fact
        # The talk of an issue is kept as a place without words: what moves there still counts.
        return replace(fact, buyer_login="") if fact.external_id in self._held.threads else None

    def _order(self, fact: Order) -> Order | None:
        if ("order", fact.external_id) in self._known:
            return scrub.order(fact) if fact.external_id in self._held.orders else None
        if fact.external_id in self._held.orders:
            return scrub.order(fact) if self._is_below(ORDER_FLOOR, fact.bought_at) else fact
        since = self._known.get(("login", fact.buyer_login or f"#{fact.buyer_id}"))
        is_old = self._is_past(since, fact.bought_at) or self._is_below(ORDER_FLOOR, fact.bought_at)
        return None if is_old else fact

    def _issue(self, fact: Issue) -> Issue | None:
        is_held = fact.external_id in self._held.issues
        if ("issue", fact.external_id) in self._known:
            return scrub.issue(fact) if is_held else None
        since = self._known.get(("login", fact.buyer_login))
        return None if not is_held and self._is_past(since, fact.opened_at) else fact

    def _rating(self, fact: Rating) -> Rating | None:
        is_held = fact.external_id in self._held.ratings
        if ("rating", fact.external_id) in self._known:
            return scrub.rating(fact) if is_held else None
        since = self._known.get(("login", fact.buyer_login))
        return None if not is_held and self._is_past(since, fact.created_at) else fact

    def _is_old_bounce(self, fact: Undelivered) -> bool:
        names = [("message", fact.message_id), ("login", fact.bounce.recipient)]
        since = max((at for name in names if (at := self._known.get(name))), default=None)
        return since is not None and fact.told_at <= since

    def bind_anew(self, now: datetime) -> None:
        """A new word in the place of a forgotten talk: whoever writes it is known by his login again."""
        rows = ThreadRow.objects.filter(account=self._account, external_id__in=self._alive)
        for row in rows.filter(buyer__forgotten_at__isnull=False):
            words = [one for one in self._kept.values() if one.thread_id == row.external_id]
            author = next((one.author_login for one in words if one.role is Role.BUYER), "")
            if login := self._login_of.get(row.external_id) or author:
                row.buyer = buyers.by_login(self._account, login, now=now)
                row.save(update_fields=["buyer"])


def _things(fact: Fact) -> Iterable[Thing]:
    """Under which names a fact may have a trace."""
    if isinstance(fact, Message):
        yield from (("message", fact.external_id), ("thread", fact.thread_id), ("login", fact.author_login))
    elif isinstance(fact, Thread):
        yield from (("thread", fact.external_id), ("login", fact.buyer_login))
    elif isinstance(fact, Order):
        yield from (("order", fact.external_id), ("login", fact.buyer_login or f"#{fact.buyer_id}"))
    elif isinstance(fact, Issue):
        yield from (("issue", fact.external_id), ("login", fact.buyer_login))
    elif isinstance(fact, Rating):
        yield from (("rating", fact.external_id), ("login", fact.buyer_login))
    elif isinstance(fact, Shipment | Refund):
        yield ("order", fact.order_id)
    elif isinstance(fact, Undelivered):
        yield from (("message", fact.message_id), ("login", fact.bounce.recipient))


def _held(account: Account, facts: Sequence[Fact]) -> _Held:
    def held(model: type[Model], names: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        for some in batched(names, AT_ONCE):
            rows = model._default_manager.filter(account=account, external_id__in=some)
            found.update(rows.values_list("external_id", flat=True))
        return frozenset(found)

    return _Held(
        threads=held(ThreadRow, [fact.external_id for fact in facts if isinstance(fact, Thread)]),
        messages=held(MessageRow, [fact.external_id for fact in facts if isinstance(fact, Message)]),
        orders=held(OrderRow, [fact.external_id for fact in facts if isinstance(fact, Order)]),
        issues=held(IssueRow, [fact.external_id for fact in facts if isinstance(fact, Issue)]),
        ratings=held(RatingRow, [fact.external_id for fact in facts if isinstance(fact, Rating)]),
    )
