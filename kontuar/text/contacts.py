"""Contact data, links, bank accounts and documents in a text.

Marketplaces forbid most of them in messages (rules A5.10, B11, F3, G16 name where); this module only
finds them. Numbers of orders, parcels and offers are not phones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kontuar.facts.reading import Claim, ClaimKind
from kontuar.text.fold import fold_aligned
from kontuar.text.phrases import finder

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_HIDDEN_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{2,40}\s{0,2}(?:\(at\)|\[at\]|\{at\}|\(malpa\)|\[malpa\]|\bmalpa\b|\b@\b"
    r"|\beta\b)\s{0,2}[\w-]{2,40}"
    r"\s{0,2}(?:\.|\bkropka\b|\(dot\)|\[dot\]|\bdot\b|\(kropka\)|\(punkt\))\s{0,2}[a-z]{2,6}\b"
)
_TLD = "pl|com|eu|lt|de|net|org|info|biz|uk|at|ch|cz|sk|shop|store|online|io|me|fr|it|es|nl|lv|ee|example"
_LINK = re.compile(
    r"https?://[^\s<>\"]{1,500}|(?<![\w@.])www\.[^\s<>\"]{2,300}"
    rf"|(?<![\w@./-])(?:[a-z0-9-]{{2,63}}\.){{1,4}}(?:{_TLD})(?:/[^\s<>\"]{{0,300}})?(?![\w@.-]*\w)",
    re.IGNORECASE,
)
_MESSENGER = finder(
    "whatsapp|whats app|messenger|telegram|signal app|viber|skype|facebook|instagram|na fb|na insta",
    "gadu gadu|wechat",
)
_IBAN = re.compile(
    r"(?<!\w)(?:[a-z]{2}\s?)?\d{2}(?:[ -]?\d{4}){6}(?!\d)"
    r"|(?<!\w)(?:lt|de)\s?\d{2}(?:\s?\d{4}){4}(?:\s?\d{1,2})?(?!\d)"
)

_PHONE = re.compile(r"(?<![\w#./-])(?:\+|00|\()?\d[\d ()./-]{6,20}\d(?![\w/-]|[.,]\d)")
_UNIT = re.compile(r"\s{0,2}(?:zl|pln|eur|euro|usd|szt|kg|g|ml|cm|mm|m|%|\$|€)(?![^\W\d_])")
_CALL = finder(
    """
    tel|telefon*|nr tel|kom|komork*|zadzwon*|dzwon*|numer tel*|sms|smsa|pod numer*
    call|phone|mobile|ring|text me|tel|cell|reach me
    telefon*|tel|handy*|mobil|anruf*|rufen|ruf
    tel|telefon*|skambin*|paskambin*|mob
    """
)
_NOT_PHONE = finder(
    """
    zamowieni*|zam|paczk*|przesylk*|oferta|oferty|aukcj*|nip|regon|pesel|konto|konta|faktur*|ean|kod|sku
    symbol*|numer seryjn*|list* przewoz*|nadania|vin|isbn|krs|gwarancj*|katalogow*|czesci|zwrot*
    order|parcel|tracking|item|offer|invoice|vat|account|serial|ean|sku|part|code|isbn|ref|reference
    ticket
    bestell*|auftrag*|paket*|sendung*|artikel*|rechnung*|konto|ustid|iban|serien*|trackingnummer
    uzsakym*|siunt*|preke*|saskait*|kod*|imone*
    """
)
_STREET = re.compile(
    r"\b(?:ul|al|os|pl)\.\s{0,2}[^\W\d_][\w .-]{2,40}?\s\d{1,4}[a-z]?(?:\s?[/m-]\s?\d{1,4})?\b"
    r"|\b\d{2}-\d{3}\s{1,2}[^\W\d_]{3,30}"
    r"|\b[^\W\d_][\w-]{1,30}(?:strasse|str\.|weg|platz|allee|gasse|stra\u00dfe)\s\d{1,4}[a-z]?\b"
    r"|\b\d{5}\s[a-z][a-z]{2,25}\b"
    r"|\b[^\W\d_]{3,30}\s(?:g|pr|al|pl)\.\s{0,2}\d{1,4}[a-z]?(?:-\d{1,4})?\b|\blt-\d{5}\b"
    r"|\b\d{1,5}\s(?:[a-z'-]{2,20}\s){1,3}(?:street|st|road|rd|lane|avenue|ave|drive|close|court|way)\b"
    r"|\b[a-z]{1,2}\d[a-z\d]?\s\d[a-z]{2}\b"
)

DOCUMENT = finder(
    """
    faktur*|paragon*|rachun*|potwierdzenie nadania|potwierdzenie przelewu|dowod nadania|etykiet*
    instrukcj*|certyfikat*|karta gwarancyjna|karte gwarancyjna|gwarancje
    invoice*|receipt*|proof of post*|label*|manual*|certificate*
    rechnung*|beleg*|quittung*|etikett*|anleitung*|zertifikat*|versandnachweis
    saskait*|kvit*|instrukcij*|sertifikat*|etiket*
    """
)


def find_contacts(text: str) -> tuple[Claim, ...]:
    """Return e-mails, phones, links and bank accounts in order of place."""
    folded = fold_aligned(text)
    taken: list[tuple[int, int]] = []
    found: list[Claim] = []
    for kind, start, end in _all(folded):
        if any(start < other_end and end > other_start for other_start, other_end in taken[-200:]):
            continue
        taken.append((start, end))
        found.append(Claim(kind=kind, start=start, end=end, text=text[start:end]))
    return tuple(sorted(found, key=lambda claim: claim.start))


def find_postal(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of what looks like postal addresses (buyers' text; never complete)."""
    return tuple(match.span() for match in _STREET.finditer(fold_aligned(text)))


