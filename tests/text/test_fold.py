import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.text.fold import fold, fold_aligned


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "zazolc gesla jazn"),
        ("Ąžuolas, ČĘĖĮŠŲŪŽ", "azuolas, ceeisuuz"),
        ("Straße für Öl", "strasse fur ol"),
        ("GROẞ", "gross"),
        ("Ævar ŒUVRE", "aevar oeuvre"),
        ("„tak” – nie", '"tak" - nie'),
        ("a\u00a0b\u00adc", "a bc"),
        ("l\u0307ab", "lab"),
        ("İstanbul", "istanbul"),
        ("日本 👍 Привет", "日本 👍 привет"),
        ("", ""),
    ],
)
def test_letters_with_marks_fold_to_plain_ones(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_case_makes_no_difference(text: str) -> None:
    assert fold(text.upper()) == fold(text.upper().lower())


@given(st.text(alphabet="aąbcćdeęłńóśźżAĄĆĘŁŃÓŚŹŻčėįšųūžäöü ,.!?"))
def test_a_query_folds_as_a_part_of_the_text_it_was_cut_from(text: str) -> None:
    assert fold(text[2:5]) in fold(text)


@given(st.text())
def test_the_aligned_form_keeps_every_offset(text: str) -> None:
    assert len(fold_aligned(text)) == len(text)


def test_the_aligned_form_equals_the_plain_one_where_letters_map_one_to_one() -> None:
    text = "Proszę odesłać paczkę, ačiū už užsakymą, für Öl"
    assert fold_aligned(text) == fold(text)
