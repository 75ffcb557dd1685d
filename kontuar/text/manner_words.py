"""Phrases of good and bad manners per language (folded; see phrases.py)."""

from __future__ import annotations

import re

from kontuar.text.phrases import by_language

OPENING = by_language(
    """
    [pl] dzien dobry|dobry wieczor|witam|witam serdecznie|szanown*|panie|pani|panstwo|drodzy|drogi|droga
    czesc|hej|witaj|dziekuj*|przepraszam*|bardzo dziekuj*|serdecznie dziekuj*|milo mi|przykro mi
    [en] hello|hi|dear|good morning|good afternoon|good evening|hey|thank you|thanks|many thanks
    i am sorry|i'm sorry|we are sorry|apologies
    [de] guten tag|guten morgen|guten abend|hallo|sehr geehrte*|liebe*|lieber|moin|gruss gott
    vielen dank|danke|herzlichen dank|entschuldig*|es tut mir leid|es tut uns leid
    [lt] laba diena|labas|labas rytas|labas vakaras|sveiki|sveikas|sveika|gerb|gerbiam*|aciu|dekojame
    dekoju|dekui|atsipras*|labai aciu
    """
)
COURTESY = by_language(
    """
    [pl] prosz*|prosimy|dziekuj*|dzieki|poprosze|przepraszam*|uprzejmie|chetnie|oczywiscie|zapraszam*
    milego|pozdrawiam*|z powazaniem|z przyjemnoscia|niestety|pan|pani|panstwo|panstwa|panu|pana|panstwu
    sluze|sluzymy
    [en] please|thank you|thanks|sorry|apolog*|gladly|happy to|of course|welcome|regards|kind|kindly
    appreciate*|unfortunately|wishes|sincerely|glad|pleasure|let us know|let me know
    [de] bitte*|danke|dank|gerne|gern|entschuldig*|leid|grussen|grusse|naturlich|selbstverstandlich
    leider|herzlich*|freuen|freue
    [lt] prasau|prasom*|prasytume|aciu|dekoj*|dekui|atsipras*|mielai|zinoma|pagarbiai|deja|linkejimai*
    malonu|maloniai
    """
)
BLAME = by_language(
    """
    [pl] pana wina|pani wina|panstwa wina|wylacznie pana|wylacznie pani|z pana winy|z pani winy
    z panstwa winy|trzeba bylo|nalezalo sprawdzic|nalezalo przeczytac|nalezalo doczytac
    mogl pan sprawdzic|mogla pani sprawdzic|powinien pan byl|powinna pani byla|trzeba czytac
    nie przeczytal pan|nie przeczytala pani|nie doczytal*|sam pan|sama pani|gdyby pani uwaznie
    gdyby pan uwaznie|gdyby pan przeczytal|gdyby pani przeczytala|gdyby panstwo przeczytali
    nie nasza wina|to nie nasz problem|nie nasz problem|pana problem|pani problem|to juz pana
    to juz pani|uparl sie|wmawia|wmawiac|klamie pan|klamie pani|pan klamie|pani klamie
    prosze sie nauczyc|widzialy galy|zawiniliscie
    [en] your fault|your own fault|your mistake|your problem|you should have|you could have
    if you had read|you didn't read|you did not read|you failed to|you must have|not our problem
    not our fault|not my fault|not my problem|you obviously|you clearly|as you would know|blame yourself
    you are wrong|you're wrong|you are lying
    [de] ihre schuld|ihre eigene schuld|ihr fehler|selbst schuld|ihr problem|hatten sie|sie hatten
    wenn sie gelesen hatten|nicht unser problem|nicht unsere schuld|sie haben nicht gelesen|sie mussen
    offensichtlich haben sie nicht|sie lugen|haben sie selbst
    [lt] jusu kalte|jusu paciu kalte|patys kalti|pats kaltas|pati kalta|jus kalti|reikejo pasitikrinti
    reikejo perskaityti|reikejo ziureti|turejote perskaityti|turejote pasitikrinti|ne musu problema
    ne musu kalte|jusu problema|neperskaitete|jus meluojate|jusu klaida
    """
)
CURT = by_language(
    """
    [pl] wszystko jest w opisie|wszystko w opisie|jest w opisie|napisane w opisie|bylo w opisie
    prosze czytac|czytac opis|prosze przeczytac opis|czytaj opis|opis sie czyta|jak w opisie
    tak jak w opisie|patrz opis|przeciez pisze|przeciez jest napisane|juz pisalem|juz pisalam
    juz pisalismy|juz odpowiadalem|juz odpowiadalam|ile razy mam|nie mam czasu|nie bede sie powtarzac
    prosze nie pisac|prosze sie uspokoic|to nie moja sprawa|bez komentarza|prosze nie zawracac
    jak sie nie podoba|nie to nie
    [en] read the description|it's in the description|it is in the description|see description
    see the description|as stated in the listing|read the listing|already told you|as i already said
    as i said before|i already answered|calm down|no comment|take it or leave it|stop asking
    stop writing
    [de] steht in der beschreibung|steht alles in der beschreibung|steht im angebot
    lesen sie die beschreibung|beschreibung lesen|siehe beschreibung|wie bereits geschrieben
    habe ich bereits geschrieben|beruhigen sie sich|keine zeit|wie schon gesagt
    [lt] viskas parasyta aprasyme|yra aprasyme|parasyta aprasyme|skaitykite aprasyma|ziurekite aprasyma
    jau rasiau|jau atsakiau|jau sakiau|nusiraminkite|neturiu laiko
    """
)
FEEL = by_language(
    """
    [pl] przykro mi ze pan tak|przykro mi ze pani tak|przykro mi ze panstwo tak|przykro nam ze pan tak
    przykro nam ze pani tak|przykro nam ze panstwo tak|przykro mi, ze pan tak|przykro mi, ze pani tak
    przykro mi, ze panstwo tak|przykro nam, ze pan tak|przykro nam, ze pani tak
    przykro nam, ze panstwo tak|przykro, ze pan tak|przykro, ze pani tak|jesli poczul sie pan
    jesli poczula sie pani|jezeli poczul sie pan|jezeli poczula sie pani|przepraszam jesli
    przepraszam, jesli|przepraszamy, jesli|przepraszamy jesli|przepraszam, jezeli
    [en] sorry you feel|sorry that you feel|sorry if you feel|sorry if you|sorry that you think
    sorry you think|apologise if|apologize if|apologies if|sorry for how you feel
    [de] leid, dass sie das so sehen|leid, dass sie das so empfinden|leid dass sie das so|leid, wenn sie
    leid, falls sie|bedaure, dass sie das so|bedauern, dass sie das so|schade, dass sie das so
    [lt] gaila, kad jus taip|gaila, kad taip manote|gaila kad taip|apgailestauju, kad jus taip
    atsiprasome, jei|atsiprasau, jei|gaila, jei jus
    """
)
APOLOGY = by_language(
    """
    [pl] przepraszam*|przykro mi|przykro nam|ubolewam*|wybaczenie|przeprosiny|przeprosin
    [en] sorry|apolog*|regret|forgive
    [de] entschuldig*|tut mir leid|tut uns leid|leid tut|verzeihung|bedauern|bedaure
    [lt] atsipras*|apgailestau*|labai gaila|mums gaila|man gaila
    """
)
EMPATHY = by_language(
    """
    [pl] rozumiem*|wyobrazam sobie|przykro|przepraszam*|ubolewam*|to przykre|doskonale rozumiem*
    dziekuje za zgloszenie|dziekujemy za zgloszenie|dziekuje za informacj*|dziekujemy za informacj*
    [en] sorry|apolog*|understand|i can see|must be|disappoint*|thank you for letting
    [de] leid|entschuldig*|verstehe*|verstandnis|verstehen|bedauer*|argerlich|danke fur den hinweis
    [lt] atsipras*|suprant*|gaila|apgailest*|dekojame, kad pranes*
    """
)
CLOSING = by_language(
    """
    [pl] pozdrawiam*|z powazaniem|z wyrazami szacunku|serdecznie pozdrawiam|milego dnia|milego wieczoru
    milego weekendu|lacze pozdrowienia|z pozdrowieniami|pozdrowienia|do uslug|udanego dnia|serdecznosci
    [en] regards|best wishes|kind regards|best regards|sincerely|yours|cheers|all the best|many thanks
    warm wishes|have a nice|have a lovely|take care|best
    [de] mit freundlichen grussen|freundliche grusse|viele grusse|beste grusse|herzliche grusse|mfg
    liebe grusse|schone grusse|mit besten grussen|lg|vg
    [lt] pagarbiai|su pagarba|linkejimai*|geros dienos|grazios dienos|nuosirdziai|aciu ir geros
    """
)

