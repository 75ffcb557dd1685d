"""An earlier answer made fit for another buyer: nothing of the other one is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.drafters.exchange import Was, exchange
from kontuar.drafters.template import Known

WAS = Was(
    names=("Anna Nowak", "anula_77"),
    order_number="aaaa1111-5f0e-11f1-8c5d-00000000aaaa",
    parcel_numbers=("620000000000000000009999",),
)
NOW = Known(
    language="pl",
    values={"greeting": "Dzień dobry, Panie Piotrze", "order_number": "bbbb2222-5f0e-11f1-8c5d-00000000bbbb"},
)


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("Dzień dobry, Pani Anno,\n\ntak, pasuje.", "Dzień dobry, Panie Piotrze,\n\ntak, pasuje."),
        ("Tak, pasuje do drzwi 40 mm.", "Tak, pasuje do drzwi 40 mm."),
        (
            f"Zamówienie {WAS.order_number} jest gotowe.",
            f"Zamówienie {NOW.values['order_number']} jest gotowe.",
        ),
        ("Numer 620000000000000000009999.", "Numer {{numer}}."),
        ("Zwrócimy 129,99 zł do 14 listopada.", "Zwrócimy {{kwota}} do {{termin}}."),
        ("Wyślemy jutro albo 2026-11-14.", "Wyślemy {{termin}} albo {{termin}}."),
        (
            "Tak, Pani Anno, prosimy o list: anna@example.com.",
            "Tak, Pani {{imię}}, prosimy o list: {{kontakt}}.",
        ),
        ("Średnica 3.5 cm, waga 1.2 kg.", "Średnica 3.5 cm, waga 1.2 kg."),
    ],
)
def test_names_numbers_dates_and_amounts_give_way(said: str, now: str) -> None:
    assert exchange(said, WAS, NOW).removeprefix("Dzień dobry, Panie Piotrze,\n\n") == now.removeprefix(
        "Dzień dobry, Panie Piotrze,\n\n"
    )


@given(st.text(max_size=60), st.sampled_from(["Anna", "Anno", "Nowak", "anula_77", *WAS.parcel_numbers]))
def test_nothing_of_the_other_buyer_is_left(around: str, his: str) -> None:
    assert his not in exchange(f"{around} {his} {around}", WAS, NOW)
