"""Find our own messages again: what the platform shows is what was sent.

A message of ours read back settles the row it came from: by the id the receipt named (a mail's is minted here,
before it leaves), else, where the answer was lost, by the same words in the same thread written since sending began.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max, Q

from kontuar.actions import chains, journal
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import MessageStatus, Role
from kontuar.store.models import Account, Case, Message, Outgoing, Thread

State = Outgoing.State
# Their clock and ours may differ, and createdAt is the moment of writing as they see it.
SKEW = timedelta(minutes=5)
LOST = (State.SENDING, State.UNSURE)
OPEN_ENDED = (State.SENDING, State.SENT, State.UNSURE)
WAITING = (State.HELD, State.QUEUED)
THOUGHT_HERE = (*WAITING, State.REFUSED)
"""A server said no, or not now, to a mail it took all the same: its id in the sent folder is proof."""
BOUNCED = "bounced"
"""Taken by a server and given back by another: that it was sent is seen, that it did not arrive is known."""


OURS = (Role.SELLER.value, Role.AUTOMAT.value)
"""An automatic answer of ours comes back by mail as a machine's word."""


class Outbox:
    """Our rows of one conversation that a message shown by the platform may be; one query, when asked."""

    def __init__(self, thread: Thread, *, by_words: bool = True) -> None:
        """``by_words`` False where a message of ours bears its id from the beginning: words prove nothing there."""
        self._thread = thread
        self._by_words = by_words
        self._loaded: list[Outgoing] | None = None

    @property
    def _rows(self) -> list[Outgoing]:
        if self._loaded is None:
            here = Q(thread_external_id=self._thread.external_id)
            begun_here = Q(thread_external_id="", buyer_login=self._thread.buyer.login)
            rows = Outgoing.objects.filter(
                here | begun_here, account_id=self._thread.account_id, message__isnull=True
            ).exclude(state__in=(State.DRAFT, State.CANCELLED))
            self._loaded = list(rows.select_related("case", "away").order_by("sending_at", "pk"))
        return self._loaded

    def row_of(self, message: Message) -> Outgoing | None:
        """The row this message of ours came from, if it came from here."""
        if message.role not in OURS:
            return None
        found = next((row for row in self._rows if row.external_id == message.external_id), None)
        if found is None and self._by_words:
            words = plain(message.text)
            found = next((row for row in self._rows if _is_lost(row, message, words)), None)
        if found:
            self._rows.remove(found)
        return found

    def still_waiting(self, message: Message) -> Outgoing | None:
        """A row that has not left us and is shown all the same: another copy of this desk sent it.

        A mail bears the key of its row, elsewhere the words must do.
        """
        if message.role != Role.SELLER.value:
            return None
        if not self._by_words:
            key = chains.key_of(message.external_id)
            return next((row for row in self._rows if row.key == key and row.state in WAITING), None)
        words = plain(message.text)
        return next((row for row in self._rows if _is_waiting(row, message, words)), None)


def _is_lost(row: Outgoing, message: Message, words: str) -> bool:
    """Sending began, no id came back, and here are its words."""
    if row.external_id or row.state not in LOST or row.sending_at is None:
        return False
    return row.sending_at <= message.written_at + SKEW and plain(row.text) == words


def _is_waiting(row: Outgoing, message: Message, words: str) -> bool:
    waits = row.state in WAITING and row.composed_at <= message.written_at + SKEW
    return waits and plain(row.text) == words


def sent_by_another(row: Outgoing, *, now: datetime) -> None:
    """The platform shows a text of ours that still waits here: a second copy of this desk sent it.

    Ours is called off, so that it does not leave twice, and the account becomes watch-only until a
    person has looked.
    """
    gone = Outgoing.objects.filter(pk=row.pk, state=row.state)
    if gone.update(state=State.DELIVERED, settled_at=now, reason="sent_elsewhere"):
        Account.objects.filter(pk=row.account_id).update(
            is_watch_only=True, watch_only_changed_at=now, watch_only_reason="second_copy"
        )
        journal.record("account.second_copy", at=now, case=row.case, outgoing=row.pk)


def plain(text: str) -> str:
    """Words as compared: platforms trim and re-break lines."""
    return " ".join(text.split())


