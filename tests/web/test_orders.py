"""The orders screen: its lists, one order with all around it, and the deeds people do there."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kontuar.facts.issues import IssueStatus
from kontuar.store.models import Issue, Order, OutgoingDeed, Refund, Shipment, User
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db
type SeenBy = Callable[[User], Client]


@pytest.fixture
def ala(desk: Morning, seen_by: SeenBy) -> Client:
    User.objects.update(language="en")
    return seen_by(desk.ala)


def numbers(page: str) -> list[int]:
    """The orders of a list, in order."""
    return [int(pk) for pk in re.findall(r'data-case="(\d+)" data-open-row', page)]


def primary(page: str) -> str:
    """What the page's own primary button says, forms that are folded left out; "" for none."""
    shown = re.sub(r"<details.*?<summary|</summary>.*?</details>", "<", page, flags=re.DOTALL)
    found = re.search(r'class="btn primary"[^>]*>(?:<svg.*?</svg>)?([^<]+)<', shown, re.DOTALL)
    return found[1] if found else ""


def words(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_list_of_what_to_send_runs_from_the_nearest_promise(ala: Client, desk: Morning) -> None:
    shown = words(ala, reverse("orders") + "?f=open")
    found = numbers(shown)
    promised = {order.pk: order.dispatch_by for order in desk.orders.values()}
    dates = [promised[pk] for pk in found if promised.get(pk)]
    assert found
    assert dates == sorted(d for d in dates if d)


def test_an_order_cancelled_after_its_label_says_do_not_send(ala: Client, desk: Morning) -> None:
    row = next(iter(desk.orders.values()))
    now = timezone.now()
    type(row).objects.filter(pk=row.pk).update(state="cancelled", changed_at=now)
    Shipment.objects.get_or_create(
        account=row.account, order=row, carrier="DPD", waybill="0001", defaults={"added_at": now}
    )
    assert row.pk in numbers(words(ala, reverse("orders") + "?f=stop"))
    page = words(ala, reverse("order", args=[row.pk]))
    assert "Cancelled – do not send." in page
    assert "Add a parcel number" not in page


def test_money_that_never_reached_the_buyer_stands_on_top_of_the_order(ala: Client, desk: Morning) -> None:
    row = next(iter(desk.orders.values()))
    now = timezone.now()
    Refund.objects.create(
        account=row.account, external_id="r1", order=row, order_external_id=row.external_id,
        status="called_off", raw_status="CANCELED", amount="59.90", currency="PLN", created_at=now,
        first_seen_at=now, changed_at=now, fact={},
    )  # fmt: skip
    page = words(ala, reverse("order", args=[row.pk]))
    assert "called off by the marketplace" in page
    assert "The buyer did not get this money." in page


def test_what_the_buyer_opened_is_listed_with_the_order(ala: Client, desk: Morning) -> None:
    row = next(iter(desk.orders.values()))
    now = timezone.now()
    Issue.objects.create(
        account=row.account, external_id="i1", kind="claim", status=IssueStatus.OPEN.value, order=row,
        subject="Pęknięta podstawka", opened_at=now, first_seen_at=now, changed_at=now, fact={},
    )  # fmt: skip
    assert "Claim · Pęknięta podstawka" in words(ala, reverse("order", args=[row.pk]))


def test_a_parcel_number_typed_in_is_held_for_the_undo_time_and_shown(ala: Client, desk: Morning) -> None:
    row = open_order(desk)
    url = reverse("order_tracking", args=[row])
    form = {"carrier": "DPD", "waybill": " 1234567890 ", "key": str(uuid4())}
    assert ala.post(url, form).status_code == 303
    assert ala.post(url, form).status_code == 303
    deed = OutgoingDeed.objects.get(order_id=row)
    assert (deed.kind, deed.state, deed.what["waybill"]) == ("tracking", "held", "1234567890")
    page = words(ala, reverse("order", args=[row]))
    assert "Parcel number: 1234567890" in page
    assert "leaves in a moment" in page


def test_each_form_of_an_order_has_its_own_key_and_no_copy_of_the_page_is_kept(
    ala: Client, desk: Morning
) -> None:
    page = ala.get(reverse("order", args=[open_order(desk)]))
    keys = re.findall(r'name="key" value="([^"]+)"', page.content.decode())
    assert len(keys) == len(set(keys)) == 4
    assert "no-store" in page.headers["Cache-Control"]


def test_the_next_deed_of_an_order_follows_from_its_state(ala: Client, desk: Morning) -> None:
    row = open_order(desk)
    url = reverse("order", args=[row])
    assert primary(words(ala, url)) == "Add a parcel number"
    form = {"carrier": "DPD", "waybill": "1234567890", "key": str(uuid4())}
    ala.post(reverse("order_tracking", args=[row]), form)
    assert primary(words(ala, url)) == "Mark as sent"
    assert state(ala, row, "sent").status_code == 303
    page = words(ala, url)
    assert primary(page) == ""
    assert "Nothing has to be done here now." in page


def test_a_state_asked_for_on_an_outdated_page_is_not_set(ala: Client, desk: Morning) -> None:
    row = open_order(desk)
    seen = hidden(words(ala, reverse("order", args=[row])), "seen")
    Order.objects.filter(pk=row).update(fulfilment="suspended")
    assert state(ala, row, "sent", seen=seen).status_code == 422
    assert state(ala, row, "sent", seen="").status_code == 422
    assert not OutgoingDeed.objects.exists()


def test_a_wrong_state_is_taken_back_by_asking_for_the_one_it_is_in(ala: Client, desk: Morning) -> None:
    row = open_order(desk)
    stands = Order.objects.get(pk=row).fulfilment
    offer = f'name="status" value="{stands}"'
    assert offer not in words(ala, reverse("order", args=[row]))
    state(ala, row, "sent")
    assert offer in words(ala, reverse("order", args=[row]))
    assert state(ala, row, stands).status_code == 303
    assert "Taken back; nothing left." in words(ala, reverse("order", args=[row]))
    assert OutgoingDeed.objects.get().state == "cancelled"


def test_a_deed_is_taken_back_where_it_was_asked_for(ala: Client, desk: Morning) -> None:
    row = open_order(desk)
    url = reverse("order", args=[row])
    form = {"carrier": "DPD", "waybill": "1234567890", "key": str(uuid4())}
    ala.post(reverse("order_tracking", args=[row]), form)
    deed = OutgoingDeed.objects.get(order_id=row)
    back = ala.post(reverse("deed-cancel", args=[deed.pk]), {"next": url})
    assert (back.status_code, back.headers["Location"]) == (303, url)
    page = words(ala, url)
    assert "1234567890" not in page
    assert primary(page) == "Add a parcel number"


def test_while_a_deed_is_under_way_its_state_alone_is_asked_for_again(ala: Client, desk: Morning) -> None:
    row = open_order(desk)
    url = reverse("order", args=[row])
    poll = f'id="asked" hx-get="{url}"'
    assert poll not in words(ala, url)
    form = {"carrier": "DPD", "waybill": "1234567890", "key": str(uuid4())}
    ala.post(reverse("order_tracking", args=[row]), form)
    assert poll in words(ala, url)
    news = ala.get(url, headers={"HX-Request": "true", "HX-Target": "asked"}).content.decode()
    assert "1234567890" in news
    assert len(news) < 3000


def test_a_watch_only_account_offers_no_deed_and_says_why(ala: Client, desk: Morning) -> None:
    row = open_order(desk)
    type(desk.klamka).objects.filter(pk=desk.klamka.pk).update(is_watch_only=True)
    page = words(ala, reverse("order", args=[row]))
    assert "Watch-only: nothing is sent to the marketplace." in page
    assert reverse("order_tracking", args=[row]) not in page


def test_a_wrong_number_comes_back_with_its_reason_and_what_was_typed(ala: Client, desk: Morning) -> None:
    row = open_order(desk)
    url = reverse("order_tracking", args=[row])
    answer = ala.post(url, {"carrier": "DPD", "waybill": "x" * 79, "key": str(uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "x" * 79 in page
    assert 'role="alert"' in page
    assert not OutgoingDeed.objects.exists()


def test_who_may_only_read_is_offered_no_deed(desk: Morning, seen_by: SeenBy) -> None:
    row = open_order(desk)
    desk.klamka.accesses.filter(user=desk.bolek).update(role="viewer")
    bolek = seen_by(desk.bolek)
    page = words(bolek, reverse("order", args=[row]))
    assert reverse("order_tracking", args=[row]) not in page
    form = {"carrier": "DPD", "waybill": "1", "key": str(uuid4())}
    bolek.post(reverse("order_tracking", args=[row]), form)
    assert not OutgoingDeed.objects.exists()


def test_a_stranger_finds_no_order_of_others(desk: Morning, seen_by: SeenBy) -> None:
    celina = seen_by(desk.celina)
    row = open_order(desk)
    assert celina.get(reverse("order", args=[row])).status_code == 404
    assert celina.post(reverse("order_tracking", args=[row])).status_code == 404
    shown = numbers(words(celina, reverse("orders") + "?f=all"))
    assert not set(shown) & {order.pk for order in desk.orders.values() if order.account_id == desk.klamka.pk}


def test_the_number_of_queries_does_not_grow_with_the_list(
    ala: Client, desk: Morning, django_assert_max_num_queries: Callable[..., object]
) -> None:
    assert len(numbers(words(ala, reverse("orders") + "?f=all"))) > 5
    with django_assert_max_num_queries(30):  # type: ignore[attr-defined]
        ala.get(reverse("orders") + "?f=all")


def hidden(page: str, name: str) -> str:
    """What a form carries without showing it."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def state(ala: Client, row: int, status: str, *, seen: str | None = None) -> HttpResponse:
    """Ask for a state as its form does."""
    shown = hidden(words(ala, reverse("order", args=[row])), "seen") if seen is None else seen
    form = {"status": status, "key": str(uuid4()), "seen": shown}
    return ala.post(reverse("order_state", args=[row]), form)  # type: ignore[return-value]


def open_order(desk: Morning) -> int:
    """An order of Ala's first account nobody has sent yet."""
    rows = [order for order in desk.orders.values() if order.account_id == desk.klamka.pk]
    row = next(one for one in rows if one.state == "ready" and one.fulfilment in {"new", "processing"})
    assert row.dispatch_by is None or row.dispatch_by > timezone.now() - timedelta(days=30)
    return row.pk


def test_a_promise_that_was_broken_stands_on_the_orders_page_with_what_to_do(
    ala: Client, desk: Morning
) -> None:
    row = next(order for order in desk.orders.values() if order.state == "ready")
    fact = row.fact | {"fulfilment": "new", "lines_sent": "NONE"}
    fact["delivery"] = fact["delivery"] | {"dispatch_by": (timezone.now() - timedelta(hours=3)).isoformat()}
    Shipment.objects.filter(order=row).delete()
    Order.objects.filter(pk=row.pk).update(fact=fact, fulfilment="new", lines_sent="NONE")
    page = words(ala, reverse("order", args=[row.pk]))
    assert "The parcel did not leave in time." in page
    assert "Send it, and tell the buyer when it comes." in page
