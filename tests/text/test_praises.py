"""Praise is told from thanks in advance, wishes and complaints, in four languages."""

import pytest

from kontuar.text.praises import find_praise


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Dziękuję za szybką odpowiedź!", "speed"),
        ("Bardzo dziękuję za błyskawiczną reakcję. Pozdrawiam", "speed"),
        ("Dzięki za szybką wysyłkę, książka już u mnie", "dispatch"),
        ("Paczka świetnie zapakowana.", "packing"),
        ("Dziękuję za pomoc i cierpliwość", "help"),
        ("Jestem bardzo zadowolona z zakupu", "product"),
        ("Thank you for the quick reply", "speed"),
        ("Fast delivery, thanks", "dispatch"),
        ("It was packed very carefully.", "packing"),
        ("Thanks for your help!", "help"),
        ("Great quality.", "product"),
        ("Vielen Dank für die schnelle Antwort", "speed"),
        ("Danke für den schnellen Versand!", "dispatch"),
        ("Alles gut verpackt.", "packing"),
        ("Danke für Ihre Hilfe", "help"),
        ("Ačiū už greitą atsakymą", "speed"),
        ("Ačiū už greitą pristatymą!", "dispatch"),
        ("Labai ačiū už pagalbą.", "help"),
    ],
)
def test_praise_is_recognised_with_what_it_is_for(text: str, what: str) -> None:
    assert find_praise(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "Proszę o szybką odpowiedź, dziękuję",
        "Z góry dziękuję za szybką odpowiedź",
        "Liczę na szybką wysyłkę. Dziękuję",
        "Miała być szybka wysyłka, dziękuję za taką obsługę",
        "Nie dziękuję za taką obsługę",
        "Paczka była źle zapakowana",
        "Czy wysyłka jest szybka?",
        "ok, dziękuję",
        "Thanks in advance for a quick reply",
        "Please answer quickly, thanks",
        "The service was not great",
        "Vielen Dank im Voraus für die schnelle Antwort",
        "Bitte um schnelle Antwort, danke",
        "Prašau greito atsakymo, ačiū",
        "Iš anksto ačiū už greitą atsakymą",
        "Gdzie jest moja paczka?",
        "",
    ],
)
def test_a_wish_a_complaint_or_plain_thanks_is_no_praise(text: str) -> None:
    assert find_praise(text) is None
