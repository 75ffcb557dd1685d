"""Words the quote cutter knows, folded (:func:`kontuar.text.fold.fold`): verbs, header names, closings, footers.

The shapes come from the mail programs themselves: Gmail, Outlook, Thunderbird, Apple Mail, Yahoo, Proton,
Samsung, WP, o2, Onet, Interia, GMX, WEB.DE, T-Online, Inbox, Horde, Seznam and their kin.
"""

from __future__ import annotations

import re

# -- "… wrote:" --------------------------------------------------------------------------------------

_VERBS = (
    r"napisal(?:a|\(-?a\)|/a)?|pisze|(?:napisana|napisane|wyslana|wyslane) przez|wrote|writes|said"
    r"|rase|parase|schrieb|geschrieben|a ecrit|ecrit|ecrivait|ha scritto|scrisse|escribio|escreveu|schreef"
    r"|geschreven|napsal(?:a|\(-?a\)|/a)?|skrev|kirjoitti|irta|a scris|rakstija|kirjutas|je napisao|yazdi"
    r"|va escriure|je napisala|da viet|menulis|je pisao|εγραψε"
    r"|написал(?:а|\(а\))?|пишет|писал(?:а)?|написав|пише|написа|写道|寫道|のメール|님이 작성"
)
VERB = re.compile(rf"(?<!\w)(?:{_VERBS})(?![\w(])")
VERB_LAST = re.compile(rf"(?<!\w)(?:{_VERBS})[ :*_-]*$")
FIRST_PERSON = re.compile(
    r"\b(?:i wrote|i said|schrieb ich|ich schrieb|haben wir|habe ich|ich|j'ai ecrit|ho scritto|as rasiau)\b"
)
INTRO = re.compile(
    r"(?:on|w dniu|dnia|dn\.|am|le|il|il giorno|in data|op|em|no dia|el|den|dne|dna|pe|a|at|in"
    r"|in article|data|u|v|pada|vao|ngay|в|на|στις|在|"
    r"wiadomosc (?:napisana|wyslana) przez)(?: |$)"
)
QUOTING = re.compile(
    r"(?:zitat von|zitiere|quoting|quote from|cytowanie|cytuje|cytat|cituojant|cituoju|citata"
    r"|citejot|citation de"
    r"|citando|citat fra|citeren)\b"
)
_WEEKDAYS = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    "|pon(?:iedzialek)?|pn|wt(?:orek)?|sr(?:oda)?|czw(?:artek)?|pt|piatek|sob(?:ota)?|niedz(?:iela)?|nd|niedziela"
    "|pirmadienis|antradienis|treciadienis|ketvirtadienis|penktadienis|sestadienis|sekmadienis|pr|an|tr|kt|st|sk"
    "|mo(?:ntag)?|di(?:enstag)?|mi(?:ttwoch)?|do(?:nnerstag)?|fr(?:eitag)?|sa(?:mstag)?|so(?:nntag)?"
    "|lun(?:di|edi|es)?|mar(?:di|tedi|tes)?|mer(?:credi|coledi)?|mie(?:rcoles)?|jeu(?:di)?|jue(?:ves)?|gio(?:vedi)?"
    "|ven(?:dredi|erdi)?|vie(?:rnes)?|sam(?:edi)?|sab(?:ato|ado)?|dim(?:anche)?|dom(?:enica|ingo)?"
    "|ma|woe?|vr|za|zo|man(?:dag)?|tir(?:sdag)?|ons(?:dag)?|tors?(?:dag)?|lor(?:dag)?|son(?:dag)?|fre(?:dag)?"
    "|po|ut|st|ct|pa|so|ne|ti|ke|to|pe|la|su|пн|вт|ср|чт|пт|сб|вс|нд"
)
WEEKDAY = re.compile(rf"(?:{_WEEKDAYS})(?:[.,]|\b(?=[., ]{{1,3}}\d))")
DATE = re.compile(
    r"(?<!\d)(?:\d{1,4}[./-] ?\d{1,2}[./-] ?\d{2,4}|(?:19|20)\d\d)(?!\d)"
    r"|(?<!\w)\d{1,2}(?:\.|st|nd|rd|th|er)?(?: de)? (?:jan|feb|mar|apr|may|maj|jun|jul|aug|sep|oct"
    r"|okt|nov|dec|dez|sty|lut|kwi|cze"
    r"|lip|sie|wrz|paz|lis|gru|sau|vas|kov|bal|geg|bir|lie|rug|spa|lap|gruo|mai|maerz|avr|juin"
    r"|juil|mag|giu|lug|ago|set|ott|ene|abr)"
)
TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
ADDRESS = re.compile(r"[\w.+'-]@\w")
BRACKETED = re.compile(r"[<(\[][^<>()\[\]@]{0,150}@[^<>()\[\]@]{1,150}[>)\]<]")

