"""Found rows as things, loaded a kind at a time.

A row whose thing is gone is passed over.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kontuar.store.models import (
    Buyer,
    Case,
    Issue,
    Message,
    Offer,
    Order,
    Rating,
    SearchRow,
    Shipment,
)
from kontuar.store.queries.ready import Ready
from kontuar.store.search import at_of

Kind = SearchRow.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was found.

    ``name`` is what it is called (buyer, offer, subject), ``text`` what was written, ``numbers`` identifiers
    worth showing when they are what was searched for. ``state`` is the code of the kind: an order's, an
    offer's, an issue's; ``role`` who wrote a message; ``detail`` an order's fulfilment or an issue's kind.
    """

    kind: int
    pk: int
    at: datetime
    account: str
    platform: str
    number: str = ""
    buyer: str = ""
    name: str = ""
    text: str = ""
    numbers: tuple[str, ...] = ()
    state: str = ""
    detail: str = ""
    role: str = ""
    language: str = ""
    case_id: int | None = None
    order_id: int | None = None
    count: int = 0
    is_good: bool | None = None


def of(ids: Sequence[int]) -> dict[int, Hit]:
    """The things of these rows, by the row's number; asked for a kind at a time."""
    wanted: dict[int, dict[int, int]] = defaultdict(dict)
    for number, kind, object_id in _ROWS(ids) if ids else ():
        wanted[kind][object_id] = number
    return {numbers[hit.pk]: hit for kind, numbers in wanted.items() for hit in _LOADERS[kind](list(numbers))}


_ACCOUNT = ("account__label", "account__login", "account__platform")
_ROWS = Ready(lambda ids: SearchRow.objects.filter(pk__in=ids).values_list("pk", "kind", "object_id"))
_MESSAGES = Ready(
    lambda ids: Message.objects.filter(pk__in=ids).values_list(
        *("pk", "written_at", "thread__buyer__login", "subject", "text", "order_external_id", "role"),
        *("language", "case_id", *_ACCOUNT),
    )
)
_ORDERS = Ready(
    lambda ids: Order.objects.filter(pk__in=ids).values_list(
        *("pk", "bought_at", "first_seen_at", "external_id", "buyer__login", "buyer__name", "fact", "state"),
        *("fulfilment", *_ACCOUNT),
    )
)
_WAYBILLS = Ready(lambda ids: Shipment.objects.filter(order_id__in=ids).values_list("order_id", "waybill"))
_CASES_OF_ORDERS = Ready(
    lambda ids: Case.objects.filter(order_id__in=ids).order_by("pk").values_list("order_id", "pk")
)
_BUYERS = Ready(
    lambda ids: Buyer.objects.filter(pk__in=ids).values_list(
        "pk", "login", "name", "first_seen_at", *_ACCOUNT
    )
)
_BOUGHT = Ready(
    lambda ids: (
        Order.objects.filter(buyer_id__in=ids)
        .order_by("bought_at", "pk")
        .values_list("buyer_id", "pk", "bought_at", "fact__buyer_email")
    )
)
_SAID = Ready(
    lambda ids: (
        Case.objects.filter(buyer_id__in=ids)
        .order_by("last_message_at", "pk")
        .values_list("buyer_id", "pk", "last_message_at")
    )
)
_OFFERS = Ready(
    lambda ids: Offer.objects.filter(pk__in=ids).values_list(
        "pk", "external_id", "name", "fact", "status", "stock", *_ACCOUNT
    )
)
_OFFER_ROWS = Ready(
    lambda ids: SearchRow.objects.filter(kind=Kind.OFFER, object_id__in=ids).values_list("object_id", "pk")
)
_ISSUES = Ready(lambda ids: Issue.objects.filter(pk__in=ids).select_related("account"))
_CASES_OF_THREADS = Ready(
    lambda ids: Case.objects.filter(thread_id__in=ids).order_by("pk").values_list("thread_id", "pk")
)
_RATINGS = Ready(lambda ids: Rating.objects.filter(pk__in=ids).select_related("account"))


def _messages(pks: Sequence[int]) -> Iterable[Hit]:
    for pk, at, buyer, subject, text, number, role, language, case_id, label, login, platform in _MESSAGES(
        pks
    ):
        yield Hit(
            kind=Kind.MESSAGE,
            pk=pk,
            at=at,
            account=label or login,
            platform=platform,
            buyer=buyer or "",
            name=subject,
            text=text,
            numbers=(number,) if number else (),
            role=role,
            language=language,
            case_id=case_id,
        )


