"""``python -m bench.promise_watch [--data FOLDER ...] [--from DAY] [--write]``: the promise watch on real orders.

Runs the orders of ``../shared/data/olist_orders`` (and of every further ``--data`` folder of the same shape) day by
day as if live: each morning at nine the watch sees what was known then, and what ended during the day is learnt at
its end. Orders promised before ``--from`` were there to look at while the numbers of the model were chosen; the table
is of those promised later. ``--write`` puts it into docs/rules/promise-watch.md.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bench.promise_sales import ZONE, Sale, read
from bench.promise_table import MORNINGS, Seen, is_late, table
from kontuar.facts.promises import FindingKind, PromiseKind
from kontuar.rulebook.load import policy_for
from kontuar.rules.policy import Policy
from kontuar.rules.promise import journey as journeys
from kontuar.rules.promise.pace import GIVEN_UP, HALF_LIFE, Pace, learn
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


def run(sales: Sequence[Sale], mornings: Sequence[int] = MORNINGS) -> list[Seen]:
    """Every day from the first order to the last promise; what stood ``mornings`` days before each promise."""
    waiting = sorted(sales, key=lambda sale: sale.bought_at)
    ended: dict[date, list[Sale]] = defaultdict(list)
    for sale in sales:
        if sale.arrived_on is None or sale.arrived_on > sale.promised_on + DAY * GIVEN_UP:
            ended[sale.promised_on + DAY * GIVEN_UP].append(sale)
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
    earlier = sorted((s for s in sales if s.promised_on < given.first), key=lambda s: s.promised_on)
    if earlier:
        before = table(earlier, [s for s in seen if s.sale.promised_on < given.first], earlier[0].promised_on)
        found = f"{found}\n\nThe earlier orders, looked at while choosing:\n\n{before}"
    print(found)
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
