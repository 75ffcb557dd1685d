"""What columns are called in common exports. Headers are compared folded: case, accents and signs do not count."""

import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Column(StrEnum):
    """What we can use of an order. One line of the file is one position; lines of one order repeat its number."""

    ORDER = "order"
    BOUGHT = "bought"
    PAID = "paid"
    SEND_BY = "send_by"
    ARRIVE_BY = "arrive_by"
    SENT = "sent"
    DELIVERED = "delivered"
    STATE = "state"
    BUYER = "buyer"
    NAME = "name"
    EMAIL = "email"
    OFFER = "offer"
    ITEM = "item"
    SKU = "sku"
    QUANTITY = "quantity"
    PRICE = "price"
    TOTAL = "total"
    CURRENCY = "currency"
    DELIVERY = "delivery"
    DELIVERY_COST = "delivery_cost"
    CARRIER = "carrier"
    WAYBILL = "waybill"


NEEDED = (Column.ORDER, Column.BOUGHT)

NAMES: dict[Column, tuple[str, ...]] = {
    Column.ORDER: (
        "order", "order id", "order number", "orderid", "number", "numer zamowienia", "nr zamowienia",
        "id zamowienia", "zamowienie", "bestellnummer", "sales record number", "uzsakymo numeris",
    ),
    Column.BOUGHT: (
        "bought", "bought at", "order date", "purchase date", "sale date", "date", "created", "created at",
        "order purchase timestamp", "data zakupu", "data zamowienia", "data zlozenia", "bestelldatum",
        "uzsakymo data",
    ),
    Column.PAID: (
        "paid", "paid at", "payment date", "order approved at", "paid on date", "data platnosci", "data wplaty",
        "oplacono", "zahlungsdatum",
    ),
    Column.SEND_BY: (
        "send by", "ship by", "ship by date", "dispatch by", "shipping limit date", "wyslac do", "termin wysylki",
        "data wysylki do", "versand bis",
    ),
    Column.ARRIVE_BY: (
        "arrive by", "deliver by", "delivery by", "estimated delivery", "estimated delivery date",
        "order estimated delivery date", "promised delivery", "przewidywana dostawa", "termin dostawy",
        "data dostawy do", "lieferung bis",
    ),
    Column.SENT: (
        "sent", "sent at", "shipped", "shipped at", "shipped on date", "date shipped", "dispatched",
        "order delivered carrier date", "data wysylki", "data nadania", "wyslano", "versanddatum",
    ),
    Column.DELIVERED: (
        "delivered", "delivered at", "delivery date", "order delivered customer date", "data dostarczenia",
        "data doreczenia", "doreczono", "dostarczono",
    ),
    Column.STATE: ("state", "status", "order status", "order state", "stan", "status zamowienia"),
    Column.BUYER: (
        "buyer", "buyer login", "buyer username", "customer", "customer id", "login", "login kupujacego",
        "kupujacy", "nick",
    ),
    Column.NAME: ("name", "buyer name", "customer name", "full name", "imie i nazwisko", "klient", "nazwa klienta"),
    Column.EMAIL: ("email", "e mail", "buyer email", "customer email", "email kupujacego", "adres email"),
    Column.OFFER: (
        "offer", "offer id", "item number", "listing id", "product id", "id oferty", "numer oferty", "nr oferty",
    ),
    Column.ITEM: ("item", "item title", "item name", "product", "product name", "nazwa", "nazwa produktu", "towar"),
    Column.SKU: ("sku", "seller sku", "custom label", "sygnatura", "symbol", "kod produktu"),
    Column.QUANTITY: ("quantity", "qty", "ilosc", "liczba sztuk", "sztuk", "menge", "kiekis"),
    Column.PRICE: ("price", "unit price", "item price", "sold for", "cena", "cena jednostkowa", "preis", "kaina"),
    Column.TOTAL: ("total", "order total", "total price", "amount", "suma", "razem", "wartosc", "kwota", "summe"),
    Column.CURRENCY: ("currency", "waluta", "wahrung", "valiuta"),
    Column.DELIVERY: (
        "delivery", "delivery method", "shipping method", "shipping service", "metoda dostawy", "sposob dostawy",
        "forma dostawy",
    ),
    Column.DELIVERY_COST: (
        "delivery cost", "shipping cost", "shipping", "freight value", "postage and packaging", "koszt dostawy",
        "koszt wysylki", "versandkosten",
    ),
    Column.CARRIER: ("carrier", "courier", "kurier", "przewoznik", "spedytor"),
    Column.WAYBILL: (
        "waybill", "tracking", "tracking number", "numer przesylki", "nr przesylki", "numer listu",
        "numer listu przewozowego", "sendungsnummer",
    ),
}  # fmt: skip
"""In order of preference. Own wording of shops is named with ``--map``."""


def folded(text: str) -> str:
    """Lower case, without accents, words parted by single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def detect(header: Sequence[str], given: Mapping[Column, str]) -> dict[Column, int]:
    """The place of each column found; what a person named comes first and may be any header as it stands.

    Raises ValueError naming a header of ``given`` that the file does not have.
    """
    places: dict[Column, int] = {}
    names = [folded(title) for title in header]
    for column, title in given.items():
        if folded(title) not in names:
            raise ValueError(title)
        places[column] = names.index(folded(title))
    for column, known in NAMES.items():
        free = (names.index(n) for n in known if n in names and names.index(n) not in places.values())
        if column not in places and (place := next(free, None)) is not None:
            places[column] = place
    return places
