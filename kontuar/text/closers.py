"""Thanks and closers: messages that ask for nothing ("ok, dziękuję").

Practice S002-32: the marketplace does not count an unanswered "ok, dziękuję" as missing. A closer
opens no duty, so a wrong "yes" costs more than a wrong "no": every word of the message must be a
word people close with, and one of them must be an acknowledgement or thanks.
"""

from __future__ import annotations

import re

from kontuar.text.fold import fold_aligned
from kontuar.text.phrases import Hit, finder

MAX_WORDS = 30
_EMOJI_YES = re.compile("[👍👌🙏😊🙂😀😃😄🤝❤♥✅💪😉🥰😍🤗👏🎉🌹☺✌]")
_EMOJI_NO = re.compile("[👎😡😠🤬😤😞😢😭💩🙄😒🖕]")
_SMILE = re.compile(r"[:;=]-?[)D*]+|\^\^|<3|xd\b")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")

THANKS = finder(
    """
    dziekuje|dziekujemy|dziekuj|dzieki|dzienki|dziekowac|dziena|dzk|dzieks|podziekowac|podziekowania
    serdeczne dzieki|wdzieczna|wdzieczny|thx|tnx
    thank you|thanks|thank u|cheers|much appreciated|appreciated|appreciate|grateful|many thanks
    danke|vielen dank|dankeschon|danke schon|herzlichen dank|besten dank|merci|bedanke|dankbar
    aciu|dekui|dekoju|dekojame|dekuju|nuosirdziai dekoju
    """
)
_ADVANCE = finder(
    """
    z gory dziekuje|z gory dziekujemy|dziekuje z gory|z gory dzieki|dzieki z gory
    z gory serdecznie dziekuje|z gory bardzo dziekuje
    thanks in advance|thank you in advance|many thanks in advance
    danke im voraus|vielen dank im voraus|im voraus vielen dank|vielen dank schon mal|danke im vorraus
    is anksto aciu|is anksto dekoju|aciu is anksto|dekoju is anksto
    """
)
_IRONY = finder(
    """
    dziekuje za nic|dzieki za nic|podziekowal za wspolprace|dziekuje za taka|dziekuje za takie
    thanks for nothing|thanks a lot for nothing|no thanks to|danke fur nichts|aciu uz nieka
    """
)

# Words that acknowledge and by themselves make a short message a closer.
_ACK = finder(
    """
    ok|okej|okay|oki|oke|okey|k|dobrze|dobra|dobr|jasne|rozumiem|zrozumialam|zrozumialem|zrozumiano
    super|swietnie|ekstra|extra|git|gitara|spoko|luz
    w porzadku|wszystko w porzadku|wszystko ok|wszystko gra|wszystko dziala|zgoda|przyjalem|przyjelam
    pasuje mi|nie ma sprawy|nie ma problemu|zaden problem
    nie szkodzi|nic sie nie stalo|nie trzeba|nieaktualne|juz nieaktualne|temat nieaktualny
    sprawa nieaktualna|sprawa zalatwiona|temat zamkniety|mozna zamknac
    doszlo|doszla|doszedl|doszly|dotarla|dotarlo|dotarl|dotarly|przyszla|przyszlo|przyszedl|przyszly|otrzymalam|otrzymalem|odebralam|odebralem
    odebrane|idealnie|rewelacja|perfekcyjnie|znalazlem|znalazlam
    rewelacyjny|rewelacyjna|rewelacyjne|swietny|swietna|swietne|znakomity|znakomita|znakomite
    juz znalazlem|juz znalazlam|juz wiem|juz mam|jest ok|poczekam|zaczekam|bede czekac|bede czekal
    bede czekala|czekam|na pewno wroce|polecam|pozdrawiam|i wzajemnie|wzajemnie|nawzajem
    no worries|no problem|all good|all right|alright|great|perfect|fine|got it|understood|i understand
    sounds good|will do|awesome|lovely|cool|wonderful|excellent|brilliant
    arrived|received it|received|works now|sorted|never mind|nevermind|all sorted|same to you|you too
    that's fine|i'll wait|will wait|amazing
    alles klar|klar|in ordnung|passt|alles gut|alles bestens|verstanden|verstehe|super|prima|perfekt
    toll|kein problem|keine ursache|hat sich erledigt|erledigt|angekommen|gut angekommen
    ich warte|dann warte ich|gerne|gern geschehen|einverstanden|geht klar|bestens|ebenso|gleichfalls
    gerai|supratau|aisku|puiku|viskas gerai|tinka|sutinku|nieko tokio|nera problemu|gavau|siunta gavau
    atejo|lauksiu|palauksiu|jau nebeaktualu|nebeaktualu|jums taip pat|saunu|idealu|geros dienos
    """
)

