"""``python -m bench.promise_watch [--data FOLDER ...] [--from DAY] [--write]``: the promise watch on real orders.

Runs the orders of ``../shared/data/olist_orders`` (and of every further ``--data`` folder of the same shape) day by
day as if live: each morning at nine the watch sees what was known then, and what ended during the day is learnt at
its end. Orders promised before ``--from`` were there to look at while the numbers of the model were chosen; the table
is of those promised later. ``--write`` puts it into docs/rules/promise-watch.md.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bench.promise_sales import ZONE, Sale, read
from kontuar.facts.promises import FindingKind, PromiseKind
from kontuar.rulebook.load import policy_for
from kontuar.rules.policy import Policy
from kontuar.rules.promise import journey as journeys
from kontuar.rules.promise.pace import HALF_LIFE, Pace, learn
from kontuar.rules.promise.risk import reckon
from kontuar.rules.promise.watch import watch

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "olist_orders"
PAGE = ROOT / "docs" / "rules" / "promise-watch.md"
MARKS = ("<!-- measured: python -m bench.promise_watch --write -->", "<!-- end of what was measured -->")
SPLIT = date(2018, 1, 15)
DAY = timedelta(days=1)
DRAWN = 10.0
"""How many deliveries the overall share weighs in a seller's average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What stood in the morning ``left`` days before the promised day. ``risk`` None: no history, no guess."""

    sale: Sale
    left: int
    flagged: bool
    risk: float | None
    average: float
    seller_average: float


class Averages:
    """The rivals: what share of deliveries came late so far, of all (they are one carrier's) and of each seller."""

    def __init__(self) -> None:
        self.all, self.sellers = [0.0, 0.0], defaultdict(lambda: [0.0, 0.0])

    def learn(self, sales: Iterable[Sale]) -> None:
        """Count deliveries of one day; the overall share fades as the model does."""
        self.all = [count * 0.5 ** (1 / HALF_LIFE) for count in self.all]
        for sale in sales:
            for counts in (self.all, self.sellers[sale.seller]):
                counts[0] += 1
                counts[1] += is_late(sale)

    def overall(self) -> float:
        """The late share of late."""
        return self.all[1] / self.all[0] if self.all[0] else 0.0

    def seller(self, name: str) -> float:
        """The seller's share, drawn towards the overall one."""
        count, late = self.sellers[name]
        return (late + DRAWN * self.overall()) / (count + DRAWN)


def is_late(sale: Sale) -> bool:
    """Delivered after the promised day."""
    return sale.arrived_on is not None and sale.arrived_on > sale.promised_on


def is_late_by_the_hour(sale: Sale) -> bool:
    """The same, the promised day itself already late (the set writes the promise as that day's midnight)."""
    return sale.arrived_on is not None and sale.arrived_on >= sale.promised_on


def run(sales: Sequence[Sale], mornings: Sequence[int] = (3, 1, 0)) -> list[Seen]:
    """Every day from the first order to the last promise; what stood ``mornings`` days before each promise."""
    waiting = sorted(sales, key=lambda sale: sale.bought_at)
    ended: dict[date, list[Sale]] = defaultdict(list)
    for sale in sales:
        for at in {a and a.astimezone(ZONE).date() for a in (sale.handed_at, sale.arrived_at)} - {None}:
            ended[at].append(sale)
    day = waiting[0].bought_at.astimezone(ZONE).date()
    last = max(sale.promised_on for sale in sales)
    pace, averages, policy = Pace(day=day - DAY), Averages(), _policy()
    open_sales: list[Sale] = []
    found: list[Seen] = []
    at = 0
    while day <= last:
        now = datetime.combine(day, time(9), ZONE).astimezone(UTC)
        while at < len(waiting) and waiting[at].bought_at < now:
            open_sales.append(waiting[at])
            at += 1
        open_sales = [
            s for s in open_sales if s.promised_on >= day and not (s.arrived_at and s.arrived_at <= now)
        ]
        found += _morning(open_sales, day, now, pace, averages, mornings, policy)
        night = datetime.combine(day + DAY, time(0), ZONE).astimezone(UTC) - timedelta(microseconds=1)
        legs = [_journey(sale, night, policy) for sale in ended[day]]
        pace = learn(pace, day, [leg for leg in legs if leg is not None])
        averages.learn(sale for sale in ended[day] if sale.arrived_on == day)
        day += DAY
    return found


