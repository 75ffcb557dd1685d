"""The clock of a missing colour or size: its table, what names it, and that it asks twice at most."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.facts.choices import Choice, ChoiceKind
from kontuar.facts.orders import Fulfilment
from kontuar.rules.choices import options_of, unnamed
from kontuar.rules.duty import Duty, DutyKind
from tests.order_world import judged, sold
from tests.rules.test_clock_examples import check_dates, examples

LONG_AGO = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


def colour(*options: str, offer_id: str = "9", since_at: datetime = LONG_AGO) -> Choice:
    return Choice(offer_id=offer_id, kind=ChoiceKind.COLOUR, since_at=since_at, options=options)


def asked_for(duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    return tuple(duty for duty in duties if duty.kind is DutyKind.CHOICE)


@pytest.mark.parametrize("row", examples("choice.md"))
def test_choice_examples(row: dict[str, str], make: Any) -> None:
    paid_at = make.at(row["Paid"])
    order = sold(bought_at=paid_at, paid_at=paid_at)
    words = [row[name].casefold() for name in ("Note", "Buyer") if row[name] != "none"]
    missing = unnamed(order, [colour("bialy", "czarny")], words)
    asked_at = tuple(make.at(one) for one in row["Asked"].split("; ") if one != "none")
    found = asked_for(judged(order, make.at(row["Now"]), unnamed=missing, asked_at=asked_at).duties)
    check_dates(found, row, make.zone)
    assert [duty.next_step for duty in found] == [step for step in [row["Step"]] if step != "none"]


@pytest.mark.parametrize(
    ("option", "text", "is_named"),
    [
        ("bialy", "poprosze biale", True),
        ("bialy", "bialystok", False),
        ("xl", "rozmiar xl", True),
        ("xl", "rozmiar xxl", False),
        ("42", "poprosze 42", True),
        ("42", "nr 420", False),
        ("jasny dab", "dab jasny", True),
        ("jasny dab", "dab ciemny", False),
        ("grau", "in grau bitte", True),
        ("balta", "noreciau baltos", True),
    ],
)
def test_an_option_is_known_by_its_words_whatever_their_endings(
    option: str, text: str, is_named: bool
) -> None:
    order = sold(bought_at=LONG_AGO)
    assert (unnamed(order, [colour(option)], [text]) == ()) is is_named


def test_without_options_any_word_names_it() -> None:
    order = sold(bought_at=LONG_AGO)
    assert unnamed(order, [colour()], []) != ()
    assert unnamed(order, [colour()], ["  "]) != ()
    assert unnamed(order, [colour()], ["czerwony"]) == ()


def test_other_offers_and_purchases_before_it_was_asked_want_nothing() -> None:
    order = sold(bought_at=LONG_AGO)
    assert unnamed(order, [colour("bialy", offer_id="10")], []) == ()
    assert unnamed(order, [colour("bialy", since_at=LONG_AGO + timedelta(days=1))], []) == ()


def test_a_parcel_that_left_is_not_asked_about(make: Any) -> None:
    at = make.at("2026-11-16 10:00")
    for fulfilment in (Fulfilment.NEW, Fulfilment.SENT):
        order = sold(bought_at=at, paid_at=at, fulfilment=fulfilment)
        found = asked_for(judged(order, at + timedelta(hours=1), unnamed=(colour(),)).duties)
        assert bool(found) is (fulfilment is Fulfilment.NEW)


def test_options_are_kept_once_and_without_signs() -> None:
    assert options_of(["biały!", " ", "biały", "jasny-dąb"]) == ("biały", "jasny dąb")


@given(st.lists(st.text(max_size=12), max_size=5), st.lists(st.text(max_size=40), max_size=4))
def test_what_was_named_stays_named_whatever_else_is_said(options: list[str], texts: list[str]) -> None:
    order, choice = sold(bought_at=LONG_AGO), colour(*options_of(options))
    for number in range(len(texts)):
        if not unnamed(order, [choice], texts[:number]):
            assert not unnamed(order, [choice], texts)
