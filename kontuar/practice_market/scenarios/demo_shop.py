"""The demo's shop: what is on sale, and who buys."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from kontuar.practice_market.market import Market
from kontuar.practice_market.world import Offer

SELLER = "sklep-kontuar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    key: str
    name: str
    price: str
    stock: int
    handling: str = "PT24H"
    weight: int = 10
    """How often it is bought, compared with the others."""
    text: str = ""


ITEMS: tuple[Item, ...] = (
    Item(key="lamp", name="Lampka biurkowa LED z klipsem, biała", price="79.90", stock=41, weight=18,
         text="Trzy barwy światła, klips do blatu do 5 cm, przewód 1,6 m, zasilanie USB. Gwarancja 24 miesiące."),
    Item(key="mug", name="Kubek emaliowany 350 ml, granatowy", price="34.99", stock=120, weight=26,
         text="Stal emaliowana, można myć w zmywarce. Nie do kuchenki mikrofalowej."),
    Item(key="blanket", name="Koc bawełniany 150x200 cm, szary", price="129.00", stock=18, weight=12,
         text="100% bawełny, pranie w 40 stopniach, produkcja polska."),
    Item(key="backpack", name="Plecak miejski 20 l, czarny", price="159.00", stock=14, handling="P2D", weight=9,
         text="Kieszeń na laptop do 15,6 cala (wewnątrz 38 x 27 cm), materiał odporny na deszcz."),
    Item(key="pot", name="Doniczka ceramiczna 18 cm z podstawką, terakota", price="44.50", stock=33, weight=15,
         text="Średnica zewnętrzna 18 cm, wysokość 16 cm, otwór odpływowy, podstawka w zestawie."),
    Item(key="board", name="Deska do krojenia, drewno akacjowe 38x25 cm", price="59.00", stock=27, weight=13),
    Item(key="bottle", name="Butelka termiczna 500 ml, zielona", price="72.00", stock=52, weight=16,
         text="Trzyma ciepło do 12 godzin, stal nierdzewna, bez BPA, nie myć w zmywarce."),
    Item(key="lunch", name="Termos obiadowy 750 ml ze składaną łyżką", price="89.00", stock=22, weight=10),
    Item(key="slippers_w", name="Kapcie filcowe damskie, rozm. 38-41, szare", price="54.90", stock=30, weight=17,
         text="Wkładka: 38 – 24,0 cm, 39 – 24,7 cm, 40 – 25,4 cm, 41 – 26,0 cm. Numeracja bywa mniejsza."),
    Item(key="slippers_m", name="Kapcie filcowe męskie, rozm. 42-45, grafit", price="57.90", stock=25, weight=11),
    Item(key="raincoat", name="Płaszcz przeciwdeszczowy unisex, żółty, M", price="119.00", stock=9, weight=7),
    Item(key="bikelight", name="Lampka rowerowa przednia USB-C 400 lm", price="84.00", stock=36, weight=12,
         text="Uchwyt na kierownicę 22–35 mm, czas świecenia 4–20 h, IPX4."),
    Item(key="bikebag", name="Sakwa rowerowa na bagażnik 18 l, wodoodporna", price="139.00", stock=11,
         handling="P2D", weight=8, text="Zaczepy do rurki 8–16 mm, odblaski, sprzedawana na sztuki."),
    Item(key="scale", name="Waga kuchenna szklana do 5 kg", price="49.90", stock=40, weight=11),
    Item(key="candle", name="Świeca sojowa zapachowa 220 g, lawenda", price="39.00", stock=64, weight=19),
    Item(key="curtain", name="Zasłona zaciemniająca 140x250 cm, beżowa", price="98.00", stock=16, weight=8),
    Item(key="shelf", name="Półka ścienna dębowa 60 cm z mocowaniem", price="149.00", stock=7, handling="P3D",
         weight=6, text="Lity dąb, w zestawie 2 wsporniki, 6 kołków i 6 wkrętów."),
    Item(key="puzzle", name="Puzzle drewniane 500 elementów, las jesienią", price="94.00", stock=0, weight=0),
    Item(key="drawer", name="Organizer do szuflady bambusowy, 6 przegródek", price="67.00", stock=21, weight=9),
    Item(key="headlamp", name="Latarka czołowa z akumulatorem 300 lm", price="76.00", stock=28, weight=10),
    Item(key="cable", name="Przewód USB-C – USB-C 2 m, 100 W, oplot", price="29.90", stock=150, weight=22),
    Item(key="dogbed", name="Legowisko dla psa L 80x60 cm, zmywalne", price="169.00", stock=10, handling="P2D",
         weight=6),
    Item(key="kettle", name="Czajnik turystyczny aluminiowy 0,8 l", price="64.90", stock=19, weight=7),
    Item(key="garland", name="Girlanda świetlna LED 10 m, ciepła biel", price="45.00", stock=80, weight=20),
)  # fmt: skip

_WORDS = (
    "kubek", "zapiecek", "czapla", "borowik", "pierogi", "skarpeta", "latarnia", "strych", "pomidorowa", "fiolek",
    "drabina", "kapelusz", "makowiec", "sojka", "guzik", "kasztan", "parasol", "sernik", "wiatrak", "poduszka",
    "jezyk", "szyszka", "rower", "kompot", "notes", "biedronka", "kalosz", "bocian", "motyka", "herbata",
)  # fmt: skip
_WHO = (
    "ala", "babcia", "basia", "bolek", "ciocia", "darek", "ewka", "gosia", "heniek", "iza", "jarek", "kasia",
    "krzys", "lucek", "magda", "mama", "marek", "ola", "pan", "pani", "rysiek", "tata", "ula", "wojtek", "zosia",
)  # fmt: skip


def open_shop(market: Market) -> dict[str, Offer]:
    """The seller with his offers, by key."""
    seller = market.seller_side.open(SELLER, company="Sklep Kontuar (ćwiczebny)", sent_on_waybill=True)
    seller.tax_id = "0000000000"
    seller.features = ("SUPER_SELLER",)
    offers = {}
    for number, item in enumerate(ITEMS, start=1):
        offers[item.key] = market.seller_side.offer(
            SELLER,
            name=item.name,
            price=Decimal(item.price),
            available=item.stock,
            handling_time=item.handling,
            external_id=f"KON-{number:03d}",
            description=item.text or item.name + ".",
        )
    return offers


_ABROAD: dict[str, tuple[str, ...]] = {
    "de": ("frau_apfelbaum", "herr_kieselstein", "lindenblatt", "der_gartenzwerg", "mondschein"),
    "en": ("tea_kettle", "mr_marmalade", "rainy_sunday", "wool_socks", "the_teapot"),
    "cs": ("babicka_knedlik", "pan_hrnecek", "svestka", "zelena_konvice"),
    "lt": ("zalias_obuolys", "pienes_pukas", "ruta_rutele", "gintaro_lasas"),
}


def nickname(rng: random.Random, language: str = "pl-PL") -> str:
    """A made-up login that suits the language."""
    abroad = _ABROAD.get(language[:2])
    if abroad:
        return f"{rng.choice(abroad)}{rng.randint(2, 999)}"
    return f"{rng.choice(_WHO)}_{rng.choice(_WORDS)}{rng.choice(('', str(rng.randint(2, 99))))}"