def _journey(sale: Sale, now: datetime, policy: Policy) -> journeys.Journey | None:
    return journeys.of_facts(sale.facts(now), policy.calendar, now, seller=sale.seller)


def _morning(
    sales: Sequence[Sale],
    day: date,
    now: datetime,
    pace: Pace,
    averages: Averages,
    mornings: Sequence[int],
    policy: Policy,
) -> list[Seen]:
    found = []
    for sale in sales:
        facts = sale.facts(now)
        leg = journeys.of_facts(facts, policy.calendar, now, seller=sale.seller)
        risk = reckon(pace, leg, day, now) if leg else None
        verdict = watch(replace(facts, risk=risk), policy, now)
        left = (sale.promised_on - day).days
        if left in mornings:
            flags = [
                f
                for f in verdict.findings
                if f.promise is PromiseKind.DELIVERY and f.kind is FindingKind.WILL_BREAK
            ]
            found.append(
                Seen(
                    sale=sale,
                    left=left,
                    flagged=bool(flags),
                    risk=risk.late if risk else None,
                    average=averages.overall(),
                    seller_average=averages.seller(sale.seller),
                )
            )
    return found


def _policy() -> Policy:
    """Our own numbers of today in the sellers' zone, no public holidays. The set knows a parcel's first and last
    scan only, so that none between them says nothing: our patience with silent parcels is left out."""
    return replace(
        policy_for("allegro", "PL", date(2026, 11, 23), zone=ZONE, days_off=frozenset()), parcel=None
    )


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
    return "\n".join([head, "", *rows])


type _Late = Callable[[Sale], bool]
READINGS: tuple[_Late, ...] = (is_late, is_late_by_the_hour)


def _figures(sales: Sequence[Sale], seen: Sequence[Seen]) -> Iterable[str]:
    by_left = {left: [s for s in seen if s.left == left] for left in (3, 1, 0)}

    def row(name: str, figure: Callable[[_Late], str]) -> str:
        return f"| {name} | " + " | ".join(figure(late) for late in READINGS) + " |"

    yield row("late deliveries", lambda late: f"{sum(map(late, sales))}")
    yield row("flagged no later than the promised date", lambda late: _recall(sales, by_left[0], late))
    yield row("flagged a day or more before", lambda late: _recall(sales, by_left[1], late))
    yield row("– precision, orders that were delivered", lambda late: _precision(by_left[1], late, only=True))
    yield row(
        "– precision, never delivered is broken too", lambda late: _precision(by_left[1], late, only=False)
    )
    for least in (0.3, 0.7):
        at = [replace(s, flagged=s.risk is not None and s.risk >= least) for s in by_left[1]]
        yield row(
            f"a day before, risk alone of {least:.0%} or more: flagged; precision when delivered",
            lambda late, at=at: f"{_recall(sales, at, late)}; {_precision(at, late, only=True)}",
        )
    yield row("any open order a day before: precision when delivered", lambda late: _base(by_left[1], late))
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
        "mean risk and share late, open three days before and delivered", lambda late: _fit(delivered, late)
    )


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


def main() -> int:
    """Print the tables; 1 where the data is not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, action="append", default=None)
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=SPLIT)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    folders = given.data or [DATA]
    if missing := [folder for folder in folders if not (folder / "orders.csv").exists()]:
        print(f"no orders.csv in {', '.join(map(str, missing))}")
        return 1
    sales = list({sale.number: sale for folder in folders for sale in read(folder)}.values())
    seen = run(sales)
    found = table(sales, seen, given.first)
    earlier = [s for s in sales if s.promised_on < given.first]
    if earlier:
        print("Looked at while choosing:\n")
        print(table(earlier, [s for s in seen if s.sale.promised_on < given.first], date.min), end="\n\n")
    print(f"Reported:\n\n{found}")
    if given.write:
        _write(found)
    return 0


def _write(found: str) -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    PAGE.write_text(f"{before}{MARKS[0]}\n\n{found}\n\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