# -- "-----Original Message-----" and its kin: an adjective and a noun between dashes ---------------------

_ORIGINAL = (
    "orig|oryg|urspr|pierwotn|puvodn|povodn|pradin|pirmin|oprindel|opprinnel|oorspronk|alkuper|eredeti|исход"
)
_FORWARD = (
    "forward|przekaz|przesl|podana"
    " dalej|weitergel|persiust|persiunc|transf|reexpedi|inoltr|reenvi|encamin|doorgest|preposl|preposiel"
    "|vidarebe|videresend|пересыл|пересла|fwd|tovabb"
)
_NOUN = (
    "messag|wiadomosc|nachricht|laisk|zinut|pranesim|bericht|messagg|mensaj|mensag|zprav|sprav|besked|meddel|melding"
    "|viesti|uzenet|mail|сообщ|письм|mesaj"
)
ORIGINAL = re.compile(rf"(?:{_ORIGINAL})")
FORWARD = re.compile(rf"(?:{_FORWARD})")
NOUN = re.compile(rf"(?:{_NOUN})")
BEGIN = re.compile(
    r"(?:begin|poczatek|anfang|debut|inizio|pradzia|inicio|zacatek|begin van|start pa|inicio do)"
)
DASHES = re.compile(r"[-_=*~–—]{2,}")
RULE = re.compile(r"([-_=*~–—])(?: ?\1)+$")

REPLY_MARKER = re.compile(
    r"(?:reply|respond|answer|write|type)\b.{0,40}\babove this line|above this line\b.{0,30}\breply"
    r"|odpowied\w*.{0,40}powyzej (?:tej|tego|niniejsz\w+) (?:lini|wiersz)|powyzej tej linii"
    r"|(?:oberhalb|uber) dieser (?:zeile|linie)|virs sios (?:linijos|eilutes)|au-dessus de cette ligne"
    r"|(?:encima|arriba) de esta linea|sopra questa riga|boven deze (?:regel|lijn)|nad tento radek"
    r"|nad timto radkem"
)

# -- header blocks ---------------------------------------------------------------------------------------

_HEADERS = {
    "from": "from od nuo von de da van fra fran lahettaja siuntejas nadawca absender remitente mittente"
    " expediteur"
    " от від felado kimden 发件人 差出人",
    "sent": "sent wyslano wyslane wyslana issiusta siusta gesendet gesendet|am envoye envoye|le"
    " date|d'envoi inviato inviato|il"
    " enviado enviado|el enviado|em enviada|em verzonden odeslano odeslane odoslane skickat sendt"
    " lahetetty message|du отправлено"
    " elkuldve sent|at nosutits 发送时间 日期 送信日時",
    "date": "date data datum dato fecha дата pvm datums",
    "to": "to do kam an a aan til till komu para pour gavejas adresat empfanger destinataire"
    " destinatario кому cimzett"
    " vastaanottaja pro 收件人 宛先",
    "cc": "cc dw kopia kopija kopie copie copie|a copia do|wiadomosci udw bcc kopi ukryta|kopia",
    "subject": "subject temat tema betreff objet oggetto asunto assunto onderwerp predmet emne amne aihe"
    " тема targy konu"
    " sujet temats 主题 件名",
    "other": "reply-to odpowiedz|do importance waznosc priorytet prioritat wichtigkeit attachments"
    " zalaczniki zalacznik"
    " anlagen priedai svarbumas organization message-id antwort|an reply|to pieces|jointes allegati",
}
HEADERS = {name.replace("|", " "): role for role, names in _HEADERS.items() for name in names.split()}

# -- "Sent from my iPhone" -------------------------------------------------------------------------------

