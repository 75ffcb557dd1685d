"""How soon first questions were answered: Allegro's old quality measure, told as numbers, never as a second duty.

A3.3: messages of the kind "ask a question" alone are timed (the duty of 24 hours covers any message). A3.4: of several
that wait in a thread the oldest sets the time. A deleted question still counts (allegro/allegro-api #11411), one the
marketplace stopped never came. Only a seller's word is an answer (B16): an automatic one, or Allegro's own (B13), that
stood before it is told apart. A1.4: the previous thirty days. Whether it still gives points is not known (A2.11).
The rule in prose and its examples: ``docs/rules/first-question.md``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from kontuar.facts.case import CaseMessage
from kontuar.facts.messages import MessageStatus, Role
from kontuar.rules.duties.answer import due_by
from kontuar.rules.policy import AnswerRule, Policy
from kontuar.rules.unanswered import base_of, counts_as_answer

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """A question that began to wait, and the first word of ours after it; ``machine`` spoke in between."""

    since_at: datetime
    answered_at: datetime | None
    machine: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """First questions of ``days``. ``late`` were answered too late or still wait past their time.

    ``automatic`` and ``by_marketplace`` count questions to which a machine, or the marketplace, spoke before us.
    """

    days: int
    in_time: int
    late: int
    waiting: int
    automatic: int
    by_marketplace: int
    typical: timedelta | None

    @property
    def asked(self) -> int:
        """All of them; those that wait and have time left decide nothing yet."""
        return self.in_time + self.late + self.waiting


def firsts(thread: Iterable[CaseMessage], rule: AnswerRule, now: datetime) -> Iterator[First]:
    """The questions of one thread that began to wait, each with what ended the waiting."""
    since_at, machine = None, None
    for message in sorted(thread, key=lambda one: one.written_at):
        if since_at is None:
            if _asks(message, rule):
                since_at = base_of(message, rule)
        elif counts_as_answer(message, rule, now):
            yield First(since_at=since_at, answered_at=message.written_at, machine=machine)
            since_at, machine = None, None
        elif message.role in {Role.AUTOMAT, Role.MARKETPLACE} and machine is None:
            machine = message.role
    if since_at is not None:
        yield First(since_at=since_at, answered_at=None, machine=machine)


def _asks(message: CaseMessage, rule: AnswerRule) -> bool:
    return (
        message.role is Role.BUYER
        and message.kind in rule.measured
        and message.status is not MessageStatus.BLOCKED
    )


def measure(threads: Iterable[Sequence[CaseMessage]], policy: Policy, now: datetime) -> Measure | None:
    """None without a question, or where nobody measures: "no data", never nought per cent (A3.8)."""
    rule = policy.answer
    if rule.measure_days is None or not rule.measured:
        return None
    begins = now - rule.measure_days * DAY
    found = [one for thread in threads for one in firsts(thread, rule, now) if begins <= one.since_at <= now]
    if not found:
        return None
    in_time = late = waiting = 0
    for one in found:
        due_at = due_by(one.since_at, policy)
        if (one.answered_at or now) > due_at:
            late += 1
        elif one.answered_at is None:
            waiting += 1
        else:
            in_time += 1
    lengths = [
        max((one.answered_at - one.since_at).total_seconds(), 0)
        for one in found
        if one.answered_at is not None
    ]
    return Measure(
        days=rule.measure_days,
        in_time=in_time,
        late=late,
        waiting=waiting,
        automatic=sum(one.machine is Role.AUTOMAT for one in found),
        by_marketplace=sum(one.machine is Role.MARKETPLACE for one in found),
        typical=timedelta(seconds=median(lengths)) if lengths else None,
    )
