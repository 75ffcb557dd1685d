"""Threads and messages as they arrive."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kontuar.actions import buyers, cases, policies, reconcile
from kontuar.actions.cut import Cutter, buyer_of
from kontuar.actions.reading import marks
from kontuar.actions.touched import Touched
from kontuar.connector_kit.contract import Batch
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import MessageStatus, Role, ThreadKind
from kontuar.facts.messages import Thread as ThreadFact
from kontuar.rules.assess import is_history
from kontuar.store.models import Account, Attachment, Message, Outgoing, Thread


def threads(account: Account, facts: Sequence[ThreadFact], touched: Touched, *, now: datetime) -> None:
    """Upsert threads. Whether one is open bears on the duties of its cases."""
    known = Thread.objects.filter(account=account, external_id__in=[f.external_id for f in facts])
    rows = {row.external_id: row for row in known}
    for fact in {f.external_id: f for f in facts}.values():
        values = _thread_values(fact)
        row = rows.get(fact.external_id)
        if row is None:
            buyer = buyers.by_login(account, fact.buyer_login or "?", now=now)
            Thread.objects.create(account=account, external_id=fact.external_id, buyer=buyer, **values)
        elif changes := {k: v for k, v in values.items() if v is not None and getattr(row, k) != v}:
            Thread.objects.filter(pk=row.pk).update(**changes)
            if "is_open" in changes:
                touched.case_ids.update(row.cases.values_list("pk", flat=True))


def _thread_values(fact: ThreadFact) -> dict[str, object]:
    return {
        "kind": fact.kind.value,
        "problem_type": fact.problem_type[:80],
        "order_ids": list(fact.order_ids),
        "is_open": fact.is_open,
        "is_read": fact.is_read,
        "created_at": fact.created_at,
        "last_message_at": fact.last_message_at,
    }


def messages(account: Account, facts: Sequence[MessageFact], touched: Touched, *, now: datetime) -> None:
    """Store new messages in their cases and follow changes of known ones."""
    unique = {fact.external_id: fact for fact in facts}
    known = {
        row.external_id: row for row in Message.objects.filter(account=account, external_id__in=list(unique))
    }
    fresh: dict[str, list[MessageFact]] = defaultdict(list)
    changed: set[int] = set()
    for fact in unique.values():
        row = known.get(fact.external_id)
        if row is None:
            fresh[fact.thread_id].append(fact)
        elif _changed(row, fact):
            changed.add(row.case_id)
            reconcile.follow(row, now=now)
    cases.refresh_copies(changed)
    touched.case_ids.update(changed)
    placed = _Placed()
    for thread_id, batch in fresh.items():
        _place_thread(account, thread_id, batch, placed, now=now)
    touched.case_ids.update(placed.new_by_case)
    # What the writer chose for his own message (close, wait, keep) stands; reading it back moves nothing.
    cases.after_news(placed.new_by_case, settled_ids=placed.ours, now=now)


@dataclass(slots=True)
class _Placed:
    """External ids of new messages by case, and those that came from our own outbox."""

    new_by_case: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    ours: set[str] = field(default_factory=set)


def _changed(row: Message, fact: MessageFact) -> bool:
    """Follow what may change on the platform: status, text (a redaction), files, and being there again."""
    values = {"status": fact.status.value, "text": fact.text, "vanished_at": None}
    changes = {name: value for name, value in values.items() if getattr(row, name) != value}
    if changes:
        Message.objects.filter(pk=row.pk).update(**changes)
        for name, value in changes.items():
            setattr(row, name, value)
    if fact.attachments:
        _attach(row, fact)
    return bool(changes)


def _place_thread(
    account: Account, thread_id: str, facts: list[MessageFact], placed: _Placed, *, now: datetime
) -> None:
    """Put the new messages of one thread into cases, oldest first, and tie ours to the outbox."""
    thread = _thread(account, thread_id, facts, now)
    cutter, outbox = Cutter(account, thread), reconcile.Outbox(thread)
    policy = policies.policy(account, now=now)
    rows: list[Message] = []
    sent: list[tuple[Outgoing, Message]] = []
    facts = sorted(facts, key=lambda f: (f.written_at, f.external_id))
    for fact in facts:
        row = _row(account, thread, fact, now)
        outgoing = outbox.row_of(row)
        answers = outgoing.case_id if outgoing else None
        row.case = cutter.place(fact, is_closer=row.is_closer, answers_case=answers, now=now)
        row.is_history = fact.role is Role.BUYER and is_history(
            fact, policy, account.connected_at, thread_kind=ThreadKind(thread.kind)
        )
        if outgoing:
            sent.append((outgoing, row))
        elif waiting := outbox.still_waiting(row):
            reconcile.sent_by_another(waiting, now=now)
        rows.append(row)
        placed.new_by_case[row.case_id].add(fact.external_id)
    Message.objects.bulk_create(rows)
    for row, fact in zip(rows, facts, strict=True):
        _attach(row, fact)
    for outgoing, row in sent:
        reconcile.settle(outgoing, row, now=now)
        placed.ours.add(row.external_id)


def _thread(account: Account, thread_id: str, facts: list[MessageFact], now: datetime) -> Thread:
    row = Thread.objects.select_related("buyer").filter(account=account, external_id=thread_id).first()
    if row is None:
        # A message without its thread is kept all the same; the thread's own facts come with the next pull.
        buyer = buyers.by_login(account, buyer_of(facts), now=now)
        row = Thread.objects.create(
            account=account, external_id=thread_id, kind=ThreadKind.TALK.value, buyer=buyer
        )
    return row


def _row(account: Account, thread: Thread, fact: MessageFact, now: datetime) -> Message:
    read = marks(fact.text)
    return Message(
        account=account,
        thread=thread,
        external_id=fact.external_id,
        role=fact.role.value,
        author_login=fact.author_login[:100],
        text=fact.text,
        subject=fact.subject[:300],
        kind=fact.kind.value,
        status=fact.status.value,
        written_at=fact.written_at,
        first_seen_at=now,
        offer_external_id=fact.offer_id,
        order_external_id=fact.order_id,
        has_more_attachments=fact.has_more_attachments,
        is_closer=fact.role is Role.BUYER and not fact.attachments and read.is_closer,
        language=read.language,
    )


def _attach(row: Message, fact: MessageFact) -> None:
    for file in fact.attachments:
        Attachment.objects.update_or_create(
            message=row,
            external_id=file.external_id[:200],
            defaults={"is_available": file.available},
            create_defaults={
                "name": file.name[:255],
                "media_type": file.media_type[:100],
                "size": file.size,
                "is_available": file.available,
            },
        )


def vanished(account: Account, portion: Batch, touched: Touched, *, now: datetime) -> None:
    """Messages a whole reading of their thread no longer shows: kept here, marked, still owed.

    A message the seller deletes still counts as unanswered at Allegro and is gone from its
    interface (allegro/allegro-api #11411, 2025-04).
    """
    if not portion.swept or portion.swept_from is None:
        return
    shown = [fact.external_id for fact in portion.facts if isinstance(fact, MessageFact)]
    gone = Message.objects.filter(
        account=account,
        thread__external_id__in=portion.swept,
        written_at__gte=portion.swept_from,
        first_seen_at__lt=now,
        vanished_at__isnull=True,
    ).exclude(external_id__in=shown)
    for row in gone.exclude(status=MessageStatus.BLOCKED.value):
        Message.objects.filter(pk=row.pk).update(vanished_at=now)
        touched.case_ids.add(row.case_id)
        reconcile.vanished(row, now=now)
    lost = Outgoing.objects.filter(account=account, state=Outgoing.State.UNSURE)
    lost.filter(thread_external_id__in=portion.swept).update(looked_at=now)