def settle(row: Outgoing, message: Message, *, now: datetime) -> None:
    """Tie a message read back to its row, and let its status speak."""
    changes: dict[str, object] = {
        "message": message,
        "external_id": message.external_id,
        "thread_external_id": message.thread.external_id,
        "lease_until": None,
        **_state_by_status(message.status, row, now),
    }
    if not row.sent_at:
        changes["sent_at"] = message.written_at
    is_by_id = row.external_id == message.external_id
    states = (*OPEN_ENDED, State.BLOCKED, *(THOUGHT_HERE if is_by_id else ()))
    if Outgoing.objects.filter(pk=row.pk, state__in=states).update(**changes):
        journal.record("outgoing.read_back", at=now, case=row.case, outgoing=row.pk, status=message.status)
        if message.status == MessageStatus.BLOCKED.value:
            reopen(row.case_id, but=row.message_id)
        elif row.state in (*LOST, State.QUEUED) and row.sent_at is None:
            apply_then(row, now=now)


def answered(account: Account, facts: Iterable[MessageFact], *, now: datetime) -> None:
    """Who answers a mail of ours has got it, whatever became of the server's answer to us."""
    buyers = [fact for fact in facts if fact.role is Role.BUYER and fact.answers]
    keys = {key for fact in buyers for name in fact.answers if (key := chains.key_of(name))}
    if not keys:
        return
    rows = Outgoing.objects.filter(account=account, key__in=keys, state__in=(State.SENT, State.UNSURE))
    for row in rows.select_related("case"):
        open_ended = Outgoing.objects.filter(pk=row.pk, state=row.state)
        if open_ended.update(state=State.DELIVERED, settled_at=now, reason="answered", reason_text=""):
            journal.record("outgoing.answered", at=now, case=row.case, outgoing=row.pk)


def follow(message: Message, *, now: datetime) -> None:
    """The status of a message of ours changed on the platform."""
    row = Outgoing.objects.filter(message=message).select_related("case").first()
    if row is None:
        return
    changes = _state_by_status(message.status, row, now)
    if not changes or changes["state"] == row.state:
        return
    if Outgoing.objects.filter(pk=row.pk, state=row.state).update(**changes):
        journal.record("outgoing.status", at=now, case=row.case, outgoing=row.pk, status=message.status)
        if changes["state"] == State.BLOCKED:
            reopen(row.case_id, but=row.message_id)


def vanished(message: Message, *, now: datetime) -> None:
    """A message of ours is gone from the platform while it was being checked: nobody knows if it arrived."""
    if message.status != MessageStatus.CHECKING.value:
        return
    row = Outgoing.objects.filter(message=message, state=State.SENT).select_related("case").first()
    if row and Outgoing.objects.filter(pk=row.pk, state=State.SENT).update(
        state=State.UNSURE, reason="vanished"
    ):
        journal.record("outgoing.unsure", at=now, case=row.case, outgoing=row.pk, reason="vanished")
        reopen(row.case_id, but=row.message_id)


def reopen(case_id: int, *, but: int | None = None) -> None:
    """The buyer did not get it: the case is not done, and this message (``but``) was not our last word in it."""
    said = Message.objects.filter(case_id=case_id, role=Role.SELLER.value)
    said = said.exclude(status=MessageStatus.BLOCKED.value).exclude(pk=but or 0)
    last = said.aggregate(last=Max("written_at"))["last"]
    Case.objects.filter(pk=case_id).update(state=Case.State.OPEN, closed_at=None, last_seller_at=last)


def _state_by_status(status: str, row: Outgoing, now: datetime) -> dict[str, object]:
    if row.state == State.BLOCKED and row.reason == BOUNCED:
        return {}
    if status == MessageStatus.BLOCKED.value:
        return {"state": State.BLOCKED, "settled_at": now, "reason": "blocked"}
    if status == MessageStatus.CHECKING.value:
        return {"state": State.SENT, "reason": "checking"}
    return {"state": State.DELIVERED, "settled_at": now, "reason": ""}


def apply_then(row: Outgoing, *, now: datetime) -> None:
    """What the writer wanted to become of the case once the message is out."""
    if row.then == Outgoing.Then.KEEP:
        Case.objects.filter(pk=row.case_id).update(review_list="")
        return
    closes = row.then == Outgoing.Then.CLOSE
    # A word of the buyer that came after the writer looked keeps the case open.
    unseen = Q(last_buyer_at__gt=row.last_buyer_at or row.composed_at)
    quiet = Case.objects.filter(pk=row.case_id).exclude(unseen)
    if closes:
        # Our own closing must not stop what was written into the open case before.
        waiting = Outgoing.objects.filter(case_id=row.case_id, state__in=(State.HELD, State.QUEUED))
        waiting.update(case_state=Case.State.CLOSED)
        quiet.update(state=Case.State.CLOSED, closed_at=now, waiting_until=None, review_list="")
    else:
        quiet.update(state=Case.State.WAITING, waiting_until=row.wait_until, review_list="")
