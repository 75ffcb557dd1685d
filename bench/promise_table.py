"""What ``bench.promise_watch`` publishes: the figures of a run as tables of Markdown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bench.promise_sales import Sale

MORNINGS = (10, 7, 5, 3, 2, 1, 0)
"""How many days before the promised day we look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What stood in the morning ``left`` days before the promised day. ``risk`` None: no history, no guess."""

    sale: Sale
    left: int
    flagged: bool
    risk: float | None
    average: float
    seller_average: float


def is_late(sale: Sale) -> bool:
    """Delivered after the promised day."""
    return sale.arrived_on is not None and sale.arrived_on > sale.promised_on


def is_late_by_the_hour(sale: Sale) -> bool:
    """The same, the promised day itself already late (the set writes the promise as that day's midnight)."""
    return sale.arrived_on is not None and sale.arrived_on >= sale.promised_on


def auc(pairs: Sequence[tuple[float, bool]]) -> float:
    """The chance that a late one stands above one in time (ties count half)."""
    ordered = sorted(pairs)
    late = sum(is_late for _, is_late in pairs)
    if late in (0, len(pairs)):
        return math.nan
    total, start = 0.0, 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        total += sum(y for _, y in ordered[start:end]) * (start + end + 1) / 2
        start = end
    return (total - late * (late + 1) / 2) / (late * (len(pairs) - late))


def table(sales: Sequence[Sale], seen: Sequence[Seen], first: date) -> str:
    """The figures of the orders promised from ``first`` on."""
    ours = [sale for sale in sales if sale.promised_on >= first]
    rows = [
        "| | delivered after the promised day | the promised day itself late too |",
        "|---|---|---|",
        *_figures(ours, [s for s in seen if s.sale.promised_on >= first]),
    ]
    never = sum(sale.arrived_on is None for sale in ours)
    head = (
        f"{len(ours):,} orders promised from {first} to {max(s.promised_on for s in ours)}, "
        f"{len(ours) - never:,} delivered, {never:,} never (lost, cancelled or sold out: the set does not say when)."
    )
    return "\n".join([head, "", *rows, "", *_by_days(ours, [s for s in seen if s.sale.promised_on >= first])])


def _by_days(sales: Sequence[Sale], seen: Sequence[Seen]) -> Iterable[str]:
    """How far ahead the flag sees: late is delivered after the promised day."""
    yield (
        "| days before | open then and delivered, late of those | of all late ones flagged then "
        "| precision, delivered | late or never there: of all open then | – precision |"
    )
    yield "|---|---|---|---|---|---|"
    for left in MORNINGS[:-1]:
        then = [s for s in seen if s.left == left]
        yield (
            f"| {left} | {_base(then, is_late)} | {_recall(sales, then, is_late)} "
            f"| {_precision(then, is_late, only=True)} | {_open(then, is_late)} "
            f"| {_precision(then, is_late, only=False)} |"
        )


type _Late = Callable[[Sale], bool]
READINGS: tuple[_Late, ...] = (is_late, is_late_by_the_hour)


def _figures(sales: Sequence[Sale], seen: Sequence[Seen]) -> Iterable[str]:
    by_left = {left: [s for s in seen if s.left == left] for left in MORNINGS}

    def row(name: str, figure: Callable[[_Late], str]) -> str:
        return f"| {name} | " + " | ".join(figure(late) for late in READINGS) + " |"

    yield row("late deliveries", lambda late: f"{sum(map(late, sales))}")
    yield row("flagged no later than the promised date", lambda late: _recall(sales, by_left[0], late))
    yield row("flagged a day or more before", lambda late: _recall(sales, by_left[1], late))
    yield row("– precision, orders that were delivered", lambda late: _precision(by_left[1], late, only=True))
    yield row(
        "– precision, never delivered is broken too", lambda late: _precision(by_left[1], late, only=False)
    )
    yield row("– share late of all open then that were delivered", lambda late: _base(by_left[1], late))
    yield row("– share late of all that were delivered", lambda late: _all(sales, late))
    known = [s for s in by_left[3] if s.risk is not None]
    delivered = [s for s in known if s.sale.arrived_on]
    scores: dict[str, Callable[[Seen], float]] = {
        "our risk": lambda s: s.risk or 0.0,
        "a constant": lambda s: 0.5,
        "the carrier's average": lambda s: s.average,
        "the seller's average": lambda s: s.seller_average,
    }
    yield row("open three days before and delivered", lambda late: _count(delivered, late))
    for name, score in scores.items():
        yield row(
            f"– AUC of {name}", lambda late, f=score: f"{auc([(f(s), late(s.sale)) for s in delivered]):.2f}"
        )
    yield row(
        "open three days before, never delivered is broken too", lambda late: _count(known, _broken(late))
    )
    for name, score in scores.items():
        yield row(
            f"– AUC of {name}",
            lambda late, f=score: f"{auc([(f(s), _broken(late)(s.sale)) for s in known]):.2f}",
        )
    yield row(
        "all delivered orders, arrived ones at no risk: AUC three days before",
        lambda late: f"{auc(_whole(sales, delivered, late)):.2f}",
    )
    yield row(
        "mean risk and share late or never there, open three days before",
        lambda late: _fit(known, _broken(late)),
    )
    yield row("– of those delivered", lambda late: _fit(delivered, late))


def _broken(late: _Late) -> _Late:
    return lambda sale: sale.arrived_on is None or late(sale)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%} ({part} of {whole})" if whole else "–"


def _recall(sales: Sequence[Sale], seen: Sequence[Seen], late: _Late) -> str:
    flagged = sum(s.flagged and late(s.sale) for s in seen)
    return _share(flagged, sum(map(late, sales)))


def _precision(seen: Sequence[Seen], late: _Late, *, only: bool) -> str:
    flagged = [s for s in seen if s.flagged and (s.sale.arrived_on or not only)]
    right = late if only else _broken(late)
    return _share(sum(right(s.sale) for s in flagged), len(flagged))


def _base(seen: Sequence[Seen], late: _Late) -> str:
    delivered = [s for s in seen if s.sale.arrived_on]
    return _share(sum(late(s.sale) for s in delivered), len(delivered))


def _all(sales: Sequence[Sale], late: _Late) -> str:
    delivered = [sale for sale in sales if sale.arrived_on]
    return _share(sum(map(late, delivered)), len(delivered))


def _open(seen: Sequence[Seen], late: _Late) -> str:
    return _share(sum(_broken(late)(s.sale) for s in seen), len(seen))


def _count(seen: Sequence[Seen], late: _Late) -> str:
    return f"{len(seen)}, {sum(late(s.sale) for s in seen)} late"


def _whole(sales: Sequence[Sale], seen: Sequence[Seen], late: _Late) -> list[tuple[float, bool]]:
    risks = {s.sale.number: s.risk or 0.0 for s in seen}
    return [(risks.get(sale.number, 0.0), late(sale)) for sale in sales if sale.arrived_on]


def _fit(seen: Sequence[Seen], late: _Late) -> str:
    if not seen:
        return "–"
    return (
        f"{sum(s.risk or 0 for s in seen) / len(seen):.0%}, {sum(late(s.sale) for s in seen) / len(seen):.0%}"
    )
