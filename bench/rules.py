"""How many cases, orders and issues a second are judged: ``python -m bench.rules`` (``--profile`` names the functions).

Three numbers, in processor time of this process: the rules alone; with storage on SQLite, for open cases and orders
nobody judged yet and again for the same the night after; and how long a new message waits while everything is
judged again. Exits with 1 below the goals. ``--open 10000`` for a quick look; ``--keep FOLDER`` fills it once.
"""

import argparse
import cProfile
import os
import pstats
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kontuar.facts.case import CaseFacts, CaseMessage, CaseState
from kontuar.facts.issue_facts import IssueFacts
from kontuar.facts.issues import Issue, IssueKind, IssueStatus
from kontuar.facts.messages import MessageKind, MessageStatus, Role, ThreadKind
from kontuar.facts.orders import Delivery, Fulfilment, Order, OrderState, Scan, Shipment, Tracking
from kontuar.rulebook.load import policy_for
from kontuar.rules.assess import assess_case, assess_issue, assess_order
from kontuar.rules.policy import Policy

if TYPE_CHECKING:
    from kontuar.store.models import Account

PURE_GOAL, STORED_GOAL, WAIT_GOAL = 20_000, 3_000, 2.0
OPEN, MADE, MESSAGES = 100_000, 3_000, 40
NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Warsaw")

type Subject = Callable[[Policy, datetime], object]


def main() -> int:
    """Print the numbers; the exit status says whether the goals were met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--open", type=int, default=OPEN)
    parser.add_argument("--only-pure", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--judge", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.judge:
        return _judge(given.judge)
    fine = _pure(given.profile)
    if given.only_pure:
        return 0 if fine else 1
    with tempfile.TemporaryDirectory(prefix="kontuar-bench-") as passing:
        os.environ["KONTUAR_DATA"] = str(given.keep or passing)
        os.environ.pop("DATABASE_URL", None)
        return 0 if _stored(given.open, given.profile) & fine else 1


# The rules alone


def _pure(profile: bool) -> bool:
    chance = random.Random(7)
    policy = policy_for("allegro", "PL", NOW.date(), zone=ZONE)
    subjects = [_subject(chance) for _ in range(MADE)]
    _judged(subjects, policy)
    with _Profile(profile):
        began = time.process_time()
        for _ in range(10):
            _judged(subjects, policy)
        rate = 10 * len(subjects) / (time.process_time() - began)
    print(f"the rules alone: {rate:,.0f} subjects/s (goal {PURE_GOAL:,})", flush=True)
    return rate >= PURE_GOAL


def _judged(subjects: Sequence[Subject], policy: Policy) -> None:
    for subject in subjects:
        subject(policy, NOW)


def _subject(chance: random.Random) -> Subject:
    """Of ten: five orders, four talks, one issue."""
    at = NOW - timedelta(minutes=chance.randrange(60, 60 * 24 * 14))
    what = chance.randrange(10)
    if what < 5:
        order, parcels, asked = _order(chance, at)
        return lambda policy, now: assess_order(order, parcels, asked, policy, now)
    if what < 9:
        facts = _case(chance, at)
        return lambda policy, now: assess_case(facts, policy, now)
    issue = _issue(chance, at)
    return lambda policy, now: assess_issue(issue, policy, now)


def _order(chance: random.Random, at: datetime) -> tuple[Order, list[Shipment], list[Tracking]]:
    is_sent = chance.random() < 0.6
    order = Order(
        external_id="o",
        state=OrderState.READY,
        fulfilment=Fulfilment.SENT if is_sent else Fulfilment.NEW,
        buyer_id="1",
        buyer_login="b",
        lines=(),
        total=None,
        paid_at=at,
        bought_at=at,
        updated_at=at,
        delivery=Delivery(dispatch_by=at + timedelta(days=2), arrive_by=at + timedelta(days=4)),
    )
    if not is_sent:
        return order, [], []
    parcel = Shipment(external_id="s", order_id="o", carrier="C", waybill="1", created_at=at)
    scans = tuple(
        Scan(code=code, at=at + timedelta(hours=20 * (n + 1)))
        for n, code in enumerate(("in_transit", "out_for_delivery", "delivered")[: chance.randrange(4)])
    )
    return order, [parcel], [Tracking(carrier="C", waybill="1", scans=scans)]


def _case(chance: random.Random, at: datetime) -> CaseFacts:
    kind = chance.choice((MessageKind.MESSAGE, MessageKind.QUESTION))
    talk = [_said(Role.BUYER, at, kind)]
    for n in range(chance.randrange(4)):
        talk.append(_said((Role.SELLER, Role.BUYER)[n % 2], at + timedelta(minutes=30 * (n + 1)), kind))
    return CaseFacts(
        state=CaseState.OPEN,
        thread_kind=ThreadKind.TALK if chance.random() < 0.9 else ThreadKind.PROBLEM,
        thread_is_open=True,
        has_order=kind is MessageKind.MESSAGE,
        connected_at=NOW - timedelta(days=365),
        messages=tuple(talk),
    )


def _said(role: Role, at: datetime, kind: MessageKind) -> CaseMessage:
    return CaseMessage(
        external_id=str(at),
        role=role,
        kind=kind,
        status=MessageStatus.DELIVERED,
        written_at=at,
        first_seen_at=at,
    )


def _issue(chance: random.Random, at: datetime) -> IssueFacts:
    kind = chance.choice((IssueKind.DISCUSSION, IssueKind.CLAIM, IssueKind.RETURN))
    issue = Issue(external_id="i", kind=kind, status=IssueStatus.OPEN, raw_status="X", opened_at=at)
    seen = {"first_seen_at": at, "told_at": at, "connected_at": NOW - timedelta(days=365)}
    return IssueFacts(issue=issue, status=issue.status, **seen)


# With storage


def _stored(count: int, profile: bool) -> bool:
    from kontuar.cli.load import load, log_to_stderr

    load()
    log_to_stderr("error")
    from bench.seed import desk
    from kontuar.actions import reassess, reassess_all
    from kontuar.cli import schema
    from kontuar.store.models import Duty

    schema.bring_up_to_date()
    now = datetime.now(UTC).replace(microsecond=0)
    _owner, account = desk(now)
    fill(account, count, now)
    fine = True
    for when, later in (("nobody judged yet", timedelta(0)), ("the night after", timedelta(days=1))):
        reassess.everything(account, now=now + later)
        while reassess_all.mark_some():
            pass
        at, began, wall = now + later, time.process_time(), time.perf_counter()
        judged = 0
        with _Profile(profile):
            while some := reassess.due(now=at):
                judged += some
        rate = judged / (time.process_time() - began)
        fine = fine and rate >= STORED_GOAL
        print(
            f"with storage, {judged:,} open cases and orders {when}: {rate:,.0f}/s (goal {STORED_GOAL:,});"
            f" by the clock {judged / (time.perf_counter() - wall):,.0f}/s, {Duty.objects.count():,} duties",
            flush=True,
        )
    return _waits(account, now + timedelta(days=2)) and fine


def _waits(account: "Account", now: datetime) -> bool:
    """New messages while another process judges everything again: from their coming to their duty, by the clock."""
    from bench.seed import receive
    from bench.seed_facts import told
    from kontuar.actions import reassess

    reassess.everything(account, now=now)
    receive(account, [told(int(time.time() * 1000), now, is_open=True)], now)  # a worker has read before
    night = subprocess.Popen([sys.executable, "-m", "bench.rules", "--judge", now.isoformat()])
    taken: list[float] = []
    try:
        while night.poll() is None and len(taken) < MESSAGES:
            time.sleep(0.2)
            some = told(int(time.time() * 1000), now, is_open=True)
            began = time.perf_counter()
            receive(account, [some], now)
            taken.append(time.perf_counter() - began)
    finally:
        night.terminate()
        night.wait()
    taken.sort()
    print(
        f"while everything is judged again, {len(taken)} new messages: middle {taken[len(taken) // 2]:.2f} s,"
        f" longest {taken[-1]:.2f} s (goal {WAIT_GOAL:.0f} s)"
    )
    return taken[-1] <= WAIT_GOAL


def _judge(now: datetime) -> int:
    """All that is due, as the worker's sweep does it."""
    from kontuar.cli.load import load

    load()
    from kontuar.worker import sweep

    sweep.judge(now)
    return 0


