"""Contact data and links that may lead the buyer away from the marketplace (B11).

Forbidden is business outside it, not a telephone number as such, so this is a warning. One link to the
seller's own shop led to a ban (a seller in allegro/allegro-api #10252, 2024-11-08). Links to the marketplace
and to a carrier's tracking page pass, and so do numbers of orders, offers, parcels and invoices.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.facts.reading import ClaimKind
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import apart, digits, finding, fold, phrases
from kontuar.rules.reply_checks.private_data import postal
from kontuar.rules.sending_policy import ContactRule

type Span = tuple[int, int]

_EMAIL = re.compile(r"(?<![\w.+-])[\w+-][\w.+-]{0,63}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,12}", re.IGNORECASE)
_TLD = "pl|com|eu|net|org|lt|de|cz|sk|info|shop|store|online|co\\.uk|biz|me"
_LINK = re.compile(
    r"https?://[^\s<>\"']{1,500}|(?<![\w@.])www\.[^\s<>\"']{2,300}"
    rf"|(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{{1,62}}\.){{1,4}}(?:{_TLD})(?![\w@-])(?:/[^\s<>\"']{{0,300}})?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:https?://)?(?:[^/@\s]{1,100}@)?([^/:?#\s]{1,253})", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w/#.,+-])(?:\+\d|00\d|\(\d|\d)[\d ()./-]{6,20}\d(?![\w/-]|[.,]\d)")
_UNIT = phrases(
    """
zł | pln | eur | euro | usd | szt | kg | g | ml | cm | mm | m | km | % | € | $
""",
    ahead=r"^\s?",
)
_CALL = phrases("""
tel* | komórk* | zadzwo* | dzwoni* | numer telefonu | sms* | kontakt*
call | phone | mobile | ring | text | contact
handy* | anruf* | rufen | mobil
skambin* | paskambin*
""")
_OTHER_NUMBER = phrases(
    """
zamówieni* | zam | paczk* | przesyłk* | ofert* | nip | regon | krs | pesel | kont* bankow* | konto |
  konta | rachun*
faktur* | paragon* | ean | sku | kod* | symbol* | seryjn* | przewozow* | nadania
order | parcel | tracking | item | offer | invoice | vat | account | serial | part | code | reference |
  waybill
bestell* | bestellnummer | auftrag* | paket* | sendung* | artikel* | rechnung*
užsakym* | siunt* | prek* | sąskait*
""",
    behind=r"(?!\w)\s?(?:nr|no|numer|numeru|numerze|number|nummer|numeris|id)?[.:]?\s?#?$",
)
_MOBILE = ("45", "50", "51", "53", "57", "60", "66", "69", "72", "73", "78", "79", "88")
_SOCIAL = phrases(
    """
pisz* | napisz* | kontakt* | znajd* | zapraszam* | profil* | śledź* | obserwuj* | dodaj* | polub* … NET
follow | find | write | contact | message | reach | add | visit | like … NET
folg* | schreib* | finden | besuch* … NET
rašykite | susisiek* | sekite | ieškokite | raskite … NET
""".replace(
        "NET", "facebook* | instagram* | whatsapp* | messenger* | telegram* | viber* | tiktok* | fb | insta"
    )
)
_HANDLE = re.compile(r"(?:(?<=[^\s] )|(?<=[:(]))@[a-z][\w.]{2,30}", re.IGNORECASE)
"""A handle inside a sentence; at its beginning "@login" only speaks to somebody."""
_FROM_READING = {
    ClaimKind.EMAIL: "email",
    ClaimKind.PHONE: "phone",
    ClaimKind.LINK: "link",
    ClaimKind.BANK_ACCOUNT: "payment",
}


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Warn at each place, named by its kind."""
    rule = policy.sending.contact
    if rule is None:
        return ()
    kinds: dict[Span, str] = {}
    for kind, span in _found(draft):
        if kind in rule.kinds and not _passes(kind, draft, span, rule):
            kinds.setdefault(span, kind)
    return tuple(
        finding(f"contact_{kinds[span]}", Severity.WARNING, span=span, rule=rule, fix="remove")
        for span in apart(kinds)
    )


def _found(draft: DraftFacts) -> Iterator[tuple[str, Span]]:
    """E-mail, link and phone from the reading where there is one, else by our own patterns."""
    text = draft.text
    if draft.reading is not None:
        for claim in draft.reading.claims:
            if claim.kind in _FROM_READING:
                yield _FROM_READING[claim.kind], (claim.start, claim.end)
    else:
        yield from (("email", match.span()) for match in _EMAIL.finditer(text))
        yield from (("link", _trimmed(match)) for match in _LINK.finditer(text))
        yield from (("phone", match.span()) for match in _NUMBER.finditer(text) if _is_phone(text, match))
    yield from (("postal_address", span) for span in postal(text))
    yield from (("social", match.span()) for match in _SOCIAL.finditer(fold(text)))
    yield from (("social", match.span()) for match in _HANDLE.finditer(text))


def _trimmed(match: re.Match[str]) -> Span:
    """A link without the full stop or bracket that only follows it."""
    return match.start(), match.start() + len(match.group().rstrip(".,;:!?)"))


def _passes(kind: str, draft: DraftFacts, span: Span, rule: ContactRule) -> bool:
    found = draft.text[slice(*span)]
    if kind in {"link", "email"}:
        match = _HOST.match(found.rpartition("@")[2] if kind == "email" else found)
        host = match.group(1).lower().removeprefix("www.").rstrip(".,;)") if match else ""
        friends = rule.own_hosts | rule.carrier_hosts
        return any(host == friend or host.endswith("." + friend) for friend in friends)
    if kind == "phone":
        number = digits(found)
        return any(number in digits(own) or own == found for own in draft.own_numbers if own)
    return False


def _is_phone(text: str, match: re.Match[str]) -> bool:
    """A number is a phone by its form, or because the words before it say so; other numbers are named."""
    found, lead = match.group(), fold(text[max(0, match.start() - 60) : match.start()])
    number = digits(found)
    if not 8 <= len(number) <= 14 or _UNIT.match(text[match.end() : match.end() + 8]):
        return False
    if re.search(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d", found):
        return False
    if found.startswith("+"):
        return True
    if _OTHER_NUMBER.search(lead):
        return False
    if _CALL.search(lead):
        return len(number) <= 13
    groups = [len(part) for part in re.split(r"[ .()/-]{1,3}", found) if part]
    if len(number) == 9 and groups in ([3, 3, 3], [2, 3, 2, 2], [9]):
        return number.startswith(_MOBILE) or groups == [2, 3, 2, 2]
    german = number.startswith(("0151", "0152", "0157", "016", "017")) and 11 <= len(number) <= 12
    lithuanian = number.startswith("86") and len(number) == 9
    return german or lithuanian
