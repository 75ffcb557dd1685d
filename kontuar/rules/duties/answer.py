"""The answer clock: a buyer's message wants an answer within a day of working time.

Rules: B1 (24 hours, Saturdays, Sundays and public holidays excluded, since 2019-09-04), B2 (the contract
of 2024-04-15: excused only when the end falls on such a day), B2a (the two differ for messages of a
weekend), B3 (which messages oblige), A3.3 and A3.4 (which are measured, the oldest sets the clock), A3.5
(from when), A3.11 (closers). Sources and dates stand in ``rulebook/allegro/messages.toml``; the rule in
prose and its examples in ``docs/rules/answer.md``. A mail has no marketplace's clock: our own target limits
it (``own.mail``, ``docs/rules/mail.md``).
"""

from datetime import datetime

from kontuar.facts.case import CaseFacts, CaseMessage
from kontuar.facts.messages import Message, MessageKind, MessageStatus, Role, ThreadKind
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.policy import AnswerRule, Counting, Policy, TimeLimit, Which
from kontuar.rules.unanswered import base_of, checking_ends, unanswered


def limit_by(limit: TimeLimit, start: datetime, calendar: BusinessCalendar) -> datetime:
    """When ``limit`` runs out for something that began at ``start``."""
    if limit.counting is Counting.OPENING:
        return calendar.add_office_time(start, limit.window)
    if limit.counting is Counting.CLOCK_STOP:
        return calendar.add_business_time(start, limit.window)
    return calendar.same_time_next_working_day(start + limit.window)


def due_by(start: datetime, policy: Policy) -> datetime:
    """The red date by the confirmed reading."""
    return limit_by(policy.answer.confirmed, start, policy.calendar)


def safer_by(start: datetime, policy: Policy, *, due_at: datetime | None = None) -> datetime:
    """The grey date: the earliest of all readings. ``due_at`` spares counting the confirmed one again."""
    rule, calendar = policy.answer, policy.calendar
    left = [reading for reading in rule.readings if due_at is None or reading is not rule.confirmed]
    found = [limit_by(reading, start, calendar) for reading in left]
    return min(found if due_at is None else [due_at, *found])


def duties(facts: CaseFacts, policy: Policy, now: datetime) -> tuple[Duty, ...]:
    """At most one duty: for the oldest message that waits, with the gravest loss among all that do."""
    if facts.thread_kind is not ThreadKind.TALK:
        return ()
    waiting = unanswered(facts, policy.answer, now)
    return (_duty(waiting, facts, policy),) if waiting else ()


def moments(facts: CaseFacts, policy: Policy) -> tuple[datetime, ...]:
    """When time alone may end or open this duty."""
    return checking_ends(facts, policy.answer) if facts.thread_kind is ThreadKind.TALK else ()


def own_target_by(message: CaseMessage, facts: CaseFacts, policy: Policy) -> datetime | None:
    """Our own earlier target for a question before purchase, in opening time; None for other messages."""
    target = policy.answer.question_target
    if facts.has_order or message.kind is not MessageKind.QUESTION or target is None:
        return None
    return policy.calendar.add_office_time(message.written_at, target)


def _duty(waiting: tuple[CaseMessage, ...], facts: CaseFacts, policy: Policy) -> Duty:
    rule = policy.answer
    first = waiting[0] if rule.which is Which.OLDEST else waiting[-1]
    base = base_of(first, rule)
    due_at = due_by(base, policy)
    counted = due_at if base == first.written_at else None
    safer = min(due_at, safer_by(first.written_at, policy, due_at=counted))
    measured = any(message.kind in rule.measured for message in waiting)
    return Duty(
        kind=DutyKind.ANSWER,
        since_at=first.written_at,
        due_at=due_at,
        safer_by=safer,
        warn_at=_warn_at(first, facts, policy, safer),
        origin=Origin.OWN if rule.is_own else Origin.RULE,
        rule_id=rule.confirmed.rule_id,
        rule_version=rule.confirmed.version,
        lost=_lost(rule, measured=measured),
        next_step=_next_step(first, facts),
        is_counted=measured,
    )


def _lost(rule: AnswerRule, *, measured: bool) -> str:
    if rule.is_own:
        return "own_target"
    return "quality_measure" if measured else "duty_of_terms"


def _next_step(first: CaseMessage, facts: CaseFacts) -> str:
    """A marketplace's own word is looked at: an answer to it reaches nobody."""
    if first.role is not Role.BUYER:
        return "look"
    return "answer" if facts.thread_is_open else "open_on_marketplace"


def _warn_at(message: CaseMessage, facts: CaseFacts, policy: Policy, safer: datetime) -> datetime:
    """The last opening hours before the grey date, or earlier our own target; never before the message."""
    warn_at = policy.calendar.office_time_before(safer, policy.answer.warn_before)
    target = own_target_by(message, facts, policy)
    return max(message.written_at, warn_at if target is None else min(warn_at, target))


def is_history(message: CaseMessage | Message, policy: Policy, connected_at: datetime) -> bool:
    """True for a message whose clock had run out before the account was connected.

    Such a message opens no duty; it stands in the list of arrears. A message in a problem thread has no
    deadline of the marketplace: ask :func:`kontuar.rules.duties.problem.is_history` for it.
    """
    if message.role not in policy.answer.opened_by or message.status is MessageStatus.BLOCKED:
        return False
    return message.written_at < connected_at and due_by(message.written_at, policy) < connected_at
