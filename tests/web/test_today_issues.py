"""Today with claims, returns and money that did not go back."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kontuar.facts.issues import Expectation, Issue, IssueKind, IssueStatus
from kontuar.facts.messages import ThreadKind
from kontuar.facts.money import Money
from kontuar.facts.refunds import Refund, RefundStatus
from kontuar.store.models import Account
from kontuar.store.queries import today
from tests.talk import take_in, thread
from tests.web.stock import Morning

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def claim(number: int, now: datetime, decide_by: datetime) -> Issue:
    return Issue(
        external_id=f"i{number}",
        kind=IssueKind.CLAIM,
        status=IssueStatus.OPEN,
        raw_status="CLAIM_SUBMITTED",
        buyer_login=f"buyer-{number}",
        thread_id=f"issue:i{number}",
        reference=f"{number}/2026",
        subject="Pęknięta klamka",
        opened_at=min(now, decide_by - DAY),
        decide_by=decide_by,
        expectations=(Expectation(kind="refund"),),
    )


def a_return(now: datetime) -> Issue:
    return Issue(
        external_id="x1",
        kind=IssueKind.RETURN,
        status=IssueStatus.ARRIVED,
        raw_status="DELIVERED",
        order_id="z9",
        buyer_login="buyer-9",
        opened_at=now - HOUR,
    )


def called_off(now: datetime) -> Refund:
    return Refund(
        external_id="r1",
        payment_id="p",
        order_id="z5",
        status=RefundStatus.CALLED_OFF,
        raw_status="CANCELED",
        created_at=now,
        total=Money(amount=Decimal("49.90"), currency="PLN"),
    )


@pytest.fixture
def troubled(desk: Morning) -> Morning:
    """The morning with two claims (one late by a minute, whatever the hour of the test), a return and money called off."""
    now = timezone.now()
    receive(desk.klamka, now, claim(1, now, now - MINUTE), claim(2, now, now + 9 * DAY), a_return(now))
    receive(desk.klamka, now, called_off(now))
    receive(desk.cudze, now, claim(3, now, now - MINUTE))
    return desk


def receive(account: Account, now: datetime, *facts: Any) -> None:
    talks = [thread(f.thread_id, kind=ThreadKind.CLAIM) for f in facts if getattr(f, "thread_id", "")]
    take_in(account, *talks, *facts, now=now)


def test_what_silence_decides_today_stands_first_and_the_rest_in_the_products_order(
    troubled: Morning, seen_by: Any
) -> None:
    page = seen_by(troubled.ala).get("/").content.decode()
    ids = ("silent-title", "problems-title", "claims-title", "questions-title", "parcels-title")
    places = [page.index(f'id="{name}"') for name in (*ids, "unpaid-title", "money-title")]
    assert places == sorted(places)


def test_a_claim_tells_its_clock_what_is_lost_and_leads_to_the_marketplace(troubled: Morning) -> None:
    now = timezone.now()
    board = today.board(troubled.ala, now=now, day_ends_at=now + 5 * HOUR)
    assert [line.external_id for line in board.silent] == ["i1"]
    assert [line.external_id for line in board.claims] == ["i2"]
    assert [line.external_id for line in board.money] == ["x1"]
    assert [(row.number, row.amount) for row in board.unpaid] == [("z5", "49.90")]
    assert not board.is_clear


def test_the_button_opens_the_issue_on_the_marketplace_in_a_page_of_its_own(
    troubled: Morning, seen_by: Any
) -> None:
    page = seen_by(troubled.ala).get("/").content.decode()
    silent = page[page.index('id="silent-title"') : page.index('id="problems-title"')]
    assert "buyer-1" in silent
    assert "1/2026" in silent
    assert 'target="_blank" rel="noopener noreferrer"' in silent
    assert "/issues/i1" in silent.split("btn")[1]


def test_nothing_of_a_strangers_issues_is_shown(troubled: Morning, seen_by: Any) -> None:
    page = seen_by(troubled.ala).get("/").content.decode()
    assert "buyer-3" not in page
    assert "buyer-1" not in seen_by(troubled.celina).get("/").content.decode()


def test_money_paid_after_all_is_no_longer_told(troubled: Morning) -> None:
    now = timezone.now()
    paid: dict[str, Any] = {"external_id": "r2", "payment_id": "p", "order_id": "z5", "raw_status": "SUCCESS"}
    receive(troubled.klamka, now, Refund(status=RefundStatus.PAID, created_at=now, **paid))
    assert today.board(troubled.ala, now=now, day_ends_at=now + HOUR).unpaid == ()


def test_more_issues_cost_no_more_queries(troubled: Morning) -> None:
    now = timezone.now()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            today.board(troubled.ala, now=now, day_ends_at=now + HOUR)
        return len(seen)

    before = queries()
    receive(troubled.klamka, now, *(claim(number, now, now + 5 * DAY) for number in range(10, 20)))
    assert queries() == before
