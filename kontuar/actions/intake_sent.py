"""A text that a person sends with his own hands: "I sent it there", and "no, I did not"."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import cases, journal, reassess, receive, reconcile
from kontuar.actions.errors import ChangedMeanwhile, TooLate
from kontuar.actions.rights import must_work
from kontuar.actions.ways import BY_HAND, is_by_hand
from kontuar.connector_kit.contract import Batch
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import Role
from kontuar.store.models import Account, Case, Mark, Message, Outgoing, SearchRow, User
from kontuar.store.queries.desk import the_desk

State = Outgoing.State


@transaction.atomic
def sent(row: Outgoing, by: User, *, now: datetime) -> None:
    """It is there: from now on a message of ours in the talk, which ends what was owed. Twice does nothing more."""
    must_work(by, row.account_id)
    waits = Outgoing.objects.filter(pk=row.pk, state=State.HELD, hold_reason=BY_HAND)
    name = f"h.{row.key.hex}"
    if not waits.update(
        state=State.SENT, hold_reason="", external_id=name, sending_at=now, sent_at=now, reason=""
    ):
        raise ChangedMeanwhile
    row.refresh_from_db()
    reconcile.apply_then(row, now=now)
    word = MessageFact(
        external_id=name,
        thread_id=row.thread_external_id,
        role=Role.SELLER,
        author_login=row.account.login,
        text=row.text,
        written_at=now,
    )
    # Read as the place would have shown it: the row is tied to its message by the id, and settled.
    receive.batch(row.account, Batch(facts=(word,), cursor={}), now=now)
    journal.record("outgoing.sent_there", at=now, actor=by, case=row.case, outgoing=row.pk)


@transaction.atomic
def not_sent(row: Outgoing, by: User, *, now: datetime) -> None:
    """A slip: within the undo time the message goes out of the talk, and the text waits to be sent again."""
    must_work(by, row.account_id)
    if not may_unsay(row, now=now):
        raise TooLate("too-late", _("Too late to take this back. Note below what was really written there."))
    said = Outgoing.objects.filter(pk=row.pk, state=State.DELIVERED, message=row.message_id)
    if not said.update(
        state=State.HELD,
        hold_reason=BY_HAND,
        message=None,
        external_id="",
        sending_at=None,
        sent_at=None,
        settled_at=None,
        last_buyer_at=row.case.last_buyer_at,
    ):
        raise ChangedMeanwhile
    message = Message.objects.get(pk=row.message_id or 0)
    reconcile.reopen(row.case_id, but=message.pk)
    Mark.objects.filter(account_id=row.account_id, message_external_id=message.external_id).delete()
    SearchRow.objects.filter(kind=SearchRow.Kind.MESSAGE, object_id=message.pk).delete()
    message.delete()
    cases.refresh_copies([row.case_id])
    reassess.cases([row.case_id], now=now)
    journal.record("outgoing.not_sent_there", at=now, actor=by, case=row.case, outgoing=row.pk)


def may_unsay(row: Outgoing, *, now: datetime) -> bool:
    """Whether "I sent it there" can still be taken back."""
    is_said = is_by_hand(row.account) and row.state == State.DELIVERED and row.message_id is not None
    if not is_said or row.settled_at is None:
        return False
    return now < row.settled_at + timedelta(seconds=the_desk().undo_seconds)


def link_of(account: Account, case: Case) -> str:
    """Where the talk stands: its own address, else the inbox there; ``""`` where nobody named one."""
    return (case.thread.link if case.thread else "") or str(account.settings.get("inbox", ""))
