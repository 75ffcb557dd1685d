"""The clock of a missing choice: the parcel waits because the buyer did not say which colour or size he wants.

We ask once and remind once; then the date of dispatch holds, for the buyer's delay may count against the seller
(A3.10, of 2020 and not confirmed). The rule in prose and its examples: ``docs/rules/choice.md``.
"""

from dataclasses import replace
from datetime import datetime

from kontuar.facts.order_facts import OrderFacts
from kontuar.rules.duties import dispatch
from kontuar.rules.duties.target import by_target
from kontuar.rules.duty import Duty, DutyKind
from kontuar.rules.policy import Policy

OWED = frozenset({"", "no_dispatch_date"})
NOTHING: tuple[Duty, ...] = ()


def why_none(facts: OrderFacts, policy: Policy) -> str:
    """Why nothing is asked, as a code; ``""`` when it is.

    ``no_rule``, ``named`` (or nothing to name), ``not_owed`` (sent, cancelled, unpaid, history), ``reminded``.
    """
    if policy.orders.choice is None:
        return "no_rule"
    if not facts.around.unnamed:
        return "named"
    if dispatch.why_none(facts.order, policy.dispatch, connected_at=facts.connected_at) not in OWED:
        return "not_owed"
    if _since(facts) is None:
        return "not_owed"
    return "reminded" if len(_asked(facts)) > 1 else ""


def duties(facts: OrderFacts, policy: Policy, now: datetime) -> tuple[Duty, ...]:
    """At most one: to ask, or a working day later to remind."""
    rule, since_at = policy.orders.choice, _since(facts)
    if why_none(facts, policy) or rule is None or since_at is None:
        return NOTHING
    lost = "delay_counts" if rule.delay_counts else "choice_waits"
    asked = _asked(facts)
    if not asked:
        return (by_target(DutyKind.CHOICE, since_at, rule.ask, policy, lost=lost, next_step="ask_choice"),)
    remind_at = policy.calendar.add_office_time(asked[0], rule.remind_after)
    if now < remind_at:
        return NOTHING
    duty = by_target(DutyKind.CHOICE, remind_at, rule.ask, policy, lost=lost, next_step="remind_choice")
    return (replace(duty, since_at=since_at),)  # one trouble: called done it stays done


def moments(facts: OrderFacts, policy: Policy) -> tuple[datetime, ...]:
    """When we remind."""
    rule, asked = policy.orders.choice, _asked(facts)
    if rule is None or not asked or why_none(facts, policy):
        return ()
    return (policy.calendar.add_office_time(asked[0], rule.remind_after),)


def _since(facts: OrderFacts) -> datetime | None:
    return facts.order.paid_at or facts.order.bought_at


def _asked(facts: OrderFacts) -> tuple[datetime, ...]:
    """Our words to the buyer since the order could be sent: what else would we have written about?"""
    since_at = _since(facts)
    return tuple(at for at in facts.around.asked_at if since_at is not None and at >= since_at)
