"""An open line to one Allegro account: which stream reads what, and which deed sends what."""

from collections.abc import Callable, Sequence
from datetime import datetime

from kontuar.connector_kit.calls import Answer, Request
from kontuar.connector_kit.contract import Batch, Cursor, Identity
from kontuar.connector_kit.errors import ConnectorError, NotSupported, Refused, UnexpectedAnswer
from kontuar.connector_kit.http import TOO_LARGE, Line, json_of, unreadable
from kontuar.connector_kit.jsonread import text
from kontuar.connectors.allegro import compose, parse, places, reads
from kontuar.connectors.allegro.api import NOT_ACCEPTABLE, Api
from kontuar.connectors.allegro.parse_issues import PREFIX, issue_id
from kontuar.connectors.allegro.streams import (
    fee_refunds,
    history,
    issue_talks,
    issues,
    messages,
    offer_events,
    offers,
    orders,
    orders_list,
    parcels,
    quality,
    ratings,
    refunds,
    returns,
    sweep,
    threads,
)
from kontuar.connectors.allegro.streams.pull import Pull
from kontuar.connectors.allegro.writer import FOREIGN_HOST, Writer
from kontuar.facts.deeds import (
    AddTracking,
    AnswerRating,
    AnswerThread,
    DeclareInvoice,
    Deed,
    MarkRead,
    Receipt,
    SetFulfilment,
    StartConversation,
    UploadAttachment,
    UploadInvoice,
)

UNSUPPORTED_MEDIA_TYPE = 415
UNREACHABLE = "ATTACHMENT_UNREACHABLE"

STREAMS: dict[str, Callable[[Pull], Batch]] = {
    "messages": messages.pull,
    "sweep": sweep.pull,
    "history": history.pull,
    "threads": threads.pull,
    "issues": issues.pull,
    "issue_talks": issue_talks.pull,
    "returns": returns.pull,
    "returns_open": returns.still_open,
    "orders": orders.pull,
    "orders_reconcile": orders_list.reconcile,
    "orders_history": orders_list.history,
    "shipments": parcels.shipments,
    "tracking": parcels.tracking,
    "refunds": refunds.pull,
    "fee_refunds": fee_refunds.pull,
    "ratings": ratings.pull,
    "quality": quality.pull,
    "offers": offers.pull,
    "offer_events": offer_events.pull,
}


