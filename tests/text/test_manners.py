import pytest

from kontuar.facts.reading import Language, Severity
from kontuar.text.manners import HouseStyle, Talk, check


def codes(text: str, language: Language = Language.PL, **more: object) -> set[str]:
    return {finding.code.removeprefix("manners.") for finding in check(text, language, **more)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dzień dobry, tak, pasuje. Pozdrawiam, Jan Nowak", Language.PL),
        ("Dzień dobry, Panie Krzysztofie, dziękuję za wiadomość.\nPozdrawiam\nJan Nowak", Language.PL),
        ("Dziękuję za wiadomość. Paczka wyjdzie jutro. Pozdrawiam, Jan Nowak", Language.PL),
        ("Szanowni Państwo, prosimy o zdjęcie tabliczki. Z poważaniem, Zespół sklepu", Language.PL),
        ("Hello, yes, it fits. Kind regards, Tom", Language.EN),
        ("Guten Tag, ja, das passt. Viele Grüße, Karin", Language.DE),
        ("Laba diena, taip, tinka. Pagarbiai, Rasa", Language.LT),
        ("Dzień dobry, kupon PREMIUM USB-C jest w paczce. Pozdrawiam, Jan", Language.PL),
        ("", Language.PL),
    ],
)
def test_a_good_short_answer_shows_nothing(text: str, language: Language) -> None:
    assert codes(text, language) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dzień dobry Panie Tomaszu, paczka czeka. Pozdrawiam, Jan", "address_comma"),
        ("Dzień dobry, Pani Anna, paczka czeka. Pozdrawiam, Jan", "vocative"),
        ("Dzień dobry, Panie Kowalski, paczka czeka. Pozdrawiam, Jan", "surname_address"),
        ("Dzień dobry, wysłałam pani paczkę. Pozdrawiam, Ewa", "small_courtesy"),
        ("Dzień dobry, czy otrzymał(a) Pan/Pani paczkę? Pozdrawiam, Ewa", "slash_gender"),
        ("Witam, paczka czeka. Pozdrawiam, Jan", "witam"),
        ("Dzień dobry, PROSZĘ TYLE RAZY NIE PYTAĆ. Pozdrawiam, Jan", "shouting"),
        ("Dzień dobry, przykro mi, że Pani tak uważa. Pozdrawiam, Jan", "feel_apology"),
        ("Dzień dobry, wszystko jest w opisie. Pozdrawiam, Jan", "curt"),
        ("Dzień dobry, to nie nasz problem. Pozdrawiam, Jan", "blame"),
        ("Paczka czeka w punkcie. Pozdrawiam, Jan", "no_greeting"),
        ("Dzień dobry, paczka czeka w punkcie odbioru. Pozdrawiam", "no_name"),
        ("Dzień dobry, dziękujemy, paczka czeka w punkcie odbioru do piątku.", "no_signature"),
    ],
)
def test_bad_manners_are_noticed(text: str, code: str) -> None:
    assert code in codes(text)


def test_a_wrong_vocative_is_offered_the_right_one() -> None:
    (finding,) = check("Dzień dobry, Panie Krzysztof, dziękuję. Pozdrawiam, Jan", Language.PL)
    assert finding.suggestions == ("Panie Krzysztofie",)
    assert finding.severity is Severity.HINT


def test_in_a_running_exchange_no_greeting_is_needed() -> None:
    assert codes("Tak, proszę bardzo, wyślę dziś. Jan", talk=Talk(ongoing=True)) == set()


def test_an_answer_to_a_complaint_wants_a_word_of_empathy() -> None:
    text = "Dzień dobry, proszę odesłać talerz. Pozdrawiam, Jan"
    assert "no_empathy" in codes(text, talk=Talk(complaint=True))
    assert "no_empathy" not in codes(
        text.replace("proszę", "przepraszamy, proszę"), talk=Talk(complaint=True)
    )


def test_a_house_may_switch_checks_off_and_forbid_words() -> None:
    style = HouseStyle(off=frozenset({"manners.witam"}), forbidden=("paczuszka",))
    assert codes("Witam, paczuszka czeka. Pozdrawiam, Jan", style=style) == {"house"}
