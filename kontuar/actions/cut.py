"""Put messages into cases: sketches from rows, placements from the rules, rows for new cases."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import F, Q

from kontuar.facts.case import CaseState
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import MessageKind, MessageStatus, Role, ThreadKind
from kontuar.rules.matching import OWN_CASE, CaseSketch, MessageHint, grown, hint_of, opened, place
from kontuar.store.models import Account, Case, Message, Offer, Order, Thread

NEW = 2**62
"""Keys from here on are cases that have no row yet: they count as younger than any that has."""

type _Group = tuple[str, int]


@dataclass(slots=True)
class _Matter:
    """The cases among which a message is placed: those of a buyer, or of one problem thread."""

    cases: dict[int, Case] = field(default_factory=dict)
    sketches: dict[int, CaseSketch] = field(default_factory=dict)

    def grow(self, key: int, hint: MessageHint) -> None:
        sketch = self.sketches.get(key)
        sketch = grown(sketch, hint) if sketch else opened(key, hint)
        state = CaseState(self.cases[key].state)
        self.sketches[key] = sketch if sketch.state is state else replace(sketch, state=state)


class Cutter:
    """The cases of a portion's threads while its messages are being placed.

    ``opened`` are new cases, not stored yet. ``ties`` says what known cases lack and now can have: thread,
    order, offer, by case id; whoever locks the row writes it. Four queries, whatever the portion holds.
    """

    def __init__(self, account: Account, threads: Collection[Thread], facts: Iterable[MessageFact]) -> None:
        self._account = account
        self._matters: dict[_Group, _Matter] = defaultdict(_Matter)
        self.opened: list[Case] = []
        self.ties: dict[int, dict[str, Any]] = defaultdict(dict)
        rows = self._load_cases(threads)
        facts = list(facts)
        self._orders = self._load_orders({f.order_id for f in facts} | {r.order_external_id for r in rows})
        self._offers = self._load_offers({fact.offer_id for fact in facts})
        for row in rows:
            group, kind = self._group_of_case[row.case_id]
            self._matters[group].grow(row.case_id, self._hint_of_row(row, kind))

    def _load_cases(self, threads: Collection[Thread]) -> list[Message]:
        """Known cases, and their messages, oldest first."""
        matters = [thread.pk for thread in threads if thread.kind in OWN_CASE]
        buyers = {thread.buyer_id for thread in threads if thread.kind not in OWN_CASE}
        talks = Q(buyer__in=buyers) & (Q(thread=None) | ~Q(thread__kind__in=OWN_CASE))
        rows = Case.objects.filter(Q(thread__in=matters) | talks, account=self._account)
        self._group_of_case: dict[int, tuple[_Group, ThreadKind]] = {}
        for case in rows.annotate(thread_kind=F("thread__kind")).order_by("pk"):
            kind = ThreadKind(case.thread_kind or ThreadKind.TALK)
            group = ("thread", case.thread_id or 0) if kind in OWN_CASE else ("buyer", case.buyer_id)
            self._group_of_case[case.pk] = group, kind
            self._matters[group].cases[case.pk] = case
        found = Message.objects.filter(case__in=list(self._group_of_case)).order_by("written_at", "pk")
        return list(found) if self._group_of_case else []

    def _load_orders(self, external_ids: Collection[str]) -> Mapping[str, Order]:
        names = [name for name in external_ids if name]
        rows = Order.objects.filter(account=self._account, external_id__in=names)
        return {row.external_id: row for row in rows} if names else {}

    def _load_offers(self, external_ids: Collection[str]) -> Mapping[str, Offer]:
        names = [name for name in external_ids if name]
        rows = Offer.objects.filter(account=self._account, external_id__in=names)
        return {row.external_id: row for row in rows} if names else {}

    def place(
        self,
        thread: Thread,
        fact: MessageFact,
        *,
        is_closer: bool,
        answers_case: int | None,
    ) -> Case:
        """The case this message belongs to, made if it is a new matter."""
        kind = ThreadKind(thread.kind)
        matter = self._matters[("thread", thread.pk) if kind in OWN_CASE else ("buyer", thread.buyer_id)]
        hint = hint_of(
            fact,
            thread_kind=kind,
            is_closer=is_closer,
            order_offer_ids=self._offers_of(fact.order_id),
            answers_case=answers_case,
        )
        # What our outbox sent for a case belongs there, also when the case holds no message yet.
        key = answers_case if answers_case in matter.cases else None
        if key is None and matter.sketches:  # with no case at all every message opens one
            key = place(hint, list(matter.sketches.values())).case_key
        if key is None:
            key = self._open(matter, thread, fact)
        matter.grow(key, hint)
        case = matter.cases[key]
        self._tie(case, thread, fact)
        return case

    def _open(self, matter: _Matter, thread: Thread, fact: MessageFact) -> int:
        case = Case(
            account=self._account,
            thread=thread,
            buyer=thread.buyer,
            opened_at=fact.written_at,
            subject=fact.subject[:200],
            state=Case.State.OPEN,
        )
        key = NEW + len(self.opened)
        self.opened.append(case)
        matter.cases[key] = case
        return key

    def _tie(self, case: Case, thread: Thread, fact: MessageFact) -> None:
        """The first order or offer named becomes the case's own, and the thread if it had none."""
        changes: dict[str, Any] = {} if case.thread_id else {"thread": thread}
        if case.order_id is None and (order := self._orders.get(fact.order_id)):
            changes["order"] = order
        if case.offer_id is None and (offer := self._offers.get(fact.offer_id)):
            changes["offer"] = offer
        for name, value in changes.items():
            setattr(case, name, value)
        if changes and case.pk:
            self.ties[case.pk] |= changes

    def _offers_of(self, order_id: str) -> Iterable[str]:
        order = self._orders.get(order_id)
        return [line["offer_id"] for line in order.fact["lines"]] if order else ()

    def _hint_of_row(self, row: Message, thread_kind: ThreadKind) -> MessageHint:
        fact = MessageFact(
            external_id=row.external_id,
            thread_id="",
            role=Role(row.role),
            author_login=row.author_login,
            text=row.text,
            written_at=row.written_at,
            kind=MessageKind(row.kind),
            status=MessageStatus(row.status),
            subject=row.subject,
            offer_id=row.offer_external_id,
            order_id=row.order_external_id,
        )
        return hint_of(
            fact,
            thread_kind=thread_kind,
            is_closer=row.is_closer,
            order_offer_ids=self._offers_of(row.order_external_id),
        )


def buyer_of(messages: Sequence[MessageFact]) -> str:
    """The login of the other side in a stray portion that came without its thread."""
    logins = [m.author_login for m in messages if m.role is Role.BUYER and m.author_login]
    return logins[0] if logins else "?"
