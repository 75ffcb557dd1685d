"""Put messages into cases: sketches from rows, placements from the rules, rows for new cases."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from kontuar.facts.case import CaseState
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import MessageKind, MessageStatus, Role, ThreadKind
from kontuar.rules.matching import CaseSketch, MessageHint, grown, hint_of, opened, place
from kontuar.store.models import Account, Case, Message, Offer, Order, Thread


class Cutter:
    """The cases of one thread while a portion of its messages is being placed."""

    def __init__(self, account: Account, thread: Thread) -> None:
        self._account = account
        self._thread = thread
        self._orders: dict[str, Order | None] = {}
        self.cases: dict[int, Case] = {}
        self._sketches: dict[int, CaseSketch] = {}
        self._load()

    def _load(self) -> None:
        thread = self._thread
        if thread.kind == ThreadKind.PROBLEM.value:
            rows = Case.objects.filter(thread=thread)
        else:
            rows = Case.objects.filter(account=self._account, buyer_id=thread.buyer_id).exclude(
                thread__kind=ThreadKind.PROBLEM.value
            )
        self.cases = {row.pk: row for row in rows.order_by("pk")}
        for message in Message.objects.filter(case_id__in=self.cases).order_by("written_at", "pk"):
            self._grow(message.case_id, self._hint_of_row(message))

    def _grow(self, key: int, hint: MessageHint) -> None:
        sketch = self._sketches.get(key)
        case = self.cases[key]
        sketch = grown(sketch, hint) if sketch else opened(key, hint)
        self._sketches[key] = _with_state(sketch, case)

    def place(self, fact: MessageFact, *, is_closer: bool, answers_case: int | None, now: datetime) -> Case:
        """The case this message belongs to, made if it is a new matter."""
        hint = hint_of(
            fact,
            thread_kind=ThreadKind(self._thread.kind),
            is_closer=is_closer,
            order_offer_ids=self._offers_of(fact.order_id),
            answers_case=answers_case,
        )
        # What our outbox sent for a case belongs there, also when the case holds no message yet.
        key = answers_case if answers_case in self.cases else None
        key = key or place(hint, list(self._sketches.values())).case_key
        case = self.cases[key] if key is not None else self._open(fact, now)
        self._grow(case.pk, hint)
        self._tie(case, fact)
        return case

    def _open(self, fact: MessageFact, now: datetime) -> Case:
        case = Case.objects.create(
            account=self._account,
            thread=self._thread,
            buyer_id=self._thread.buyer_id,
            opened_at=fact.written_at,
            subject=fact.subject[:200],
            state=Case.State.OPEN,
        )
        self.cases[case.pk] = case
        return case

    def _tie(self, case: Case, fact: MessageFact) -> None:
        """The first order or offer named becomes the case's own, and the thread if it had none."""
        changes: dict[str, object] = {} if case.thread_id else {"thread": self._thread}
        if fact.order_id and case.order_id is None and (order := self._order(fact.order_id)):
            changes["order"] = order
        if fact.offer_id and case.offer_id is None:
            offer = Offer.objects.filter(account=self._account, external_id=fact.offer_id).first()
            changes |= {"offer": offer} if offer else {}
        if changes:
            Case.objects.filter(pk=case.pk).update(**changes)
            for name, value in changes.items():
                setattr(case, name, value)

    def _order(self, external_id: str) -> Order | None:
        if external_id not in self._orders:
            self._orders[external_id] = Order.objects.filter(
                account=self._account, external_id=external_id
            ).first()
        return self._orders[external_id]

    def _offers_of(self, order_id: str) -> Iterable[str]:
        order = self._order(order_id) if order_id else None
        return [line["offer_id"] for line in order.fact["lines"]] if order else ()

    def _hint_of_row(self, row: Message) -> MessageHint:
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
            thread_kind=ThreadKind(self._thread.kind),
            is_closer=row.is_closer,
            order_offer_ids=self._offers_of(row.order_external_id),
        )


def _with_state(sketch: CaseSketch, case: Case) -> CaseSketch:
    return replace(sketch, state=CaseState(case.state))


def buyer_of(messages: Sequence[MessageFact]) -> str:
    """The login of the other side in a stray portion that came without its thread."""
    logins = [m.author_login for m in messages if m.role is Role.BUYER and m.author_login]
    return logins[0] if logins else "?"
