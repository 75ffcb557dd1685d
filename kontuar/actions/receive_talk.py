"""Threads and messages as they arrive."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain

from django.db.models import prefetch_related_objects

from kontuar.actions import bulk, buyers, cases, ours, policies, reading, reassess, reconcile
from kontuar.actions.cut import Cutter, buyer_of
from kontuar.actions.cut_threads import ThreadCutter
from kontuar.actions.touched import Touched
from kontuar.actions.trouble import Troubles
from kontuar.connector_kit.contract import Batch
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import MessageStatus, Role, ThreadKind
from kontuar.facts.messages import Thread as ThreadFact
from kontuar.rules.assess import assess_case, is_history
from kontuar.rules.matching_threads import MATTER_A_THREAD
from kontuar.store import rebuild
from kontuar.store.models import Account, Attachment, Buyer, Case, Message, Outgoing, Thread

THREAD_VALUES = ("kind", "problem_type", "order_ids", "is_open", "is_read", "created_at", "last_message_at")

CHECKED = (MessageStatus.DELIVERED.value, MessageStatus.BLOCKED.value)
"""The platform's check of such a message is over; it does not begin again."""
PASSING = ("is_open", "is_read", "last_message_at")
"""What an older picture of a thread must not bring back."""


def threads(account: Account, facts: Sequence[ThreadFact], touched: Touched, *, now: datetime) -> None:
    """Upsert threads. Whether one is open bears on the duties of its cases."""
    unique = {f.external_id: f for f in facts}
    if not unique:
        return
    known = Thread.objects.select_related("buyer").filter(account=account, external_id__in=unique)
    rows = {row.external_id: row for row in known}
    fresh = [fact for fact in unique.values() if fact.external_id not in rows]
    buyer_of_login = buyers.by_logins(account, (fact.buyer_login or "?" for fact in fresh), now=now)
    made = bulk.insert(_thread(account, fact, buyer_of_login[fact.buyer_login or "?"]) for fact in fresh)
    touched.threads |= rows | {row.external_id: row for row in made}
    changed, turned = [], []
    for external_id, row in rows.items():
        values = _thread_values(unique[external_id])
        changes = {k: v for k, v in values.items() if v is not None and getattr(row, k) != v}
        if _is_older(unique[external_id], row):
            changes = {name: value for name, value in changes.items() if name not in PASSING}
        if "is_open" in changes:
            turned.append(row.pk)
        for name, value in changes.items():
            setattr(row, name, value)
        if changes:
            changed.append(row)
    bulk.update(changed, THREAD_VALUES)
    if turned:
        touched.case_ids.update(Case.objects.filter(thread__in=turned).values_list("pk", flat=True))


def _thread(account: Account, fact: ThreadFact, buyer: Buyer) -> Thread:
    row = bulk.new(
        Thread,
        account_id=account.pk,
        external_id=fact.external_id,
        buyer_id=buyer.pk,
        **_thread_values(fact),
    )
    row.buyer = buyer
    return row


def _is_older(fact: ThreadFact, row: Thread) -> bool:
    """Seen before what we hold: two streams may read one thread, and one of them store late."""
    told, held = fact.last_message_at, row.last_message_at
    return told is not None and held is not None and told < held


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
    """Store new messages in their cases and follow changes of known ones.

    The number of queries depends on what of ours is under way in these threads, never on the number of
    messages.
    """
    fresh = _follow_known(account, {fact.external_id: fact for fact in facts}, touched, now=now)
    if not fresh:
        return
    thread_rows = _threads_of(account, fresh, touched.threads, now)
    cutter = _cutter(account, thread_rows.values(), chain.from_iterable(fresh.values()))
    portion = _Portion(
        account, cutter, ours.waiting(account, thread_rows.values()), Troubles(thread_rows.values()), now
    )
    for thread_id, batch in fresh.items():
        portion.place(thread_rows[thread_id], batch)
    portion.store()
    touched.case_ids.update(portion.news)
    touched.messages = [*(touched.messages or ()), *portion.stored()]
    # What the writer chose for his own message (close, wait, keep) stands; reading it back moves nothing.
    cases.after_news(portion.news, ties=cutter.ties, settled_ids=portion.settled, now=now)


