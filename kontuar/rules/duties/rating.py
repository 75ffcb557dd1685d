"""The clock of a rating that does not recommend us and has no answer: our own target, no marketplace's.

A5.2: only such a rating may be answered, and once. A5.13: a message to the buyer often helps more, and an answer that
everybody reads stays; so the step is to look, not to hurry. It stands only while an answer is taken, and not at all
where the owner wants none (``own.rating``). The rule in prose and its examples: ``docs/rules/rating.md``.
"""

from datetime import datetime

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.ratings import Rating
from kontuar.rules.deed_policy import DeedRules
from kontuar.rules.duties.target import by_target
from kontuar.rules.duty import Duty, DutyKind
from kontuar.rules.policy import Policy


def takes_answer(rules: DeedRules, *, is_recommended: bool, is_excluded: bool, is_answered: bool) -> bool:
    """Whether the marketplace still takes an answer to such a rating."""
    rule = rules.rating_answer
    if is_excluded or (rule is not None and rule.only_not_recommended and is_recommended):
        return False
    return not (is_answered and (rule is None or rule.once))


def duties(facts: OrderFacts, policy: Policy) -> tuple[Duty, ...]:
    """At most one, for the oldest; a later change of the rating begins it anew."""
    target = policy.orders.rating
    if target is None or not facts.around.ratings:
        return ()
    waiting = [one for one in facts.around.ratings if _waits(one, policy.deeds)]
    oldest = min(waiting, key=_since, default=None)
    if oldest is None:
        return ()
    duty = by_target(
        DutyKind.RATING,
        _since(oldest),
        target,
        policy,
        lost="answer_to_rating",
        next_step="answer_rating",
    )
    return () if facts.is_history(duty.due_at) else (duty,)


def _waits(one: Rating, rules: DeedRules) -> bool:
    if one.is_recommended or one.answer:
        return False
    return takes_answer(rules, is_recommended=False, is_excluded=one.is_excluded, is_answered=False)


def _since(one: Rating) -> datetime:
    return max(one.created_at, one.edited_at or one.created_at)
