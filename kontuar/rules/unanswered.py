"""Which messages of a buyer still wait for an answer. Used by the answer and the problem clock."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from kontuar.facts.case import CaseFacts, CaseMessage, CaseState
from kontuar.facts.messages import Message, MessageStatus, Role
from kontuar.rules.policy import AnswerRule, Base

_WRITTEN = attrgetter("written_at")


def is_owed_an_answer(message: CaseMessage, rule: AnswerRule) -> bool:
    """True for a message (a buyer's; in a mailbox a marketplace's too) that opens a duty when nobody answers it.

    A deleted message still counts (allegro/allegro-api #11411); one the marketplace blocked never
    reached us. Closers (A3.11), waived messages and history open nothing.
    """
    if message.role not in rule.opened_by or message.status is MessageStatus.BLOCKED:
        return False
    if message.is_history or message.waived_reason or message.kind not in rule.covers:
        return False
    return rule.closers_count or not message.is_closer


def counts_as_answer(message: CaseMessage, rule: AnswerRule, now: datetime) -> bool:
    """True for a seller's message that reached the buyer, or is still being checked and young.

    Blocked and vanished ones prove nothing: a stopped message disappears after a day (B12).
    """
    if message.role not in rule.ended_by:
        return False
    if message.status is MessageStatus.CHECKING:
        return now < message.written_at + rule.checking_grace
    return message.status is MessageStatus.DELIVERED


class Answers:
    """The answers of a case, ready to be asked which message they cover."""

    def __init__(self, messages: Iterable[CaseMessage], rule: AnswerRule, now: datetime) -> None:
        answers = sorted(
            [(m.written_at, m.first_seen_at) for m in messages if counts_as_answer(m, rule, now)]
        )
        self._written = [written for written, _ in answers]
        self._seen_up_to: list[datetime] = []
        for _, seen in reversed(answers):
            self._seen_up_to.append(max(seen, self._seen_up_to[-1]) if self._seen_up_to else seen)
        self._seen_up_to.reverse()
        self._late_arrival = rule.late_arrival

    def cover(self, message: CaseMessage, connected_at: datetime) -> bool:
        """True when an answer was written after ``message``, and could have been meant for it.

        A platform may hold a message back and then show it with the time of typing, before answers we
        gave meanwhile (#13907). Such a latecomer reached us well after the answer did and still waits.
        What was written before the account was connected arrives in any order, so only its dates count.
        """
        at = bisect_right(self._written, message.written_at)
        if at == len(self._written):
            return False
        if message.written_at < connected_at:
            return True
        return message.first_seen_at <= self._seen_up_to[at] + self._late_arrival


def unanswered(facts: CaseFacts, rule: AnswerRule, now: datetime) -> tuple[CaseMessage, ...]:
    """The messages that wait, oldest first.

    Closing a case ends what only the terms ask for; a message the quality measure counts stays owed
    until it is answered or a person gives the reason why not.
    """
    is_closed = facts.state is CaseState.CLOSED
    owed = [
        message
        for message in facts.messages
        if is_owed_an_answer(message, rule) and (not is_closed or message.kind in rule.measured)
    ]
    if not owed:
        return ()
    answers = Answers(facts.messages, rule, now)
    waiting = [message for message in owed if not answers.cover(message, facts.connected_at)]
    return tuple(sorted(waiting, key=_WRITTEN))


def left_standing(facts: CaseFacts, rule: AnswerRule, now: datetime) -> tuple[CaseMessage, ...]:
    """Words of the buyer that no answer covers and nobody waived: closers and history too, oldest first."""
    answers = Answers(facts.messages, rule, now)
    standing = [
        message
        for message in facts.messages
        if message.role is Role.BUYER
        and message.status is not MessageStatus.BLOCKED
        and not message.waived_reason
        and not answers.cover(message, facts.connected_at)
    ]
    return tuple(sorted(standing, key=_WRITTEN))


def checking_ends(facts: CaseFacts, rule: AnswerRule) -> tuple[datetime, ...]:
    """When answers that are still being checked stop counting as answers."""
    return tuple(
        [
            message.written_at + rule.checking_grace
            for message in facts.messages
            if message.status is MessageStatus.CHECKING and message.role in rule.ended_by
        ]
    )


def base_of(message: CaseMessage | Message, rule: AnswerRule) -> datetime:
    """From when a message's time runs (A3.5): its own date unless the policy counts from first sight."""
    if rule.base is Base.FIRST_SEEN and isinstance(message, CaseMessage):
        return max(message.written_at, message.first_seen_at)
    return message.written_at
