import pytest

from kontuar.text.closers import is_closer, is_thanks


@pytest.mark.parametrize(
    "text",
    [
        "ok, dziękuję",
        "Dziękuję bardzo za szybką odpowiedź. Pozdrawiam, Anna Nowicka",
        "Paczka dotarła, wszystko w porządku :)",
        "dzieki wielkie!!!",
        "👍",
        "Nie ma sprawy, poczekam",
        "Dziękuję i przepraszam za kłopot",
        "Przesyłki doszły, świetne, dziękuję całej ekipie",
        "gerai, ačiū",
        "Thanks for the quick reply!",
        "Alles klar, vielen Dank",
        "Supratau, lauksiu.",
        "Dobrze, dziękuję\n\nWysłane z iPhone'a",
    ],
)
def test_a_message_that_asks_for_nothing_is_a_closer(text: str) -> None:
    assert is_closer(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok, a kiedy wyślecie?",
        "Dziękuję, ale paczka nadal nie dotarła",
        "ok, proszę o fakturę",
        "Z góry dziękuję za odpowiedź",
        "dziękuję za nic",
        "Dziękuję, poproszę rozmiar 42",
        "ok 14",
        "👎",
        "Paczka nie doszła",
        "Przepraszam za kłopot, proszę o zwrot",
        "Dziękuję. Poproszę czerwony",
        "Dzień dobry",
        "thanks but it is broken",
        "danke, aber es fehlt ein Teil",
        "ačiū, bet negavau siuntos",
    ],
)
def test_a_message_that_still_wants_something_is_not_a_closer(text: str) -> None:
    assert not is_closer(text)


def test_thanks_in_advance_and_irony_are_not_thanks() -> None:
    assert is_thanks("Bardzo dziękuję za pomoc!")
    assert not is_thanks("Proszę o fakturę, z góry dziękuję")
    assert not is_thanks("dzięki za nic")
    assert not is_thanks("Atsiuntėte ne tą spalvą, ty wiesz")
