import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.facts.reading import AskKind
from kontuar.text.questions import MAX_ASKS, find_asks


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        (
            "Dzień dobry, czy mogę dostać fakturę? I kiedy wyślecie?",
            ["czy mogę dostać fakturę", "kiedy wyślecie"],
        ),
        ("gdzie jest moja paczka", ["gdzie jest moja paczka"]),
        ("hej, macie może drugi tom", ["macie może drugi tom"]),
        ("Moje zamówienie - co dalej", ["co dalej"]),
        ("can i return it", ["can i return it"]),
        ("Mich würde interessieren, ob der Stoff waschbar ist.", ["ob der Stoff waschbar ist"]),
        ("Norėčiau sužinoti, kiek laiko veikia baterija.", ["kiek laiko veikia baterija"]),
    ],
)
def test_questions_are_found_with_and_without_a_mark(text: str, asks: list[str]) -> None:
    assert [ask.text for ask in find_asks(text)] == asks
    assert {ask.kind for ask in find_asks(text)} == {AskKind.QUESTION}


def test_a_polite_question_that_wants_a_deed_is_a_wish() -> None:
    (ask,) = find_asks("Could you please send me the manual?")
    assert ask.kind is AskKind.WISH


@pytest.mark.parametrize(
    "text",
    ["Jak tylko dostanę paczkę, dam znać.", "Kupiłem czerwony.", "What a lovely cup!", "Wie besprochen."],
)
def test_statements_are_not_asked_questions(text: str) -> None:
    assert find_asks(text) == ()


@given(st.text(max_size=300))
def test_every_ask_lies_where_it_says(text: str) -> None:
    for ask in find_asks(text):
        assert text[ask.start : ask.end] == ask.text
        assert ask.text.strip()


def test_a_flood_of_questions_is_cut_off() -> None:
    assert len(find_asks("czy tak? " * 500)) == MAX_ASKS
