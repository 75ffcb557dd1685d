import random

import pytest

from bench.measure_text import make_dictionary
from kontuar.facts.reading import Language
from kontuar.text import dictionaries, grams


@pytest.fixture(scope="module")
def runs() -> grams.Grams:
    return grams.load(dictionaries.GRAMS)


def test_the_table_belongs_to_the_dictionary_that_is_shipped(runs: grams.Grams) -> None:
    assert runs.source == make_dictionary.source()


def test_every_word_the_dictionary_knows_may_be_one(runs: grams.Grams) -> None:
    chance = random.Random(3)
    known = dictionaries.dictionary(Language.PL)
    assert known is not None
    hunspell = known._hunspell  # type: ignore[attr-defined]  # what is asked is whether the table agrees with it
    for word, _ in chance.sample(make_dictionary.words(), 1000):
        stem = word.lower()
        ends = ("", "a", "ę", "ami", "ego", "ych", "ach", "iem", "owi", "ąc", "łam", "liśmy", "szy")
        for form in {f"{start}{stem}{end}" for start in ("", "nie") for end in ends}:
            if form.isalpha() and not runs.may_be_word(form):
                assert not hunspell.spell(form), form


@pytest.mark.parametrize("word", ["zażółć", "najpiękniejszymi", "niezgodny", "że", "w", "", "ŻABA", "naïve"])
def test_words_strange_letters_and_nothing_are_left_to_the_dictionary(word: str, runs: grams.Grams) -> None:
    assert runs.may_be_word(word)


@pytest.mark.parametrize("word", ["zamówjenie", "przesyukę", "ggggg", "wysłałęm"])
def test_a_run_that_no_word_has_tells_a_slip(word: str, runs: grams.Grams) -> None:
    assert not runs.may_be_word(word)
