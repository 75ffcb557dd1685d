"""The lists of the promise watch, and the letter each trouble asks for."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kontuar.store.models import Duty, Order, Outgoing, User
from tests.web.stock import HOUR, Morning, Stock

pytestmark = pytest.mark.django_db
type SeenBy = Callable[[User], Client]


@pytest.fixture
def order(desk: Morning) -> Order:
    """One whose goods are not there; no talk about it yet."""
    User.objects.update(language="en")
    Duty.objects.filter(order__isnull=False).delete()
    row, stock = desk.orders["late"], Stock(timezone.now())
    duty = stock.duty("cannot_fulfil", stock.now, stock.now + 4 * HOUR, order=row, step="tell_cancel_refund")
    Duty.objects.filter(pk=duty.pk).update(origin="own", lost="cannot_be_sent")
    return row


def letter(page: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    return unescape(found[1]).strip()


def test_what_cannot_be_sent_stands_in_its_list_alone(desk: Morning, order: Order, seen_by: SeenBy) -> None:
    client, here = seen_by(desk.ala), reverse("order", args=[order.pk])
    assert here in client.get(reverse("orders") + "?f=cannot").content.decode()
    for which in ("choice", "risk"):
        assert here not in client.get(reverse("orders") + f"?f={which}").content.decode()


def test_its_letter_is_one_click_away_and_nothing_leaves_by_looking(
    desk: Morning, order: Order, seen_by: SeenBy
) -> None:
    client, before = seen_by(desk.ala), Outgoing.objects.count()
    address = reverse("order_write", args=[order.pk]) + "?list=cannot_fulfil"
    assert address in unescape(client.get(reverse("order", args=[order.pk])).content.decode())
    assert address in unescape(client.get("/").content.decode())
    text = letter(client.get(address).content.decode())
    assert "nie możemy zrealizować zamówienia" in text
    assert Outgoing.objects.count() == before


def test_without_asking_for_it_or_for_a_trouble_without_one_no_letter_stands_there(
    desk: Morning, order: Order, seen_by: SeenBy
) -> None:
    client, write = seen_by(desk.ala), reverse("order_write", args=[order.pk])
    assert letter(client.get(write).content.decode()) == ""
    assert letter(client.get(write + "?list=stalled").content.decode()) == ""