def _all(folded: str) -> Iterator[tuple[ClaimKind, int, int]]:
    for pattern in (_EMAIL, _HIDDEN_EMAIL):
        if pattern is _EMAIL and "@" not in folded:
            continue
        for match in pattern.finditer(folded):
            yield ClaimKind.EMAIL, match.start(), match.end()
    for match in _LINK.finditer(folded):
        end = match.end()
        while end > match.start() and folded[end - 1] in ".,;:!?)]'\"":
            end -= 1
        yield ClaimKind.LINK, match.start(), end
    for match in _IBAN.finditer(folded):
        yield ClaimKind.BANK_ACCOUNT, match.start(), match.end()
    yield from _phones(folded)
    for hit in _MESSENGER.finditer(folded):
        yield ClaimKind.OFF_PLATFORM, hit.start(), hit.end()


def _phones(folded: str) -> Iterator[tuple[ClaimKind, int, int]]:
    for match in _PHONE.finditer(folded):
        start, end = match.span()
        raw = match.group().strip(" (.-/")
        digits = re.sub(r"\D", "", raw)
        if _UNIT.match(folded, end):
            continue
        before = folded[max(0, start - 40) : start]
        if _looks_like_phone(
            raw, digits, called=bool(_CALL.search(before[-25:])), named=bool(_NOT_PHONE.search(before))
        ):
            yield ClaimKind.PHONE, start, end


def _looks_like_phone(raw: str, digits: str, *, called: bool, named: bool) -> bool:
    length = len(digits)
    if not 7 <= length <= 13 or _is_date(raw):
        return False
    if called:
        return True
    if named:
        return False
    if raw.startswith(("+", "00")):
        return length >= 9
    grouped = len(re.findall(r"\d+", raw)) >= 3
    polish = length == 9 and (digits[0] in "45678" and (grouped or digits[:2] in _PL_MOBILE))
    polish = polish or (
        length == 9 and grouped and re.fullmatch(r"\d{2}[ -]\d{3}[ -]\d{2}[ -]\d{2}", raw) is not None
    )
    lithuanian = (length == 9 and digits[:2] == "86") or (length == 11 and digits[:4] == "3706")
    german = digits[0] == "0" and length in (10, 11, 12) and (digits[1] == "1" or grouped)
    british = length == 11 and digits[:2] in ("07", "02", "01")
    return polish or lithuanian or german or british


_PL_MOBILE = {"45", "50", "51", "53", "57", "60", "66", "69", "72", "73", "78", "79", "88"}


def _is_date(raw: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:\s.*)?|\d{4}-\d{2}-\d{2}.*", raw))
