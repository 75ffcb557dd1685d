"""Words of ratings, rewards and asking, in four languages; see ``look.phrases`` for the way they are written."""

from kontuar.rules.reply_checks.look import phrases

RATING = phrases("""
opinia | opinię | opinie | opinii | opiniom | opiniami | ocena | ocenę | oceny | ocen | oceną | komentarz |
  komentarza | komentarze | komentarzem | gwiazdek | gwiazdki | gwiazdkę | pozytyw* | negatyw* | rekomendacj* |
  poleceni*
review | reviews | rating | ratings | feedback | stars | five-star | 5-star | testimonial
bewertung* | rezension* | sterne | sternen | feedback
atsiliepim* | įvertinim* | žvaigždut* | vertinim*
""")

REWARD = phrases("""
rabat* | zniżk* | kupon* | bon | bonu | bony | voucher* | gratis* | prezent* | upominek | upominku | nagrod* |
  premi* | bonus* | rekompensat* | zadośćuczynieni* | odszkodowani*
zwrot* | zwróc* | oddam* | dopłac* | przele* | wypłac* … część* | części | kwot* | zł | złotych | pieniędz* |
  pieniądze | koszt* | procent
zwrócę | zwrócimy | oddamy | oddam | przeleję | przelejemy | dostanie pan | dostanie pani | otrzyma pan |
  otrzyma pani … zł | złotych | euro | pieniądze
discount | voucher | coupon | gift card | cashback | free gift | gift | reward | refund | partial refund | bonus |
  compensation | money back
rabatt* | gutschein* | geschenk* | rückerstattung | erstattung | prämie | bonus | entschädigung | nachlass
nuolaid* | kupon* | dovan* | kompensacij* | grąžinsi* | piniginę | pinigus
""")

TIE = phrases("""
w zamian | za zmianę | za usunięcie | za wycofanie | za wystawienie | za zostawienie | za pozytyw* | za opini* |
  za ocen* | za komentarz* | za dobr* | pod warunkiem | o ile | jeśli | jeżeli | gdy | kiedy | po wystawieniu |
  po zmianie | po usunięciu | po zostawieniu | wtedy | to wtedy | a ja | a my | wystarczy że
in return | in exchange | if you | once you | after you | when you | provided | as soon as you | for a | for your |
  for leaving | for changing | for removing | for deleting | for writing | and we | and i
im gegenzug | als gegenleistung | wenn sie | sobald sie | falls sie | nachdem sie | für eine | für ihre | dann
mainais | jei | jeigu | kai | už atsiliepim* | už įvertinim* | už teigiam* | po to
""")

REFUSED = phrases("""
nie | żaden | żadnych | nigdy | bez względu | niezależnie | not | no | never | regardless | whatever | cannot | nicht |
  kein* | unabhängig | ne | negal* | nepriklausomai
""")

ASKED = phrases("""
wystaw* | zostaw* | napisz* | poprosi* | prosz* o | prosimy o | prośb* | liczymy na | liczę na | wdzięczn* za |
  wdzięczn* … opini* | ocen* | komentarz*
wdzięczn* | proszę | prosimy … wystawieni* | zostawieni* … opini* | ocen* | komentarz*
zachęcam* | zapraszam* … opini* | oceny | ocenienia | komentarz* | wystawieni*
oceń | oceńcie | ocenić … transakcj* | zakup* | nas | sprzedawc* | produkt* | zamówieni*
leave | write | post | give us | appreciate | grateful for | ask you for | love … review | feedback | rating |
  5 stars | five stars
rate | review … us | your purchase | our shop | the transaction | your order
hinterlassen | geben | schreiben | freuen | bitten … bewertung* | rezension*
über eine bewertung | über ihre bewertung | einer bewertung … freuen
bewerten sie | bewerte … uns | ihren einkauf | den kauf
palikite | palikti | parašykite | prašome | prašau … atsiliepim* | įvertinim*
įvertinkite | įvertinti … mus | pirkim* | prekę
""")
"""Asking for a rating, whoever began the talk."""

ALREADY = phrases("""
dziękuj* za opini* | dziękuj* za ocen* | dziękuj* za komentarz* | dziękuj* za tę opini* | dziękuj* za pana opini* |
  dziękuj* za pani opini* | dziękuj* za wystawion* | dziękuj* za pozytyw* | dziękuj* za państwa opini*
thank you for your review | thank you for your feedback | thank you for the feedback | thanks for the feedback |
  thanks for your feedback | thanks for your review | thank you for the review | thank you for your rating
danke für ihre bewertung | dank für ihre bewertung | dank für die bewertung | danke für die bewertung |
  dank für ihr feedback
ačiū už atsiliepim* | ačiū už įvertinim* | dėkojame už atsiliepim* | dėkojame už įvertinim*
""")
"""Thanks for a rating that is there: nothing is asked."""
