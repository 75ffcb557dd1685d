"""The clock of a refund that came to nothing: the buyer thinks it is paid, and nobody tells otherwise.

C13: money goes back from the balance at the marketplace; where that is too low the refund is called off silently
(allegro/allegro-api #7828, #14040). No rule gives a time to try again: our own target. The limit of what the money was
owed for (a return, a cancellation) runs beside it on its own clock.
The rule in prose and its examples: ``docs/rules/refund-again.md``.
"""

from datetime import datetime

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.refunds import Refund, RefundStatus
from kontuar.rules.duties.return_refund import GOES_BACK
from kontuar.rules.duties.target import by_target
from kontuar.rules.duty import Duty, DutyKind
from kontuar.rules.policy import Policy

NOT_PAID = frozenset({RefundStatus.CALLED_OFF, RefundStatus.FAILED})


def unpaid(facts: OrderFacts) -> tuple[Refund, ...]:
    """Refunds with a date that came to nothing and that no later one made good, oldest first."""
    refunds = facts.around.refunds
    if not refunds:
        return ()
    going = [refund.created_at for refund in refunds if refund.status in GOES_BACK]
    if None in going:
        return ()
    last = max((at for at in going if at is not None), default=None)
    found = [one for one in refunds if one.status in NOT_PAID and one.created_at is not None]
    return tuple(sorted((one for one in found if last is None or _at(one) > last), key=_at))


def _at(refund: Refund) -> datetime:
    assert refund.created_at is not None
    return refund.created_at


def duties(facts: OrderFacts, policy: Policy) -> tuple[Duty, ...]:
    """At most one, for the oldest."""
    target, found = policy.orders.refund_again, unpaid(facts)
    if target is None or not found:
        return ()
    duty = by_target(
        DutyKind.REFUND_AGAIN,
        _at(found[0]),
        target,
        policy,
        lost="buyer_without_money",
        next_step="refund_on_platform",
    )
    return () if facts.is_history(duty.due_at) else (duty,)
