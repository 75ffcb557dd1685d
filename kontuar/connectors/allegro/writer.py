"""Deeds outside the message center: in issues, on orders, invoices and ratings.

Allegro's answer to a write is believed as far as it goes; where something can be looked at at once (an
invoice's file, an answer to a rating) it is looked at before a receipt is given.
"""

from collections.abc import Callable

from kontuar.connector_kit.calls import Answer, Request
from kontuar.connector_kit.errors import ConnectorError, OutcomeUnknown, Refused
from kontuar.connector_kit.http import Line, json_of, unreadable
from kontuar.connector_kit.jsonread import text
from kontuar.connectors.allegro import compose_issues, compose_orders, parse_sales, places, reads
from kontuar.connectors.allegro.api import FORBIDDEN, Api
from kontuar.connectors.allegro.capabilities import DISPUTES, ORDERS_WRITE, RATINGS
from kontuar.facts.deeds import (
    AddTracking,
    AnswerRating,
    AnswerThread,
    DeclareInvoice,
    Receipt,
    SetFulfilment,
    UploadAttachment,
    UploadInvoice,
)

CONFLICT = 409
STALE, FILE_REJECTED, FOREIGN_HOST, NOT_LISTED = "STALE", "FILE_REJECTED", "FOREIGN_HOST", "NOT_LISTED"
FILE_THERE = "FILE_THERE"
_REJECTED = "REJECTED"


class Writer:
    """Writes for one account. ``line_to`` opens a line to another host of the same place."""

    def __init__(self, line: Line, api: Api, *, line_to: Callable[[str], Line], place: places.Place) -> None:
        self._line = line
        self._api = api
        self._line_to = line_to
        self._place = place

    def answer_issue(self, deed: AnswerThread) -> Receipt:
        """A message in a discussion or claim. An answer without the message's id was seen: then unsure."""
        request = compose_issues.answer_issue(deed)
        answer = self._send(request, DISPUTES)
        message_id = _id_in(request, answer, "the answer names no message")
        return Receipt(external_id=message_id, thread_id=deed.thread_id, trace_id=answer.trace_id)

    def upload_to_issue(self, deed: UploadAttachment) -> Receipt:
        """Declare the file, then hand it over at the one-time address the answer gives."""
        declaration = compose_issues.declare_issue_attachment(deed)
        answer = self._send(declaration, DISPUTES)
        attachment_id = _id_in(declaration, answer, "the answer names no attachment")
        address = places.own_address(self._place, answer.headers.get("location", ""))
        if address is None:
            raise Refused("the upload address is not Allegro's", trace_id=answer.trace_id, code=FOREIGN_HOST)
        answer = self._hand_over(deed, *address)
        return Receipt(external_id=attachment_id, trace_id=answer.trace_id)

    def _hand_over(self, deed: UploadAttachment, origin: str, path: str) -> Answer:
        request = compose_issues.upload_issue_attachment(deed, path)
        if origin == self._place.api.lower():
            return self._line.send(request)
        line = self._line_to(origin)
        try:
            return line.send(request)
        finally:
            line.close()

    def add_tracking(self, deed: AddTracking) -> Receipt:
        """The receipt names the parcel as Allegro does."""
        request = compose_orders.add_tracking(deed)
        answer = self._send(request, ORDERS_WRITE)
        parcel_id = _id_in(request, answer, "the answer names no parcel")
        return Receipt(external_id=parcel_id, trace_id=answer.trace_id)

    def set_fulfilment(self, deed: SetFulfilment) -> Receipt:
        """Refused as STALE when the order has changed since the copy with ``revision`` was read."""
        request = compose_orders.set_fulfilment(deed)
        answer = self._send(request, ORDERS_WRITE, accept=(CONFLICT,))
        if answer.status == CONFLICT:
            raise Refused("the order has changed meanwhile", trace_id=answer.trace_id, code=STALE)
        if answer.body.strip():
            json_of(request, answer)  # a gateway's page with status 200 is no success
        return Receipt(external_id=deed.order_id, trace_id=answer.trace_id)

    def declare_invoice(self, deed: DeclareInvoice) -> Receipt:
        """After a lost answer the order's invoices are looked at: a waiting one of this name, and of no
        other deed, is ours."""
        request = compose_orders.declare_invoice(deed)
        try:
            answer = self._send(request, ORDERS_WRITE)
            invoice_id = _id_in(request, answer, "the answer names no invoice")
        except OutcomeUnknown:
            found = self._look(reads.invoices(deed.order_id), lambda seen: _waiting(seen, deed))
            if not found:
                raise
            return Receipt(external_id=found, trace_id=self._api.trace_id)
        return Receipt(external_id=invoice_id, trace_id=answer.trace_id)

    def upload_invoice(self, deed: UploadInvoice) -> Receipt:
        """A receipt only when the file stands in the list of the order's invoices.

        409 says that a file is there already: after a try of ours it may be ours, so it is looked at too;
        otherwise it is somebody else's.
        """
        answer = self._send(compose_orders.upload_invoice(deed), ORDERS_WRITE, accept=(CONFLICT,))
        if answer.status == CONFLICT and not deed.was_tried:
            raise Refused("another file stands there already", trace_id=answer.trace_id, code=FILE_THERE)
        listed = self._api.ask(reads.invoices(deed.order_id))
        file = parse_sales.invoice_file(listed, deed.invoice_id)
        if file is None:
            raise OutcomeUnknown("the file is not listed", trace_id=answer.trace_id, code=NOT_LISTED)
        if text(file, "securityVerification", "status") == _REJECTED:
            raise Refused("the file was rejected by a check", trace_id=answer.trace_id, code=FILE_REJECTED)
        return Receipt(external_id=deed.invoice_id, trace_id=answer.trace_id)

    def answer_rating(self, deed: AnswerRating) -> Receipt:
        """After a lost answer the rating is looked at: our very words there mean that it happened."""
        request = compose_orders.answer_rating(deed)
        try:
            answer = self._send(request, RATINGS)
            json_of(request, answer)
        except OutcomeUnknown:
            if not self._look(reads.rating(deed.rating_id), lambda seen: _stands(seen, request)):
                raise
            return Receipt(external_id=deed.rating_id, trace_id=self._api.trace_id)
        return Receipt(external_id=deed.rating_id, trace_id=answer.trace_id)

    def _send(self, request: Request, scope: str, *, accept: tuple[int, ...] = ()) -> Answer:
        answer = self._line.send(request, accept=(FORBIDDEN, *accept))
        if answer.status == FORBIDDEN:
            raise self._api.forbidden(request, answer, scope)
        return answer

    def _look(self, request: Request, find: Callable[[object], str]) -> str:
        """What ``find`` sees in the answer; ``""`` also when there is no answer to look at."""
        try:
            return find(self._api.ask(request))
        except ConnectorError:
            return ""


def _waiting(seen: object, deed: DeclareInvoice) -> str:
    return parse_sales.declared_invoice(
        seen, file_name=deed.file_name, number=deed.number, known_ids=deed.known_ids
    )


def _stands(seen: object, request: Request) -> str:
    rating = parse_sales.rating(seen)
    is_ours = rating is not None and rating.answer.strip() == request.json["message"].strip()
    return "yes" if is_ours else ""


def _id_in(request: Request, answer: Answer, reason: str) -> str:
    found = text(json_of(request, answer), "id")
    if not found:
        raise unreadable(request, answer, reason)
    return found
