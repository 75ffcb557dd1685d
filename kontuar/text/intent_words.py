"""What buyers say when they want something, per intent (folded; see phrases.py)."""

from __future__ import annotations

from kontuar.facts.reading import IntentKind
from kontuar.text.phrases import Finder, finder

# A thing on its way, and what is asked about it: both together mean "where is my parcel".
PARCEL = finder(
    """
    paczk*|przesylk*|zamowieni*|towar*|produkt*|przesyłka|kurier*|dostaw*|paczkomat*|wysylk*|ksiazk*
    zakup*|it|order|parcel|package|delivery|shipment|item|items|tracking
    bestellung*|paket*|sendung*|lieferung*|ware|artikel|sendungsverfolgung|versand
    siunt*|uzsakym*|preke|prekes|prekiu|pristatym*|paket*
    """
)
_WHERE = finder(
    """
    gdzie jest|gdzie sa|gdzie moja|gdzie moje|gdzie moj|kiedy wysl*|kiedy dotrze|kiedy dojdzie
    kiedy przyjdzie|kiedy bedzie wyslan*|kiedy zostanie wyslan*|kiedy zostanie nadan*
    kiedy moge spodziewac|kiedy mozna spodziewac|kiedy mam sie spodziewac|kiedy nastapi wysylka
    kiedy nadacie|kiedy otrzymam|kiedy dostane przesylk*|kiedy dostane paczk*|kiedy wyjdzie
    kiedy bedzie u mnie|kiedy dostarcz*
    wyslaliscie juz|czy wyslano|czy wyslaliscie|czy zostala wyslan*|czy zostalo wyslan*
    zostala juz nadan*|zostala juz wyslan*|zostalo juz wyslan*|juz nadana|wyslaliscie|czy paczka wyszla
    czy juz wyslan*|czy wysylka|numer przesylki|numer paczki|nr przesylki|nr paczki|numer nadania
    numer listu|link do sledzenia|sledzeni*|tracking*
    nie dotarl*|nie doszl*|nie przyszl*|nie dostal* paczk*|nie dostal* przesylk*|nie otrzymal* paczk*
    nie otrzymal* przesylk*|nie otrzymal* zamowien*|nie otrzymalam jeszcze|nie otrzymalem jeszcze
    jeszcze nie ma|nadal nie ma|dalej nie ma|ani sladu|w przygotowaniu|stoi w sortowni|stoi w miejscu
    utknel*|status sie nie zmienia|co z zamowieniem|co z paczka|co z przesylka|co z moim
    co sie dzieje z zamowieniem|co sie dzieje z|co sie stalo z paczka|wiadomo cos|miala byc|mialo byc
    mial byc|minal termin|minelo juz|czekam juz|nic nie przyszlo|i cisza|kiedy dostawa|kiedy kurier
    zaginel*|zgubil*
    where is my|where's my|where are my|when will it arrive|when will my|when does it arrive
    when will i receive|when will you ship|when will it ship|when do you ship|when is it arriving
    has my package|has my order|has it shipped|has it been sent|shipped yet|been dispatched
    been sent yet|tracking number|tracking info*|tracking update|no tracking|not arrived|hasn't arrived
    has not arrived|never arrived|haven't received|have not received|not received|didn't receive
    did not receive|still waiting|nothing has arrived|any news on|any update on|where is the
    supposed to arrive|lost in the post|delivery date|still hasn't|when can i expect
    wo ist mein*|wo bleibt|wo sind|wann kommt|wann wird|wann ist mit|wann erhalte|wann bekomme
    wann verschicken|wann versenden|wann liefern|schon verschickt|schon versandt|schon versendet
    bereits verschickt|bereits versandt|noch nicht angekommen|nicht angekommen|noch nicht erhalten
    noch nicht da|noch nichts angekommen|nichts angekommen|nichts ankommt|sendungsnummer
    sendungsverfolgung|trackingnummer|tracking|liegt das paket|warte noch|warte seit|immer noch nicht da
    lieferstatus|ist mein paket
    kur mano|kur yra mano|kada gausiu|kada issius*|kada atvyks|kada pristatys*|kada bus issiust*
    kada ateis|ar issiunt*|ar jau issiunt*|ar jau issiust*|siuntos numer*|sekimo numer*|dar negavau
    negavau siunt*|negavau prek*|negavau uzsak*|siunta neatejo|neatvyko|vis dar negavau|laukiu jau
    turejo buti pristatyt*|nerodo jokios informacijos|kada galiu tiketis|neateis
    """
)
_INVOICE = finder(
    """
    faktur*|fv|fakture vat|rachunek imienny|paragon*|invoice*|receipt|rechnung*|quittung|saskait*
    pvm saskait*|kvitas|kvito
    """
)
_RETURN = finder(
    """
    jak zwrocic|jak moge zwrocic|jak dokonac zwrotu|jak odeslac|jak moge odeslac|jak wyglada zwrot
    procedura zwrotu|procedure zwrotu|adres do zwrotu|adres zwrotu|na jaki adres odeslac
    na jaki adres zwroc*|gdzie odeslac|koszt zwrotu|koszty zwrotu|kto pokrywa koszt*|kto placi za zwrot
    etykieta zwrotna|etykiete zwrotna|formularz zwrotu|czas na zwrot|dni na zwrot|ile mam czasu na zwrot
    jak zwrocic towar|mozliwosc zwrotu|czy moge zwrocic|czy mozna zwrocic|czy moge odeslac
    chcialbym odeslac|chcialabym odeslac|zwrot jak|darmowy zwrot|zwrot bezplatny|instrukcj* zwrot*
    czy przyjmuj* zwrot*|czy przyjmiecie zwrot
    how do i return|how can i return|how to return|return this|return policy|return address|return label
    return postage|return shipping|where do i send it back|send it back|returns policy|can i return
    do you accept returns|postage for return|pay for return
    wie kann ich * zuruck*|zuruckschicken|zurucksenden|rucksendung*|rucksendekosten|retoure*
    retournieren|rucksendeetikett|ruckgabe|umtausch|zuruckgeben|retourenlabel|retourenadresse
    kaip grazinti|kaip galiu grazinti|grazinimo adres*|kokiu adresu siusti|kokiu adresu grazinti
    grazinimo islaid*|grazinimo salyg*|kas apmoka grazinim*|kur siusti atgal|ar galiu grazinti
    ar galima grazinti|noriu grazinti|noreciau grazinti|siusti atgal|grazinimo tvarka
    """
)
_COMPLAINT = finder(
    """
    reklamacj*|reklamuj*|zareklamowac|uszkodzon*|uszkodzil*|zepsut*|zepsul*|rozbit*|pekniet*|pekl*
    stluczon*|potluczon*|polaman*|zlaman*|podart*|rozdart*|dziur*|wadliw*|wada|wady|usterk*|nie dziala*
    nie wlacza*|nie swieci|nie grzeje|nie laduje|przestal*|brakuje|brak w paczce|niekompletn*
    inny kolor niz|inny rozmiar niz|inny model niz|inny produkt|inny towar|zly kolor|zly rozmiar
    zly produkt|zly towar|nie ten kolor|nie ten rozmiar|nie ten towar|pomyliliscie|niezgodn* z opisem
    nie zgodn* z opisem|podrobk*|nieoryginaln*|gwarancyjn*|zniszczon*|brudn*|poplamion*|porysowan*|rysy
    zarysowan*|ulaman*|odpadl*|sie rozpad*|uzywan* zamiast|zamiast zamowion*|nie to co zamow*
    pusta paczka|puste pudelko
    broken|damaged|faulty|defective|doesn't work|does not work|not working|stopped working|won't turn on
    wrong size|wrong colour|wrong color|wrong item|wrong product|missing from|missing|not as described
    nothing like the description|nothing like the|cracked|scratched|torn|smashed|fake|counterfeit
    incomplete|different from|money back|poor quality|leaking|dead on arrival|doesn't turn on|stained
    defekt*|kaputt*|beschadigt*|zerbrochen*|gebrochen|zerkratzt|funktioniert nicht|geht nicht an
    lasst sich nicht|falsche farbe|falsche grosse|falscher artikel|falschen artikel|falsches|fehlt
    fehlen|reklamation|reklamieren|mangel|mangelhaft|falschung|nicht wie beschrieben|entspricht nicht
    unvollstandig|gerissen|riss|fleck*|ersatz
    sugadint*|sulauz*|suduz*|sudauz*|neveik*|neisijung*|sugedo|truksta|ne ta spalv*|ne ta prek*
    ne to dydzio|ne ta dyd*|kita spalv*|kita prek*|brokuot*|broka|brokas|pretenzij*|ne tokia kaip
    klastot*|padirbt*|subraizyt*|skyle|iskiles|nebeveik*|nesilaiko|garantin*
    """
)
_WITHDRAWAL = finder(
    """
    odstepuje od umowy|odstapieni*|odstapic|odstepuj*|chcialabym zwrocic|chcialbym zwrocic|chce zwrocic
    zwracam towar|zwracam produkt|zwracam zakup*|w terminie 14 dni|w ciagu 14 dni|prawa do zwrotu
    prawo do zwrotu|prawa odstapienia|zwrot w ciagu 14|zwrot 14 dni|odsylam towar|odsylam produkt
    withdraw from the contract|withdraw from|right of withdrawal|within 14 days|i would like to return
    i'd like to return|i want to return|changed my mind and would like to return|cooling off
    i am returning
    widerruf*|widerrufe*|widerrufsrecht*|vom vertrag zuruck*|rucktritt
    atsisakau sutart*|atsisakyti pirkimo|sutarties atsisakym*|atsisakyti sutart*|teise atsisakyti
    per 14 dienu
    """
)
_RESIGNATION = finder(
    """
    anulowac|anulowani*|anuluj*|anulacj*|zrezygnowac|rezygnuje|rezygnacj*|rezygnujemy|odwolac zamowienie
    prosze nie wysylac|nie wysylajcie|zamowilem przez pomylke|zamowilam przez pomylke|przez pomylke
    pomylkowo|omylkowo|dwa razy to samo|podwojne zamowienie|podwojnie|wycofac zamowienie|wycofac zakup
    cofnac zakup|da sie to cofnac|cofnac
    cancel|cancellation|cancelling|bought it by mistake|ordered by mistake|by mistake|by accident
    do not ship|don't ship|don't send|changed my mind|ordered twice|no longer need|no longer want
    stornier*|stornierung|storno|abbestellen|verklickt|aus versehen|versehentlich|doppelt bestellt
    kauf ruckgangig|nicht verschicken|nicht versenden|bestellung zuruckziehen
    atsaukti|atsaukite|atsaukim*|suklydau uzsak*|per klaida|netycia|nesiuskite|nebenoriu|nebereikia
    atsisakyti uzsakym*
    """
)
_ADDRESS = finder(
    """
    zmienic adres*|zmiane adresu|zmiana adresu|zmiany adresu|inny adres|innego adresu|zly adres
    bledny adres|adres dostawy|adresu dostawy|stary adres|zmiane paczkomatu|zmienic paczkomat*
    inny paczkomat|innego paczkomatu|zmiana paczkomatu|numer mieszkania|numer domu|zly numer telefonu
    zly kod pocztowy|bledny kod|poprawic adres|prawidlowy adres|poprawny adres|zmiana danych
    zmienic dane|zmiane danych|nowy adres|przekierowac|pomylilem adres|pomylilam adres|pomylka w adresie
    change the address|change my address|shipping address|delivery address|different address
    wrong address|new address|wrong postcode|wrong zip|update the address|update my address
    correct address|i moved|address is wrong
    lieferadresse|adresse andern|andere adresse|falsche adresse|neue adresse|falsche hausnummer
    adressanderung|umgezogen|adresse falsch|richtige adresse|falsche postleitzahl
    pakeisti pristatymo adres*|pakeisti adres*|kita adres*|kitu adresu|neteising* adres*
    klaidingas adres*|suklydau del adreso|pristatymo adres*|naujas adres*|adresas neteising*
    pakeisti pastomat*
    """
)
_WANTED = finder(
    """
    czy beda jeszcze|bedzie jeszcze|beda jeszcze|bedzie dostepn*|beda dostepn*|bedzie znowu|beda znowu
    kiedy beda|kiedy bedzie znow*|jeszcze dostepne w|w innym kolorze|w innym rozmiarze|ale w kolorze
    ale w rozmiarze|szukam|poszukuje|poszukujemy|czy macie|macie moze|macie tez|maja panstwo moze
    maja panstwo tez|maja panstwo w|posiadaja panstwo|czy posiadacie|da sie u was zamowic|sprowadzic
    czy mozna zamowic|na zamowienie|nie widze na aukcjach|dostepne w rozmiarze|czy jest w kolorze
    czy jest w rozmiarze|wieksz* rozmiar|mniejsz* rozmiar|uzupelnicie|wznowicie|ponownie w sprzedazy
    wroci do sprzedazy
    do you have this in|do you have it in|do you have any|do you also have|do you have a|do you sell
    looking for|will you be getting|back in stock|in stock again|in another colour|in another color
    in a different|in size|in blue|in black|in red|in white|available in|restock*|will you have
    haben sie das auch|haben sie das in|haben sie auch|haben sie den|haben sie die|ich suche|suche nach
    fuhren sie|wieder verfugbar|wieder erhaltlich|wieder lieferbar|gibt es das auch|gibt es die auch
    gibt es den auch|in grosse|in einer anderen farbe|nachbestell*|auch in
    ar turesite|ar turite|gal turite|ieskau|ieskom*|ar bus dar|kada vel bus|kada bus vel|kitos spalvos
    kito dydzio|ar yra kitos|ar galima uzsakyti|toki pati
    """
)
_RATE_ME = finder(
    """
    prosze o to samo|prosze o wystawienie komentarza|prosze o komentarz|prosze o wystawienie oceny
    prosze o ocene|prosze o opinie|prosze o wystawienie opinii|kiedy dostane * ocene
    kiedy dostane od panstwa ocene|kiedy wystawi* komentarz|czekam na komentarz|czekam na ocene
    czekam na opinie|prosze wystawic|wystawcie mi|rewanz*
    
    leave feedback for me|leave me feedback|feedback for me|do the same for me|rate me
    positive feedback for|please leave feedback|leave me positive
    return the favor|return the favour
    bewerten sie mich|mich auch bewerten|um gegenbewertung|gegenbewertung
    warte auf * bewertung|mich bewerten
    ivertinti ir mane|ivertinkite mane|ivertinti mane|palikau jums * atsiliepim*
    palikite man atsiliepim*|parasykite man atsiliepim*
    """
)
_RATE_BAD = finder(
    "negatyw*|negatywn*|jedna gwiazdka|one star|1 star|bad review|bad feedback|negative*"
    "|schlechte bewertung|neigiam*"
)
_THREAT = finder(
    """
    negatywa|negatywny komentarz|negatywna opinie|negatywnego komentarza|negatywna ocene|negatywny
    zlej opinii|zla opinie|jedna gwiazdk*|zglosze|zglaszam sprawe|zgloszenie na policj*|na policje
    na policji|do sadu|do uokik|uokik|rzecznik*|prawnik*|adwokat*|prokuratur*|opisze wszystko|opisze was
    opisze na|sprawa trafi|sprawa w sadzie|inspekcj* handlow*|do skarbowki|urzad skarbowy|do mediow
    wezwanie przedsadowe|zakladam spor|otworze dyskusj*|otwieram dyskusj*|zaloze dyskusj*
    spor na allegro
    open a case|negative feedback|negative review|bad review|one star|1 star|report you|report this
    trading standards|my lawyer|a lawyer|solicitor|small claims|take you to court|go to court
    to the police|call the police|paypal dispute|chargeback|consumer protection|leaving one star
    leave a bad|tell everyone|dispute the payment
    negative bewertung|schlechte bewertung|negativ bewerten|anwalt|rechtsanwalt|verbraucherzentrale
    anzeige|polizei|gericht|kaferschutz|kauferschutz|melden|schlechte bewertungen|rechtliche schritte
    ebay melden|fall eroffnen|einen fall
    neigiam* atsiliepim*|blog* atsiliepim*|neigiama ivertinim*|kreipsiuosi|kreipsimes|vartotoju teis*
    policij*|advokat*|teism*|i teisma|parasysiu apie jus|skusiuosi|skundziuosi|skunda|pranesiu policij*
    """
)
_CONDITION = finder(
    """
    jesli|jezeli|albo|w przeciwnym razie|inaczej|do jutra|daje wam|daje panstwu|ostrzegam|w razie braku
    bo jak nie|jak nie|chyba ze|czy mam isc|zglaszam|zglosze|przestrzegam|ostateczn*|to wtedy
    if|or i|or i'm|or i'll|or else|unless|otherwise|until|by tomorrow|last chance|give me|i will report
    i'm going to
    wenn|falls|sollten sie|oder es|oder ich|sonst|ansonsten|bis morgen|letzte chance|werde ich
    jei|jeigu|kitaip|arba|priesingu atveju|iki rytoj|paskutin*
    """
)

REFUND = finder(
    "zwrot pieniedzy|zwrotu pieniedzy|na zwrot|zwrot wplaty|zwrot srodkow|refund|money back|erstattung"
    "|geld zuruck|pinigu grazinim*|grazinti pinigus"
)

KEYS: dict[IntentKind, Finder] = {
    IntentKind.WHERE_IS_PARCEL: _WHERE,
    IntentKind.INVOICE: _INVOICE,
    IntentKind.HOW_TO_RETURN: _RETURN,
    IntentKind.COMPLAINT: _COMPLAINT,
    IntentKind.WITHDRAWAL: _WITHDRAWAL,
    IntentKind.RESIGNATION: _RESIGNATION,
    IntentKind.ADDRESS_CHANGE: _ADDRESS,
    IntentKind.WANTED_ITEM: _WANTED,
    IntentKind.RATE_ME: _RATE_ME,
}
THREAT = _THREAT
CONDITION = _CONDITION
BAD_RATING = _RATE_BAD
