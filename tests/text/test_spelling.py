import time

import pytest

from kontuar.facts.reading import Language
from kontuar.text import dictionaries, spelling


def wrong(text: str, language: Language = Language.PL, allowed: frozenset[str] = frozenset()) -> list[str]:
    return [finding.text for finding in spelling.check(text, language, allowed)]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Przesyłka zostanie wysłana puźniej.", Language.PL, ["puźniej"]),
        ("Dziekuje za zamówienje.", Language.PL, ["Dziekuje", "zamówienje"]),
        ("Hleb i gułka.", Language.PL, ["Hleb", "gułka"]),
        ("We recieved your adress.", Language.EN, ["recieved", "adress"]),
        ("The colour of the jewellery is fine, the color too.", Language.EN, []),
        ("Jūsų uzsakymas išsiųstas.", Language.LT, ["uzsakymas"]),
    ],
)
def test_misspelt_words_are_found(text: str, language: Language, words: list[str]) -> None:
    assert wrong(text, language) == words


@pytest.mark.parametrize(
    "text",
    [
        "Dzień dobry, Panie Krzysztofie, dziękuję za zamówienie.",
        "Pokrowiec Spigen Rugged do Samsunga A52 jest dostępny w InPost.",
        "Numer zamówienia: AB12-998, kod XJ9, www.sklepik.example.pl, jan@poczta.example.pl",
        "Powerbank 10000 mAh, wi-fi, e-mail, USB-C.",
        "Zamówiła Thunberg i Seydoux, film „Live and let die”.",
        "",
    ],
)
def test_names_products_and_codes_are_left_alone(text: str) -> None:
    assert wrong(text) == []


def test_words_of_the_talk_are_right() -> None:
    assert wrong("Blorpik jest dostępny, blorpika wyślemy.", allowed=frozenset({"blorpik", "blorpika"})) == []


def test_suggestions_come_within_the_time_of_a_click() -> None:
    dictionaries.dictionary(Language.PL)
    began = time.process_time()
    assert spelling.suggest("zamówienje", Language.PL)[0] == "zamówienie"
    assert spelling.suggest("wysłalem", Language.PL)[0] == "wysłałem"
    assert time.process_time() - began < 4  # two words; each takes at most 0.3 s on a quick machine


def test_a_language_without_a_dictionary_is_named_with_a_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(dictionaries, "folders", lambda: [tmp_path])
    assert set(dictionaries.missing()) == {Language.PL, Language.LT, Language.EN, Language.DE}
    assert wrong("cokolwiek", Language.PL) == []


def test_a_click_mostly_spares_the_dictionarys_slow_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    book = dictionaries.dictionary(Language.PL)
    assert isinstance(book, dictionaries.HunspellBook)
    monkeypatch.setattr(book, "suggest", lambda _: pytest.fail("asked for no reason"))
    assert spelling.suggest("zamówjenie", Language.PL)[0] == "zamówienie"
    assert "przesyłka" in spelling.suggest("pszesyłka", Language.PL)
    assert "received" in spelling.suggest("recieved", Language.EN)


@pytest.mark.parametrize("word", ["", "a", "ż" * 5_000, "😀", "x" * 40, "1"])
def test_anything_can_be_clicked(word: str) -> None:
    for language in (Language.PL, Language.EN, Language.LT, Language.DE):
        assert all(isinstance(made, str) for made in spelling.suggest(word, language))
