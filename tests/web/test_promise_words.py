"""What the promise watch found is told in words, a feared delay with what it rests on."""

import re
from datetime import datetime, timedelta

from django.utils import translation

from kontuar.actions import promise
from kontuar.facts.promises import Factor, FindingKind, PromiseKind, Risk
from kontuar.rules.finding import Finding
from kontuar.store.models import Order
from kontuar.web.labels_promise import reasons
from tests.actions.test_promise import history, line, stored
from tests.promises import MONDAY
from tests.shop import Shop


def feared(risk: Risk | None, *why: str) -> str:
    finding = Finding(
        kind=FindingKind.WILL_BREAK,
        promise=PromiseKind.DELIVERY,
        since_at=MONDAY,
        shows_at=MONDAY,
        ends_at=None,
        soon_at=None,
        by_at=None,
        why=why or ("late_risk",),
        next_step="tell_buyer",
        rule_id="own.promise",
        rule_version="1",
        risk=risk,
    )
    with translation.override("en"):
        return reasons(finding)


def risk(like: int, *factors: Factor) -> Risk:
    return Risk(
        late=0.36,
        reckoned_at=MONDAY,
        holds_until=MONDAY + timedelta(days=1),
        factors=factors,
        rests_on=200,
        like=like,
    )


def factor(code: str, name: str, pace: float = 0.5) -> Factor:
    return Factor(code=code, name=name, pace=pace, rests_on=30)


def test_a_feared_delay_says_how_many_alike_came_late() -> None:
    assert feared(risk(120)) == "of 120 parcels like this about 43 came late"
    assert feared(risk(120), "no_first_scan", "late_risk") == (
        "no scan, of 120 parcels like this about 43 came late"
    )


def test_it_names_what_is_slower_than_usual_and_not_what_is_quicker() -> None:
    slow = risk(120, factor("carrier", "DPD"), factor("route", "PL 3"), factor("weekday", "6", 1.4))
    assert feared(slow) == (
        "of 120 parcels like this about 43 came late (slower than usual: DPD, postcodes PL 3…)"
    )
    assert feared(risk(120, factor("seller", "X"), factor("term", "5"))) == feared(risk(120))


def test_from_a_handful_of_parcels_no_numbers_are_told() -> None:
    assert feared(risk(4)) == feared(None) == "such parcels often came late"


def test_a_stored_order_says_what_the_accounts_own_history_holds(shop: Shop, now: datetime) -> None:
    """Forty parcels took five days each: the one of two days ago will hardly be there tomorrow."""
    waiting = line("SLOW", now - timedelta(days=2), promised=4, sent=1)
    stored(shop, now, waiting, *history(now, days=40))
    promise.learn(shop.account, now=now)
    row = Order.objects.select_related("account").get(account=shop.account, external_id="SLOW")
    (finding,) = promise.of_order(row, now=now + timedelta(hours=1)).findings
    with translation.override("en"):
        told = reasons(finding)
    assert re.fullmatch(r"of \d\d parcels like this about \d\d came late.*", told), told
