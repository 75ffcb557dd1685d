"""Mails of ours that came back: the one they are about was not delivered after all, and its case is open again.

Only what we sent can come back: a notice about a Message-ID nobody here knows changes nothing. It is kept, though,
for it may come before the mail it is about is read in the sent folder.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kontuar.actions import cases, journal, reconcile
from kontuar.actions.touched import Touched
from kontuar.facts.mails import Undelivered as UndeliveredFact
from kontuar.facts.messages import MessageKind, MessageStatus, Role
from kontuar.store.models import Account, Message, Outgoing, Undelivered

State = Outgoing.State
LEFT = (State.SENDING, State.SENT, State.UNSURE, State.DELIVERED)
BLOCKED = MessageStatus.BLOCKED.value


def told(account: Account, facts: Sequence[UndeliveredFact], touched: Touched, *, now: datetime) -> None:
    """Take in what servers say of our mails, and what they said of mails this portion shows for the first time.

    After the messages are stored, in the same transaction. Without such facts and without mails of ours it costs
    nothing.
    """
    rows = _kept(account, facts)
    known = {row.pk for row in rows}
    rows += [row for row in _waiting(account, touched.messages or ()) if row.pk not in known]
    for row in rows:
        _tie(account, row, touched, now)


def _kept(account: Account, facts: Iterable[UndeliveredFact]) -> list[Undelivered]:
    """Rows of what is told for the first time."""
    found = []
    for fact in facts:
        row, is_new = Undelivered.objects.get_or_create(
            account=account,
            told_by=fact.told_by[:100],
            recipient=fact.bounce.recipient[:254],
            defaults={
                "message_external_id": fact.message_id[:100],
                "status": fact.bounce.status[:20],
                "why": fact.bounce.why.value,
                "is_final": fact.bounce.is_final,
                "diagnostic": fact.bounce.diagnostic[:500],
                "told_at": fact.told_at,
            },
        )
        if is_new and row.message_external_id:
            found.append(row)
    return found


def _waiting(account: Account, fresh: Iterable[Message]) -> list[Undelivered]:
    """What was told of these mails of ours before we had them."""
    names = [row.external_id for row in fresh if _is_our_mail(row)]
    if not names:
        return []
    return list(Undelivered.objects.filter(account=account, message_external_id__in=names).order_by("pk"))


def _is_our_mail(row: Message) -> bool:
    return row.role == Role.SELLER.value and row.kind == MessageKind.MAIL.value


def _tie(account: Account, row: Undelivered, touched: Touched, now: datetime) -> None:
    name = row.message_external_id
    outgoing = Outgoing.objects.filter(account=account, external_id=name).select_related("case").first()
    messages = Message.objects.filter(account=account, external_id=name, role=Role.SELLER.value)
    message = messages.select_related("case").first()
    if outgoing and row.outgoing_id != outgoing.pk:
        Undelivered.objects.filter(pk=row.pk).update(outgoing=outgoing)
    case = message.case if message else outgoing.case if outgoing else None
    if case is None:
        return
    if _is_a_copy(outgoing, row):
        verb = "outgoing.copy_undelivered"
    elif not row.is_final:
        verb = "outgoing.delayed"
    elif _came_back(account, row, outgoing, message, now):
        verb = "outgoing.bounced"
        touched.case_ids.add(case.pk)
    else:
        return
    number = outgoing.pk if outgoing else None
    journal.record(verb, at=now, case=case, outgoing=number, why=row.why, status=row.status)


def _is_a_copy(outgoing: Outgoing | None, row: Undelivered) -> bool:
    """Somebody else did not get his copy: the buyer has it."""
    if outgoing is None or row.recipient.casefold() == outgoing.buyer_login.casefold():
        return False
    return row.recipient.casefold() in {str(one).casefold() for one in outgoing.cc}


def _came_back(
    account: Account, row: Undelivered, outgoing: Outgoing | None, message: Message | None, now: datetime
) -> bool:
    """True when nobody had said so before: the buyer has nothing, and the case is not done."""
    is_news = bool(outgoing) and _stop(outgoing, row, now)
    if message and message.status != BLOCKED:
        Message.objects.filter(pk=message.pk).update(status=BLOCKED)
        cases.refresh_copies({message.case_id})
        is_news = is_news or outgoing is None
    if not is_news:
        return False
    case_id = message.case_id if message else outgoing.case_id if outgoing else 0
    # What came back before the mailbox was connected is history, as what was written then.
    if outgoing or row.told_at >= account.connected_at:
        reconcile.reopen(case_id)
    return True


def _stop(outgoing: Outgoing | None, row: Undelivered, now: datetime) -> bool:
    if outgoing is None:
        return False
    left = Outgoing.objects.filter(pk=outgoing.pk, state__in=LEFT)
    return bool(
        left.update(
            state=State.BLOCKED,
            reason=reconcile.BOUNCED,
            reason_text=row.why,
            settled_at=now,
            lease_until=None,
        )
    )