def fill(account: "Account", count: int, now: datetime) -> None:
    """So many open subjects: a talk that waits for an answer, and for every second one its order, not sent yet."""
    from django.db import transaction

    from bench import seed_bulk
    from bench.seed_facts import told
    from kontuar.store.models import Case
    from kontuar.store.models import Order as OrderRow

    if Case.objects.exists():
        return
    talks = 0
    made = (_waiting(told(n, now, is_open=True, messages=3), now, n) for n in range(count))
    for some in batched(made, 1000):
        with transaction.atomic():
            seed_bulk.write(account, some, now=now)
        talks += len(some)
        if talks + OrderRow.objects.count() >= count:
            break
    Case.objects.update(state=Case.State.OPEN.value, closed_at=None, reassess_at=now)
    OrderRow.objects.update(reassess_at=now)


def _waiting(one: Any, now: datetime, n: int) -> Any:
    """The order is to be sent in the days to come."""
    if one.order is None:
        return one
    by_at = now + timedelta(hours=n % 96)
    delivery = replace(one.order.delivery, dispatch_by=by_at, arrive_by=by_at + timedelta(days=2))
    order = replace(one.order, fulfilment=Fulfilment.NEW, lines_sent="none", delivery=delivery)
    return replace(one, order=order)


class _Profile:
    """The functions that take longest, where that was asked for."""

    def __init__(self, is_on: bool) -> None:
        self._profile = cProfile.Profile() if is_on else None

    def __enter__(self) -> None:
        if self._profile:
            self._profile.enable()

    def __exit__(self, *_: object) -> None:
        if self._profile:
            self._profile.disable()
            pstats.Stats(self._profile).sort_stats("tottime").print_stats(35)


if __name__ == "__main__":
    sys.exit(main())