# Courtesy capitals: a small letter in direct address.
SMALL = {
    "pl": re.compile(
        r"(?<![\w.@/-])(?:pan(?:a|u|em|ie|i[ąaę]?)?|pani|państw(?:o|a|u|em))(?![\w/(-])(?!\s(?:kurier"
        r"|listonosz|kierowc|z\s|w\s(?:sklepie|punkcie|okienku))\w*)"
    ),
    "de": re.compile(
        r"(?<![\w.@/-])(?:ihr(?:e|en|em|er|es)?(?=\s(?:nachricht|anfrage|bestellung|paket|sendung|frage"
        r"|geduld|verständnis|zahlung|adresse|geld|kauf|interesse|einkauf|rückmeldung|e-mail|konto|modell"
        r"|artikel)\w*)|ihnen)(?!\w)"
        r"|(?<=können )sie(?!\w)|(?<=haben )sie(?!\w)|(?<=möchten )sie(?!\w)|(?<=finden )sie(?!\w)"
        r"|(?<=erhalten )sie(?!\w)|(?<=bitten )sie(?!\w)|(?<=bekommen )sie(?!\w)|(?<=senden )sie(?!\w)"
        r"|(?<=schicken )sie(?!\w)",
        re.IGNORECASE,
    ),
    "lt": re.compile(r"(?<![\w.@/-])(?:jūs|jūsų|jums|jus|jumis|tamsta|tamstos|tamstai)(?![\w-])"),
}
SLASH = re.compile(
    r"\bPan(?:a|u|ie|em)?\s?(?:/|lub)\s?Pani\w?\b|\bPani\s?/\s?Pan\w{0,2}\b|\bPan\(i\)|\b\w{3,15}(?:łe"
    r"|ła)m?\s?/\s?-?(?:łam|aś|am|ła|a)\b|\b\w{3,15}[łe]ś?\([aąę]ś?\)"
    r"|\bSehr geehrte/r\b|\bSehr geehrte\(r\)|\bHerr/Frau\b|\bDear Sir/Madam\b|\bGerbiamas/-a\b"
    r"|\bGerbiamas\(-a\)"
)
ADDRESS_PL = re.compile(r"\b(Panie|Pani|pani|panie)\s([A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]{2,20})(?!\w)")
TITLES = frozenset(
    {
        "Doktorze",
        "Profesorze",
        "Dyrektorze",
        "Kierowniku",
        "Prezesie",
        "Mecenasie",
        "Redaktorze",
        "Magistrze",
        "Doktor",
        "Profesor",
        "Dyrektor",
        "Mecenas",
        "Redaktor",
        "Prezes",
        "Kierownik",
    }
)
SURNAME_PL = re.compile(r"(?:ski|cki|dzki|ska|cka|dzka|wicz|czyk|czak|iak|owski|ewski|ński)$")
MISSING_COMMA_PL = re.compile(
    r"\b([Dd]zień dobry|[Dd]obry wieczór|[Ww]itam)(?=\s(?:Panie|Pani)\s[A-ZĄĆĘŁŃÓŚŹŻ])"
)
WITAM = re.compile(r"^\s{0,5}(witam|witaj)\b", re.IGNORECASE)
