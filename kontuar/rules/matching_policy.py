"""How long a matter stays one matter.

No marketplace says when one matter ends and another begins, so every length here is **ours** (set
2026-11), with its reason beside it. Halving or doubling any one of them moves the figures in
``docs/rules/cases.md`` little: what counts is that they are of the right order.
"""

from dataclasses import dataclass, fields
from datetime import timedelta
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPolicy:
    """How long a matter stays one matter. All ours; the reasons stand in ``docs/rules/cases.md``."""

    order_gap: timedelta = timedelta(days=30)  # silence: 14 days to withdraw, 14 to send back
    offer_gap: timedelta = timedelta(days=14)  # longer silence on an offer: a fresh look at it
    purchase_gap: timedelta = timedelta(days=5)  # until dispatch, what was said before buying binds
    rebuy_gap: timedelta = timedelta(days=1)  # cancelled and bought anew
    compare_gap: timedelta = timedelta(minutes=15)  # one sitting with several offers open
    adopt_order_gap: timedelta = timedelta(days=1)  # "Chcę anulować" - "Które?" - the order's number
    adopt_offer_gap: timedelta = timedelta(hours=1)  # "Dzień dobry" first, the offer in the next breath
    bare_gap: timedelta = timedelta(days=14)  # tried what the seller advised, then reports
    greeted_gap: timedelta = timedelta(days=3)  # who says "Dzień dobry" anew often begins anew
    short_gap: timedelta = timedelta(days=21)  # "Wolę zwrot" makes sense only as a reply
    short_length: int = 40
    reminder_gap: timedelta = timedelta(days=30)  # nobody answered: the next message is a reminder
    greeted_reminder_gap: timedelta = timedelta(days=14)  # a polite reminder, or given up and begun anew
    waiting_gap: timedelta = timedelta(days=45)  # the seller said what he waits for
    thanked_gap: timedelta = timedelta(days=4)  # thanks end a matter; an afterthought comes soon
    ended_gap: timedelta = timedelta(days=1)  # after thanks a greeting or a purchase begins anew
    before_gap: timedelta = timedelta(days=2)  # a held message that begins a case already seen
    subject_gap: timedelta = timedelta(days=30)  # one e-mail exchange
    answer_gap: timedelta = timedelta(days=30)  # a late answer beats a fresher talk that is answered
    postscript_gap: timedelta = timedelta(days=1)  # what the seller adds to his own answer
    seller_gap: timedelta = timedelta(days=120)  # a seller's bare message always replies to something
    closer_gap: timedelta = timedelta(days=60)  # later thanks are placed too, but not surely

    @property
    def horizon(self) -> timedelta:
        """No case further off than this can be picked, unless the message names its order or offer."""
        return _longest(self)


@lru_cache(maxsize=8)
def _longest(policy: CutPolicy) -> timedelta:
    """Asked for every message placed."""
    return max(value for each in fields(policy) if isinstance(value := getattr(policy, each.name), timedelta))


OURS = CutPolicy()
