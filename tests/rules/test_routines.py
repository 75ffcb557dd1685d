"""Which routines fit a piece of news."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.facts.routines import Condition, Do, News, Routine, Step, What
from kontuar.rules.routines import fits

NEWS = News(
    account=1,
    channel="talk",
    text="gdzie jest moja paczka?",
    language="pl",
    intents=frozenset({"where_is_parcel"}),
    offers=frozenset({"140"}),
    order_state="sent",
    value=Decimal("250.00"),
    tags=frozenset({7}),
)


def routine(pk: int, *conditions: tuple[What, str], is_last: bool = False, tag: str = "9") -> Routine:
    return Routine(
        pk=pk,
        conditions=tuple(Condition(what=what, values=tuple(text.split("|"))) for what, text in conditions),
        steps=(Step(do=Do.TAG, value=tag),),
        is_last=is_last,
    )


@pytest.mark.parametrize(
    ("what", "holds", "fails"),
    [
        (What.ACCOUNT, "1", "2"),
        (What.CHANNEL, "mail|talk", "claim"),
        (What.INTENT, "where_is_parcel", "invoice"),
        (What.LANGUAGE, "pl", "de"),
        (What.WORDS, "faktur|paczk", "aczka"),
        (What.OFFER, "140", "14"),
        (What.ORDER_STATE, "sent", "none"),
        (What.VALUE_OVER, "249.99", "250"),
        (What.TAG, "7", "8"),
    ],
)
def test_a_condition_holds_when_one_of_its_values_is_found(what: What, holds: str, fails: str) -> None:
    assert fits([routine(1, (what, holds))], NEWS)
    assert not fits([routine(1, (what, fails))], NEWS)


def test_all_conditions_have_to_hold_and_none_at_all_fits_nothing() -> None:
    both = routine(1, (What.TAG, "7"), (What.LANGUAGE, "de"))
    assert not fits([both, routine(2)], NEWS)


def test_a_tag_put_on_by_one_is_seen_by_the_next_and_the_last_stops_the_rest() -> None:
    found = fits(
        [
            routine(1, (What.WORDS, "paczka"), tag="20"),
            routine(2, (What.TAG, "20"), is_last=True),
            routine(3, (What.TAG, "7")),
        ],
        NEWS,
    )
    assert [one.routine for one in found] == [1, 2]
    assert found[0].why == ((What.WORDS, "paczka"),)


PARTS = st.tuples(st.sampled_from(list(What)), st.text(max_size=8))


@given(st.lists(st.lists(PARTS, max_size=3), max_size=6))
def test_each_routine_is_asked_at_most_once(several: list[list[tuple[What, str]]]) -> None:
    found = fits([routine(pk, *parts) for pk, parts in enumerate(several)], NEWS)
    asked = [one.routine for one in found]
    assert asked == sorted(set(asked))
