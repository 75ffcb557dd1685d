"""The words by which notices are known, in Polish, English, German and Lithuanian.

See ``look.phrases`` for the way they are written. Order matters: what an earlier kind takes, a later one
does not claim again.
"""

import re

from kontuar.rules.reply_checks.look import phrases
from kontuar.rules.sending_policy import Notice

NOTICES: dict[Notice, re.Pattern[str]] = {
    Notice.RATING_CHANGE: phrases("""
zmian* | zmieni* | usuni* | wycofani* | wycofa* | anulowa* … ocen* | opini* | komentarz*
change | remove | delete | withdraw | edit | revise … rating | review | feedback
bewertung* … ändern | entfernen | löschen | zurückzieh* | zurücknehmen
pakeis* | pašalin* | ištrin* … įvertinim* | atsiliepim*
"""),
    Notice.RATING_REQUEST: phrases("""
wystaw* | zostaw* | proszę | prosimy | prosić | prośb* | poprosi* | wdzięczn* | liczymy |
  liczę … ocen* | opini* | komentarz*
oceń | ocenę | oceńcie | ocenienie | oceny … transakcj* | zakup* | nas | sprzedawc* | produkt*
leave | give | appreciate | grateful | ask you for | write … feedback | review | rating | stars
rate | review … us | your purchase | this transaction | the transaction | your order
bewerten sie | bewerte | freuen | würden | hinterlassen | geben sie | bitten … bewertung* | uns
bewertung* … abgeben | hinterlassen | freuen
įvertinkite | palikite | prašome | prašau | būtume … įvertinim* | atsiliepim* | mus | pirkim*
"""),
    Notice.PAYMENT_REMINDER: phrases("""
przypomin* | proszę | prosimy … płatnoś* | zapłat* | zapłac* | wpłat* | opłaceni*
remind | reminder | please … payment | pay for | complete the payment
erinner* | bitte … zahlung | bezahl* | überweis*
primen* | prašome | prašau … apmok* | sumok*
"""),
    Notice.DOCUMENT: phrases("""
faktur* | paragon* | e-paragon* | rachunek | rachunku … załącz* | przesyłam* | wysyłam* | link* | pobra*
załącz* | przesyłam* | wysyłam* | pobierz | pobrać … faktur* | paragon* | e-paragon* | rachunek
invoice | receipt … attach* | enclosed | link | download | below
attach* | enclosed | here is | find | sending … invoice | receipt
anbei | anhang | senden | schicken | hier ist … rechnung | beleg | quittung
rechnung | beleg … anhang | anbei | beigefügt
pridedu | pridedame | siunčiu | siunčiame | priede … sąskait* | kvit*
sąskait* … pridedu | pridedame | priede | siunčiame
"""),
    Notice.PAYMENT_RECEIVED: phrases("""
otrzyma* | zaksięgowa* | odnotowa* | potwierdzam* … wpłat* | płatnoś* | przelew*
wpłata | płatność | przelew … została | został | dotarł* | wpłynął | wpłynęła | zaksięgowan*
payment … received | confirmed | credited | arrived
received … payment
zahlung … eingegangen | erhalten
gavome | gautas … mokėjim* | apmokėjim*
mokėjimas | apmokėjimas … gautas | įskaitytas
"""),
    Notice.PARCEL_STATUS: phrases("""
paczka | przesyłka | paczkę | przesyłkę … wysłan* | nadan* | w drodze | doręczon* | dostarczon* |
  w paczkomacie | wyruszyła
wysłaliśmy | nadaliśmy | wysłałem | wysłałam … paczk* | przesyłk*
numer przesyłki | numer paczki | numer śledzenia | numer listu przewozowego | numer nadania
parcel | package | shipment … sent | shipped | on its way | delivered | dispatched | in transit
tracking number | tracking link | tracking code
paket | sendung | päckchen … versandt | versendet | verschickt | unterwegs | zugestellt
sendungsnummer
siunta | siuntą … išsiųst* | pakeliui | pristatyt* | kelyje
siuntos numeris
"""),
    Notice.ORDER_STATUS: phrases("""
zamówieni* … wysłan* | nadan* | spakowan* | w trakcie realizacji | w realizacji | gotow* | przyjęt* |
  skompletowan* | zrealizowan*
pakujemy | realizujemy | spakowaliśmy | przygotowujemy | przyjęliśmy | wysłaliśmy … zamówieni*
order … sent | shipped | dispatched | processed | packed | on its way | confirmed | ready
bestellung | ware | auftrag … versandt | versendet | verschickt | unterwegs | bearbeitet |
  in bearbeitung | verpackt
užsakym* … išsiųst* | vykdom* | paruošt* | supakuot* | priimt*
"""),
    Notice.ORDER_DETAILS: phrases("""
szczegóły | podsumowanie | potwierdzenie … zamówienia
order details | order summary | order confirmation | details of your order | summary of your order
bestellübersicht | bestelldetails | bestellbestätigung | details ihrer bestellung
užsakymo informacija | užsakymo santrauka | užsakymo patvirtinimas | užsakymo duomenys
"""),
    Notice.THANKS: phrases("""
dziękuj* za … zakup* | zamówienie | zaufanie | transakcję | wybór
thank you for | thanks for … purchase | order | buying | shopping
danke für | dank für … kauf | einkauf | bestellung | vertrauen
ačiū už | dėkojame už | dėkoju už | dėkui už … pirkim* | užsakym* | pirkin*
"""),
}

ABOUT_THE_ORDER = phrases("""
niestety | opóźni* | brak* | zabrak* | problem* | uszkodz* | pomył* | błąd* | błęd* | awari* |
  nie możemy | nie mamy
nie udało | przepraszam* | adres* | proszę o podanie | proszę o wybór | proszę o informację |
  proszę o kontakt
proszę o potwierdzenie | czy
unfortunately | delay* | sorry | missing | damaged | problem | mistake | out of stock | cannot |
  address | let us know
leider | verspät* | verzöger* | fehlt | beschädigt | entschuldig* | adresse | teilen sie uns
deja | vėluo* | trūksta | pažeist* | atsipraš* | klaid* | adres* | negalime | ar
""")
"""Words of a difficulty or a question: then a status is part of carrying out the order (B9)."""
