import csv
from pathlib import Path

import pytest

from kontuar.facts.reading import Language
from kontuar.text.names import find, first_of, opening, plural

LIST = Path(__file__).parents[3] / "shared" / "data" / "polish_names" / "vocatives.csv"


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("Krzysztof Nowak", Language.PL, "Dzień dobry, Panie Krzysztofie"),
        ("ANNA NOWAK", Language.PL, "Dzień dobry, Pani Anno"),
        ("Nowak Piotr", Language.PL, "Dzień dobry, Panie Piotrze"),
        ("Kasia", Language.PL, "Dzień dobry, Pani Kasiu"),
        ("Tomas Petraitis", Language.LT, "Laba diena, gerb. Tomai"),
        ("Andrius Jonaitis", Language.LT, "Laba diena, gerb. Andriau"),
        ("Eglė Petraitė", Language.LT, "Laba diena, gerb. Egle"),
        ("krzysztof1978", Language.PL, "Dzień dobry"),
        ("anna_nowak", Language.PL, "Dzień dobry"),
        ("krzysztof", Language.PL, "Dzień dobry"),
        ("Xenon Blorp", Language.PL, "Dzień dobry"),
        ("Jan Anna", Language.PL, "Dzień dobry"),
        ("", Language.PL, "Dzień dobry"),
        ("Anna Schmidt", Language.DE, "Guten Tag"),
        ("Tom Reed", Language.EN, "Hello"),
    ],
)
def test_an_opening_names_the_person_only_when_the_name_is_sure(
    name: str, language: Language, said: str
) -> None:
    assert opening(name, language) == said


def test_a_surname_is_never_addressed() -> None:
    assert first_of("Kowalski") is None


@pytest.mark.parametrize(
    ("number", "form"),
    [(1, "sztuka"), (2, "sztuki"), (5, "sztuk"), (12, "sztuk"), (22, "sztuki"), (101, "sztuk"), (0, "sztuk")],
)
def test_polish_forms_after_numbers(number: int, form: str) -> None:
    assert plural(number, ("sztuka", "sztuki", "sztuk"), Language.PL) == form


@pytest.mark.parametrize(
    ("number", "form"),
    [(1, "prekė"), (2, "prekės"), (10, "prekių"), (11, "prekių"), (21, "prekė"), (25, "prekės")],
)
def test_lithuanian_forms_after_numbers(number: int, form: str) -> None:
    assert plural(number, ("prekė", "prekės", "prekių"), Language.LT) == form


def test_rare_polish_names_have_their_dictionary_vocative() -> None:
    if not LIST.is_file():
        pytest.skip("../shared/data/polish_names is absent: the list of rare names was not read")
    with LIST.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    right = 0
    for row in rows:
        found = find(row["name"])
        right += (
            found is not None
            and found.gender == row["gender"]
            and found.vocative in row["vocative_sg"].split("|")
        )
    assert right / len(rows) > 0.99
