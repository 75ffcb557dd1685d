"""Mails of ours that came back: the one they are about was not delivered after all, and its case is open again.

Only what we sent can come back: a notice about a Message-ID nobody here knows changes nothing. It is kept, though,
for it may come before the mail it is about is read in the sent folder.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from kontuar.actions import bulk, cases, journal, reconcile
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
    sent = _sent(account, {row.message_external_id for row in rows})
    said = _said(account, {row.message_external_id for row in rows})
    for row in rows:
        name = row.message_external_id
        if name in sent or name in said:
            _tie(account, row, sent.get(name), said.get(name), touched, now)


def _sent(account: Account, names: Collection[str]) -> dict[str, Outgoing]:
    """Rows of ours by the ids they left under: those that were read back, and those on their way.

    Asked apart, for each has an index then: an archive is full of notices about mails nobody here knows.
    """
    if not names:
        return {}
    rows = Outgoing.objects.select_related("case")
    read_back = rows.filter(message__account=account, message__external_id__in=names)
    under_way = rows.filter(message__isnull=True, external_id__in=names)
    return {row.external_id: row for row in (*read_back, *under_way) if row.account_id == account.pk}


def _said(account: Account, names: Collection[str]) -> dict[str, Message]:
    if not names:
        return {}
    rows = Message.objects.filter(account=account, external_id__in=names, role=Role.SELLER.value)
    return {row.external_id: row for row in rows.select_related("case", "thread__buyer", "letter")}


def _kept(account: Account, facts: Iterable[UndeliveredFact]) -> list[Undelivered]:
    """Rows of what is told for the first time."""
    told = {(fact.told_by[:100], fact.bounce.recipient[:254]): fact for fact in facts}
    if not told:
        return []
    known = Undelivered.objects.filter(account=account, told_by__in={told_by for told_by, _ in told})
    for place in known.values_list("told_by", "recipient"):
        told.pop(place, None)
    made = bulk.insert(
        Undelivered(
            account=account,
            told_by=told_by,
            recipient=recipient,
            message_external_id=fact.message_id[:100],
            status=fact.bounce.status[:20],
            why=fact.bounce.why.value,
            is_final=fact.bounce.is_final,
            diagnostic=fact.bounce.diagnostic[:500],
            told_at=fact.told_at,
        )
        for (told_by, recipient), fact in told.items()
    )
    return [row for row in made if row.message_external_id]


def _waiting(account: Account, fresh: Iterable[Message]) -> list[Undelivered]:
    """What was told of these mails of ours before we had them."""
    names = [row.external_id for row in fresh if _is_our_mail(row)]
    if not names:
        return []
    return list(Undelivered.objects.filter(account=account, message_external_id__in=names).order_by("pk"))


def _is_our_mail(row: Message) -> bool:
    return row.role == Role.SELLER.value and row.kind == MessageKind.MAIL.value


def _tie(
    account: Account,
    row: Undelivered,
    outgoing: Outgoing | None,
    message: Message | None,
    touched: Touched,
    now: datetime,
) -> None:
    if outgoing and row.outgoing_id != outgoing.pk:
        Undelivered.objects.filter(pk=row.pk).update(outgoing=outgoing)
    case = message.case if message else outgoing.case if outgoing else None
    if case is None:
        return
    if _is_a_copy(outgoing, message, row):
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


def _is_a_copy(outgoing: Outgoing | None, message: Message | None, row: Undelivered) -> bool:
    """Somebody else did not get his copy: the buyer has it. So it is with an address we never wrote to, where the
    buyer's mails are sent on: his own server took it."""
    meant, recipient = _meant(outgoing, message), row.recipient.casefold()
    return bool(meant and recipient) and recipient not in meant


def _meant(outgoing: Outgoing | None, message: Message | None) -> set[str]:
    """Whom the mail was for, in small letters; nobody where that is not known."""
    if outgoing:
        return {outgoing.buyer_login.casefold()} - {""}
    letter = getattr(message, "letter", None)
    if message is None or letter is None:
        return set()
    written_to = (str(one.get("address", "")) for one in letter.to)
    return {one.casefold() for one in (*written_to, message.thread.buyer.login) if "@" in one}


def _came_back(
    account: Account, row: Undelivered, outgoing: Outgoing | None, message: Message | None, now: datetime
) -> bool:
    """True when nobody had said so before: the buyer has nothing, and the case is not done."""
    is_news = bool(outgoing) and _stop(outgoing, row, now)
    if message and message.status != BLOCKED:
        Message.objects.filter(pk=message.pk).update(status=BLOCKED)
        message.status = BLOCKED
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
