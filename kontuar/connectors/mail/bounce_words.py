"""What mail servers say of mail that came back, in English, Polish, German and Lithuanian.

Collected from the texts of Postfix, Exim, sendmail, qmail, Exchange and Gmail and from what their translations and
the providers of these countries write; each line is one way of saying it. Asked only of mails that show by their
sender or their parts that a server wrote them. Every stretch is bounded: who writes a mail may write anything.
"""

import re

from kontuar.facts.mails import BounceWhy


def _any(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways), re.IGNORECASE)


SUBJECT = _any(
    r"undeliver|(not|un)delivered|returned (mail|to sender)|failure notice|mail system error",
    r"delivery (status notification|has failed|failed|failure|notification|delay|incomplete|problem|report)",
    r"could not (send|deliver)|message .{0,40}delayed",
    r"niedostarcz|niedoręcz|nie (została? |zostało )?(dostarczon|doręczon)",
    r"nie (można|udało się) (dostarczyć|doręczyć)|(dostarczyć|doręczyć) nie (można|udało)",
    r"(błąd|problem) (z )?(dostarcz|doręcz)",
    r"zwrot (wiadomości|poczty|niedo)|opóźni\w{1,20} (dostarcz|doręcz)",
    r"unzustellbar|nicht zu(gestellt|stellbar)|zustell\w{0,20} ?(ist )?(fehl|verzög)|zustellfehler",
    r"fehler bei der zustellung",
    r"nepristaty|nepristatom|neįteikt|nepavyko (pristatyti|įteikti)|(pristatyti|įteikti) nepavyko|nebuvo pristat",
    r"pristatymo (klaida|nesėkm)|pristatymas (nepavyko|vėluoja)",
)
STILL_TRYING = _any(
    r"warning|delay|will (keep|continue|be retried)",
    r"ostrzeżen|opóźni|(wciąż|nadal) próbuj|ponowi\w{0,20} prób",
    r"warnung|verzöger|weiterhin versuch",
    r"vėluoja|įspėjim|dar bandys|bandys (dar|toliau)",
)
_NO_DOMAIN = _any(
    r"host (or domain name )?not found|domain( name)? (not found|does not exist)|nxdomain|unrouteable|no such domain",
    r"domen\w{0,20} [^\n]{0,60}nie istnieje|nie (znaleziono|odnaleziono) (domeny|serwera)",
    r"dom[äa]i?ne? [^\n]{0,60}(existiert nicht|nicht gefunden)",
    r"domen\w{0,20} [^\n]{0,60}(neegzistuoja|nerast)",
)
_FULL = _any(
    r"(mailbox|inbox) (is |has been )?(full|exceeded)|over ?quota|quota exceeded|exceeded (its |the )?(storage|quota)",
    r"out of storage|insufficient (system )?storage",
    r"przepełnion|skrzynk\w{1,20} [^\n]{0,40}(pełna|pełnej)|pełna skrzynk|brak (wolnego )?miejsca",
    r"przekroczon\w{0,20} [^\n]{0,30}(limit|pojemno|quot)",
    r"postfach [^\n]{0,40}(voll\b|überfüllt)|speicherplatz|kontingent",
    r"dėžutė [^\n]{0,40}(pilna|perpildyta)|(pilna|perpildyta) [^\n]{0,20}dėžutė|viršyt\w{0,20} [^\n]{0,20}kvot",
)
_NO_MAILBOX = _any(
    r"user unknown|unknown (user|recipient|address)|(user|recipient|address|mailbox|account)( \S+)? not found",
    r"no such (user|mailbox|recipient|address|person)|recipient( address)? rejected|does(n't| not) exist",
    r"mailbox unavailable|invalid (recipient|mailbox)|inactive|disabled",
    r"nie istnieje|nie (znaleziono|odnaleziono) (adres|odbiorc|użytkow|skrzynk)",
    r"nieznan\w{1,20} (użytkownik|odbiorc|adresat|adres)|(użytkownik|odbiorca|adresat)\w{0,20} [^\n]{0,20}nieznan",
    r"brak (takiego )?(użytkownika|konta|adresu)|nie ma takie(go|j) (użytkownika|konta|adresu|skrzynki|odbiorcy)",
    r"zablokowan\w{1,20} konto|konto [^\n]{0,30}(zablokowan|nieaktywn|usunięt)",
    r"unbekannt|existiert nicht|(adresse|empfänger|benutzer|postfach)\w{0,20} [^\n]{0,60}nicht gefunden",
    r"nepažįstam|neegzistuoja|nežinom\w{1,20} (gavėj|vartotoj|adres)|nėra tokio",
    r"(gavėj|vartotoj|adres)\w{0,20} [^\n]{0,40}(nerast|nežinom)",
)
_TOO_LARGE = _any(
    r"too (large|big)|size (limit|exceeds)|exceeds [^\n]{0,30}size",
    r"zbyt duż|za duż[ay]|przekracza [^\n]{0,30}rozmiar",
    r"zu groß|größenbeschränk",
    r"per didel|viršija [^\n]{0,20}dydį",
)
_REFUSED = _any(
    r"spam|blocked|black ?list|policy|rejected|denied|refused by|not accepted|dmarc|spf",
    r"odrzucon|odmow|zablokowan",
    r"abgelehnt|abgewiesen|blockiert|verweigert",
    r"atmest|užblokuot",
)
_UNREACHABLE = _any(
    r"timed? ?out|connection refused|temporar|greylist|unreachable",
    r"nie odpowiada|tymczasow",
    r"zeitüberschreitung|vorübergehend|nicht erreichbar",
    r"laikin|nepasiekiam",
)
WHY = (
    (BounceWhy.UNREACHABLE, re.compile(r"connection refused", re.IGNORECASE)),
    (BounceWhy.NO_SUCH_DOMAIN, _NO_DOMAIN),
    (BounceWhy.MAILBOX_FULL, _FULL),
    (BounceWhy.NO_SUCH_MAILBOX, _NO_MAILBOX),
    (BounceWhy.TOO_LARGE, _TOO_LARGE),
    (BounceWhy.REFUSED, _REFUSED),
    (BounceWhy.UNREACHABLE, _UNREACHABLE),
)
"""Asked in this order: a full mailbox is also *rejected*, a domain that does not exist also *does not exist*."""
