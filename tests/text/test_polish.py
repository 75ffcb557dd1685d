import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.facts.reading import Language
from kontuar.text import polish, spelling


def fixes(text: str) -> list[tuple[str, str]]:
    return [(finding.text, finding.suggestions[0]) for finding in polish.check(text)]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("To na prawdę dobra lampa.", "na prawdę", "naprawdę"),
        ("Paczka z przed tygodnia.", "z przed", "sprzed"),
        ("Tym czasem wysyłamy resztę.", "Tym czasem", "Tymczasem"),
        ("Napewno dotrze.", "Napewno", "Na pewno"),
        ("Było by lepiej wymienić.", "Było by", "Byłoby"),
        ("Chciał bym zapytać.", "Chciał bym", "Chciałbym"),
        ("Towar nie zgodny z opisem.", "nie zgodny", "niezgodny"),
        ("Niewiem, kiedy dotrze.", "Niewiem", "Nie wiem"),
        ("Niema problemu.", "Niema", "Nie ma"),
        ("Proszę, pokarz zdjęcie.", "pokarz", "pokaż"),
        ("Sprzedawca karze czekać.", "karze", "każe"),
        ("Morze być jutro.", "Morze", "Może"),
        ("Myślę, ze paczka dotarła.", "ze", "że"),
        ("Nie ma koloru, wiec proszę o wybór.", "wiec", "więc"),
        ("Dziękuje za zakup.", "Dziękuje", "Dziękuję"),
        ("Mam nadzieje, że się podoba.", "nadzieje", "nadzieję"),
        ("Czekam na odpowiedz.", "odpowiedz", "odpowiedź"),
        ("Byliśmy w warszawie.", "warszawie", "Warszawie"),
        ("Dziękujemy. paczka jest w drodze.", "paczka", "Paczka"),
        ("Wiem że paczka dotarła.", "Wiem", "Wiem,"),
        ("To lampa która świeci.", "lampa", "lampa,"),
        ("To sklep w którym kupuję.", "sklep", "sklep,"),
    ],
)
def test_a_polish_slip_is_found_with_its_right_form(text: str, wrong: str, right: str) -> None:
    assert (wrong, right) in fixes(text)


@pytest.mark.parametrize(
    "text",
    [
        "To prawda, że na prawdę trzeba poczekać."[:22],
        "Sąd karze winnych.",
        "Jedziemy nad morze.",
        "Zdjęcie ze strony producenta, ze względu na kolor.",
        "Nie zgodny, lecz podobny.",
        "Mimo że paczka dotarła, chyba że nie.",
        "W ciągu dnia, w czasie którego pracujemy.",
        "Można by wymienić, warto by zapytać.",
        "Wysłałem, by zdążyć.",
        "Paczka z pewnością dotrze, tym czasem się nie martwimy.",
        "Dziękuję, pan Jan dziękuje również.",
        "Termin: np. jutro, ok. 3 dni, dot. zamówienia nr 5.",
    ],
)
def test_right_polish_is_left_alone(text: str) -> None:
    assert fixes(text) == []


@settings(deadline=None)  # the first example loads a dictionary
@given(st.text(alphabet="abcćdeęlłmnoóprsśtuwyzźż ,.!?\n", max_size=400))
def test_findings_stand_where_they_say(text: str) -> None:
    for finding in (*polish.check(text), *spelling.check(text, Language.PL)):
        assert text[finding.start : finding.end] == finding.text
