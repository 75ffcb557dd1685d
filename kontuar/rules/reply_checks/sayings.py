"""What a text of ours says of sending, arriving and refunding: the day, the sum, or that it is not done yet.

Only sentences about one of the three alone are believed; everything else is left aside rather than guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from kontuar.facts.reading import Claim, ClaimKind
from kontuar.rules.reply_checks.look import fold, phrases

SENDING, ARRIVING, REFUNDING = "sending", "arriving", "refunding"
_SUBJECTS = {
    SENDING: phrases("""
wyślemy | wyślę | wysyłamy | wysyłam | nadamy | nadam | nadajemy | wysyłk* | zostanie wysłan* | zostanie nadan* |
  będzie wysłan* | będzie nadan* | wyjdzie | wyjedzie | nadanie
will send | will ship | will post | will dispatch | ships | goes out | will go out | be sent | be shipped |
  be dispatched
verschicken | versenden | senden wir | geht raus | verschickt | versandt | versendet
išsiųsime | išsiųsiu | siųsime | bus išsiųst*
"""),
    ARRIVING: phrases("""
dotrze | dojdzie | przyjdzie | będzie u pana | będzie u pani | będzie u państwa | dostarczymy | zostanie dostarczon* |
  otrzyma pan | otrzyma pani | otrzymają państwo | dostanie pan | dostanie pani | doręczeni* | dostaw*
will arrive | should arrive | be delivered | will reach | you will receive | you'll receive | you will get
kommt an | kommt bei ihnen | erhalten sie | bekommen sie | zugestellt | ankommen
gausite | pasieks | bus pristatyt* | pristatysime
"""),
    REFUNDING: phrases("""
zwrócimy | zwrócę | zwrot* | przelejemy | przeleję | zwrócone | oddamy
refund | refunded | money back
erstatten | erstattung | erstattet | überweisen
grąžinsime | grąžinsiu | grąžint* | pervesime
"""),
}
NOT_SENT = phrases("""
jeszcze nie | nie została jeszcze | nie zostało jeszcze | nie został jeszcze … wysłan* | nadan* | wysłaliśmy |
  nadaliśmy | wyszł* | wyszedł | wysłałem | wysłałam
nie została | nie zostało | nie wysłaliśmy | nie nadaliśmy … wysłan* | nadan* | jeszcze
has not | hasn't | have not | haven't | not yet … sent | shipped | dispatched | posted
noch nicht … verschickt | versandt | versendet | abgeschickt
dar neišsiųst* | dar neišsiuntėme
""")
_AMOUNT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[ \u00a0]\d{3}){0,2}|\d{1,7})(?:[.,](\d{2}))?\s?(?:zl|pln|eur|euro|€)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^!?\n]{1,500}?(?:[.!?](?=\s|$)|\n|$)|[^!?\n]{1,500}")
_DATES = frozenset({ClaimKind.PROMISED_DATE, ClaimKind.PROMISED_TIME})


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One sentence's statement. ``day`` is local; ``is_undone`` is "not sent yet", ``is_done`` "sent"."""

    subject: str
    span: tuple[int, int]
    day: date | None = None
    amount: Decimal | None = None
    is_undone: bool = False
    is_done: bool = False


def sayings(text: str, claims: Iterable[Claim], zone: ZoneInfo) -> tuple[Saying, ...]:
    """What is said, sentence by sentence."""
    return tuple(_all(fold(text), tuple(claims), zone))


def _all(text: str, claims: tuple[Claim, ...], zone: ZoneInfo) -> Iterator[Saying]:
    for sentence in _SENTENCE.finditer(text):
        part, start, end = sentence.group(), sentence.start(), sentence.end()
        inside = [claim for claim in claims if start <= claim.start < end]
        if part.rstrip().endswith("?"):
            continue
        if undone := NOT_SENT.search(part):
            span = (start + undone.start(), start + undone.end())
            yield Saying(subject=SENDING, span=span, is_undone=True)
        for claim in inside:
            if claim.kind is ClaimKind.SAID_SENT:
                yield Saying(subject=SENDING, span=(claim.start, claim.end), is_done=True)
        subjects = [name for name, pattern in _SUBJECTS.items() if pattern.search(part)]
        if len(subjects) == 1:
            yield from _of_one(subjects[0], part, start, inside, zone)


def _of_one(subject: str, part: str, start: int, inside: list[Claim], zone: ZoneInfo) -> Iterator[Saying]:
    promised = [claim for claim in inside if claim.kind in _DATES and claim.promised_by]
    if len(promised) == 1 and promised[0].promised_by:
        claim = promised[0]
        day = promised[0].promised_by.astimezone(zone).date()
        yield Saying(subject=subject, span=(claim.start, claim.end), day=day)
    sums = list(_AMOUNT.finditer(part))
    if subject == REFUNDING and len(sums) == 1:
        whole, cents = sums[0].groups()
        plain = re.sub(r"\D", "", whole)
        span = (start + sums[0].start(), start + sums[0].end())
        yield Saying(subject=subject, span=span, amount=Decimal(f"{plain}.{cents or '00'}"))
