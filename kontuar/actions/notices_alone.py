"""Notices whose matter the interface never brought: after a while they are cases of their own, lest one be missed.

Only those that name an issue or a thread: of others nobody can say whether what came meanwhile was it.
"""

from datetime import datetime, timedelta

from django.db import transaction

from kontuar.actions import index, letters, reassess, receive_talk
from kontuar.actions.notices import PATIENCE
from kontuar.actions.touched import Touched
from kontuar.connectors import get as connector_named
from kontuar.facts.mails import MailKind, Notice
from kontuar.facts.messages import Message, Thread
from kontuar.store import rebuild
from kontuar.store.models import Account, Issue, Letter
from kontuar.store.models import Message as MessageRow
from kontuar.store.models import Thread as ThreadRow

LATE = timedelta(hours=3)
"""Streams are read every few minutes; a discussion must be answered within a day."""
MANY = 20


def raise_some(*, now: datetime) -> int:
    """Open cases for late notices; how many. Two queries when there are none."""
    active = Account.objects.filter(state=Account.State.ACTIVE)
    waiting = Letter.objects.filter(
        account__in=list(active.values_list("pk", flat=True)),
        kind=MailKind.NOTICE.value,
        message=None,
        case=None,
        sent_at__gt=now - PATIENCE,
        sent_at__lt=now - LATE,
    )
    rows = list(waiting.select_related("account").order_by("sent_at", "pk")[: MANY * 10])
    late = [row for row in rows if _is_missing(rebuild.notice(row))][:MANY]
    return sum(_raise(row, now) for row in late)


def _is_missing(notice: Notice) -> bool:
    """It names what the interface should have brought by now, and has not."""
    accounts = Account.objects.filter(platform=notice.platform)
    if not notice.wants_a_look:
        return False
    if notice.issue_id:
        return not Issue.objects.filter(account__in=accounts, external_id=notice.issue_id).exists()
    if notice.thread_id:
        return not ThreadRow.objects.filter(account__in=accounts, external_id=notice.thread_id).exists()
    return False


def _raise(row: Letter, now: datetime) -> bool:
    """The letter as a thread and a message, as if no interface were there."""
    try:
        raw = letters.raw_of(row)
    except letters.LetterGone:
        return False
    account = row.account
    facts = connector_named(account.platform).read(
        raw, login=account.login, settings=account.settings, received_at=row.received_at
    )
    threads = [fact for fact in facts if isinstance(fact, Thread)]
    said = [fact for fact in facts if isinstance(fact, Message) and fact.external_id == row.external_id]
    with transaction.atomic():
        if not said or not Letter.objects.select_for_update().filter(pk=row.pk, message=None, case=None):
            return False
        touched = Touched()
        receive_talk.threads(account, threads, touched, now=now)
        receive_talk.messages(account, said, touched, now=now)
        message = MessageRow.objects.get(account=account, external_id=row.external_id)
        Letter.objects.filter(pk=row.pk).update(message=message)
        index.portion(account, facts, touched)
        reassess.cases(touched.case_ids, now=now)
    return True
