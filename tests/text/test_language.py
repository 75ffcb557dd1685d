import pytest

from kontuar.facts.reading import Language
from kontuar.text.language import guess, identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dzień dobry, kiedy wyślecie paczkę?", Language.PL),
        ("kiedy wyslecie moja paczke bo czekam juz tydzien", Language.PL),
        ("Laba diena, kada gausiu siuntą?", Language.LT),
        ("aciu uz greita atsakyma, lauksiu siuntos", Language.LT),
        ("Hi, where is my parcel?", Language.EN),
        ("Guten Tag, wann kommt mein Paket?", Language.DE),
        ("Dobrý den, kdy mi přijde ten balíček?", Language.OTHER),
        ("Bonjour, je n'ai toujours pas reçu mon colis", Language.OTHER),
        ("Здравствуйте, где моя посылка?", Language.OTHER),
        ("ok dzięki", Language.UNKNOWN),
        ("Dziękuję bardzo", Language.UNKNOWN),
        ("", Language.UNKNOWN),
        ("12345 👍", Language.UNKNOWN),
    ],
)
def test_the_language_of_a_short_message_is_told(text: str, language: Language) -> None:
    assert identify(text)[0] is language


def test_a_single_word_still_has_a_likeliest_language() -> None:
    assert guess("Dziękuję") is Language.PL
