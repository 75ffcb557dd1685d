"""May this text leave now? Asked again for every queued text just before it is sent.

Between writing and sending the buyer may have written, the case may have been closed, the account may
have been put back to watch-only. Then the text goes back to a person with the reason. Limits that stay on
for ever (rule ``own.sending``): an hourly cap, which only delays, and a loop fuse.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kontuar.facts.case import CaseState
from kontuar.facts.drafts import DraftKind, OutgoingFacts
from kontuar.rules.policy import Policy

HOUR = timedelta(hours=1)


class Decision(StrEnum):
    """Send it; ask again later; or give it back to a person."""

    SEND = "send"
    LATER = "later"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``reason`` is a code, empty for SEND; ``retry_at`` is set for LATER, ``rule_id`` for our own limits."""

    decision: Decision
    reason: str = ""
    retry_at: datetime | None = None
    rule_id: str = ""


def verdict(outgoing: OutgoingFacts, now: datetime, policy: Policy) -> Verdict:
    """The gravest reason first; LATER only when nothing sends the text back."""
    reason, rule_id = _reason_to_give_back(outgoing, now, policy)
    if reason:
        return Verdict(decision=Decision.BACK, reason=reason, rule_id=rule_id)
    if outgoing.sent_last_hour >= policy.sending.hourly_cap:
        since = outgoing.first_of_hour_at or now
        return Verdict(
            decision=Decision.LATER,
            reason="hourly_cap",
            retry_at=max(since + HOUR, now + timedelta(minutes=1)),
            rule_id=policy.sending.rule_id,
        )
    return Verdict(decision=Decision.SEND)


def repeats_since(now: datetime, policy: Policy) -> datetime:
    """From when our messages to one buyer count for the loop fuse."""
    return now - policy.sending.repeat_window


def _reason_to_give_back(outgoing: OutgoingFacts, now: datetime, policy: Policy) -> tuple[str, str]:
    rule = policy.sending
    if outgoing.watch_only:
        return "watch_only", ""
    if not outgoing.may_work:
        return "no_rights", ""
    if outgoing.kind is DraftKind.ANSWER and not outgoing.thread_is_open:
        return "thread_closed", ""
    if _buyer_wrote_since(outgoing):
        return "buyer_wrote_since", ""
    if outgoing.case_state is CaseState.CLOSED and outgoing.case_state_when_composed is not CaseState.CLOSED:
        return "case_closed", ""
    if now - (outgoing.planned_at or outgoing.composed_at) > rule.too_late_after:
        return "too_late", rule.rule_id
    return ("", "") if outgoing.is_insisted else _loop(outgoing, policy)


def _loop(outgoing: OutgoingFacts, policy: Policy) -> tuple[str, str]:
    """Two machines talking to each other; a person who insists is none."""
    rule = policy.sending
    if outgoing.same_text_recently >= rule.same_text:
        return "same_text", rule.rule_id
    if outgoing.ours_in_a_row >= rule.in_a_row:
        return "too_many_in_a_row", rule.rule_id
    return "", ""


def _buyer_wrote_since(outgoing: OutgoingFacts) -> bool:
    """Compared with what the writer had before him, not with the clock: platforms date messages back."""
    last, known = (
        outgoing.last_buyer_message_at,
        outgoing.last_buyer_message_at_when_composed,
    )
    return last is not None and (known is None or last > known)
