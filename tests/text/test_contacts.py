import pytest

from kontuar.facts.reading import ClaimKind
from kontuar.text.contacts import find_contacts, find_postal


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("pisz na jan.kowal@poczta.example.pl.", ClaimKind.EMAIL, "jan.kowal@poczta.example.pl"),
        ("biuro (at) sklep kropka pl", ClaimKind.EMAIL, "biuro (at) sklep kropka pl"),
        ("mój numer 601-234-567", ClaimKind.PHONE, "601-234-567"),
        ("dzwoń 601234567", ClaimKind.PHONE, "601234567"),
        ("+370 612 34567", ClaimKind.PHONE, "+370 612 34567"),
        ("Tel. 22 123 45 67", ClaimKind.PHONE, "22 123 45 67"),
        ("ruf an: 0171 2345678", ClaimKind.PHONE, "0171 2345678"),
        ("zapraszam na www.naszsklep.pl!", ClaimKind.LINK, "www.naszsklep.pl"),
        ("https://myshop.example.com/a?b=1", ClaimKind.LINK, "https://myshop.example.com/a?b=1"),
        (
            "konto 61 1090 1014 0000 0712 1981 2874",
            ClaimKind.BANK_ACCOUNT,
            "61 1090 1014 0000 0712 1981 2874",
        ),
        ("napisz na WhatsApp", ClaimKind.OFF_PLATFORM, "WhatsApp"),
    ],
)
def test_contact_data_is_found_where_it_stands(text: str, kind: ClaimKind, found: str) -> None:
    (claim,) = find_contacts(text)
    assert (claim.kind, claim.text) == (kind, found)
    assert text[claim.start : claim.end] == found


@pytest.mark.parametrize(
    "text",
    [
        "numer zamówienia 501222333",
        "paczka nr 620000000000000000000001",
        "oferta 12345678901",
        "NIP 5252344078",
        "12.11.2026 o 10:00",
        "2026-11-12",
        "kosztuje 778 720 000 zł",
        "wymiary 120x60x45 cm, waga 2,5 kg",
        "Dziękuję.Pozdrawiam",
        "model A52.5 wersja 1.2.3",
    ],
)
def test_numbers_that_are_no_contact_are_left_alone(text: str) -> None:
    assert find_contacts(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "ul. Lipowa 5/12, 30-702 Kraków",
        "14 Mill Lane, Leeds LS1 4AB",
        "Lindenstraße 12, 50674 Köln",
        "Gedimino pr. 15-3, LT-01103 Vilnius",
    ],
)
def test_a_postal_address_is_noticed(text: str) -> None:
    assert find_postal(text)
