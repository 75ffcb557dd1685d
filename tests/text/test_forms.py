import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.measure_text.make_dictionary import SOURCES, Source
from kontuar.facts.reading import Language
from kontuar.text import dictionaries, forms

LETTERS = "aąbć"


@given(words=st.sets(st.text(alphabet=LETTERS, min_size=1, max_size=6), min_size=1), other=st.text(LETTERS))
def test_what_was_packed_is_found_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, words: set[str], other: str
) -> None:
    path = tmp_path_factory.mktemp("forms") / "forms.bin"
    forms.pack(path, sorted(words), 7)
    found = forms.load(path)
    assert all(word in found for word in words)
    assert (other in found) == (other in words)
    assert "ż" not in found
    assert found.source == 7


def test_words_out_of_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="after"):
        forms.pack(tmp_path / "forms.bin", ["b", "a"], 0)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_the_forms_belong_to_the_dictionary_that_is_shipped(source: Source) -> None:
    assert forms.load(dictionaries.forms_of(source.language)).source == source.mark()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_form_of_a_word_is_known_and_hunspell_agrees(source: Source) -> None:
    chance = random.Random(3)
    book = dictionaries.dictionary(source.language)
    assert isinstance(book, dictionaries.HunspellBook)
    hunspell = book.load()
    for form in sorted(set(source.forms(chance.sample(source.words(), 150)))):
        if not form.replace("'", "").isalpha():
            continue
        slip = form[:1] + form[2:]
        for asked in (form, form.capitalize(), form.upper(), slip):
            assert book.knows(asked) == bool(hunspell.spell(asked)) or asked in _beside(source), asked


def _beside(source: Source) -> set[str]:
    """British spellings are right beside the dictionary; all capitals of a word of mixed case only in Hunspell."""
    extra = dictionaries.extra_words(source.language)
    return {case for word in extra for case in (word, word.capitalize(), word.upper())}


@pytest.mark.parametrize("word", ["żaba", "Żaba", "ŻABA", "niezgodny", "Anna", "ANNA", "najpiękniejszymi"])
def test_polish_words_are_known_in_every_case_they_are_written_in(word: str) -> None:
    book = dictionaries.dictionary(Language.PL)
    assert book is not None
    assert book.knows(word)


@pytest.mark.parametrize("word", ["anna", "zamówjenie", "ggggg", "naïve", "żabaż", "nieżaba"])
def test_what_is_no_polish_word_is_not_known(word: str) -> None:
    book = dictionaries.dictionary(Language.PL)
    assert book is not None
    assert not book.knows(word)
