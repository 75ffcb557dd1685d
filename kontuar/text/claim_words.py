"""What promises, claims and invitations look like in four languages (folded, see phrases.py)."""

from __future__ import annotations

import re

from kontuar.text.phrases import finder

# A promise: we + a deed in the future (or in a present that means it).
WE_WILL = finder(
    """
    wysle|wyslemy|wysylam|wysylamy|nadamy|nadam|nadajemy|odpisze|odpiszemy|odpowiem|odpowiemy|odezwe sie
    odezwiemy sie|dam znac|damy znac|poinformuje|poinformujemy
    skontaktuje sie|skontaktujemy sie|zwrocimy|zwroce|zwrot zrobimy|zwrot zrobie|zrobimy|zrobie|wykonamy
    zrealizujemy|sprawdze|sprawdzimy|przeslemy|przesle|doslemy|dosle|wymienimy|wymienie|naprawimy
    przelejemy
    przeleje|wystawimy|wystawie|dostarczymy|bedzie u pana|bedzie u pani|bedzie u panstwa
    zostanie wyslan*|zostanie nadan*|zostanie zwrocon*|zostana zwrocon*|zostanie dostarczon*|otrzyma pan
    otrzyma pani|otrzymaja panstwo
    dostanie pan|dostanie pani|dotrze|dojdzie|przyjdzie|bedzie nadan*|bedzie wyslan*|wyjdzie|wyjedzie
    rozpatrzymy|wrocimy z odpowiedzia|wroce z odpowiedzia|postaram sie|postaramy sie|podesle|podeslemy
    odbierze|przyjedzie|bede wiedzial*|bedziemy wiedziec|zwrot nastapi|wysylka nastapi|realizujemy
    nadanie
    will let you know|will get back|will send|will reply|will check|will post|will refund
    we will|we'll|i will|i'll|will be|you will|you'll|we are going to|we shall|i shall|should arrive
    will arrive|we ship|we are shipping|it ships|goes out|will go out|will ship
    wir verschicken|wir versenden|wir senden|wir schicken|ich verschicke|ich sende|ich schicke
    wir werden|ich werde|wird verschickt|wird versandt|wird versendet|geht raus|geht in den versand
    wir melden uns|melde ich mich|ich melde mich|melden wir uns
    wir antworten|wir erstatten|sie erhalten|sie bekommen|wir prufen|wir uberweisen|wird erstattet
    kommt bei ihnen|kommt an|erhalten sie|bekommen sie|schicken wir|versenden wir|senden wir
    verschicken wir|erstatten wir
    issiusime|issiusiu|siusime|siusiu|atsakysime|atsakysiu|parasysime|parasysiu|susisieksime|susisieksiu
    grazinsime|grazinsiu|patikrinsime|patikrinsiu|informuosime|pranesime|pakeisime|pristatysime|gausite
    bus issiust*|bus grazint*|bus pristatyt*|israsysime|pervesime
    """
)
PAST = finder(
    """
    zostala wyslana|zostalo wyslane|zostal wyslany|zostaly wyslane|zostala nadana|zostalo nadane
    zostal nadany|zostaly nadane|wyslalam|wyslalem|wyslalismy|wyslano|nadalam|nadalem|nadalismy|nadano
    juz wyslan*|juz nadan*|jest juz w drodze|paczka nadana|przesylka nadana|paczka wyslana
    przesylka wyslana|towar wyslany|zamowienie wyslane|przekazana kurierowi|przekazalismy kurierowi
    przekazalam kurierowi|przekazalem kurierowi|wyslane wczoraj|wyszla wczoraj|poszla wczoraj
    poszla dzisiaj|wyslana wczoraj
    has been sent|have been sent|was sent|has been shipped|has been dispatched|have been dispatched
    was shipped|was dispatched|has been posted|was posted|we sent|i sent|we shipped|we have shipped
    we've shipped|we posted|we have sent|i have sent|i've sent|we've sent|we dispatched
    we have dispatched|already shipped|already sent|already dispatched|is on its way|i posted
    i have posted|i shipped
    wurde verschickt|wurde versandt|wurde versendet|wurde gesendet|ist verschickt|ist versandt
    haben wir verschickt|haben wir versandt|haben wir versendet|habe ich verschickt|ist unterwegs
    bereits verschickt|bereits versandt|bereits versendet|wurde ubergeben|haben das paket verschickt
    issiust*|issiuntem*|issiunciau|jau pakeliui|jau issiust*|perduota kurjeriui|perdaveme kurjeriui
    """
)
PAST_DE = re.compile(
    r"\b(?:wurden?|worden|ist|sind|haben|habe|hat)\s(?:[\w.-]{1,20}\s){0,5}"
    r"(?:verschickt|versandt|versendet|abgeschickt|aufgegeben|losgeschickt)\b"
)
NOT_A_PARCEL = re.compile(
    r"\s(?:\w{1,12}\s){0,2}(?:instrukcj|faktur|wiadomosc|mail|zdjeci|formularz|link|odpowiedz|potwierdzen"
    r"|you (?:an |the |a )?"
    r"(?:invoice|e-?mail|message|photo|manual|link)|nuotrauk|saskait|laisk)"
)
NOT_YET = finder(
    "nie zostal*|jeszcze nie|nie wysla*|zostanie|bedzie|gdy|jesli|jak tylko|po tym jak|has not|hasn't"
    "|not yet|not been|will be|once|when|nicht|noch nicht|sobald|wenn|wird|dar ne|bus|kai|nebuvo"
    "|neissiust*"
)
REFUNDED = finder(
    """
    pieniadze zostaly zwrocone|zwrot zostal wykonany|zwrot zostal zlecony|zwrocilismy|zwrocilam
    zwrocilem|zwrot wykonany|srodki zostaly zwrocone|wplata zostala zwrocona|kwota zostala zwrocona
    zwrot zrobiony|pieniadze zwrocone|zwrot zostal zrealizowany|przelalismy|zwrot wyszedl
    zlecilismy zwrot|zlecilam zwrot|zlecilem zwrot
    we have refunded|we refunded|has been refunded|have refunded|i refunded|i have refunded
    refund has been|refund was|was refunded|we've refunded|i've refunded|money has been returned
    refund is complete
    haben wir erstattet|wurde erstattet|wir haben das geld|wir haben den betrag|haben den betrag
    geld wurde zuruck*|wir haben ihnen den|erstattung wurde|habe ich erstattet
    pinigai grazinti|grazinome|pinigai buvo grazinti|grazinau|pervedeme
    """
)
ATTACHED = finder(
    """
    w zalaczniku|w zalaczeniu|zalaczam|zalaczamy|dolaczam|dolaczamy|zalaczone|zalaczony|zalaczona
    w zalacznikach|zalacznik
    attached|attachment|i attach|i am attaching|enclosed
    im anhang|anbei|angehangt|beigefugt|als anhang|anhang
    priede|pridedu|pridedame|prisegu|prisegame|prisegtas|prisegta|prisegti
    """
)
ABSOLUTE = re.compile(
    r"\b100\s?(?:%|proc|procent\w{0,3}|prozent)[\s-]{0,3}(?:\w{1,15}\s)?(?:ochron|skuteczn|bezpiecz|pewn"
    r"|gwaranc|natural|niezawodn|protect|safe|effect|guarant|secure|schutz|sicher|wirksam|apsaug|saugu"
    r"|veiksming)\w{0,10}"
    r"|\bw 100\s?(?:%|procentach)\s(?:chroni|skuteczn|bezpieczn|zabezpiecza)\w{0,8}"
    r"|\b(?:gwarantowan\w{1,4}|gwarantujemy|gwarantuje|gwarantuja)\s(?:\w{1,15}\s){0,2}(?:ochron|skuteczn"
    r"|bezpieczen|wylecz|efekt|rezultat)\w{0,10}"
    r"|\b(?:calkowit|peln|absolutn|stuprocentow)\w{1,4}\s(?:ochron|skuteczn|bezpieczen|pewnosc)\w{0,10}"
    r"|\b(?:chroni|zabezpiecza)\s(?:calkowicie|w pelni|przed kazdym|przed wszystkimi|przed wirus)\w{0,10}"
    r"|\b(?:zawsze skuteczn|niezawodnie|nigdy sie nie (?:zepsuje|psuje)|leczy|wyleczy|niezniszczaln)\w{0,6}"
    r"|\bguaranteed\s(?:\w{1,15}\s)?(?:protection|safety|results?|effect\w{0,6}|cure)\b|\b(?:complete"
    r"|total|full|absolute)\s(?:protection|safety|immunity)\b"
    r"|\bnever (?:breaks|fails)\b|\balways works\b|\bcures\b|\bprotects (?:fully|completely|against all"
    r"|you from (?:any|all))\b"
    r"|\b(?:garantiert\w{0,3}|vollstandig\w{0,3}|absolut\w{0,3}|voll\w{0,3}"
    r"|hundertprozentig\w{0,3})\s(?:\w{1,15}\s)?(?:schutz|sicherheit|wirksam|wirkung)\w{0,8}"
    r"|\bunzerstorbar\b|\bheilt\b"
    r"|\b(?:garantuot\w{1,3}|visisk\w{1,3}|absoliuc\w{1,3}|piln\w{1,3})\s(?:\w{1,15}\s)?(?:apsaug|saug"
    r"|veiksming)\w{0,8}|\bgydo\b"
)
RATING = finder(
    """
    pozytywna opinie|pozytywnej opinii|pozytywny komentarz|pozytywnego komentarza|pozytywna ocene
    pozytywnej oceny|wystawienie oceny|wystawienie opinii|wystawienie komentarza|wystawienie pozytyw*
    wystawic ocene|wystawic opinie|wystawic komentarz|wystawienia oceny|wystawienia opinii
    wystawienia komentarza
    prosze o opinie|prosimy o opinie|prosze o ocene|prosimy o ocene|prosze o komentarz
    prosimy o komentarz|zostawienie opinii|zostawic opinie|zostawienie oceny|piec gwiazdek|5 gwiazdek
    zachecamy do oceny|zachecam do oceny|zachecamy do wystawienia|ocenic transakcje|zmiane oceny
    zmiane opinii|zmiane komentarza|usuniecie oceny|usuniecie opinii|usuniecie komentarza|usunac ocene
    usunac opinie|zmienic ocene|zmienic opinie|opinie na temat|podzielenie sie opinia
    podzielic sie opinia
    leave us a review|leave a review|leave feedback|leave us feedback|positive feedback|positive review
    five star|five-star|5 star|5-star|rate us|good review|your review|write a review|change your review
    change the rating|remove your review|revise your feedback|leave us a*star
    positive bewertung|gute bewertung|bewerten sie uns|uber eine bewertung|eine bewertung|um bewertung
    funf sterne|5 sterne|ihre bewertung|bewertung zu andern|bewertung abzugeben
    teigiama atsiliepima|gera atsiliepima|palikti atsiliepima|palikite atsiliepima
    parasykite atsiliepima|ivertinkite|teigiama ivertinima|uz atsiliepima|penkias zvaigzdutes
    """
)
RATING_ASKS = finder(
    """
    prosze|prosimy|bedziemy wdzieczni|bede wdzieczny|bede wdzieczna|zachecam*|uprzejmie|czy mogl*|moglby
    moglaby|milo nam|bedzie nam milo|bedzie mi milo|liczymy|liczymy na|jesli jest pan|jesli jest pani
    jesli jestes|jesli sa panstwo|ucieszy nas|docenimy|chcielibysmy|wystaw|zostaw|byloby nam milo|prosba
    mozna prosic|zapraszam*|bardzo nam pomoze
    please|would you|could you|if you are happy|if you're happy|appreciate|grateful|would love|kindly
    don't forget|we hope
    bitte|wurden wir uns freuen|freuen wir uns|freuen uns|wir freuen|wurden uns|konnten sie|dankbar
    prasom|prasome|busime dekingi|busiu dekingas|dekotume|kvieciame|prasau|budu*|gal galetumete
    """
)
OFF_PLATFORM = finder(
    """
    poza allegro|z pominieciem allegro|bez prowizji|bez allegro|przelewem na konto|przelew na konto
    kupic bezposrednio|zakup bezposrednio|bezposrednio u nas|w naszym sklepie internetowym
    na naszej stronie|nasza strona|poza serwisem|taniej bezposrednio|poza portalem
    outside ebay|outside etsy|outside allegro|outside of ebay|outside of etsy|off ebay|off etsy
    directly from our website|our own website|our website|avoid the fees|paypal friends
    friends and family|pay me directly|buy directly
    ausserhalb von ebay|ausserhalb von etsy|ausserhalb von allegro|an ebay vorbei|direkt bei uns
    auf unserer webseite|auf unserer website|in unserem onlineshop|ohne gebuhren
    ne per allegro|ne per ebay|ne per etsy|tiesiogiai pas mus|musu svetaineje|musu puslapyje
    be komisinio
    """
)
SOON = finder(
    """
    niebawem|wkrotce|niezwlocznie|jak najszybciej|w najblizszym czasie|w najblizszych dniach|zaraz
    za chwile|na dniach|w miare mozliwosci|lada dzien|najszybciej jak to mozliwe|jak tylko
    shortly|soon|as soon as possible|asap|as soon as|right away|straight away|in due course
    in the coming days
    in kurze|bald|baldmoglichst|schnellstmoglich|so schnell wie moglich|umgehend|demnachst|sobald
    netrukus|greitai|kuo greiciau|artimiausiu metu|nedelsiant|tuoj|kai tik
    """
)
PLACEHOLDER = re.compile(
    r"\{[^{}\n]{0,60}\}|\[(?:imie|imię|nazwisko|nazwa|numer|nr|data|kwota|produkt|kupujacy|kupujący|name"
    r"|first name|last name|order|number|date|amount|product|customer|vorname|nachname|bestellnummer|datum"
    r"|betrag|vardas|pavarde|pavardė|numeris|suma|preke|prekė|x{1,5}|\.{2,5}|tu wpisz[^\]\n]{0,40})\]"
    r"|<(?:imi[eę]|nazwisko|numer|data|name|order|date|vorname|vardas)>|\$\w+\[\w+\]"
    r"|\$\{?[a-z_]{2,30}\}?\b|%[a-z_]{2,30}%|\b(?:XXX+|TODO|lorem ipsum|not found)\b",
    re.IGNORECASE,
)
