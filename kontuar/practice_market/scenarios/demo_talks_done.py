"""Conversations of the demo that are over, or want no answer. Invented; no real people or firms."""

# ruff: noqa: E501  (talk and shelf labels keep their line)
from __future__ import annotations

from kontuar.practice_market.scenarios.demo_script import Talk, b, s

TALKS: tuple[Talk, ...] = (
    Talk(
        buyer="ala_herbata",
        bought="bottle",
        bought_hours=130,
        turns=(
            b(60, "Dzień dobry, czy butelkę można myć w zmywarce?", "order"),
            s(58.5, "Dzień dobry, polecamy mycie ręczne: w zmywarce może zejść powłoka i uszczelka szybciej się zużyje."),
            b(58.2, "ok, dziękuję"),
        ),
    ),
    Talk(
        buyer="magda_kasztan",
        turns=(
            b(44, "dzien dobry jakie wymiary ma doniczka w srodku?", "ask:pot"),
            s(42, "Dzień dobry, wewnątrz 16,2 cm średnicy i 15 cm głębokości, mieści doniczkę produkcyjną 15 cm."),
            b(41.9, "super dziekuje"),
        ),
    ),
    Talk(
        buyer="bolek_czapla7",
        turns=(
            b(75, "Czy jest ten plecak w kolorze granatowym?", "ask:backpack"),
            s(73, "Dzień dobry, na razie mamy tylko czarny. Granatowy powinien być w styczniu."),
        ),
    ),
    Talk(
        buyer="kasia_szyszka",
        bought="curtain",
        bought_hours=260,
        turns=(
            b(120, "Dzień dobry, zasłona okazała się za krótka, chciałabym ją zwrócić. Jak to zrobić?", "order"),
            s(118, "Dzień dobry, nic nie szkodzi. W zakupach przy tym zamówieniu jest „Zwróć przedmiot” – tam powstanie "
                   "etykieta. Pieniądze wracają po sprawdzeniu paczki."),
            b(117.5, "Dziękuję za pomoc, tak zrobię."),
        ),
    ),
    Talk(
        buyer="marketa_svestka",
        language="cs-CZ",
        turns=(
            b(90, "Dobrý den, posíláte i do Česka? A lze platit v korunách?", "ask:mug"),
            s(88, "Dobrý den, ano, do Česka posíláme. Cena se při nákupu přepočítá na koruny."),
            b(87.6, "Děkuji za rychlou odpověď."),
        ),
    ),
    Talk(
        buyer="herr_kastanie",
        language="de-DE",
        bought="lamp",
        bought_hours=300,
        turns=(
            b(200, "Guten Tag, kann ich die Lampe auch mit einem deutschen Netzteil betreiben?", "order"),
            s(198, "Guten Tag, ja: Die Lampe hat USB-A, jedes Netzteil mit 5 V und 1 A genügt."),
            b(197.7, "Super, danke."),
        ),
    ),
    Talk(
        buyer="ola_sernik4",
        bought="blanket",
        bought_hours=180,
        turns=(b(27, "Koc przyszedł, rewelacyjny, mięciutki! Pozdrawiam serdecznie całą ekipę :)", "order"),),
    ),
    Talk(
        buyer="basia_skarpeta12",
        bought="cable",
        bought_hours=140,
        turns=(
            b(66, "Czy przewód jest objęty gwarancją?", "order"),
            s(64, "Dzień dobry, tak, dwa lata od zakupu. Wystarczy numer zamówienia."),
            b(63.8, "👍"),
        ),
    ),
    Talk(
        buyer="wojtek_pierogi",
        turns=(
            b(30, "Wysyłacie za pobraniem?", "ask:kettle"),
            s(29, "Dzień dobry, tak, kurierem za pobraniem, do wyboru przy zakupie."),
            b(28.9, "dzieki"),
        ),
    ),
    Talk(
        buyer="zosia_kapelusz2",
        bought="mug",
        bought_hours=80,
        turns=(s(6, "Dzień dobry, dziękujemy za zakup! Prosimy o wystawienie oceny, to dla nas bardzo ważne."),),
        tags=("blocked",),
    ),
    Talk(
        buyer="jarek_motyka9",
        bought="bikelight",
        bought_hours=30,
        parcel="cancelled",
        turns=(
            b(25, "Przepraszam, kupiłem dwa razy to samo, jedno anulowałem. Mam nadzieję, że to nie problem.", "order"),
            s(23, "Dzień dobry, rozumiemy. Paczka była już przygotowana, zatrzymamy ją u siebie."),
            b(22.8, "Dziękuję i przepraszam za kłopot"),
        ),
    ),
    Talk(
        buyer="pani_wiatrak3",
        bought="dogbed",
        bought_hours=330,
        problem="PRODUCT_ARRIVED_DAMAGED",
        temper="angry",
        turns=(
            b(19, "Legowisko przyszło rozdarte wzdłuż szwu, wypełnienie wychodzi. Oczekuję wymiany albo zwrotu całej "
                  "kwoty. Zdjęcie w załączniku.", "order", file=True),
        ),
    ),
    Talk(
        buyer="marek_sojka",
        bought="lunch",
        bought_hours=600,
        problem="NO_DOCUMENTATIONS",
        closed=True,
        turns=(
            b(420, "Nie dostałem instrukcji ani karty gwarancyjnej.", "order"),
            s(415, "Dzień dobry, instrukcja jest pod zamówieniem w formacie PDF, a gwarancją jest dowód zakupu."),
            b(414, "Ok, jest, dziękuję."),
        ),
    ),
    Talk(
        buyer="ciocia_kubek",
        bought="drawer",
        bought_hours=700,
        turns=(
            b(640, "Dzień dobry, czy mogą Państwo wysłać dopiero po 15.? Nie będzie mnie w domu.", "order"),
            s(638, "Dzień dobry, oczywiście, wyślemy 16."),
            b(637, "Bardzo dziękuję!"),
        ),
    ),
    Talk(
        buyer="anna_lipka",
        language="en-US",
        bought="candle",
        bought_hours=500,
        turns=(
            b(450, "Hello, is the candle vegan? It is a gift for a friend.", "order"),
            s(447, "Hello, yes: soy wax, cotton wick and plant-based fragrance."),
            b(446.5, "Perfect, thank you!"),
        ),
    ),
    Talk(
        buyer="rysiek_guzik",
        bought="scale",
        bought_hours=2_200,
        turns=(
            b(2_150, "Waga pokazuje błąd „Err”. Co robić?", "order"),
            s(2_148, "Dzień dobry, proszę wyjąć baterie na minutę i postawić wagę na twardym, równym blacie."),
            b(2_147, "Pomogło, dzięki wielkie!"),
        ),
    ),
    Talk(
        buyer="tata_kompot",
        turns=(
            b(52, "Czy do półki są dłuższe wsporniki, bo mam nierówną ścianę?", "ask:shelf"),
            s(50, "Dzień dobry, osobno nie sprzedajemy, ale pasują zwykłe wsporniki 20 cm z marketu."),
            b(49.5, "Ok, w takim razie sie zastanowie"),
        ),
    ),
)  # fmt: skip
