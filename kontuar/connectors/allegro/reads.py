"""Every question we ask Allegro, as a request. Pure: nothing here is sent.

A page is named by a token of ours: ``b:<id>`` is the beta's ``page.id``, ``o:<n>`` the public shape's
``offset``; None is the first page.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

from kontuar.connector_kit.calls import Request
from kontuar.connectors.allegro import media

PAGE = 20
"""Threads or messages on a page: the most the spec allows."""
ORDERS_PAGE = 100
OFFERS_PAGE = 100
EVENTS_PAGE = 1000
WAYBILLS = 20
"""Parcels in one tracking call (``maxItems: 20``)."""
ISSUES_PAGE = 100
CHAT_PAGE = 100
RETURNS_PAGE = 100
"""Of 1000 allowed; the list may be asked 25 times a second per user."""
REFUNDS_PAGE = 100
FEE_REFUNDS_PAGE = 100
RATINGS_PAGE = 100
OFFERS_AT_ONCE = 50
"""Offers asked for by their ids in one call, so that the address stays short."""


def whoami() -> Request:
    return _get("/me")


def threads(page: str | None, *, beta: bool) -> Request:
    """Newest first by ``lastMessageDateTime`` (allegro-api #4787)."""
    return _page("/messaging/threads", page, beta)


def thread(thread_id: str, *, beta: bool) -> Request:
    return _get(f"/messaging/threads/{_id(thread_id)}", accept=media.BETA if beta else media.PUBLIC)


def messages(thread_id: str, page: str | None, *, beta: bool) -> Request:
    return _page(f"/messaging/threads/{_id(thread_id)}/messages", page, beta)


def attachment(attachment_id: str) -> Request:
    """Files of the last six months only (spec of 2026-03-13)."""
    return _get(f"/messaging/message-attachments/{_id(attachment_id)}", accept=media.ANY)


def order_event_stats() -> Request:
    return _get("/order/event-stats")


def order_events(after: str, *, limit: int = EVENTS_PAGE) -> Request:
    """The journal after event ``after``; without it from the oldest one kept (allegro-api #5540)."""
    params = [("limit", str(limit))]
    return _get("/order/events", [*params, ("from", after)] if after else params)


def order(order_id: str) -> Request:
    return _get(f"/order/checkout-forms/{_id(order_id)}")


def orders(
    *,
    updated_from: datetime | None = None,
    updated_to: datetime | None = None,
    newest_first: bool,
    offset: int = 0,
    limit: int = ORDERS_PAGE,
) -> Request:
    """Orders by the moment of their last change."""
    params = [("limit", str(limit)), ("sort", "-updatedAt" if newest_first else "updatedAt")]
    if offset:
        params.append(("offset", str(offset)))
    if updated_from is not None:
        params.append(("updatedAt.gte", stamp(updated_from)))
    if updated_to is not None:
        params.append(("updatedAt.lte", stamp(updated_to)))
    return _get("/order/checkout-forms", params)


def shipments(order_id: str) -> Request:
    return _get(f"/order/checkout-forms/{_id(order_id)}/shipments")


def tracking(carrier: str, waybills: Sequence[str]) -> Request:
    """Carrier and waybill exactly as GET …/shipments gave them (allegro-api #10081)."""
    return _get(f"/order/carriers/{_id(carrier)}/tracking", [("waybill", waybill) for waybill in waybills])


def offers(offset: int, statuses: Sequence[str] = (), *, limit: int = OFFERS_PAGE) -> Request:
    params = [("limit", str(limit)), ("offset", str(offset))]
    return _get("/sale/offers", [*params, *(("publication.status", status) for status in statuses)])


def offers_named(offer_ids: Sequence[str]) -> Request:
    """These offers, whatever their status."""
    named = [("offer.id", offer_id) for offer_id in offer_ids]
    return _get("/sale/offers", [("limit", str(len(named))), *named])


def offer_events(after: str, *, limit: int = EVENTS_PAGE) -> Request:
    """What happened to offers after event ``after``; without it all that is kept, the last 24 hours."""
    params = [("limit", str(limit))]
    return _english(_get("/sale/offer-events", [*params, ("from", after)] if after else params))


def issues(offset: int, statuses: Sequence[str] = ()) -> Request:
    """Discussions and claims, last opened first. No filter by date, no journal (allegro-api #12916)."""
    params = [("limit", str(ISSUES_PAGE)), ("offset", str(offset))]
    named = [("status", status) for status in statuses]
    return _get("/sale/issues", [*params, *named], accept=media.BETA)


def issue(issue_id: str) -> Request:
    return _get(f"/sale/issues/{_id(issue_id)}", accept=media.BETA)


def issue_chat(issue_id: str, offset: int = 0) -> Request:
    """``offset`` is ignored at times: the same entries come again (allegro-api #13137, #13678)."""
    params = [("limit", str(CHAT_PAGE)), ("offset", str(offset))]
    return _get(f"/sale/issues/{_id(issue_id)}/chat", params, accept=media.BETA)


def issue_attachment(attachment_id: str) -> Request:
    return _get(f"/sale/issues/attachments/{_id(attachment_id)}", accept=media.ANY)


def returns(*, created_from: datetime, offset: int) -> Request:
    params = [("limit", str(RETURNS_PAGE)), ("offset", str(offset)), ("createdAt.gte", stamp(created_from))]
    return _get("/order/customer-returns", params, accept=media.BETA)


def customer_return(return_id: str) -> Request:
    return _get(f"/order/customer-returns/{_id(return_id)}", accept=media.BETA)


def refunds(*, occurred_from: datetime, offset: int) -> Request:
    params = [("limit", str(REFUNDS_PAGE)), ("offset", str(offset)), ("occurredAt.gte", stamp(occurred_from))]
    return _get("/payments/refunds", params)


def refund(refund_id: str) -> Request:
    """One refund: there is no resource of it but the list, filtered by its id."""
    return _get("/payments/refunds", [("limit", "1"), ("id", refund_id)])


def fee_refunds(offset: int, status: str = "") -> Request:
    """Applications for our commission. ``status`` takes one word; there is no filter by date."""
    params = [("limit", str(FEE_REFUNDS_PAGE)), ("offset", str(offset))]
    return _get("/order/refund-claims", [*params, ("status", status)] if status else params)


def fee_refund(claim_id: str) -> Request:
    return _get(f"/order/refund-claims/{_id(claim_id)}")


def ratings(
    *, changed_from: datetime, changed_to: datetime | None = None, offset: int, beta: bool
) -> Request:
    """Ratings, last changed first. An answer or a request for removal is no change (spec: creation or edit)."""
    params = [("limit", str(RATINGS_PAGE)), ("offset", str(offset))]
    params.append(("lastChangedAt.gte", stamp(changed_from)))
    if changed_to is not None:
        params.append(("lastChangedAt.lte", stamp(changed_to)))
    return _get("/sale/user-ratings", params, accept=media.BETA if beta else media.PUBLIC)


def rating(rating_id: str) -> Request:
    """One rating in the public shape: asked to see whether an answer of ours stands there."""
    return _get(f"/sale/user-ratings/{_id(rating_id)}")


def quality() -> Request:
    return _get("/sale/quality")


def invoices(order_id: str) -> Request:
    return _english(_get(f"/order/checkout-forms/{_id(order_id)}/invoices"))


def stamp(at: datetime) -> str:
    """A moment as Allegro writes it: UTC, milliseconds, ``Z``; cut, never rounded up."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def offset_of(page: str | None) -> int:
    """The offset in a page token of the public shape."""
    return int(page[2:]) if page and page.startswith("o:") else 0


def _page(path: str, page: str | None, beta: bool) -> Request:
    params = [("limit", str(PAGE))]
    if beta and page:
        params.append(("page.id", page.removeprefix("b:")))
    elif not beta:
        params.append(("offset", str(offset_of(page))))
    return _get(path, params, accept=media.BETA if beta else media.PUBLIC)


def _get(path: str, params: Sequence[tuple[str, str]] = (), *, accept: str = media.PUBLIC) -> Request:
    return Request(method="GET", path=path, params=tuple(params), headers=media.reading(accept))


def _english(request: Request) -> Request:
    return replace(request, headers=media.in_english(request.headers))


def _id(value: str) -> str:
    return quote(value, safe="")
