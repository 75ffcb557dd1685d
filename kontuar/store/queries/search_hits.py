"""Found rows as things: loaded a kind at a time, in the order of the search.

A row whose thing is gone is passed over.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

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


def of(ids: Sequence[int]) -> tuple[Hit, ...]:
    """The things of these rows, in this order."""
    rows = {row.pk: row for row in SearchRow.objects.filter(pk__in=ids).defer("words")}
    wanted: dict[int, list[int]] = defaultdict(list)
    for row in rows.values():
        wanted[row.kind].append(row.object_id)
    found = {(hit.kind, hit.pk): hit for kind, pks in wanted.items() for hit in _LOADERS[kind](pks)}
    places = [(rows[number].kind, rows[number].object_id) for number in ids if number in rows]
    return tuple(found[place] for place in places if place in found)


def _messages(pks: Collection[int]) -> Iterable[Hit]:
    for row in Message.objects.filter(pk__in=pks).select_related("account", "thread__buyer"):
        yield Hit(
            kind=Kind.MESSAGE,
            pk=row.pk,
            at=row.written_at,
            account=str(row.account),
            platform=row.account.platform,
            buyer=row.thread.buyer.login,
            name=row.subject,
            text=row.text,
            numbers=(row.order_external_id,) if row.order_external_id else (),
            role=row.role,
            language=row.language,
            case_id=row.case_id,
        )


def _orders(pks: Collection[int]) -> Iterable[Hit]:
    waybills: dict[int, list[str]] = defaultdict(list)
    for order_id, waybill in Shipment.objects.filter(order_id__in=pks).values_list("order_id", "waybill"):
        waybills[order_id].append(waybill)
    cases = _latest(Case.objects.filter(order_id__in=pks).values_list("order_id", "pk").order_by("pk"))
    for row in Order.objects.filter(pk__in=pks).select_related("account", "buyer"):
        delivery = row.fact.get("delivery") or {}
        shown = [row.fact.get("buyer_email"), *waybills[row.pk], *_skus(row.fact.get("lines") or [])]
        shown += [delivery.get(name) for name in ("phone", "address", "pickup_point")]
        names = [row.buyer.name or row.fact.get("buyer_name", ""), delivery.get("recipient", "")]
        said = [str(line.get("name", "")) for line in row.fact.get("lines") or []]
        note = row.fact.get("message_to_seller", "")
        yield Hit(
            kind=Kind.ORDER,
            pk=row.pk,
            at=row.bought_at or row.first_seen_at,
            account=str(row.account),
            platform=row.account.platform,
            number=row.external_id,
            buyer=row.buyer.login,
            name=", ".join(dict.fromkeys(name for name in names if name)),
            text=" · ".join(part for part in (", ".join(said), note) if part),
            numbers=tuple(one for one in shown if one),
            state=row.state,
            detail=row.fulfilment,
            case_id=cases.get(row.pk),
            order_id=row.pk,
        )


def _skus(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(str(line["seller_sku"]) for line in lines if line.get("seller_sku")))


def _latest(pairs: Iterable[tuple[int | None, int]]) -> dict[int, int]:
    return {key: value for key, value in pairs if key is not None}


def _buyers(pks: Collection[int]) -> Iterable[Hit]:
    orders = Order.objects.filter(buyer_id__in=pks)
    bought = {
        buyer_id: (number, last)
        for buyer_id, number, last in orders.order_by()
        .values_list("buyer_id")
        .annotate(Count("pk"), Max("bought_at"))
    }
    emails: dict[int, list[str]] = defaultdict(list)
    for buyer_id, email in orders.values_list("buyer_id", "fact__buyer_email"):
        if email and email not in emails[buyer_id]:
            emails[buyer_id].append(email)
    cases = Case.objects.filter(buyer_id__in=pks)
    said = dict(cases.order_by().values_list("buyer_id").annotate(Max("last_message_at")))
    latest = _latest(cases.values_list("buyer_id", "pk").order_by("last_message_at", "pk"))
    last_order = _latest(orders.values_list("buyer_id", "pk").order_by("bought_at", "pk"))
    for row in Buyer.objects.filter(pk__in=pks).select_related("account"):
        number, last = bought.get(row.pk, (0, None))
        dates = [at for at in (last, said.get(row.pk)) if at]
        yield Hit(
            kind=Kind.BUYER,
            pk=row.pk,
            at=max(dates, default=row.first_seen_at),
            account=str(row.account),
            platform=row.account.platform,
            buyer=row.login,
            name=row.name,
            numbers=tuple(emails[row.pk]),
            count=number,
            case_id=latest.get(row.pk),
            order_id=last_order.get(row.pk),
        )


def _offers(pks: Collection[int]) -> Iterable[Hit]:
    dates = SearchRow.objects.filter(kind=Kind.OFFER, object_id__in=pks).values_list("object_id", "pk")
    numbers = dict(dates)
    for row in Offer.objects.filter(pk__in=pks).select_related("account"):
        sku = row.fact.get("seller_sku")
        yield Hit(
            kind=Kind.OFFER,
            pk=row.pk,
            at=at_of(numbers[row.pk]),
            account=str(row.account),
            platform=row.account.platform,
            number=row.external_id,
            name=row.name,
            numbers=(sku,) if sku else (),
            state=row.status,
            count=row.stock or 0,
        )


def _issues(pks: Collection[int]) -> Iterable[Hit]:
    rows = list(Issue.objects.filter(pk__in=pks).select_related("account"))
    threads = [row.thread_id for row in rows if row.thread_id]
    cases = _latest(Case.objects.filter(thread_id__in=threads).values_list("thread_id", "pk").order_by("pk"))
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


def _ratings(pks: Collection[int]) -> Iterable[Hit]:
    for row in Rating.objects.filter(pk__in=pks).select_related("account"):
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


_LOADERS: dict[int, Callable[[Collection[int]], Iterable[Hit]]] = {
    Kind.MESSAGE: _messages,
    Kind.ORDER: _orders,
    Kind.BUYER: _buyers,
    Kind.OFFER: _offers,
    Kind.ISSUE: _issues,
    Kind.RATING: _ratings,
}