def _cutter(
    account: Account, threads: Collection[Thread], facts: Iterable[MessageFact]
) -> Cutter | ThreadCutter:
    is_by_thread = account.platform in MATTER_A_THREAD
    return ThreadCutter(account, threads) if is_by_thread else Cutter(account, threads, facts)


def _follow_known(
    account: Account, facts: Mapping[str, MessageFact], touched: Touched, *, now: datetime
) -> dict[str, list[MessageFact]]:
    """Follow the changes of messages we have; the others, by thread."""
    known = {row.external_id: row for row in Message.objects.filter(account=account, external_id__in=facts)}
    fresh: dict[str, list[MessageFact]] = defaultdict(list)
    changed: list[Message] = []
    reworded: list[Message] = []
    for fact in facts.values():
        row = known.get(fact.external_id)
        if row is None:
            fresh[fact.thread_id].append(fact)
            continue
        was = row.text
        if _is_changed(row, fact):
            changed.append(row)
        if row.text != was:
            reworded.append(row)
    bulk.update(changed, ("status", "text", "vanished_at"))
    _attach([(row, facts[external_id]) for external_id, row in known.items()])
    if changed:
        sent = Outgoing.objects.filter(message__in=changed).values_list("message_id", flat=True)
        followed = set(sent)
        for row in changed:
            if row.pk in followed:
                reconcile.follow(row, now=now)
        case_ids = {row.case_id for row in changed}
        cases.refresh_copies(case_ids)
        touched.case_ids.update(case_ids)
    prefetch_related_objects(reworded, "thread__buyer")
    touched.messages = [*(touched.messages or ()), *reworded]
    return fresh


def _is_changed(row: Message, fact: MessageFact) -> bool:
    """Follow what may change on the platform: status, text (a redaction), and being there again."""
    values = {"status": fact.status.value, "text": fact.text, "vanished_at": None}
    if fact.status is MessageStatus.CHECKING and row.status in CHECKED:
        # Read ahead or by another stream before the check was over: an older picture than ours.
        del values["status"]
    changes = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changes.items():
        setattr(row, name, value)
    return bool(changes)


def _threads_of(
    account: Account,
    fresh: Mapping[str, Sequence[MessageFact]],
    known: Mapping[str, Thread],
    now: datetime,
) -> dict[str, Thread]:
    """The threads of these messages, by external id."""
    found = {thread_id: known[thread_id] for thread_id in fresh if thread_id in known}
    if asked := [thread_id for thread_id in fresh if thread_id not in found]:
        rows = Thread.objects.select_related("buyer").filter(account=account, external_id__in=asked)
        found |= {row.external_id: row for row in rows}
    # A message without its thread is kept all the same; the thread's own facts come with the next pull.
    logins = {thread_id: buyer_of(facts) for thread_id, facts in fresh.items() if thread_id not in found}
    people = buyers.by_logins(account, logins.values(), now=now)
    made = bulk.insert(
        Thread(account=account, external_id=thread_id, kind=ThreadKind.TALK.value, buyer=people[login])
        for thread_id, login in logins.items()
    )
    return found | {row.external_id: row for row in made}


