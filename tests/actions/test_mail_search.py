"""Mails are found by who wrote, who was written to, what they are called and what they say."""

import pytest

from kontuar.actions import index
from kontuar.store.models import Account, SearchRow, User
from kontuar.store.queries import search
from kontuar.store.queries.search import Kind, Wish
from tests.post import ADDRESS, BUYER, arrives, letter, sent
from tests.shop import Shop

pytestmark = pytest.mark.django_db
QUOTED = "W dniu 20.11.2026 o 09:12, Sklep pisze:\n> Wysyłamy w poniedziałek."


@pytest.fixture
def ala(shop: Shop, post_box: Account) -> User:
    """She has a mailbox with one exchange."""
    post_box.accesses.create(user=shop.ala, role="owner")
    more = ["Cc: Jan Wędrowycz <jan@example.net>", "Reply-To: Rozalia <biuro@example.net>"]
    arrives(
        post_box,
        letter("a", subject="Reklamacja czajnika", text=f"Prosiłam o zielony.\n\n{QUOTED}\n", more=more),
    )
    arrives(
        post_box, sent("b", after=["a"], to=f"Ola <{BUYER}>, Hurtownia <skład@example.net>"), is_sent=True
    )
    return shop.ala


def found(user: User, typed: str, kind: int = Kind.MESSAGE) -> int:
    groups = search.look(user, Wish(typed=typed, kind=kind)).groups
    return sum(len(group.hits) for group in groups)


@pytest.mark.parametrize(
    "typed",
    [
        "Nowak",
        BUYER,
        "ola@",
        "Wędrowycz",
        "jan@example.net",
        "biuro@example.net",
        "reklamacja",
        "zielony",
        "poniedziałek",
    ],
)
def test_a_mail_is_found_by_whatever_stands_on_it(ala: User, typed: str) -> None:
    assert found(ala, typed) >= 1


def test_our_own_mail_is_found_by_whom_it_went_to(ala: User) -> None:
    assert found(ala, "Hurtownia") == 1


def test_our_own_address_finds_nothing(ala: User) -> None:
    assert found(ala, ADDRESS) == 0


def test_a_buyer_is_found_by_his_name(ala: User) -> None:
    assert found(ala, "Ola Nowak", Kind.BUYER) == 1


def test_a_stranger_finds_nothing(ala: User, shop: Shop) -> None:
    assert found(shop.bolek, "Reklamacja") == 0


def test_an_index_made_anew_says_the_same(ala: User) -> None:
    before = list(SearchRow.objects.order_by("pk").values())
    SearchRow.objects.all().delete()
    index.begin_again()
    while index.fill_some():
        pass
    assert list(SearchRow.objects.order_by("pk").values()) == before
