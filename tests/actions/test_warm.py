"""A worker that has just begun reads what the first message would wait for."""

import pytest

from kontuar.actions import policies
from kontuar.rulebook import load
from kontuar.text import language
from kontuar.worker import warm
from tests.shop import NOW, Shop
from tests.talk import said, take_in, thread

LATE_READ = (
    load.all_books,
    load.all_rules,
    load.rules_in_force,
    load.policy_for,
    policies._built,
    language._model,
)


@pytest.fixture
def cold() -> None:
    for read in LATE_READ:
        read.cache_clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("cold")
def test_the_first_message_reads_no_rulebook_and_no_model(shop: Shop) -> None:
    warm.up(NOW)
    before = [read.cache_info().misses for read in LATE_READ]
    take_in(shop.account, thread(), said("m1", NOW, "Dzień dobry, gdzie jest moja paczka?"), now=NOW)
    assert [read.cache_info().misses for read in LATE_READ] == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("cold")
def test_a_desk_without_accounts_reads_nothing() -> None:
    warm.up(NOW)
    assert not language._model.cache_info().currsize
    assert not policies._built.cache_info().currsize