# Words that may stand beside them without changing anything.
_FILLER = finder(
    """
    dzien dobry|dobry wieczor|witam|czesc|hej|pozdrawiam|pozdrowienia|pozdrawiamy|serdecznie|serdeczne
    milego|milej|udanego|spokojnego|dobrego|dobrej|dnia|dzien|wieczoru|weekendu|niedzieli|nocy
    wesolych|swiat|spokojnych|zycze|zyczymy|panu|pani|panstwu|panstwa|pan|wam|bardzo|wielkie|wielki
    ogromne|slicznie|pieknie|serdecznie|raz jeszcze|jeszcze raz|raz|jeszcze|w takim razie|to|no|a|i|oraz
    za|z|na|w|o|do|juz|tez|rowniez|wlasnie|dzisiaj|dzis|wczoraj
    szybka|szybkie|szybki|blyskawiczna|blyskawiczny|ekspresowa|sprawna|sprawne|wyczerpujaca|mila|mile
    odpowiedz|odpowiedzi|odp|pomoc|informacje|informacja|info|reakcje|kontakt|obsluge|obsluga|wysylke
    wysylka|dostawe|dostawa|realizacje|zakupy|zakup|transakcje|transakcja|wyjasnienie|wyjasnienia
    wiadomosc
    paczka|paczke|przesylka|przesylke|przesylki|paczki|towar|zamowienie|produkt|ksiazka|ksiazki|cala|caly|cale|zdrowa
    cala i zdrowa|wszystko|wszytko|jest|sa|bedzie|dziala|gra|super|tak|zatem|wiec|czekac|czekamy|fajnie
    przepraszam|za klopot|klopot|klopoty|fatyge|zamieszanie|ekipe|ekipa|ekipy|ekipie|zespol|calej|caly zespol
    bylo|byl|byla|dobre|dobry|naprawde|cierpliwosc|wyrozumialosc|polecam|przesylke|paczuszke|dostarczona
    zgodna|z opisem|szczescie|pania|panstwem|mi|sie|jak najbardziej
    hello|hi|hey|dear|so|very|much|a lot|lot|many|for|the|your|you|a|an|it|its|it's|is|was|all|and|quick
    fast|prompt|speedy|swift|kind|reply|response|answer|help|service|delivery|shipping|item|items|parcel
    package|order|safely|well|today|yesterday|just|now|have|nice|good|great|lovely|day|evening|weekend
    week|one|best|kind|regards|wishes|take care|bye|will|again|that|that's|i|am|i'm|happy|really|with|me
    everything|works|perfectly|info|information|letting|know|then|ok|has|my|ah|oh|to|of|no|on|in|arrived
    seller|recommended|love
    hallo|guten tag|guten abend|guten morgen|liebe|lieben|schone|schonen|schones|grusse|grussen|gruss
    grusse|mit|freundlichen|freundliche|viele|herzliche|beste|besten|mfg|lg|vg|tag|abend|wochenende|noch
    einen|ein|fur|die|das|den|der|ihre|schnelle|schnellen|schneller|nette|super|antwort|hilfe|info
    information|auskunft|lieferung|ruckmeldung|nachricht|versand|service|paket|ware|artikel|sendung|ist
    sind|heute|gestern|bereits|schon|gut|und|ich|dann|ja|alles|auch|sehr|vielmals|ihnen|jetzt|hat
    geklappt|ja|wunsche
    laba diena|labas|sveiki|labai|uz|greita|greitas|atsakyma|atsakymas|pagalba|informacija|siunta
    siuntinys|siuntini|preke|prekes|uzsakyma|uzsakymas|viskas|jau|geros|grazios|dienos|vakaro
    savaitgalio|pagarbiai|linkejimai|su|pagarba|jums|ir|tuomet|tada|tai|dar|karta|nuosirdziai
    aptarnavima|operatyvuma|pristatyma|sekmes|taip|yra|puikiai|esu|siandien|vakar|ok
    """
)
_STOPPERS = finder(
    """
    nie|ale|jednak|niestety|tylko|brak|brakuje|prosze|czy|kiedy|gdzie|dlaczego|ile|zwrot|reklamacja
    faktura|fakture|uszkodzon*|zepsut*|zle|nadal|ciagle|wciaz
    not|but|however|unfortunately|only|missing|please|when|where|why|refund|invoice|broken|damaged|still
    yet|can|could|except|without
    nicht|aber|leider|nur|fehlt|bitte|wann|wo|warum|rechnung|defekt|kaputt|immer noch|kein|keine|jedoch
    ne|bet|deja|tik|truksta|prasau|kada|kur|kodel|saskaita|sugadint*|vis dar|neveik*|taciau
    """
)