def _orders(pks: Sequence[int]) -> Iterable[Hit]:
    waybills: dict[int, list[str]] = defaultdict(list)
    for order_id, waybill in _WAYBILLS(pks):
        waybills[order_id].append(waybill)
    cases = dict(_CASES_OF_ORDERS(pks))
    for pk, bought_at, seen_at, number, buyer, name, fact, state, sent, label, login, platform in _ORDERS(
        pks
    ):
        delivery, lines = fact.get("delivery") or {}, fact.get("lines") or []
        shown = [fact.get("buyer_email"), *waybills[pk], *_skus(lines)]
        shown += [delivery.get(name) for name in ("phone", "address", "pickup_point")]
        names = [name or fact.get("buyer_name", ""), delivery.get("recipient", "")]
        said = ", ".join(str(line.get("name", "")) for line in lines)
        yield Hit(
            kind=Kind.ORDER,
            pk=pk,
            at=bought_at or seen_at,
            account=label or login,
            platform=platform,
            number=number,
            buyer=buyer,
            name=", ".join(dict.fromkeys(name for name in names if name)),
            text=" · ".join(part for part in (said, fact.get("message_to_seller", "")) if part),
            numbers=tuple(one for one in shown if one),
            state=state,
            detail=sent,
            case_id=cases.get(pk),
            order_id=pk,
        )


def _skus(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(str(line["seller_sku"]) for line in lines if line.get("seller_sku")))


def _buyers(pks: Sequence[int]) -> Iterable[Hit]:
    orders: dict[int, list[tuple[int, datetime | None, str | None]]] = defaultdict(list)
    for buyer_id, pk, bought_at, email in _BOUGHT(pks):
        orders[buyer_id].append((pk, bought_at, email))
    cases: dict[int, list[tuple[int, datetime | None]]] = defaultdict(list)
    for buyer_id, pk, last_message_at in _SAID(pks):
        cases[buyer_id].append((pk, last_message_at))
    for pk, buyer, name, first_seen_at, label, login, platform in _BUYERS(pks):
        bought, said = orders[pk], cases[pk]
        dates = [at for _pk, at, _email in bought if at] + [at for _pk, at in said if at]
        yield Hit(
            kind=Kind.BUYER,
            pk=pk,
            at=max(dates, default=first_seen_at),
            account=label or login,
            platform=platform,
            buyer=buyer,
            name=name,
            numbers=tuple(dict.fromkeys(email for _pk, _at, email in bought if email)),
            count=len(bought),
            case_id=said[-1][0] if said else None,
            order_id=bought[-1][0] if bought else None,
        )


def _offers(pks: Sequence[int]) -> Iterable[Hit]:
    numbers = dict(_OFFER_ROWS(pks))
    for pk, number, name, fact, status, stock, label, login, platform in _OFFERS(pks):
        sku = fact.get("seller_sku")
        yield Hit(
            kind=Kind.OFFER,
            pk=pk,
            at=at_of(numbers[pk]),
            account=label or login,
            platform=platform,
            number=number,
            name=name,
            numbers=(sku,) if sku else (),
            state=status,
            count=stock or 0,
        )


def _issues(pks: Sequence[int]) -> Iterable[Hit]:
    rows = _ISSUES.of(Issue, pks)
    threads = [row.thread_id for row in rows if row.thread_id]
    cases = dict(_CASES_OF_THREADS(threads))
    for row in rows:
        parcels = [parcel.get("waybill") for parcel in row.fact.get("parcels") or []]
        texts = [row.fact.get(name) for name in ("description", "reason_text", "product_name")]
        yield Hit(
            kind=Kind.ISSUE,
            pk=row.pk,
            at=row.opened_at or row.first_seen_at,
            account=str(row.account),
            platform=row.account.platform,
            number=row.reference or row.external_id,
            buyer=row.buyer_login,
            name=row.subject,
            text=" · ".join(text for text in texts if text),
            numbers=tuple(n for n in (row.external_id, row.order_external_id, *parcels) if n),
            state=row.panel_status or row.status,
            detail=row.kind,
            case_id=cases.get(row.thread_id) if row.thread_id else None,
            order_id=row.order_id,
        )


def _ratings(pks: Sequence[int]) -> Iterable[Hit]:
    for row in _RATINGS.of(Rating, pks):
        yield Hit(
            kind=Kind.RATING,
            pk=row.pk,
            at=row.rated_at,
            account=str(row.account),
            platform=row.account.platform,
            number=row.order_external_id,
            buyer=row.buyer_login,
            name=", ".join(row.fact.get("offer_names") or []),
            text=" · ".join(text for text in (row.comment, row.answer) if text),
            is_good=row.is_recommended,
            order_id=row.order_id,
        )


_LOADERS: dict[int, Callable[[Sequence[int]], Iterable[Hit]]] = {
    Kind.MESSAGE: _messages,
    Kind.ORDER: _orders,
    Kind.BUYER: _buyers,
    Kind.OFFER: _offers,
    Kind.ISSUE: _issues,
    Kind.RATING: _ratings,
}
