"""Conversations of the demo that wait for an answer. Invented; no real people or firms."""

from __future__ import annotations

from kontuar.practice_market.scenarios.demo_script import Talk, b, s

YEAR = 365 * 24.0

TALKS: tuple[Talk, ...] = (
    Talk(
        buyer="ola_parasol17",
        turns=(
            b(1.2, "Dzień dobry, jak długi jest przewód przy tej lampce? I czy klips złapie blat 4 cm?", "ask:lamp"),
        ),
    ),
    Talk(
        buyer="marek_drabina",
        turns=(
            b(5.1, "Witam, czy do plecaka wejdzie laptop 15,6 w sztywnym etui? Mój ma 37 cm szerokości.",
              "ask:backpack"),
        ),
    ),
    Talk(
        buyer="gosia_strych8",
        bought="blanket",
        bought_hours=190,
        parcel="stuck",
        turns=(
            b(3.0, "Dzień dobry, gdzie jest moja paczka? Od kilku dni status się nie zmienia, ciągle „w drodze”. "
                   "Proszę o sprawdzenie.", "order"),
        ),
    ),
    Talk(
        buyer="pani_motyka",
        bought="scale",
        bought_hours=70,
        turns=(
            b(20.0, "Dzień dobry, poproszę o fakturę VAT na firmę. Dane: Pracownia Próbna sp. z o.o., NIP 0000000000, "
                    "ul. Makietowa 7, 62-999 Dębolin. Zapomniałam zaznaczyć przy zakupie.", "order"),
        ),
    ),
    Talk(
        buyer="babcia_sernik",
        bought="slippers_w",
        bought_hours=120,
        turns=(
            b(9.4, "Dzień dobry, kapcie bardzo ładne, ale 39 za małe, noszę normalnie 39. Czy mogę wymienić na 40? "
                   "Nienoszone, tylko przymierzone. W załączniku zdjęcie metki.", "order", file=True),
        ),
    ),
    Talk(
        buyer="ula_kompot61",
        bought="pot",
        bought_hours=380,
        turns=(
            b(402, "Dzień dobry, czy doniczka ma otwór w dnie?", "ask:pot"),
            s(400.5, "Dzień dobry, tak, jest otwór odpływowy, a podstawka jest w zestawie."),
            b(400.1, "Super, dziękuję, zamawiam."),
            b(310, "Dzień dobry, kiedy będzie paczka? Ma być na imieniny.", "order"),
            s(308, "Dzień dobry, paczka jest w paczkomacie od dziś rano, kod powinien przyjść SMS-em."),
            b(307.5, "Jest, odebrałam! Śliczna."),
            b(168, "A czy mogłabym jeszcze dostać fakturę imienną do tego zamówienia?", "order"),
            s(165, "Dzień dobry, faktura jest już podpięta pod zamówieniem, do pobrania w szczegółach zakupu."),
            b(164.8, "ok dziekuje"),
            b(2.4, "Dzień dobry, to znowu ja :) Chcę dokupić świecę, czy lawenda jest bardzo mocna? Mama jest "
                   "wrażliwa na zapachy.", "ask:candle"),
        ),
    ),
    Talk(
        buyer="heniek_wiatrak",
        temper="angry",
        bought="headlamp",
        bought_hours=210,
        turns=(
            b(70, "Latarka nie działa. Ładowałem całą noc i nic.", "order"),
            b(46, "Halo??? Czy ktoś to w ogóle czyta?"),
            b(22, "To już TRZECIA wiadomość. Sprzedajecie złom i nie odpisujecie ludziom. Jak do jutra nie będzie "
                  "odpowiedzi, to zgłaszam sprawę Allegro i wystawiam negatywa!!!"),
        ),
    ),
    Talk(
        buyer="lucek_bocian",
        turns=(
            b(4.2 * YEAR, "Dzień dobry, czy kubek można wkładać do zmywarki?", "ask:mug"),
            s(4.2 * YEAR - 2, "Dzień dobry, tak, bez problemu."),
            b(4.2 * YEAR - 3, "Dziękuję."),
            b(2.0, "Dzień dobry, kupowałem u Państwa kubki kilka lat temu i wszystkie żyją :) Macie jeszcze "
                   "zielone? Potrzebuję sześć sztuk.", "ask:mug"),
        ),
    ),
    Talk(
        buyer="frau_holunder",
        language="de-DE",
        turns=(
            b(6.3, "Guten Tag, versenden Sie die Fahrradtasche auch nach Deutschland? Was kostet der Versand nach "
                   "Görlitz, und wie lange dauert es?", "ask:bikebag"),
        ),
    ),
    Talk(
        buyer="tom_marmalade",
        language="en-US",
        turns=(
            b(8.8, "Hi! Will the bike light fit a 35 mm handlebar? And is there a UK manual in the box? Thanks, Tom",
              "ask:bikelight"),
        ),
    ),
    Talk(
        buyer="ruta_pienele",
        language="lt-LT",
        bought="bottle",
        bought_hours=150,
        turns=(
            b(13.0, "Laba diena, ar galėtumėte pasakyti, kada bus pristatytas mano užsakymas? Sekimo puslapyje "
                    "nieko naujo.", "order"),
        ),
    ),
    Talk(
        buyer="krzys_borowik3",
        bought="pot",
        bought_hours=100,
        turns=(
            b(4.0, "Dzień dobry. Paczka dziś przyszła i niestety doniczka pęknięta na pół, karton cały zgnieciony. "
                   "Zdjęcia dołączam. Jak to załatwimy?", "order", file=True),
        ),
    ),
    Talk(
        buyer="tata_skarpeta",
        bought="shelf",
        bought_hours=240,
        turns=(
            b(50, "Witam, w zestawie z półką brakuje wkrętów, są same kołki.", "order"),
            s(47, "Dzień dobry, przepraszamy. Sprawdzimy w magazynie i damy znać, kiedy wyślemy brakujące wkręty."),
            b(31, "I jak, coś wiadomo?"),
        ),
    ),
    Talk(
        buyer="basia_guzik24",
        bought="garland",
        bought_hours=7,
        parcel="paid",
        turns=(
            b(1.1, "Dzień dobry, czy da się jeszcze zmienić paczkomat? Kliknęłam nie ten, powinien być przy szkole.",
              "order"),
        ),
    ),
    Talk(
        buyer="wojtek_kalosz",
        bought="raincoat",
        bought_hours=9,
        parcel="paid",
        turns=(
            b(2.2, "Chciałbym zrezygnować z zamówienia, pomyliłem rozmiar. Jeszcze nie wysłane, prawda?", "order"),
        ),
    ),
    Talk(
        buyer="pani_fiolek9",
        bought="candle",
        bought_hours=11,
        parcel="paid",
        turns=(
            b(3.4, "Dzień dobry, zrobiłam przed chwilą drugie zamówienie, czy mogą iść w jednej paczce? I czy wtedy "
                   "oddacie za jedną wysyłkę?", "order"),
        ),
    ),
    Talk(
        buyer="kwiaciarnia_probna",
        turns=(
            b(26.5, "Dzień dobry, interesuje nas 40 szt. doniczek w kolorze terakota. Jaka cena przy takiej ilości "
                    "i na kiedy realnie mogą być? Potrzebujemy na 4 grudnia, faktura VAT.", "ask:pot"),
        ),
    ),
    Talk(
        buyer="iza_notes",
        bought="slippers_m",
        bought_hours=400,
        turns=(
            b(15.2, "Dzień dobry, odesłałam kapcie w zeszłym tygodniu, przesyłka doręczona do Państwa w poniedziałek. "
                    "Kiedy mogę się spodziewać zwrotu pieniędzy?", "order"),
        ),
    ),
    Talk(
        buyer="ewka_poduszka",
        turns=(
            b(6.0, "Dzień dobry,\nprzesyłam zdjęcia, o które Państwo prosili (zasłona, przebarwienie przy szwie).\n"
                   "Pozdrawiam\nE.", "mail", more_files=True),
        ),
    ),
    Talk(buyer="darek_rower55", turns=(b(7.7, "halo?", None),)),
    Talk(
        buyer="ciocia_makowiec",
        turns=(b(12.4, "Dzień dobry, kiedy znowu będą puzzle z lasem? Chcę kupić na święta dla wnuka.", "ask:puzzle"),),
    ),
    Talk(
        buyer="zosia_biedronka",
        turns=(
            b(4.6, "Hej! Czy zapakujecie butelkę na prezent i czy dojdzie na pewno przed 6 grudnia? :)", "ask:bottle"),
        ),
    ),
    Talk(
        buyer="jarek_jezyk",
        turns=(
            b(30, "Czy ten kabel obsługuje 100 W i przesyłanie obrazu (DP Alt Mode)?", "ask:cable"),
            s(28.5, "Tak."),
            b(28.1, "Ale tak na które pytanie? Bo dla mnie ważny jest obraz na monitor, samo ładowanie mam."),
        ),
    ),
    Talk(
        buyer="rysiek_latarnia4",
        bought="dogbed",
        bought_hours=170,
        parcel="late",
        turns=(
            b(0.6, "witam kiedy wyslecie? mialo byc wyslane, pies spi na podlodze. prosze o odpowiedz", "order"),
        ),
    ),
    Talk(
        buyer="pan_zapiecek",
        turns=(
            b(11.0, "Szanowni Państwo, jestem zainteresowany organizerem do szuflady. Moja szuflada ma wymiary "
                    "wewnętrzne 42 cm szerokości i 51 cm głębokości, a wysokości w świetle zaledwie 6 cm. Czy "
                    "organizer się zmieści i czy przegródki są ruchome? Proszę też o informację, czym bambus jest "
                    "zabezpieczony, ponieważ będą tam leżały sztućce. Z góry dziękuję za odpowiedź. Z poważaniem",
              "ask:drawer"),
        ),
    ),
    Talk(
        buyer="mama_pomidorowa",
        turns=(
            b(5.6, "Czy termos obiadowy nadaje się dla dziecka do szkoły?", "ask:lunch"),
            b(5.5, "I czy da się go odkręcić małą rączką? Bo poprzedni nie szło otworzyć ;)"),
        ),
    ),
    Talk(
        buyer="hurt_okazja_x",
        turns=(
            b(3.3, "Witam, biorę 20 kocy ale nie przez allegro, po co płacić prowizje. Proszę o kontakt 000 000 000 "
                   "albo hurt@okazja.invalid to się dogadamy taniej.", "ask:blanket"),
        ),
    ),
    Talk(
        buyer="oksana_sojka",
        language="uk-UA",
        turns=(b(10.1, "Добрий день! Підкажіть, будь ласка, яка довжина гірлянди разом із кабелем?", "ask:garland"),),
    ),
)  # fmt: skip
