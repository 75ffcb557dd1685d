"""The list of offers: what is on sale, what runs out, what ended and by whom."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kontuar.facts.offers import Offer as OfferFact
from kontuar.store.models import Account, Offer, OfferEvent, User
from kontuar.store.queries import offers
from kontuar.store.rebuild import to_json
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db
type SeenBy = Callable[[User], Client]
DAY = timedelta(days=1)


@pytest.fixture
def shelf(desk: Morning) -> Morning:
    """Full, nearly empty, ended by the marketplace yesterday, ended long ago; one of a stranger."""
    Offer.objects.all().delete()
    now = timezone.now()
    an_offer(desk.klamka, "11", "Wkładka bębenkowa", stock=40)
    an_offer(desk.klamka, "12", "Zawias niewidoczny", stock=offers.LOW)
    an_offer(desk.klamka, "13", "Sejf domowy", "ENDED", stock=4, ended_at=now - DAY, ended_by="ADMIN")
    an_offer(desk.klamka, "14", "Stara klamka", "ENDED", ended_at=now - 90 * DAY, ended_by="USER")
    an_offer(desk.cudze, "99", "Sekretny towar", stock=1)
    return desk


def an_offer(account: Account, number: str, name: str, status: str = "ACTIVE", **values: object) -> Offer:
    fact = OfferFact(external_id=number, name=name, status=status, stock=values.get("stock"))  # type: ignore[arg-type]
    return Offer.objects.create(
        account=account, external_id=number, name=name, status=status, fact=to_json(fact),
        seen_at=timezone.now(), **values,
    )  # fmt: skip


@pytest.fixture
def ala(shelf: Morning, seen_by: SeenBy) -> Client:
    User.objects.update(language="en")
    return seen_by(shelf.ala)


def words(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def names(page: str) -> list[str]:
    return re.findall(r"data-open-row>([^<]+)</a>", page)


def test_each_list_holds_what_its_name_says(ala: Client) -> None:
    url = reverse("offers")
    assert names(words(ala, url)) == ["Wkładka bębenkowa", "Zawias niewidoczny"]
    assert names(words(ala, url + "?f=low")) == ["Zawias niewidoczny"]
    assert names(words(ala, url + "?f=ended")) == ["Sejf domowy"]
    assert len(names(words(ala, url + "?f=all"))) == 4


def test_the_counts_beside_the_filters_are_the_lengths_of_the_lists(shelf: Morning) -> None:
    now = timezone.now()
    for which, count in offers.counts(shelf.ala, now=now).items():
        assert count == len(offers.page(shelf.ala, offers.Wish(which=which), now=now).rows), which


def test_an_ended_offer_tells_who_ended_it_and_when(ala: Client) -> None:
    page = words(ala, reverse("offers") + "?f=ended")
    assert "ended by the marketplace" in page
    assert "yesterday" in page


def test_the_newest_event_of_an_offer_is_told(ala: Client, shelf: Morning) -> None:
    now = timezone.now()
    for number, kind in enumerate(("OFFER_ACTIVATED", "OFFER_PRICE_CHANGED")):
        OfferEvent.objects.create(
            account=shelf.klamka, external_id=f"e{number}", offer_external_id="11", kind=kind,
            at=now - (2 - number) * DAY,
        )  # fmt: skip
    page = words(ala, reverse("offers"))
    assert "price changed" in page
    assert "put on sale" not in page


def test_one_offer_is_found_by_its_number_whatever_its_state(ala: Client) -> None:
    assert names(words(ala, reverse("offers") + "?q=14")) == ["Stara klamka"]
    assert "This offer is not known" in words(ala, reverse("offers") + "?q=99")


def test_a_stranger_sees_his_own_offers_only(shelf: Morning, seen_by: SeenBy) -> None:
    assert names(words(seen_by(shelf.celina), reverse("offers") + "?f=all")) == ["Sekretny towar"]


def test_the_list_goes_on_where_it_stopped(ala: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "PAGE", 3)
    page = words(ala, reverse("offers") + "?f=all")
    more = re.search(r'hx-get="([^"]*po=[^"]*)"', page)
    assert more
    rest = ala.get(more[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).content.decode()
    assert len(names(page)) == 3
    assert len(names(page) + names(rest)) == len({*names(page), *names(rest)}) == 4
    assert "<html" not in rest


def test_the_number_of_queries_does_not_grow_with_the_list(ala: Client, shelf: Morning) -> None:
    with CaptureQueriesContext(connection) as few:
        ala.get(reverse("offers"))
    for number in range(20):
        an_offer(shelf.klamka, f"5{number:02}", f"Klamka {number}", stock=9)
    with CaptureQueriesContext(connection) as many:
        ala.get(reverse("offers"))
    assert len(many) <= len(few)
