"""What stands around a draft, read from the store, and what the text engine says of the draft in that light."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from kontuar.actions import deliver_mail, house_style, reading, ways
from kontuar.facts.around import Around, EarlierWord, OrderAround
from kontuar.facts.messages import Role, ThreadKind
from kontuar.facts.orders import Fulfilment
from kontuar.facts.orders import Order as OrderFact
from kontuar.facts.reading import Language, Reading
from kontuar.store import rebuild
from kontuar.store.models import Case, MachineText, Message, Order, Rating, Shipment
from kontuar.text import names, reader
from kontuar.text.claims import find_claims

RECENT = 12
"""Messages of a case that are looked at, newest first."""
OTHER_ORDERS = 20
PROPOSALS = 5
"""Of a language model, the newest: older ones were given up."""
LONGEST = 4000
"""Characters of each earlier message that are read."""
LEFT = frozenset({Fulfilment.SENT, Fulfilment.PICKED_UP, Fulfilment.READY_FOR_PICKUP, Fulfilment.RETURNED})


def of_case(case: Case, *, starts: bool = False, now: datetime) -> Around:
    """Everything known around a draft in this case; ``starts`` is a new conversation about its order."""
    fact = rebuild.order(case.order) if case.order else None
    said = [] if starts else list(case.messages.order_by("-written_at", "-pk")[:RECENT])
    known = _names(fact)
    zone = ZoneInfo(case.account.zone)
    thread = None if starts else case.thread
    return Around(
        zone=case.account.zone,
        is_mail=deliver_mail.is_by_letter(case.account),
        is_social=ways.is_by_hand(case.account),
        is_claim=thread is not None and thread.kind == ThreadKind.CLAIM.value,
        buyers_text=_unanswered(said),
        names=known,
        greeting=_greeting(known, case.language),
        order=_order(case.order, fact) if case.order and fact else None,
        other_orders=_other_orders(case),
        earlier=tuple(_earlier(said, zone)),
        wanted=house_style.of_desk().told,
        unaccepted=() if starts else _unaccepted(case),
    )


def of_rating(rating: Rating) -> Around:
    """Around an answer in public: whose name and which number must not stand in it."""
    fact = rebuild.order(rating.order) if rating.order else None
    names_known = _names(fact)
    numbers = (rating.order_external_id,) if rating.order_external_id else ()
    return Around(
        zone=rating.account.zone,
        is_public=True,
        names=names_known,
        other_orders=numbers,
        buyers_text=rating.comment,
        wanted=house_style.of_desk().told,
    )


def read(text: str, case: Case, around: Around, *, signature: str = "", now: datetime) -> Reading:
    """The draft as the text engine reads it: in the buyer's language, against his questions."""
    written, house = _language(case.language), house_style.of_desk()
    context = reader.Context(
        language=written,
        answers_to=around.buyers_text,
        known_words=frozenset(_known_words(case, around, signature)) | house.known_words,
        style=house.style,
        ongoing=bool(around.earlier),
        now=now.astimezone(ZoneInfo(around.zone)),
        check_commas=house.checks_commas,
    )
    return reader.read_draft(text, context)


def _language(code: str) -> Language | None:
    return Language(code) if code in reading.KNOWN else None


def _known_words(case: Case, around: Around, signature: str) -> Iterable[str]:
    yield from around.names
    yield signature
    yield case.buyer.login
    if case.offer:
        yield case.offer.name
    if case.order:
        yield from (str(line.get("name", "")) for line in case.order.fact.get("lines", ()))


def _unaccepted(case: Case) -> tuple[str, ...]:
    rows = MachineText.objects.filter(case=case.pk, accepted_at=None)
    return tuple(rows.order_by("-made_at").values_list("text", flat=True)[:PROPOSALS])


def _unanswered(said: list[Message]) -> str:
    """The buyer's words since our last ones, oldest first."""
    waiting = []
    for row in said:
        if row.role == Role.SELLER.value:
            break
        if row.role == Role.BUYER.value:
            waiting.append(reading.newest_of(row)[:LONGEST])
    return "\n".join(reversed(waiting))


def _earlier(said: list[Message], zone: ZoneInfo) -> Iterable[EarlierWord]:
    for row in said:
        if row.role == Role.SELLER.value:
            text = reading.newest_of(row)[:LONGEST]
            claims = find_claims(text, now=row.written_at.astimezone(zone))
            yield EarlierWord(text=text, written_at=row.written_at, claims=claims)


def _names(fact: OrderFact | None) -> tuple[str, ...]:
    given = [fact.buyer_name, fact.delivery.recipient] if fact else []
    return tuple(dict.fromkeys(name.strip() for name in given if name.strip()))


def _greeting(known: tuple[str, ...], code: str) -> str:
    return names.opening(known[0], _language(code) or Language.PL) if known else ""


def _order(row: Order, fact: OrderFact) -> OrderAround:
    parcels = list(Shipment.objects.filter(order=row).values_list("waybill", "last_scan_at"))
    has_sign = any(waybill or scanned for waybill, scanned in parcels)
    return OrderAround(
        external_id=row.external_id,
        is_sent=has_sign or fact.fulfilment in LEFT or row.lines_sent.upper() == "ALL",
        dispatch_by=row.dispatch_by,
        arrive_from=fact.delivery.arrive_from,
    )


def _other_orders(case: Case) -> tuple[str, ...]:
    rows = Order.objects.filter(account_id=case.account_id, buyer_id=case.buyer_id).exclude(
        pk=case.order_id or 0
    )
    return tuple(rows.order_by("-bought_at").values_list("external_id", flat=True)[:OTHER_ORDERS])
