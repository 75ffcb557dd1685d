"""A price talk: never below the floor nor below what leaves nothing, and between theirs and ours."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kontuar.rules import price_talk
from kontuar.rules.price_talk import Limits

amounts = st.decimals(min_value=0, max_value=10_000, places=2)
some = st.none() | amounts
limits = st.builds(
    Limits,
    price=some,
    floor=some,
    cost=some,
    fee_percent=st.none() | st.decimals(min_value=0, max_value=99, places=2),
)


def test_the_middle_is_offered() -> None:
    assert price_talk.counter(Decimal(80), Limits(price=Decimal(100))) == Decimal("90.00")


def test_the_floor_holds_and_so_does_what_it_costs() -> None:
    told = Limits(price=Decimal(100), floor=Decimal(95), cost=Decimal(72), fee_percent=Decimal(20))
    assert price_talk.lowest(told) == Decimal("95.00")
    assert price_talk.counter(Decimal(40), told) == Decimal("95.00")
    assert price_talk.left(Decimal(100), told) == Decimal("8.00")
    assert not price_talk.may_accept(Decimal("94.99"), told)


def test_where_nothing_is_told_nothing_is_said() -> None:
    assert price_talk.lowest(Limits()) is None
    assert price_talk.left(Decimal(5), Limits()) is None
    assert price_talk.counter(Decimal(5), Limits()) is None


@given(amounts, limits)
def test_a_counter_is_never_above_our_price_nor_below_the_lowest_unless_the_price_is(
    offered: Decimal, told: Limits
) -> None:
    said = price_talk.counter(offered, told)
    if said is None or told.price is None:
        return
    bound = price_talk.lowest(told)
    assert said <= told.price
    assert bound is None or said >= min(bound, told.price)
