"""Judging by time, what the worker finds due, and who gets its threads."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kontuar.actions import accounts, desk, reassess, streams
from kontuar.connectors import get as connector_named
from kontuar.store.models import Account, Case, Order, Stream
from kontuar.worker import sweep
from kontuar.worker.runner import Runner
from kontuar.worker.sweep import Lane
from kontuar.worker.turns import Turns
from tests.market import Bench
from tests.shop import NOW, Shop
from tests.talk import cases, said, take_in, thread

pytestmark = pytest.mark.django_db(transaction=True)
HOURS: dict[str, Any] = {
    "office_hours": {"0": ["09:00", "17:00"]},
    "days_off": ["2026-12-24"],
    "zone": "Europe/Warsaw",
    "country": "PL",
    "undo_seconds": 15,
    "courier_at": "15:00",
}


def asked(shop: Shop) -> Case:
    """A case whose next judging lies days ahead."""
    take_in(shop.account, thread(), said("m1", NOW), now=NOW)
    Case.objects.update(reassess_at=NOW + timedelta(days=9))
    return cases(shop.account)[0]


def is_judged_now(case: Case) -> bool:
    case.refresh_from_db()
    return case.reassess_at == NOW


def test_new_hours_of_the_desk_judge_everything_open_again(shop: Shop) -> None:
    case = asked(shop)
    desk.save_hours(shop.ala, now=NOW, **HOURS)
    assert is_judged_now(case)


def test_the_same_hours_with_another_undo_time_judge_nothing_again(shop: Shop) -> None:
    desk.save_hours(shop.ala, now=NOW, **HOURS)
    case = asked(shop)
    desk.save_hours(shop.ala, now=NOW, **{**HOURS, "undo_seconds": 30})
    assert not is_judged_now(case)


@pytest.mark.parametrize(("field", "value"), [("zone", "Europe/Prague"), ("country", "CZ")])
def test_another_zone_or_country_of_an_account_judges_it_again(shop: Shop, field: str, value: str) -> None:
    case = asked(shop)
    given: dict[str, Any] = {"zone": "Europe/Warsaw", "country": "PL", field: value}
    accounts.change(shop.account, shop.ala, label="A", signature="", hourly_cap=100, now=NOW, **given)
    assert is_judged_now(case)


def test_a_closed_case_that_still_owes_something_is_judged_again(shop: Shop) -> None:
    case = asked(shop)
    assert case.duties.exists()
    Case.objects.update(state=Case.State.CLOSED)
    reassess.everything(shop.account, now=NOW)
    assert is_judged_now(case)


def test_one_row_nobody_can_judge_stops_no_other(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    case = asked(shop)
    values = {"account": shop.account, "buyer": case.buyer, "first_seen_at": NOW, "reassess_at": NOW}
    bad = Order.objects.create(external_id="bad", fact={"buyer_login": "kupujacy-7", "broken": 1}, **values)
    Case.objects.update(reassess_at=NOW)
    assert reassess.due(now=NOW) == 2
    case.refresh_from_db()
    bad.refresh_from_db()
    assert case.reassess_at != NOW
    assert bad.reassess_at == NOW + reassess.BAD_ROW_PAUSE
    assert "kupujacy-7" not in caplog.text
    assert reassess.due(now=NOW) == 0


def test_a_bad_row_among_good_ones_of_its_kind_is_the_only_one_put_off(bench: Bench) -> None:
    bench.read("orders")
    for number in range(2):
        bench.post(
            f"/buyers/kupuje-{number}/buy",
            seller=bench.account.login,
            offer_id=bench.offer(),
            quantity=1,
            pay=True,
            delivery="courier",
        )
    bench.read("orders")
    bad, good = Order.objects.order_by("pk")
    now = timezone.now()
    Order.objects.filter(pk=bad.pk).update(fact={})
    Order.objects.update(reassess_at=now)
    reassess.due(now=now)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert bad.reassess_at == now + reassess.BAD_ROW_PAUSE
    assert good.reassess_at not in (now, bad.reassess_at)


def test_a_stream_this_version_does_not_know_is_passed_over(shop: Shop) -> None:
    Stream.objects.update(next_pull_at=NOW)
    Stream.objects.create(account=shop.account, name="of-another-version", next_pull_at=NOW)
    live = Lane("live", shop.account.pk)
    assert live in list(sweep.due_lanes(NOW))
    [found] = sweep.streams_of(live, NOW)
    assert Stream.objects.get(pk=found).name == "threads"


def test_streams_that_came_with_an_upgrade_are_made_at_start(shop: Shop) -> None:
    Stream.objects.update(cursor={"seen": 1})
    streams.make_missing(now=NOW)
    streams.make_missing(now=NOW)
    names = {spec.name for spec in connector_named("allegro").streams}
    assert {row.name for row in Stream.objects.filter(account=shop.account)} == names
    assert Stream.objects.get(account=shop.account, name="threads").cursor == {"seen": 1}


@pytest.mark.parametrize(("threads", "importing"), [(1, 1), (2, 1), (4, 3)])
def test_imports_leave_a_thread_for_sending_and_live_reading(
    monkeypatch: pytest.MonkeyPatch, threads: int, importing: int
) -> None:
    go_on, ran = threading.Event(), []
    lanes = [*(Lane("import", number) for number in range(6)), Lane("send", 1), Lane("live", 1)]
    monkeypatch.setattr(sweep, "due_lanes", lambda _now: lanes)
    monkeypatch.setattr(sweep, "tidy", lambda _now: None)
    live = threading.Event()

    def work(_self: Turns, lane: Lane) -> None:
        ran.append(lane)
        if lane.kind == "import":
            go_on.wait(120)
        elif lane.kind == "live":
            live.set()

    monkeypatch.setattr(Turns, "take", work)
    runner = Runner(threading.Event(), threads)
    runner._tick()
    came_through = live.wait(60 if threads > 1 else 0.01)
    runner._tick()
    busy = [lane for lane in runner._busy if lane.kind == "import"]
    go_on.set()
    runner._pool.shutdown(wait=True)
    assert len(busy) == importing
    assert came_through or threads == 1


def test_an_import_waits_in_no_queue_before_a_message(shop: Shop) -> None:
    assert Account.objects.filter(state=Account.State.ACTIVE).count() == 2
    Stream.objects.create(account=shop.account, name="history", next_pull_at=NOW - timedelta(hours=1))
    Stream.objects.create(account=shop.other, name="history", next_pull_at=NOW - timedelta(hours=2))
    found = [lane.account_id for lane in sweep.due_lanes(NOW) if lane.kind == "import"]
    assert found == [shop.other.pk, shop.account.pk]
