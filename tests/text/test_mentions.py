"""Who is called in a note by @."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.text.mentions import called, handles

PEOPLE = {1: ("ala", "Ala Kowalska"), 2: ("bolek", "Bolesław Żak"), 3: ("bolek2", "Bolesław Nowak")}
KNOWN = handles(PEOPLE)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("@ala zobacz", (1,)),
        ("Zobacz, @Ala.", (1,)),
        ("@bolek i @ala, i znów @bolek", (2, 1)),
        ("@BoleslawZak proszę", (2,)),
        ("@Bolesław proszę", ()),  # there are two of them
        ("pisz na biuro@ala.example", ()),
        ("@nikt", ()),
        ("@", ()),
    ],
)
def test_a_name_behind_an_at_sign_calls(text: str, wanted: tuple[int, ...]) -> None:
    assert called(text, KNOWN) == wanted


@given(st.text(max_size=300))
def test_any_text_calls_only_people_there_are_and_each_once(text: str) -> None:
    found = called(text, KNOWN)
    assert set(found) <= set(PEOPLE)
    assert len(found) == len(set(found))
