"""A buyer wrote while nobody is there: note that an automatic answer is wanted. One row for a buyer and day, no more.

Called where messages are stored; the answer itself is made by the sweep (``actions.away``), never here.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kontuar.actions import policies
from kontuar.actions.ways import is_by_hand
from kontuar.facts.mails import MailKind
from kontuar.facts.messages import Role, ThreadKind
from kontuar.rules import away
from kontuar.rules.mail_answer import is_robots
from kontuar.store.models import Absence, Account, AccountAccess, AwayAnswer, AwaySent, Case, Letter, Message
from kontuar.store.queries.access import CAN_WORK


def after_news(account: Account, rows: Sequence[Message] | None, *, now: datetime) -> None:
    """Note what is wanted for the newest word of each buyer in a portion."""
    fresh = {row.thread_id: row for row in rows or () if _is_news(row, account, now)}
    if not fresh or account.is_watch_only or is_by_hand(account):
        return
    if not AwayAnswer.objects.filter(account=account, is_on=True, has_own=False, stopped_at=None).exists():
        return
    back = back_at(account, now=now)
    today = now.astimezone(ZoneInfo(account.zone)).date()
    messages = Message.objects.filter(pk__in=[row.pk for row in fresh.values()])
    wanted = [
        AwaySent(account=account, buyer_id=row.thread.buyer_id, message=row, day=today, at=now)
        for row in messages.select_related("thread", "case").order_by("pk")
        if away.may_answer(word(row, account), back, now)
    ]
    AwaySent.objects.bulk_create(wanted, ignore_conflicts=True)


def word(row: Message, account: Account) -> away.Word:
    """A message as the rule sees it; ``thread`` and ``case`` are loaded."""
    last = row.case.last_seller_at
    return away.Word(
        written_at=row.written_at,
        thread_kind=ThreadKind(row.thread.kind),
        is_closer=row.is_closer,
        is_person=account.platform != "mail" or _is_persons(row),
        is_answered=(last is not None and last > row.written_at) or row.case.state == Case.State.CLOSED,
    )


def back_at(account: Account, *, now: datetime) -> datetime | None:
    """When somebody is there again, by the desk's hours, holidays, days off and its people's absences."""
    calendar = policies.policy(account, now=now).calendar
    return away.back_at(calendar, now, days_nobody(account, calendar.local_day(now)))


def days_nobody(account: Account, today: date) -> frozenset[date]:
    """Days from today on which everybody who answers on this account is absent."""
    people = set(
        AccountAccess.objects.filter(account=account, role__in=CAN_WORK, user__is_active=True).values_list(
            "user_id", flat=True
        )
    )
    plans = list(Absence.objects.filter(user__in=people, last_day__gte=today))
    if len({plan.user_id for plan in plans}) < len(people):
        return frozenset()
    days = (today + timedelta(days=ahead) for ahead in range(away.AHEAD))
    return frozenset(
        day
        for day in days
        if people == {plan.user_id for plan in plans if plan.first_day <= day <= plan.last_day}
    )


def _is_news(row: Message, account: Account, now: datetime) -> bool:
    is_new = row.first_seen_at == now and row.written_at >= account.connected_at
    return row.role == Role.BUYER.value and is_new and not row.is_history


def _is_persons(row: Message) -> bool:
    """RFC 3834: never to a machine, a list, a bounce or an address nobody reads."""
    letter = Letter.objects.filter(message=row).values_list("kind", "from_address", "reply_to").first()
    if letter is None:
        return False
    kind, written_by, answer_to = letter
    return kind == MailKind.PERSON.value and not is_robots(written_by) and not is_robots(answer_to)
