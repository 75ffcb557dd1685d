"""The names a template's gaps, conditions and keywords go by, in four languages.

Whoever writes a template writes ``{{numer zamówienia}}`` or ``{{order number}}`` as he likes: all names of a code
mean the same in every text.
"""

from functools import cache

from kontuar.text.fold import fold

VARIABLES: dict[str, dict[str, str]] = {
    "greeting": {"pl": "powitanie", "lt": "pasisveikinimas", "en": "greeting", "de": "Anrede"},
    "first_name": {"pl": "imię", "lt": "vardas", "en": "first name", "de": "Vorname"},
    "form": {"pl": "forma", "lt": "forma", "en": "form", "de": "Form"},
    "order_number": {
        "pl": "numer zamówienia",
        "lt": "užsakymo numeris",
        "en": "order number",
        "de": "Bestellnummer",
    },
    "item": {"pl": "przedmiot", "lt": "prekė", "en": "item", "de": "Artikel"},
    "items": {"pl": "liczba sztuk", "lt": "prekių skaičius", "en": "number of items", "de": "Anzahl"},
    "order_total": {
        "pl": "wartość zamówienia",
        "lt": "užsakymo suma",
        "en": "order total",
        "de": "Bestellwert",
    },
    "price": {"pl": "cena", "lt": "kaina", "en": "price", "de": "Preis"},
    "parcel_number": {
        "pl": "numer przesyłki",
        "lt": "siuntos numeris",
        "en": "parcel number",
        "de": "Sendungsnummer",
    },
    "carrier": {"pl": "przewoźnik", "lt": "vežėjas", "en": "carrier", "de": "Versanddienst"},
    "parcel_link": {
        "pl": "link do przesyłki",
        "lt": "siuntos nuoroda",
        "en": "parcel link",
        "de": "Sendungslink",
    },
    "last_scan": {
        "pl": "ostatni skan",
        "lt": "paskutinis nuskaitymas",
        "en": "last scan",
        "de": "letzter Scan",
    },
    "dispatch_date": {
        "pl": "data wysyłki",
        "lt": "išsiuntimo data",
        "en": "dispatch date",
        "de": "Versanddatum",
    },
    "delivery_date": {
        "pl": "data dostawy",
        "lt": "pristatymo data",
        "en": "delivery date",
        "de": "Lieferdatum",
    },
    "pickup_point": {
        "pl": "punkt odbioru",
        "lt": "atsiėmimo vieta",
        "en": "pickup point",
        "de": "Abholstelle",
    },
    "refund_amount": {
        "pl": "kwota zwrotu",
        "lt": "grąžinama suma",
        "en": "refund amount",
        "de": "Erstattungsbetrag",
    },
    "answer_by": {
        "pl": "termin odpowiedzi",
        "lt": "atsakymo terminas",
        "en": "answer date",
        "de": "Antworttermin",
    },
    "deal_price": {
        "pl": "proponowana cena",
        "lt": "siūloma kaina",
        "en": "proposed price",
        "de": "angebotener Preis",
    },
    "similar_offer": {
        "pl": "podobna oferta",
        "lt": "panašus pasiūlymas",
        "en": "similar offer",
        "de": "ähnliches Angebot",
    },
    "shop": {"pl": "nazwa sklepu", "lt": "parduotuvė", "en": "shop name", "de": "Shopname"},
    "signature": {"pl": "podpis", "lt": "parašas", "en": "signature", "de": "Unterschrift"},
    "fact": {"pl": "fakt", "lt": "faktas", "en": "fact", "de": "Angabe"},
}
"""Code → its name in each language. ``form``, ``items`` and ``fact`` take something behind a colon."""

CONDITIONS: dict[str, dict[str, str]] = {
    "order": {"pl": "zamówienie", "lt": "užsakymas", "en": "order", "de": "Bestellung"},
    "sent": {"pl": "wysłane", "lt": "išsiųsta", "en": "sent", "de": "versandt"},
    "paid": {"pl": "zapłacone", "lt": "apmokėta", "en": "paid", "de": "bezahlt"},
    "late": {"pl": "po terminie", "lt": "vėluoja", "en": "late", "de": "verspätet"},
    "claim": {"pl": "reklamacja", "lt": "pretenzija", "en": "claim", "de": "Reklamation"},
    "returning": {"pl": "stały klient", "lt": "nuolatinis klientas", "en": "returning", "de": "Stammkunde"},
    "on_delivery": {
        "pl": "za pobraniem",
        "lt": "mokama atsiimant",
        "en": "cash on delivery",
        "de": "Nachnahme",
    },
}
"""What else a condition may ask besides whether a variable is known."""

IF = ("if", "jeśli", "jeżeli", "jei", "wenn")
NOT = ("not", "nie", "nėra", "ne", "nicht")
ELSE = ("else", "inaczej", "kitaip", "sonst")
END = ("end", "koniec", "pabaiga", "ende")


def plain(name: str) -> str:
    """A name as names are compared: small letters without accents, single blanks."""
    return " ".join(fold(name.replace("_", " ")).split())


@cache
def variables() -> dict[str, str]:
    """Every name of a variable → its code."""
    return _by_name(VARIABLES)


@cache
def conditions() -> dict[str, str]:
    """Every name a condition may stand on → its code."""
    return _by_name(VARIABLES) | _by_name(CONDITIONS)


def _by_name(table: dict[str, dict[str, str]]) -> dict[str, str]:
    return {plain(name): code for code, names in table.items() for name in (code, *names.values())}


def called(code: str, language: str) -> str:
    """A code's name in a language, for whoever writes a template."""
    names = VARIABLES.get(code) or CONDITIONS.get(code) or {}
    return names.get(language, names.get("en", code))
