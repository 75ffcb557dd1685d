"""A mail's clock is called ours wherever it is shown: no marketplace counts it."""

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import Account, AccountAccess, Duty, User
from tests.post import arrives, letter
from tests.shop import Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(shop: Shop, post_box: Account) -> Duty:
    AccountAccess.objects.create(user=shop.ala, account=post_box, role="owner")
    User.objects.filter(pk=shop.ala.pk).update(language="en")
    now = timezone.now()
    arrives(post_box, letter("1", at=now), now=now)
    return Duty.objects.get()


def shown(shop: Shop, address: str) -> str:
    client = Client()
    client.force_login(shop.ala)
    return client.get(address).content.decode()


def test_today_and_the_case_call_it_our_own_target(shop: Shop, duty: Duty) -> None:
    for address in ("/", f"/wiadomosci/{duty.case_id}/"):
        page = shown(shop, address)
        assert "our own target · " in page, address
        assert "no marketplace counts it" in page
        assert "terms of E-mail" not in page
        assert "sales quality" not in page
