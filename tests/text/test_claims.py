from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kontuar.facts.reading import ClaimKind
from kontuar.text.claims import find_claims

# A Wednesday, 10:15 in Warsaw.
NOW = datetime(2026, 11, 18, 10, 15, tzinfo=ZoneInfo("Europe/Warsaw"))


def kinds(text: str) -> set[ClaimKind]:
    return {claim.kind for claim in find_claims(text, now=NOW)}


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("Odpiszę jutro do 10:00.", (19, 10, 0)),
        ("Wyślemy paczkę jutro.", (19, 23, 59)),
        ("Zwrot zrobimy do piątku.", (20, 23, 59)),
        ("Nadamy w ciągu dwóch dni roboczych.", (20, 23, 59)),
        ("Nadamy w ciągu 3 dni roboczych.", (23, 23, 59)),
        ("Wyślemy 25 listopada.", (25, 23, 59)),
        ("Wyślemy 25.11.", (25, 23, 59)),
        ("Odpowiemy w ciągu 24 godzin.", (19, 10, 15)),
        ("I will get back to you by 3 pm today.", (18, 15, 0)),
        ("We will post it tomorrow.", (19, 23, 59)),
        ("Wir verschicken das Paket morgen.", (19, 23, 59)),
        ("Sie erhalten das Geld innerhalb von drei Tagen zurück.", (21, 23, 59)),
        ("Siuntą išsiųsime rytoj.", (19, 23, 59)),
        ("Odpiszę dziś do godz. 18.", (18, 18, 0)),
    ],
)
def test_a_promise_carries_the_last_moment_that_keeps_it(text: str, local: tuple[int, int, int]) -> None:
    (promise,) = [claim for claim in find_claims(text, now=NOW) if claim.kind.value.startswith("promised")]
    assert promise.promised_by is not None
    assert promise.promised_by.tzinfo is UTC
    there = promise.promised_by.astimezone(NOW.tzinfo)
    assert (there.day, there.hour, there.minute) == local


def test_a_promise_without_a_day_is_marked_as_such() -> None:
    (promise,) = find_claims("Sprawdzimy w magazynie i niebawem damy znać.", now=NOW)
    assert promise.kind is ClaimKind.PROMISED_SOON
    assert promise.promised_by is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Paczka została wysłana wczoraj.", ClaimKind.SAID_SENT),
        ("Your order has been dispatched.", ClaimKind.SAID_SENT),
        ("Ihre Bestellung wurde gestern verschickt.", ClaimKind.SAID_SENT),
        ("W załączniku zdjęcie.", ClaimKind.ATTACHMENT),
        ("Maseczka daje 100% ochrony.", ClaimKind.ABSOLUTE),
        ("Prosimy o wystawienie pozytywnej opinii.", ClaimKind.RATING_REQUEST),
        ("Dzień dobry, [imię]!", ClaimKind.PLACEHOLDER),
        ("Paczka {numer} czeka.", ClaimKind.PLACEHOLDER),
        ("$config[code] not found", ClaimKind.PLACEHOLDER),
        ("Taniej poza Allegro.", ClaimKind.OFF_PLATFORM),
    ],
)
def test_claims_are_found(text: str, kind: ClaimKind) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Paczka nie została jeszcze wysłana.",
        "Dziękujemy za pozytywną opinię!",
        "Kupił Pan to wczoraj?",
        "Waga wynosi 2,5 kg, szerokość 120 cm.",
        "Materiał to 100% bawełna.",
        "Czy wyślemy jutro?",
        "Dzień dobry, dziękuję za wiadomość.",
    ],
)
def test_ordinary_sentences_claim_nothing(text: str) -> None:
    assert kinds(text) == set()