class AllegroClient:
    """One account, one thread at a time. Keeps ``connector_kit.contract.Client``.

    ``line_to`` opens a line to a host of ``place``; ``scopes`` are those of the consent, if known.
    """

    def __init__(
        self,
        line_to: Callable[[str], Line],
        *,
        place: places.Place,
        login: str,
        scopes: tuple[str, ...] = (),
    ) -> None:
        self._line = line_to(place.api)
        self._place = place
        self._api = Api(self._line, login=login, scopes=scopes)
        self._writer = Writer(self._line, self._api, line_to=line_to, place=place)

    def pull(
        self, stream: str, cursor: Cursor, *, now: datetime, subjects: Sequence[str] = (), since: datetime
    ) -> Batch:
        """One portion of a stream. NotSupported for a stream Allegro's connector does not have."""
        if stream not in STREAMS:
            raise NotSupported(f"no stream {stream}")
        return STREAMS[stream](
            Pull(api=self._api, cursor=cursor, now=now, subjects=tuple(subjects), since=since)
        )

    def perform(self, deed: Deed) -> Receipt:
        """Do it once. A lost answer to a message is OutcomeUnknown; to an upload or a flag, Temporary."""
        match deed:
            case AnswerThread() if issue_id(deed.thread_id):
                return self._writer.answer_issue(deed)
            case UploadAttachment() if issue_id(deed.thread_id):
                return self._writer.upload_to_issue(deed)
            case MarkRead() if issue_id(deed.thread_id):
                return Receipt(external_id=deed.thread_id, thread_id=deed.thread_id)
            case AnswerThread() | StartConversation() | UploadAttachment() | MarkRead():
                return self._in_message_center(deed)
            case AddTracking():
                return self._writer.add_tracking(deed)
            case SetFulfilment():
                return self._writer.set_fulfilment(deed)
            case DeclareInvoice():
                return self._writer.declare_invoice(deed)
            case UploadInvoice():
                return self._writer.upload_invoice(deed)
            case AnswerRating():
                return self._writer.answer_rating(deed)
        raise NotSupported(f"no way to do {type(deed).__name__}")

    def _in_message_center(
        self, deed: AnswerThread | StartConversation | UploadAttachment | MarkRead
    ) -> Receipt:
        match deed:
            case AnswerThread():
                request, answer = self._messaging(lambda beta: compose.answer_thread(deed, beta=beta))
                return _written(request, answer, deed.thread_id)
            case StartConversation():
                request = compose.start_conversation(deed)
                return _written(request, self._line.send(request), "")
            case UploadAttachment():
                return self._uploaded(deed)
            case MarkRead():
                _request, answer = self._messaging(lambda beta: compose.mark_read(deed, beta=beta))
                return _receipt(deed.thread_id, deed.thread_id, answer)

    def fetch_attachment(self, external_id: str, *, max_bytes: int) -> bytes:
        """The file's bytes; Refused when it is gone or larger than ``max_bytes``.

        Files in issues are named ``issue:<id>``, or by the address of a message center's file, which
        neither of Allegro's two resources may give out (#12568): then ATTACHMENT_UNREACHABLE.
        """
        if external_id.startswith(PREFIX):
            return self._fetch(reads.issue_attachment(external_id.removeprefix(PREFIX)), max_bytes)
        if "/" not in external_id:
            return self._fetch(reads.attachment(external_id), max_bytes)
        address = places.own_address(self._place, external_id)
        if address is None:
            raise Refused("the file is not at Allegro's", code=FOREIGN_HOST)
        file_id = address[1].partition("?")[0].rpartition("/")[2]
        for request in (reads.attachment(file_id), reads.issue_attachment(file_id)):
            try:
                return self._fetch(request, max_bytes)
            except ConnectorError as error:
                is_no_answer = isinstance(error, Refused) and error.code != TOO_LARGE
                if not is_no_answer and error.code != "ATTACHMENT_ERROR":
                    raise
        raise Refused("Allegro does not give the file out", trace_id=self._api.trace_id, code=UNREACHABLE)

    def _fetch(self, request: Request, max_bytes: int) -> bytes:
        too_large = ""
        try:
            return self._api.fetch(request, max_bytes=max_bytes)
        except UnexpectedAnswer as error:
            if error.code != TOO_LARGE:
                raise
            too_large = error.trace_id or " "
        raise Refused("the file is larger than allowed", trace_id=too_large.strip(), code=TOO_LARGE)

    def whoami(self) -> Identity:
        return parse.identity(self._api.ask(reads.whoami()))

    def wait_for_news(self, stream: str, *, seconds: float) -> bool:
        """Allegro rings no bell: it is asked again and again."""
        raise NotSupported("Allegro rings no bell.")

    def close(self) -> None:
        self._line.close()

    def _messaging(self, build: Callable[[bool], Request]) -> tuple[Request, Answer]:
        """Write in the beta shape; once more in the public one when its media type itself is refused.

        406 and 415 refuse what the headers ask for, before the body is looked at (RFC 9110, 15.5.7 and
        15.5.16): nothing was written, so nothing is written twice. No other refusal is tried again.
        """
        if self._api.speaks_beta:
            request = build(True)
            answer = self._line.send(request, accept=(NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE))
            if answer.status not in (NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE):
                return request, answer
            self._api.speaks_beta = False
        request = build(False)
        return request, self._line.send(request)

    def _uploaded(self, deed: UploadAttachment) -> Receipt:
        declaration = compose.declare_attachment(deed)
        answer = self._line.send(declaration)
        attachment_id = text(json_of(declaration, answer), "id")
        if not attachment_id:
            raise unreadable(declaration, answer, "the answer names no attachment")
        answer = self._line.send(compose.upload_attachment(deed, attachment_id))
        return _receipt(attachment_id, "", answer)


def _written(request: Request, answer: Answer, thread_id: str) -> Receipt:
    message_id, landed_in = parse.receipt_ids(json_of(request, answer), thread_id)
    if not message_id:
        raise unreadable(request, answer, "the answer names no message")
    return _receipt(message_id, landed_in, answer)


def _receipt(external_id: str, thread_id: str, answer: Answer) -> Receipt:
    return Receipt(external_id=external_id, thread_id=thread_id, trace_id=answer.trace_id)
