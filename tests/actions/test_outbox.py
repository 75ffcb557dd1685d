"""What a person may do with a message that stands in the outbox."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kontuar.actions import drafts, outbox
from kontuar.actions.errors import MustLookFirst, Stale, TooLate
from kontuar.store.models import Buyer, Case, Draft, Outgoing, Thread
from tests.shop import NOW, Shop

pytestmark = pytest.mark.django_db
State = Outgoing.State
MINUTE = timedelta(minutes=1)
type Make = Callable[..., Outgoing]


@pytest.fixture
def make(shop: Shop) -> Make:
    """A message of ours in a case whose buyer wrote an hour ago."""
    buyer = Buyer.objects.create(account=shop.account, login="kupujacy", first_seen_at=NOW)
    thread = Thread.objects.create(account=shop.account, external_id="t1", kind="talk", buyer=buyer)
    said_at = NOW - 60 * MINUTE

    def one(state: str, **fields: Any) -> Outgoing:
        case = Case.objects.create(
            account=shop.account, thread=thread, buyer=buyer, opened_at=said_at, last_buyer_at=said_at
        )
        given = {
            "account": shop.account, "case": case, "thread_external_id": "t1", "buyer_login": "kupujacy",
            "text": "Dzień dobry, tak.", "state": state, "not_before": NOW, "composed_at": NOW - MINUTE,
            "composed_by": shop.ala, "last_buyer_at": said_at,
        }  # fmt: skip
        return Outgoing.objects.create(**{**given, **fields})

    return one


def test_sending_now_wants_the_buyers_newest_word_read(shop: Shop, make: Make) -> None:
    row = make("held", hold_reason="buyer_wrote_since")
    drawn_with = row.case.last_buyer_at
    Case.objects.update(last_buyer_at=NOW)
    row = Outgoing.objects.get(pk=row.pk)
    for seen in (drawn_with, None):
        with pytest.raises(Stale):
            outbox.send_now(row, shop.ala, seen_buyer_at=seen, now=NOW + MINUTE)
    row.refresh_from_db()
    assert (row.state, row.is_insisted) == (State.HELD, False)
    outbox.send_now(row, shop.ala, seen_buyer_at=NOW, now=NOW + MINUTE)
    row.refresh_from_db()
    assert (row.state, row.last_buyer_at, row.is_insisted) == (State.QUEUED, NOW, True)


def test_trying_again_wants_the_buyers_newest_word_read(shop: Shop, make: Make) -> None:
    row = make("refused")
    drawn_with = row.case.last_buyer_at
    Case.objects.update(last_buyer_at=NOW)
    row = Outgoing.objects.get(pk=row.pk)
    with pytest.raises(Stale):
        outbox.try_again(row, shop.ala, key=uuid4(), seen_buyer_at=drawn_with, now=NOW + MINUTE)
    assert Outgoing.objects.get().state == State.REFUSED
    again = outbox.try_again(row, shop.ala, key=uuid4(), seen_buyer_at=NOW, now=NOW + MINUTE)
    assert again.last_buyer_at == NOW


@pytest.mark.parametrize(
    ("begun", "expected"),
    [
        ("", "Dzień dobry, tak."),
        ("A jeszcze jedno:", "Dzień dobry, tak.\n\nA jeszcze jedno:"),
        ("Dzień dobry, tak. I jeszcze jedno.", "Dzień dobry, tak. I jeszcze jedno."),
        ("Dzień dobry", "Dzień dobry, tak."),
    ],
    ids=["nothing", "something else", "more of it", "a part of it"],
)
def test_a_text_taken_back_joins_what_is_begun(shop: Shop, make: Make, begun: str, expected: str) -> None:
    row = make("held", hold_reason="undo")
    drafts.keep(row.case, shop.ala, begun, now=NOW)
    outbox.take_back(row, shop.ala, now=NOW)
    assert Draft.objects.get(user=shop.ala).text == expected


def test_an_unsure_message_that_did_not_arrive_may_stay_unsent(shop: Shop, make: Make) -> None:
    row = make("unsure")
    with pytest.raises(MustLookFirst):
        outbox.take_back(row, shop.ala, now=NOW)
    assert outbox.take_back(row, shop.ala, i_looked=True, now=NOW) == "Dzień dobry, tak."
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.CANCELLED, "taken_back")
    assert Draft.objects.get(user=shop.ala).text == "Dzień dobry, tak."


@pytest.mark.parametrize("state", ["sending", "sent", "delivered", "cancelled"])
def test_what_left_is_not_taken_back_by_looking(shop: Shop, make: Make, state: str) -> None:
    row = make(state)
    with pytest.raises(TooLate):
        outbox.take_back(row, shop.ala, i_looked=True, now=NOW)
    assert not Draft.objects.exists()