class _Portion:
    """The new messages of one portion: placed thread by thread in memory, then stored together.

    ``news`` are the external ids of new messages by known case, ``settled`` those that came from our own
    outbox.
    """

    def __init__(
        self,
        account: Account,
        cutter: Cutter | ThreadCutter,
        outboxes: ours.Waiting,
        troubles: Troubles,
        now: datetime,
    ) -> None:
        self._account = account
        self._cutter = cutter
        self._outboxes = outboxes
        self._troubles = troubles
        self._now = now
        self._policy = policies.policy(account, now=now)
        self._rows: list[tuple[Message, MessageFact]] = []
        self._sent: list[tuple[Outgoing, Message]] = []
        self._by_case: dict[int, tuple[Case, list[Message]]] = {}
        self.news: dict[int, set[str]] = defaultdict(set)
        self.settled: set[str] = set()

    def place(self, thread: Thread, facts: Sequence[MessageFact]) -> None:
        """Put the new messages of one thread into cases, oldest first, and tie ours to the outbox."""
        outbox, kind = self._outboxes.of(thread), ThreadKind(thread.kind)
        issue_kind, issue_due_at = self._troubles.of(thread.pk)
        for fact in sorted(facts, key=lambda f: (f.written_at, f.external_id)):
            row = _row(self._account, thread, fact, self._now)
            outgoing = outbox.row_of(row) if outbox else None
            if outgoing and hasattr(outgoing, "away"):
                row.role = Role.AUTOMAT.value  # our automatic answer is nobody's answer: no duty ends by it
            case = self._cutter.place(
                thread,
                fact,
                is_closer=row.is_closer,
                answers_case=outgoing.case_id if outgoing else None,
            )
            row.case = case
            row.is_history = is_history(
                fact,
                self._policy,
                self._account.connected_at,
                thread_kind=kind,
                issue_kind=issue_kind,
                issue_due_at=issue_due_at,
            )
            if outgoing:
                self._sent.append((outgoing, row))
                self.settled.add(row.external_id)
            elif outbox and (waiting := outbox.still_waiting(row)):
                reconcile.sent_by_another(waiting, now=self._now)
            self._rows.append((row, fact))
            self._by_case.setdefault(id(case), (case, []))[1].append(row)

    def store(self) -> None:
        """Write new cases as they stand after their messages, then the messages and what hangs on them."""
        pile = reassess.DutyPile(self._now)
        for case, rows in self._by_case.values():
            rows.sort(key=lambda row: (row.written_at, row.external_id))
            _note_language(rows)
            if case.pk:
                self.news[case.pk].update(row.external_id for row in rows)
            else:
                self._judge(case, rows, pile)
        bulk.insert(self._cutter.opened)
        bulk.insert(row for row, _ in self._rows)
        _attach(self._rows)
        pile.write()
        for outgoing, row in self._sent:
            reconcile.settle(outgoing, row, now=self._now)

    def stored(self) -> list[Message]:
        """The new rows."""
        return [row for row, _ in self._rows]

    def _judge(self, case: Case, rows: list[Message], pile: reassess.DutyPile) -> None:
        new_ids = frozenset(row.external_id for row in rows if row.external_id not in self.settled)
        cases.begin(case, rows, new_ids, self._policy, self._now)
        facts = self._troubles.told(rebuild.case(case, rows), case.thread_id)
        verdict = assess_case(facts, self._policy, self._now)
        pile.add(verdict.duties, {}, account=self._account, case=case)
        reassess.take(case, verdict, step=verdict.next_step)


def _row(account: Account, thread: Thread, fact: MessageFact, now: datetime) -> Message:
    may_close = fact.role is Role.BUYER and not fact.attachments
    row = bulk.new(
        Message,
        account_id=account.pk,
        external_id=fact.external_id,
        role=fact.role.value,
        author_login=fact.author_login[:254],
        text=fact.text,
        subject=fact.subject[:300],
        kind=fact.kind.value,
        status=fact.status.value,
        written_at=fact.written_at,
        first_seen_at=now,
        offer_external_id=fact.offer_id,
        order_external_id=fact.order_id,
        has_more_attachments=fact.has_more_attachments,
    )
    row.thread = thread
    row.is_closer = may_close and reading.is_closer(reading.newest_of(row))
    return row


def _note_language(rows: Sequence[Message]) -> None:
    """The language of the buyer's newest words that show one, taken for those before them too.

    Reading takes time, and of a case's past nobody asks for more. A word that comes alone is read itself.
    """
    said = [row for row in rows if row.role == Role.BUYER.value]
    found = next((found for row in reversed(said) if (found := reading.language(reading.newest_of(row)))), "")
    for row in said:
        row.language = found


def _attach(pairs: Sequence[tuple[Message, MessageFact]]) -> None:
    """The files of messages that are stored; of a known one only whether it can still be had may change."""
    wanted = {(row.pk, file.external_id[:200]): file for row, fact in pairs for file in fact.attachments}
    if not wanted:
        return
    known = {
        (row.message_id, row.external_id): row
        for row in Attachment.objects.filter(message__in={pk for pk, _ in wanted})
    }
    changed = []
    for key, file in wanted.items():
        if (row := known.get(key)) and row.is_available != file.available:
            row.is_available = file.available
            changed.append(row)
    bulk.update(changed, ("is_available",))
    bulk.insert(
        Attachment(
            message_id=key[0],
            external_id=key[1],
            name=file.name[:255],
            media_type=file.media_type[:100],
            size=file.size,
            is_available=file.available,
        )
        for key, file in wanted.items()
        if key not in known
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