def is_thanks(text: str) -> bool:
    """True when gratitude is expressed for something received (not "z góry dziękuję", not irony)."""
    folded = fold_aligned(text[:4000])
    if _IRONY.search(folded):
        return False
    return bool(THANKS.search(_ADVANCE.sub(lambda match: " " * len(match.group()), folded)))


def is_closer(text: str) -> bool:
    """True when the message needs no answer: only thanks, acknowledgement and politeness."""
    if len(text) > 600 or "?" in text:
        return False
    folded = fold_aligned(_without_signature(text))
    if _EMOJI_NO.search(folded) or _ADVANCE.search(folded) or _IRONY.search(folded):
        return False
    smiling = bool(_EMOJI_YES.search(text))
    folded = _SMILE.sub(" ", folded)
    if len(_WORD.findall(folded)) > MAX_WORDS:
        return False
    rest, acknowledged = _take(folded)
    left = _WORD.findall(rest)
    if not _WORD.search(folded):
        return smiling
    if any(word.isdigit() for word in left) or _STOPPERS.search(rest):
        return False
    names = _names_at_end(text, left)
    return (acknowledged or (smiling and not left)) and len(left) <= names


def _take(folded: str) -> tuple[str, bool]:
    """Blank out acknowledgements, then fillers; say whether an acknowledgement stood there."""
    rest, acks = _ACK.subn(_blank, folded)
    rest, thanks = THANKS.subn(_blank, rest)
    return _FILLER.sub(_blank, rest), bool(acks or thanks)


def _blank(match: Hit) -> str:
    return " " * (match.end() - match.start())


def _without_signature(text: str) -> str:
    return re.sub(
        r"\n\s{0,40}(?:wysłane z|sent from|gesendet von|išsiųsta iš)[^\n]{0,200}",
        "",
        text,
        flags=re.IGNORECASE,
    )


def _names_at_end(text: str, left: list[str]) -> int:
    """How many unknown words may be a signature: up to two capitalised words at the end."""
    tail = re.findall(r"[^\W\d_]+", text)[-2:]
    count = 0
    for word in reversed(tail):
        if word[:1].isupper() and not word.isupper() and fold_aligned(word) in left:
            count += 1
    return count