DEVICE = re.compile(
    r"(?:sent (?:from|with|via|using|by)|wyslan[eoay] (?:z|ze|przez|za pomoca|przy uzyciu)"
    r"|wiadomosc wyslana z|napisane z"
    r"|gesendet (?:von|mit|uber|aus)|von mein\w+ .{1,60} gesendet|diese nachricht wurde (?:von|mit)"
    r"|diese e-?mail wurde (?:von mein|mit)|(?:is)?siusta (?:is|naudojant|per)|issiusta is|nusiusta is"
    r"|envoye (?:de|depuis|a partir de|avec|par)|inviato (?:da|dal|con)|enviado (?:desde|do|de|a partir)"
    r"|verzonden (?:vanaf|vanuit|met)|verstuurd (?:vanaf|via|met)|odeslano (?:z|ze)|odoslane (?:z|zo)"
    r"|skickat fran|sendt fra|lahetetty|отправлено (?:с|из)|nosutits no"
    r"|get outlook for|get the outlook app|pobierz (?:program |aplikacje )?outlook"
    r"|gauti .{0,20}outlook|gaukite .{0,20}outlook"
    r"|outlook fur .{1,20} (?:herunterladen|beziehen)|holen sie sich outlook|hol dir outlook"
    r"|telecharge[zr] outlook|obtenir outlook"
    r"|obtener outlook|scarica outlook|ottieni outlook|outlook voor .{1,20} downloaden|download outlook"
    r"|ziskat outlook|hent outlook)\b"
)
PRODUCT = re.compile(
    r"\b(?:i?phone|ipad|ipod|ios|mac|macbook|android|samsung|galaxy|huawei|xiaomi|redmi|poco|honor"
    r"|oppo|motorola|moto|nokia|sony|xperia"
    r"|htc|lg|oneplus|pixel|blackberry|smartfon\w*|smartphone|handy|mobil\w*|telefon\w*|tablet\w*|komork\w*"
    r"|outlook|windows|poczt\w*|mail|yahoo|proton\w*|gmail|k-9|thunderbird|aquamail|bluemail"
    r"|typeapp|spark|sparrow|mailbird|edison"
    r"|gmx|web\.de|t-online|onet|wp|o2|interia|inbox|app|aplikacj\w*|program\w*|postbox|zoho|nine"
    r"|fairemail|webmail|hey)\b"
)
OF_MINE = re.compile(
    r"\b(?:my|moj\w*|mego|mein\w*|mano|savo|mon|ma|mio|mia|mi|mijn|min|mit|meho|mojho|meu|minun|моего)\b"
)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# -- closings --------------------------------------------------------------------------------------------

CLOSING = _words(
    """pozdrawiam pozdrawiamy pozdrowienia pozdrowieniami pozdr pzdr powazaniem szacunkiem szacunku uszanowaniem uklony
    regards sincerely faithfully truly cheers wishes rgds br kr
    grussen grusse gruss gruesse gruessen hochachtungsvoll mfg lg vg bg gruesse
    pagarbiai pagarba linkejimais linkejimai pagarb
    cordialement salutations sinceres cordiali saluti distinti saludos saludo atentamente
    atenciosamente cumprimentos
    groet groeten groetjes mvg pozdravem pozdravom pozdrav uctou hilsen hilsner mvh halsningar
    halsning kh vh bh
    ystavallisin terveisin уважением"""
)
CLOSING_WEAK = _words(
    """dziekuje dziekujemy dzieki thanks thank thx danke dank aciu dekoju dekui merci grazie gracias bedankt dekuji
    tak tack dnia dienos tag day weekendu"""
)
CLOSING_FILLER = _words(
    """z ze i oraz wyrazami serdecznie serdeczne serdecznymi lacze gory gory dobrego milego slonecznego spokojnego
    goraco cieplo best kind kindest warm warmest many and with yours you very much the all my in advance again for
    your help have a nice good great
    mit freundlichem freundlichen freundliche viele vielen liebe lieben liebem beste besten
    herzliche herzlichen schone schonen
    schoner einen sonnige und im voraus aus dem sehr
    su geriausiais graziausiais labai is anksto geros grazios
    bien a vous sinceres meilleures mes avec d'avance beaucoup un saluto
    met vriendelijke hartelijke vriendelijk s prateljskim pratelskym med venlig venlige kaerlig
    vanliga basta beste de bedste
    atenciosos muchas mille с"""
)
# First words and stems of lines that say something: below a closing they are words, not a signature.
TALK = re.compile(
    r"p\.? ?s\b|(?:prosze|czekam|czekamy|czy|kiedy|nie|tak|ile|jak|gdzie|dlaczego|mam|mozna|licze"
    r"|oczekuje|nadal|dalej|jeszcze|bardzo|a|i"
    r"|please|can|could|when|where|i|i'm|we|is|are|do|did|let|looking|waiting|still|not|no|yes"
    r"|what|why|how|but|also"
    r"|bitte|ich|wir|wann|warum|kann|konnen|ist|noch|nein|ja|wo|wie|und"
    r"|prasau|ar|kada|kur|laukiu|laukiame|kodel|ne|taip|dar|ir|je|pouvez|quand|por|quando|attendo|espero)\b"
)
WEIGHTY = re.compile(
    r"\b(?:kont[oa]|rachun\w*|iban|bic|zamow\w*|order|bestell\w*|uzsak\w*|faktur\w*|invoice"
    r"|rechnung\w*|paczk\w*|przesyl\w*"
    r"|parcel|tracking|sendung\w*|siunt\w*|login|nick|adres|address|adresse|lieferadresse"
    r"|saskait\w*|account|zwrot\w*|refund)\b"
)
CONTACT = re.compile(
    r"@\w|\bwww\.|https?://|\b(?:tel|phone|mob|mobile|fax|faks|kom|skype|whatsapp|nip|regon|krs"
    r"|hrb|ust-id|vat)\b[.: ]"
    r"|\b(?:gmbh|uab|ltd|sp\. z o\.? ?o|s\.a\.|sp\.j|inc|llc|kg|ag)\b|^(?:ul\.|al\.|os\.|pl\."
    r"|g\. )|\b\d\d-\d{3}\b"
)
PHONE = re.compile(r"(?:[a-z]{1,6}[.:]? ?)?\+?[\d ()./-]{7,20}$")
STRONG_CONTACT = re.compile(
    r"@\w|\bwww\.|https?://|\b(?:tel|phone|mob|mobile|fax|faks|kom|skype|whatsapp)\b[.: ]"
)

