"""The sign in a mail's subject: it finds its case, and nobody can make one up."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from kontuar.actions import mail_token
from kontuar.store.models import Account, Buyer, Case
from tests.shop import NOW, Shop


def a_case(account: Account, number: int | None = None) -> Case:
    buyer, _ = Buyer.objects.get_or_create(
        account=account, login="jan@example.org", defaults={"first_seen_at": NOW}
    )
    return Case.objects.create(pk=number, account=account, buyer=buyer, opened_at=NOW - timedelta(days=1))


@pytest.fixture
def case(shop: Shop) -> Case:
    return a_case(shop.account, 12_345)


def test_a_sign_finds_its_case_however_it_is_typed(case: Case) -> None:
    token = mail_token.token_of(case)
    typed = [token, token.lower(), f" {token} ", token.replace("0", "O").replace("1", "l")]
    assert [mail_token.case_of(case.account, one) for one in typed] == [case] * 4


def test_a_sign_of_another_account_finds_nothing(case: Case, shop: Shop) -> None:
    assert mail_token.case_of(shop.other, mail_token.token_of(case)) is None


def test_a_sign_of_a_case_that_is_gone_finds_nothing(case: Case) -> None:
    token = mail_token.token_of(case)
    Case.objects.all().delete()
    assert mail_token.case_of(case.account, token) is None


def test_a_sign_made_with_an_older_key_of_the_desk_still_finds_its_case(case: Case, settings: object) -> None:
    token = mail_token.token_of(case)
    settings.TOKEN_KEYS = (Fernet.generate_key().decode(), *settings.TOKEN_KEYS)  # type: ignore[attr-defined]
    assert mail_token.token_of(case) != token
    assert mail_token.case_of(case.account, token) == case


def test_another_desks_sign_finds_nothing(case: Case, settings: object) -> None:
    token = mail_token.token_of(case)
    settings.TOKEN_KEYS = (Fernet.generate_key().decode(),)  # type: ignore[attr-defined]
    assert mail_token.case_of(case.account, token) is None


@pytest.mark.parametrize(
    "token",
    ["", "K", "K-", "K--", "K-1", "K-1-", "K-1-ABC", "K-1-ABCDE", "K-U-0000", "X-1-0000", "K-１-0000"],
)
def test_what_is_no_sign_finds_nothing(case: Case, token: str) -> None:
    assert mail_token.case_of(case.account, token) is None


@given(number=st.integers(min_value=1, max_value=2**60 - 1))
def test_every_number_is_read_back(number: int) -> None:
    token = mail_token.token_of(Case(pk=number))
    assert mail_token._number_in(token) == number
    assert len(token) <= 20


@given(number=st.integers(min_value=1, max_value=2**40), at=st.integers(min_value=0), to=st.integers(1, 31))
def test_one_letter_changed_makes_it_nobodys(number: int, at: int, to: int) -> None:
    """But for a chance of one in a million: then the four letters of two numbers are the same by accident."""
    token = mail_token.token_of(Case(pk=number))
    places = [place for place, letter in enumerate(token) if place > 1 and letter != "-"]
    place = places[at % len(places)]
    letter = mail_token.ALPHABET[(mail_token.ALPHABET.index(token[place]) + to) % 32]
    other = token[:place] + letter + token[place + 1 :]
    found = mail_token._number_in(other)
    same_check = found and mail_token.token_of(Case(pk=found)).rpartition("-")[2] == token.rpartition("-")[2]
    assert not found or (same_check and found != number)


@given(st.text(max_size=60))
def test_whatever_stands_there_is_read_without_a_word(token: str) -> None:
    assert mail_token._number_in(token) >= 0
