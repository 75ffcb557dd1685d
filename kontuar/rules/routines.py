"""Which routines fit a piece of news, in their order. Each is asked once, so nothing can go round in a circle.

A tag that a routine puts on is seen by those behind it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from kontuar.facts.numbers import whole_number
from kontuar.facts.routines import Condition, Do, News, Routine, Step, What


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A routine that fits. ``why`` is each condition with the value that was found."""

    routine: int
    why: tuple[tuple[What, str], ...]
    steps: tuple[Step, ...]


def fits(routines: Sequence[Routine], news: News) -> tuple[Fit, ...]:
    """Those that fit, up to the first that is the last."""
    found = []
    for one in routines:
        why = reasons(one, news)
        if why is None:
            continue
        found.append(Fit(routine=one.pk, why=why, steps=one.steps))
        tags = (whole_number(step.value) for step in one.steps if step.do is Do.TAG)
        news = replace(news, tags=news.tags.union(tag for tag in tags if tag is not None))
        if one.is_last:
            break
    return tuple(found)


def reasons(routine: Routine, news: News) -> tuple[tuple[What, str], ...] | None:
    """What was found for each condition; None when one does not hold, or there is none at all."""
    found = [(one.what, _found(one, news)) for one in routine.conditions]
    if not found or any(value == "" for _what, value in found):
        return None
    return tuple(found)


def _found(condition: Condition, news: News) -> str:
    """The first of the values that is there, empty for none."""
    asks: dict[What, Callable[[str], bool]] = {
        What.ACCOUNT: lambda value: value == str(news.account),
        What.CHANNEL: lambda value: value == news.channel,
        What.INTENT: lambda value: value in news.intents,
        What.LANGUAGE: lambda value: value == news.language,
        What.WORDS: lambda value: bool(value) and f" {value}" in f" {news.text}",
        What.OFFER: lambda value: value in news.offers,
        What.ORDER_STATE: lambda value: value == news.order_state,
        What.VALUE_OVER: lambda value: _is_over(news.value, value),
        What.TAG: lambda value: whole_number(value) in news.tags,
    }
    ask = asks[condition.what]
    return next((value for value in condition.values if ask(value)), "")


def _is_over(value: Decimal | None, limit: str) -> bool:
    try:
        return value is not None and value > Decimal(limit)
    except InvalidOperation:
        return False
