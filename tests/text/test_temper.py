import json
import time
from pathlib import Path

import pytest

from kontuar.facts.reading import Heat, Language, Severity
from kontuar.text.temper import check_draft, read


@pytest.mark.parametrize(
    ("text", "language", "heat"),
    [
        ("to jest skandal!!! czekam 3 tygodnie, oszuści", Language.PL, Heat.ANGRY),
        ("ile kurwa można czekać", Language.PL, Heat.VULGAR),
        ("co za gówno mi wysłaliście", Language.PL, Heat.VULGAR),
        ("This is ridiculous, you are a scammer!", Language.EN, Heat.ANGRY),
        ("Das ist eine Frechheit, Betrüger!", Language.DE, Heat.ANGRY),
        ("Jūs sukčiai, gėda!", Language.LT, Heat.ANGRY),
        ("Dzień dobry, kiedy wyślecie paczkę?", Language.PL, Heat.CALM),
        ("Nie dotarła paczka, proszę o sprawdzenie.", Language.PL, Heat.CALM),
        ("Hello, do you have it in blue?", Language.EN, Heat.CALM),
        ("", Language.UNKNOWN, Heat.CALM),
    ],
)
def test_the_heat_of_a_message(text: str, language: Language, heat: Heat) -> None:
    assert read(text, language).heat is heat


@pytest.mark.parametrize(
    "text",
    [
        "Pieprz czarny i piernik, pedały rowerowe, kurki, dupleks, cips, sukienka, duplikat faktury.",
        "Ruchome ramię, ruchy obrotowe, srebrny pierścionek, chustka, skurcze mięśni.",
        "Zestaw dla chłopca, ciepłe kapcie, sukulenty, spiernik to nazwa.",
    ],
)
def test_words_of_honest_trade_are_not_vulgar(text: str) -> None:
    assert read(text, Language.PL).heat is Heat.CALM
    assert check_draft(text, Language.PL) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A 12-piece pack of dog whistles, junk journal kit, rubbish bin bags, beef jerky.", Language.EN),
        ("Clown costume, toy cowboys, a muppet mug and a prick-free rose in a trash can.", Language.EN),
        ("Der Preis betrug 20 €, dazu eine Pfeife aus Holz, dick gepolstert, im 3er-Pack.", Language.DE),
        ("Der Kragen ist weich, der Akku geladen, das Gericht schmeckt bei 180 Grad.", Language.DE),
        ("Die Größe reicht mir, es reicht auch ein Foto. Melden Sie sich einfach.", Language.DE),
        ("Plaukų šukos, Kalėdų eglutė, gaidys ant stogo, keksiukai, tinginys ir šikšnosparnis.", Language.LT),
        ("Dėkojame už kantrybę, kurjerių tarnyba pristatys rytoj. Variklis suka gerai.", Language.LT),
    ],
)
def test_words_of_honest_trade_are_calm_in_other_languages_too(text: str, language: Language) -> None:
    assert read(text, language).heat is Heat.CALM
    assert check_draft(text, language) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You promised it for Monday. This is the third time I have to ask.", Language.EN),
        (
            "If I don't hear from you by tonight I'll contact my card company. Nobody answers the phone.",
            Language.EN,
        ),
        ("Do you even look at what you put in the box?", Language.EN),
        ("Well done, another empty envelope.", Language.EN),
        ("Zum dritten Mal schreibe ich Ihnen, und niemand meldet sich.", Language.DE),
        ("Wer glauben Sie eigentlich, wer Sie sind?", Language.DE),
        ("Bravo, jetzt ist auch das zweite Glas zerbrochen.", Language.DE),
        ("Trečią kartą rašau ir vis dar jokio atsakymo, grąžinkite mano pinigus!", Language.LT),
        ("Ką jūs ten sau galvojate, ar taip sunku įdėti tinkamą prekę?", Language.LT),
        ("Puiku, vėl atsiuntėte ne tą spalvą.", Language.LT),
    ],
)
def test_anger_is_heard_in_plain_words_too(text: str, language: Language) -> None:
    assert read(text, language).heat is not Heat.CALM


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I have been waiting for two weeks. Could you please look where the parcel is?", Language.EN),
        ("The lamp arrived broken. How do I send it back, do I have to pay?", Language.EN),
        ("Perfect, thank you! Could I have another one, the first is lovely.", Language.EN),
        ("If you don't have it in blue, I would take the red one again.", Language.EN),
        ("Leider ist das Paket nach zwei Wochen noch nicht da. Können Sie bitte nachsehen?", Language.DE),
        ("Das Glas kam zerbrochen an. Wie lange dauert ein Ersatz, und muss ich etwas zahlen?", Language.DE),
        ("Super, danke! Ich bestelle gern wieder.", Language.DE),
        ("Jau savaitę laukiu siuntos, gal galite patikrinti, kur ji?", Language.LT),
        ("Lempa atkeliavo sudužusi. Kaip ją grąžinti ir ar reikia mokėti?", Language.LT),
        ("Puiku, ačiū! Gal turite dar vieną tokią?", Language.LT),
    ],
)
def test_a_polite_complaint_is_calm(text: str, language: Language) -> None:
    assert read(text, language).heat is Heat.CALM


@pytest.mark.parametrize("text", ["Where the f*** is it", "this is sh*t", "WTF, F**K you", "so ein sch***"])
def test_a_vulgar_word_with_stars_is_vulgar(text: str) -> None:
    assert read(text, Language.EN).heat is Heat.VULGAR


def test_hardly_a_calm_line_is_heated_and_most_angry_ones_are() -> None:
    lines = (Path(__file__).parent / "labelled" / "temper.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    for parts in (("rules", "held", "fresh"), ("last", "unseen")):
        chosen = [row for row in rows if row["part"] in parts]
        told = [row for row in chosen if read(row["text"], Language(row["lang"])).heat is not Heat.CALM]
        right = sum(row["angry"] for row in told)
        assert right / len(told) >= 0.95
        assert right / sum(row["angry"] for row in chosen) >= 0.7


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You sit on my money and call it processing. I am not a charity.", Language.EN),
        ("Sie kassieren und liefern nicht, so einfach ist das.", Language.DE),
        ("Pinigus imat, o prekių nesiunčiat, va koks jūsų darbas.", Language.LT),
        ("Pieniądze bierzecie, towaru nie wysyłacie, tak wygląda wasza praca.", Language.PL),
    ],
)
def test_anger_without_one_angry_word_is_heard(text: str, language: Language) -> None:
    assert read(text, language).heat is not Heat.CALM


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The delivery address is in the order, the bell is on the left.", Language.EN),
        ("Die Lieferadresse steht in der Bestellung, die Klingel ist links.", Language.DE),
        ("Pristatymo adresas užsakyme, skambutis kairėje.", Language.LT),
        ("Adres dostawy jest w zamówieniu, dzwonek po lewej stronie.", Language.PL),
    ],
)
def test_plain_statements_without_courtesy_are_calm(text: str, language: Language) -> None:
    assert read(text, language).heat is Heat.CALM


def test_an_insult_in_our_own_draft_is_an_error() -> None:
    (finding,) = check_draft("Jest pan idiotą.", Language.PL)
    assert finding.severity is Severity.ERROR
    assert finding.text == "idiotą"


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "😡" * 50_000, "kurw" * 12_000, "nie" * 16_000, "!?" * 25_000, "po " * 16_000]
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    began = time.process_time()
    read(text, Language.PL)
    assert time.process_time() - began < 5
