"""A buyer of orders is known by the half of the masked address, also those an older version stored."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache

from kontuar.actions import masked
from kontuar.connector_kit.masked import masked_buyer
from kontuar.store.models import Buyer
from tests.shop import NOW, Shop
from tests.talk import an_order, take_in

ORDER = replace(
    an_order("z1", dispatch_by=NOW + timedelta(days=1)), buyer_email="Hamu7udk3p+17454c1b6@allegromail.pl"
)


@pytest.fixture(autouse=True)
def from_the_start(db: None) -> None:
    cache.delete(masked.PLACE)


@pytest.mark.parametrize(
    ("address", "half"),
    [
        ("hamu7udk3p+17454c1b6@allegromail.pl", "hamu7udk3p"),
        ("HAMU7UDK3P@user.allegrogroup.pl", "hamu7udk3p"),
        ("hamu7udk3p+1@allegromail.pl.example", None),
        ("hamu7udk3p+1@allegro.pl", None),
        ("x@allegromail.pl", None),
        ("noreply@allegromail.pl", None),
        ("", None),
        ("a+b@c@allegromail.pl", None),
    ],
)
def test_only_a_masked_address_has_a_half(address: str, half: str | None) -> None:
    found = masked_buyer(address)
    assert (found.buyer if found else None) == half


def test_an_order_brings_its_buyers_half(shop: Shop) -> None:
    take_in(shop.account, ORDER, now=NOW)
    assert Buyer.objects.get().masked == "hamu7udk3p"


def test_a_plain_address_is_no_half(shop: Shop) -> None:
    take_in(shop.account, replace(ORDER, buyer_email="ola@example.com"), now=NOW)
    assert Buyer.objects.get().masked == ""


def test_what_an_older_version_stored_is_filled_in_some_at_a_time_and_once(shop: Shop) -> None:
    for number in range(5):
        fact = replace(ORDER, external_id=f"z{number}", buyer_login=f"k{number}")
        take_in(shop.account, replace(fact, buyer_email=f"half{number}+1@allegromail.pl"), now=NOW)
    Buyer.objects.update(masked="")
    assert masked.fill_some(many=3) == 3
    assert Buyer.objects.filter(masked="").count() == 2
    assert [masked.fill_some(many=3), masked.fill_some(many=3), masked.fill_some(many=3)] == [2, 0, 0]
    assert set(Buyer.objects.values_list("login", "masked")) == {(f"k{n}", f"half{n}") for n in range(5)}


def test_forgetting_the_place_begins_again_and_changes_nothing(shop: Shop) -> None:
    take_in(shop.account, ORDER, now=NOW)
    Buyer.objects.update(masked="other")
    assert masked.fill_some() == 0
    cache.delete(masked.PLACE)
    assert masked.fill_some() == 0
    assert Buyer.objects.get().masked == "other"
