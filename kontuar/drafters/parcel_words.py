"""The sentences of ``drafters/parcel.py``. ``{last}`` is a date with time, ``{dispatch_by}`` a date."""

from kontuar.facts.parcels import ParcelCode as Code

GREETING = {"pl": "Dzień dobry,", "en": "Hello,", "de": "Guten Tag,", "lt": "Laba diena,"}
LINE = "– {carrier} {number}: {said}"
NEAR = {
    "pl": ("dziś", "wczoraj"),
    "en": ("today", "yesterday"),
    "de": ("heute", "gestern"),
    "lt": ("šiandien", "vakar"),
}
LAST = {
    "pl": "{date} o {time}",
    "en": "{date} at {time}",
    "de": "{date} um {time} Uhr",
    "lt": "{date} {time}",
}
WHEN = {
    "pl": {"day": "{day} {month}"},
    "en": {"day": "{day} {month}"},
    "de": {"day": "{day}. {month}"},
    "lt": {"day": "{month} {day} d."},
}
MONTHS = {
    "pl": (
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "września",
        "października",
        "listopada",
        "grudnia",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    "lt": (
        "sausio",
        "vasario",
        "kovo",
        "balandžio",
        "gegužės",
        "birželio",
        "liepos",
        "rugpjūčio",
        "rugsėjo",
        "spalio",
        "lapkričio",
        "gruodžio",
    ),
}
SAID: dict[str, dict[Code, str]] = {
    "pl": {
        Code.CANCELLED: "to zamówienie jest anulowane, dlatego przesyłka nie zostanie wysłana.",
        Code.NOT_READY: "zamówienie czeka jeszcze na płatność lub wybór dostawy. Wyślemy je, gdy"
        " będzie kompletne.",
        Code.SHIPPED_BY_MARKETPLACE: "to zamówienie wysyła magazyn Allegro. Numeru przesyłki"
        " jeszcze tu nie widać.",
        Code.TO_BE_SENT: "przesyłka jeszcze nie wyszła. Termin wysyłki: do {dispatch_by}.",
        Code.TO_BE_SENT_LATE: "przesyłka jeszcze nie wyszła, choć termin wysyłki minął {dispatch_by}."
        " Przepraszamy za opóźnienie.",
        Code.TO_BE_SENT_NO_DATE: "przesyłka jeszcze nie wyszła.",
        Code.READY_IN_SHOP: "zamówienie jest gotowe do odbioru.",
        Code.PICKED_UP: "zamówienie jest u nas oznaczone jako odebrane.",
        Code.SENT_NO_NUMBER: "zamówienie jest oznaczone jako wysłane, ale numeru przesyłki jeszcze"
        " tu nie widać.",
        Code.NO_SCAN: "przesyłka ma już numer. W śledzeniu nie ma jeszcze pierwszego skanu przewoźnika.",
        Code.NO_SCAN_LONG: "przesyłka ma numer, ale w śledzeniu wciąż nie ma skanu przewoźnika."
        " Przepraszamy za niepewność.",
        Code.SCANNED: "ostatni wpis w śledzeniu przesyłki: {last}.",
        Code.IN_TRANSIT: "przesyłka jest w drodze. Ostatni skan przewoźnika: {last}.",
        Code.STALLED: "przesyłka jest w drodze, ale ostatni skan przewoźnika pochodzi sprzed dłuższego czasu"
        " ({last}). Przepraszamy za niedogodność.",
        Code.OUT_FOR_DELIVERY: "przesyłka została wydana kurierowi do doręczenia ({last}).",
        Code.READY_FOR_PICKUP: "przesyłka czeka na odbiór od: {last}.",
        Code.NOTICE_LEFT: "przewoźnik próbował doręczyć przesyłkę i zostawił awizo ({last}).",
        Code.PROBLEM: "przewoźnik zgłosił problem z doręczeniem ({last}). Przepraszamy za kłopot.",
        Code.RETURNED: "według przewoźnika przesyłka jest zwracana do nadawcy ({last}).",
        Code.DELIVERED: "według przewoźnika przesyłka została doręczona ({last}).",
    },
    "en": {
        Code.CANCELLED: "this order has been cancelled, so no parcel will be sent.",
        Code.NOT_READY: "the order is still waiting for payment or a delivery choice. It will be"
        " sent once complete.",
        Code.SHIPPED_BY_MARKETPLACE: "this order is shipped by Allegro's warehouse. No parcel"
        " number is visible yet.",
        Code.TO_BE_SENT: "the parcel has not left yet. It is due to be sent by {dispatch_by}.",
        Code.TO_BE_SENT_LATE: "the parcel has not left yet, although it was due to be sent by {dispatch_by}."
        " We are sorry for the delay.",
        Code.TO_BE_SENT_NO_DATE: "the parcel has not left yet.",
        Code.READY_IN_SHOP: "the order is ready to be collected.",
        Code.PICKED_UP: "our records show the order as collected.",
        Code.SENT_NO_NUMBER: "the order is marked as sent, but no parcel number is visible yet.",
        Code.NO_SCAN: "the parcel has a number. Its tracking shows no first scan by the carrier yet.",
        Code.NO_SCAN_LONG: "the parcel has a number, but its tracking still shows no scan by the carrier."
        " We are sorry for the uncertainty.",
        Code.SCANNED: "the last entry in the parcel's tracking is from {last}.",
        Code.IN_TRANSIT: "the parcel is on its way. The carrier's last scan: {last}.",
        Code.STALLED: "the parcel is on its way, but the carrier's last scan was some time ago ({last})."
        " We are sorry for the inconvenience.",
        Code.OUT_FOR_DELIVERY: "the parcel has been handed to the courier for delivery ({last}).",
        Code.READY_FOR_PICKUP: "the parcel has been waiting for collection since {last}.",
        Code.NOTICE_LEFT: "the carrier tried to deliver the parcel and left a notice ({last}).",
        Code.PROBLEM: "the carrier reported a problem with the delivery ({last}). We are sorry for"
        " the trouble.",
        Code.RETURNED: "according to the carrier the parcel is being returned to the sender ({last}).",
        Code.DELIVERED: "according to the carrier the parcel was delivered ({last}).",
    },
    "de": {
        Code.CANCELLED: "diese Bestellung ist storniert, daher wird kein Paket verschickt.",
        Code.NOT_READY: "die Bestellung wartet noch auf die Zahlung oder die Wahl der Lieferung."
        " Sobald sie vollständig ist, wird sie verschickt.",
        Code.SHIPPED_BY_MARKETPLACE: "diese Bestellung verschickt das Lager von Allegro."
        " Eine Sendungsnummer ist noch nicht zu sehen.",
        Code.TO_BE_SENT: "das Paket ist noch nicht verschickt. Versand: spätestens am {dispatch_by}.",
        Code.TO_BE_SENT_LATE: "das Paket ist noch nicht verschickt, obwohl der Versand bis zum {dispatch_by}"
        " vorgesehen war. Wir bitten um Entschuldigung.",
        Code.TO_BE_SENT_NO_DATE: "das Paket ist noch nicht verschickt.",
        Code.READY_IN_SHOP: "die Bestellung liegt zur Abholung bereit.",
        Code.PICKED_UP: "die Bestellung ist bei uns als abgeholt vermerkt.",
        Code.SENT_NO_NUMBER: "die Bestellung ist als verschickt vermerkt, eine Sendungsnummer ist"
        " noch nicht zu sehen.",
        Code.NO_SCAN: "das Paket hat eine Nummer. Ein erster Scan des Paketdienstes liegt noch nicht vor.",
        Code.NO_SCAN_LONG: "das Paket hat eine Nummer, aber noch immer liegt kein Scan des Paketdienstes vor."
        " Wir bitten um Entschuldigung für die Ungewissheit.",
        Code.SCANNED: "der letzte Eintrag der Sendungsverfolgung: {last}.",
        Code.IN_TRANSIT: "das Paket ist unterwegs. Letzter Scan des Paketdienstes: {last}.",
        Code.STALLED: "das Paket ist unterwegs, der letzte Scan des Paketdienstes liegt aber länger"
        " zurück ({last})."
        " Wir bitten um Entschuldigung.",
        Code.OUT_FOR_DELIVERY: "das Paket ist in der Zustellung ({last}).",
        Code.READY_FOR_PICKUP: "das Paket liegt zur Abholung bereit seit: {last}.",
        Code.NOTICE_LEFT: "der Paketdienst hat die Zustellung versucht und benachrichtigt ({last}).",
        Code.PROBLEM: "der Paketdienst meldet ein Problem bei der Zustellung ({last}). Wir bitten"
        " um Entschuldigung.",
        Code.RETURNED: "laut Paketdienst geht das Paket an den Absender zurück ({last}).",
        Code.DELIVERED: "laut Paketdienst wurde das Paket zugestellt ({last}).",
    },
    "lt": {
        Code.CANCELLED: "šis užsakymas atšauktas, todėl siunta nebus siunčiama.",
        Code.NOT_READY: "užsakymas dar laukia apmokėjimo arba pristatymo pasirinkimo. Išsiųsime,"
        " kai jis bus užbaigtas.",
        Code.SHIPPED_BY_MARKETPLACE: "šį užsakymą siunčia „Allegro“ sandėlis. Siuntos numerio dar nematyti.",
        Code.TO_BE_SENT: "siunta dar neišsiųsta. Išsiuntimo terminas: iki {dispatch_by}",
        Code.TO_BE_SENT_LATE: "siunta dar neišsiųsta, nors išsiuntimo terminas buvo {dispatch_by}"
        " Atsiprašome už vėlavimą.",
        Code.TO_BE_SENT_NO_DATE: "siunta dar neišsiųsta.",
        Code.READY_IN_SHOP: "užsakymą jau galima atsiimti.",
        Code.PICKED_UP: "pas mus pažymėta, kad užsakymas atsiimtas.",
        Code.SENT_NO_NUMBER: "užsakymas pažymėtas kaip išsiųstas, bet siuntos numerio dar nematyti.",
        Code.NO_SCAN: "siunta jau turi numerį. Pirmojo vežėjo nuskaitymo dar nematyti.",
        Code.NO_SCAN_LONG: "siunta turi numerį, bet vežėjo nuskaitymo vis dar nematyti."
        " Atsiprašome už nežinomybę.",
        Code.SCANNED: "paskutinis siuntos sekimo įrašas: {last}.",
        Code.IN_TRANSIT: "siunta pakeliui. Paskutinis vežėjo nuskaitymas: {last}.",
        Code.STALLED: "siunta pakeliui, bet paskutinis vežėjo nuskaitymas buvo prieš kurį laiką ({last})."
        " Atsiprašome už nepatogumus.",
        Code.OUT_FOR_DELIVERY: "siunta perduota kurjeriui pristatyti ({last}).",
        Code.READY_FOR_PICKUP: "siunta laukia atsiėmimo nuo: {last}.",
        Code.NOTICE_LEFT: "vežėjas bandė pristatyti siuntą ir paliko pranešimą ({last}).",
        Code.PROBLEM: "vežėjas pranešė apie pristatymo problemą ({last}). Atsiprašome už nepatogumus.",
        Code.RETURNED: "vežėjo duomenimis, siunta grąžinama siuntėjui ({last}).",
        Code.DELIVERED: "vežėjo duomenimis, siunta pristatyta ({last}).",
    },
}
ADDED: dict[str, dict[str, str]] = {
    "pl": {
        "number": "Numer przesyłki: {number} ({carrier}).",
        "number_only": "Numer przesyłki: {number}.",
        "point": "Miejsce odbioru: {point}.",
        "several": "zamówienie idzie w kilku przesyłkach ({count}):",
        "part_waits": "Pozostała część zamówienia jeszcze nie wyszła.",
        "arrive_by": "Przewidywana dostawa: do {date}.",
        "overdue": "Dostawa była przewidywana do {date}, przepraszamy za opóźnienie.",
    },
    "en": {
        "number": "Parcel number: {number} ({carrier}).",
        "number_only": "Parcel number: {number}.",
        "point": "Collection point: {point}.",
        "several": "the order travels in several parcels ({count}):",
        "part_waits": "The rest of the order has not left yet.",
        "arrive_by": "Expected delivery: by {date}.",
        "overdue": "Delivery was expected by {date}; we are sorry for the delay.",
    },
    "de": {
        "number": "Sendungsnummer: {number} ({carrier}).",
        "number_only": "Sendungsnummer: {number}.",
        "point": "Abholort: {point}.",
        "several": "die Bestellung kommt in mehreren Paketen ({count}):",
        "part_waits": "Der Rest der Bestellung ist noch nicht verschickt.",
        "arrive_by": "Voraussichtliche Lieferung: bis zum {date}.",
        "overdue": "Die Lieferung war bis zum {date} vorgesehen, wir bitten um Entschuldigung.",
    },
    "lt": {
        "number": "Siuntos numeris: {number} ({carrier}).",
        "number_only": "Siuntos numeris: {number}.",
        "point": "Atsiėmimo vieta: {point}.",
        "several": "užsakymas keliauja keliomis siuntomis ({count}):",
        "part_waits": "Likusi užsakymo dalis dar neišsiųsta.",
        "arrive_by": "Numatomas pristatymas: iki {date}",
        "overdue": "Pristatymas buvo numatytas iki {date}, atsiprašome už vėlavimą.",
    },
}