# -- footers ---------------------------------------------------------------------------------------------

FOOTER = re.compile(
    r"wolny od wirus|virus-? ?free|virenfrei|sans virus|bez viru|sin virus|libre de virus"
    r"|exempt de virus|privo di virus|be virusu"
    r"|you received this (?:message|email|e-mail) because|you are receiving this"
    r"|to unsubscribe from|to unsubscribe,|to stop receiving"
    r"|aby (?:zrezygnowac|wypisac sie)|otrzymal(?:es|as|es/as)? te wiadomosc"
    r"|please consider (?:the|our) environment"
    r"|(?:zanim wydrukujesz|przed wydrukowaniem)|pomysl o srodowisku|chron srodowisko"
    r"|think before you print|before printing"
    r"|bitte denken sie an die umwelt|pries spausdin|administratorem (?:panstwa |pani/pana |twoich )?danych"
    r"|view it on github|reply to this email directly"
    r"|this e-?mail has been (?:checked|scanned)|ta wiadomosc e-?mail zostala sprawdzona"
    r"|diese e-?mail wurde .{0,20}(?:virus|avast|avg)"
    r"|caution: this (?:email|e-mail|message) originated|confidentiality notice|legal notice"
    r"|klauzula (?:poufnosci|informacyjna|rodo)"
)
NOTICE = re.compile(
    r"(?:ta|niniejsza|powyzsza) wiadomosc|(?:niniejszy|ten) e-?mail|tresc (?:tej|niniejszej)"
    r"|wiadomosc ta|informacje zawarte w"
    r"|this (?:e-?mail|message|communication)|the (?:information|contents?) (?:contained |of |in )"
    r"|the content of this"
    r"|diese (?:e-?mail|nachricht|mail)|der inhalt dieser|die information\w* in dieser"
    r"|sis (?:elektroninis |el\. ?)?(?:laiskas|pastas|pranesimas)"
    r"|si zinute|siame (?:laiske|pranesime)|ce (?:message|courriel|mail)|cet e-?mail"
    r"|questo messaggio|questa e-?mail|le informazioni contenute"
    r"|este (?:mensaje|correo)|esta mensagem|dit bericht|deze e-?mail|tento e-?mail|tato zprava"
    r"|disclaimer|poufn|confidential"
)
SECRET = re.compile(
    r"poufn|confiden|vertraul|konfidenc|intended|przeznaczon|do (?:uzytku|wiadomosci) adresat"
    r"|bestimmt fur|skirt|riservat|destinat"
    r"|vertrouw|duvern|wirus|virus|privileg|tajemnic"
)
LIST_FOOTER = re.compile(r"mailing list|listinfo|/mailman/|google groups|groups\.|lists\.")
