"""The promise watch over stored orders: what it says of one, and what the late risk learns of them each day.

What was learnt is kept in the cache: it follows from the orders, so forgotten it is learnt anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import msgspec
from django.core.cache import cache

from kontuar.actions import policies
from kontuar.actions.still_owed import STILL_OWED
from kontuar.facts.issues import Issue as IssueFact
from kontuar.facts.issues import IssueKind, IssueStatus
from kontuar.facts.orders import OrderState
from kontuar.facts.promises import PromiseFacts, Risk
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.finding import Watch
from kontuar.rules.policy import Policy
from kontuar.rules.promise import journey, pace, risk
from kontuar.rules.promise.parcels import REACHED
from kontuar.rules.promise.watch import watch
from kontuar.store import rebuild
from kontuar.store.models import Account, Issue, Offer, Order, Shipment

DAY = timedelta(days=1)
SETTLES = 2
"""Days a carrier may take to tell of a scan: later days are not learnt yet."""
LOOKS_BACK = timedelta(days=400)
AT_ONCE = 500
LONGEST = timedelta(days=60)
"""From the date of dispatch to that of delivery, at the most."""
YOUNG = 200
"""A memory of fewer journeys is learnt anew each day: older orders may have come in since."""


def of_order(row: Order, *, now: datetime) -> Watch:
    """What is to be known of the order's promises. ``row.account`` must be loaded."""
    policy = policies.policy(row.account, now=now)
    facts = _facts(row, list(Shipment.objects.filter(order=row)), _offers(row), _issues(row))
    found = risk_of(known(row.account), facts, policy, now)
    return watch(replace(facts, risk=found), policy, now)


def learn_all(*, now: datetime) -> int:
    """Learn what each account's parcels did since the last time. Returns how many accounts had days to learn."""
    return sum(learn(account, now=now) for account in Account.objects.order_by("pk"))


def learn(account: Account, *, now: datetime) -> bool:
    """Learn the days that have settled; False when there was none, or the account knows no orders."""
    policy = policies.policy(account, now=now)
    if policy.promise is None:
        return False
    last = policy.calendar.local_day(now) - DAY * SETTLES
    held = known(account)
    if held is not None and held.day >= last:
        return False
    if held is None or held.transit.endings < YOUNG:
        held = pace.Pace(day=last - LOOKS_BACK)
    ended = _ended(account, policy.calendar, held.day, now)
    day = held.day
    while day < last:
        day += DAY
        held = pace.learn(held, day, ended.get(day, ()))
    cache.set(_key(account), msgspec.json.encode(held), None)
    return True


def _ended(
    account: Account, calendar: BusinessCalendar, since: date, now: datetime
) -> dict[date, list[journey.Journey]]:
    """The journeys of which a leg ended after ``since`` or was given up, by the days of that."""
    found: dict[date, list[journey.Journey]] = defaultdict(list)
    for leg in _journeys(account, calendar, calendar.wall(since, time(0)), now):
        for day in {leg.handed_on, leg.arrived_on, pace.given_up_on(leg)} - {None}:
            if day is not None and day > since:
                found[day].append(leg)
    return found


def _journeys(
    account: Account, calendar: BusinessCalendar, since: datetime, now: datetime
) -> Iterator[journey.Journey]:
    scanned = Order.objects.filter(account=account, shipments__last_scan_at__gte=since)
    ids = sorted({*scanned.values_list("pk", flat=True), *_overdue(account, since, now)})
    for begun in range(0, len(ids), AT_ONCE):
        some = ids[begun : begun + AT_ONCE]
        parcels: dict[int, list[Shipment]] = defaultdict(list)
        for parcel in Shipment.objects.filter(order_id__in=some):
            parcels[parcel.order_id].append(parcel)
        for row in Order.objects.filter(pk__in=some).select_related("account"):
            leg = journey.of_facts(_facts(row, parcels[row.pk]), calendar, now)
            if leg is not None:
                yield leg


def _overdue(account: Account, since: datetime, now: datetime) -> Iterable[int]:
    """Orders that may have been given up since then. Where parcels were never read nothing is known of them."""
    given_up = DAY * pace.GIVEN_UP
    rows = Order.objects.filter(
        account=account,
        dispatch_by__gte=since - given_up - LONGEST,
        dispatch_by__lte=now - given_up,
        parcels_at__isnull=False,
    )
    arrived = rows.filter(shipments__state__in=REACHED)
    return rows.exclude(state=OrderState.CANCELLED.value).exclude(pk__in=arrived).values_list("pk", flat=True)


def _facts(
    row: Order, parcels: Iterable[Shipment], offers: Iterable[Offer] = (), issues: Iterable[Issue] = ()
) -> PromiseFacts:
    """A parcel the carrier was never asked for brings no tracking: nothing is known of it."""
    held = list(parcels)
    return PromiseFacts(
        order=rebuild.order(row),
        shipments=tuple(rebuild.shipment(parcel, row.external_id) for parcel in held),
        trackings=tuple(rebuild.tracking(parcel) for parcel in held if parcel.tracked_at is not None),
        offers=tuple(rebuild.offer(offer) for offer in offers),
        issues=tuple(issue_of(issue, row) for issue in issues),
        terms=rebuild.terms(row),
        connected_at=row.account.connected_at - STILL_OWED,
    )


def issue_of(found: Issue, row: Order) -> IssueFact:
    """As it stands with us: a person's word about its state counts."""
    return IssueFact(
        external_id=found.external_id,
        kind=IssueKind(found.kind),
        status=IssueStatus(found.panel_status or found.status),
        raw_status=found.raw_status,
        order_id=row.external_id,
        opened_at=found.opened_at,
    )


def _offers(row: Order) -> list[Offer]:
    named = {str(line.get("offer_id", "")) for line in row.fact.get("lines", ())}
    return list(Offer.objects.filter(account_id=row.account_id, external_id__in=named))


def _issues(row: Order) -> list[Issue]:
    return list(Issue.objects.filter(order=row))


def risk_of(held: pace.Pace | None, facts: PromiseFacts, policy: Policy, now: datetime) -> Risk | None:
    """Reckoned for the local day, from its first moment: it says the same all day."""
    leg = journey.of_facts(facts, policy.calendar, now) if held else None
    if held is None or leg is None:
        return None
    today = policy.calendar.local_day(now)
    return risk.reckon(held, leg, today, policy.calendar.day_start(today))


def known(account: Account) -> pace.Pace | None:
    """What was learnt of an account's parcels; None before the first time."""
    text = cache.get(_key(account))
    try:
        return msgspec.json.decode(text, type=pace.Pace) if text else None
    except msgspec.DecodeError:
        return None  # of another version: learnt anew


def _key(account: Account) -> str:
    return f"promise-pace-{account.pk}"
