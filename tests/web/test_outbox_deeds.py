"""The outbox's list of other deeds: what stands where, and what may be pressed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import Buyer, Order, OutgoingDeed, User
from kontuar.store.queries import deeds
from tests.shop import Shop

pytestmark = pytest.mark.django_db
type Make = Callable[..., OutgoingDeed]
State = OutgoingDeed.State


@pytest.fixture
def ala(shop: Shop) -> Client:
    User.objects.update(language="en")
    client = Client()
    client.force_login(shop.ala)
    return client


@pytest.fixture
def make(shop: Shop) -> Make:
    now = timezone.now()
    buyer = Buyer.objects.create(account=shop.account, login="kupujacy", first_seen_at=now)
    fact = {"state": "ready", "fulfilment": "new"}
    order = Order.objects.create(
        account=shop.account, external_id="o1", buyer=buyer, first_seen_at=now, fact=fact, **fact
    )

    def one(state: str, **changes: Any) -> OutgoingDeed:
        values = {
            "account": shop.account, "kind": "tracking", "order": order, "state": state, "asked_at": now,
            "what": {"order_id": "o1", "carrier": "INPOST", "waybill": f"62{OutgoingDeed.objects.count()}"},
            "not_before": now, "asked_by": shop.bolek,
        }  # fmt: skip
        return OutgoingDeed.objects.create(**{**values, **changes})

    return one


def buttons(client: Client, row: OutgoingDeed) -> list[str]:
    page = client.get("/wychodzace/").content.decode()
    part = page.partition(f'id="d{row.pk}"')[2].partition("</li>")[0]
    return [
        re.sub("<[^>]+>", "", found).strip()
        for found in re.findall(r'class="btn">(.*?)</(?:button|a)>', part)
    ]


@pytest.mark.parametrize(
    ("state", "reason", "pressed"),
    [
        ("held", "undo", ["Take back"]),
        ("held", "order_cancelled", ["Send again", "Take back"]),
        ("queued", "", ["Take back"]),
        ("sending", "", []),
        ("sent", "", []),
        ("refused", "x", ["Send again", "Put away"]),
        ("done", "", []),
    ],
)
def test_each_state_has_its_buttons(
    ala: Client, make: Make, state: str, reason: str, pressed: list[str]
) -> None:
    row = make(state, reason=reason, settled_at=timezone.now())
    assert buttons(ala, row) == pressed


def test_an_unsure_one_asks_a_person_to_look(ala: Client, make: Make) -> None:
    row = make("unsure", reason="no_answer", trace_id="t-1")
    found = buttons(ala, row)
    assert "I looked: it is there" in found
    assert "It is not there – send again" in found
    page = ala.get("/wychodzace/").content.decode()
    assert "gave no answer" in page
    assert "t-1" in page


def test_what_needs_a_person_comes_first_and_old_done_ones_are_gone(shop: Shop, make: Make) -> None:
    now = timezone.now()
    done, waiting, unsure = make("done", settled_at=now), make("queued"), make("unsure")
    make("done", settled_at=now - timedelta(days=8))
    make("cancelled", settled_at=now)
    found = deeds.deeds(shop.ala, now=now)
    assert [row.deed.pk for row in found.rows] == [unsure.pk, waiting.pk, done.pk]
    assert deeds.needing_a_look([shop.account.pk]) == 1
    assert deeds.deeds(shop.celina, now=now).rows == ()


def test_pressing_does_what_it_says(ala: Client, make: Make) -> None:
    found, lost, again, held = make("unsure"), make("unsure"), make("unsure"), make("held", reason="undo")
    for row, name, values in (
        (found, "rozstrzygnij", {"happened": "1"}),
        (lost, "rozstrzygnij", {"happened": "0"}),
        (again, "ponow", {"i_looked": "1", "key": "00000000-0000-0000-0000-000000000007"}),
        (held, "cofnij", {}),
    ):
        assert ala.post(f"/wychodzace/inne/{row.pk}/{name}/", values).status_code == 303
    states = dict(OutgoingDeed.objects.values_list("pk", "state"))
    assert [states[row.pk] for row in (found, lost, again, held)] == [
        State.DONE,
        State.CANCELLED,
        State.CANCELLED,
        State.CANCELLED,
    ]
    assert OutgoingDeed.objects.latest("pk").state == State.QUEUED


def test_the_answer_to_a_press_that_came_too_late_says_so(ala: Client, make: Make) -> None:
    row = make("sending")
    answer = ala.post(f"/wychodzace/inne/{row.pk}/cofnij/", follow=True)
    assert "Too late" in answer.content.decode()


def test_the_outbox_shows_a_number_while_something_needs_a_look(ala: Client, make: Make) -> None:
    make("unsure")
    assert "1 needs a look" in ala.get("/wychodzace/").content.decode()
