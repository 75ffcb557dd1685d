"""Every rule a seller is shown has its words in every language of the interface."""

import pytest

from kontuar.rulebook import wording
from kontuar.rulebook.load import all_rules
from kontuar.rulebook.record import RuleRecord

SHOWN = [record for book in wording.BOOKS for record in all_rules(book)]
OTHERS = [language for language in wording.LANGUAGES if language != "en"]
NOT_TRANSLATED = {"marketplaces", "own_hosts", "hosts", "media_types", "undelivered", "carriers", "days"}
"""Addresses, types, a marketplace's own words and names."""


@pytest.mark.parametrize("language", OTHERS)
def test_every_rule_is_told(language: str) -> None:
    untold = [f"{one.marketplace}.{one.rule_id}" for one in SHOWN if not wording.is_told(one, language)]
    assert untold == [], f"write title and text into kontuar/rulebook/words/{language}.toml"


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_rule_has_a_short_title(language: str) -> None:
    titles = {f"{one.marketplace}.{one.rule_id}": wording.title(one, language) for one in SHOWN}
    assert {name: title for name, title in titles.items() if not 3 < len(title) <= 70} == {}


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_value_has_a_name(language: str) -> None:
    named = wording._words(language)["value"]
    keys = {key for one in SHOWN for values in groups(one) for key in values}
    assert keys - set(named) == set()
    assert set(named) - keys == set(), "names of values nobody has"


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_of_a_value_is_told(language: str) -> None:
    known = wording._words(language)["word"]
    said = {word for one in SHOWN for word in words_of(one)}
    rules = {one.rule_id for one in SHOWN}
    assert sorted(said - set(known) - rules) == []


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_no_words_are_left_of_rules_that_are_gone(language: str) -> None:
    for book in wording.BOOKS:
        ids = {name for one in all_rules(book) for name in (one.rule_id, f"{one.rule_id}@{one.valid_from}")}
        assert set(wording._words(language)[book]) - ids == set()


def groups(record: RuleRecord) -> list[dict[str, object]]:
    return [dict(values) for values in (record.readings.values() or [record.values])]


def words_of(record: RuleRecord) -> set[str]:
    found = {*record.readings, record.confirmed_by} - {""}
    for values in groups(record):
        for key, value in values.items():
            if key not in NOT_TRANSLATED:
                found |= (
                    {value} if isinstance(value, str) else set(value) if isinstance(value, tuple) else set()
                )
    return found


def test_a_version_may_have_words_of_its_own_and_a_missing_language_is_english() -> None:
    (now,) = (one for one in all_rules("allegro") if one.rule_id == "B2" and one.valid_to is None)
    assert "2024" in wording.title(now, "pl")
    (ebay, *_) = all_rules("ebay")
    assert wording.says(ebay, "pl") == ebay.says
    assert not wording.is_told(ebay, "pl")
