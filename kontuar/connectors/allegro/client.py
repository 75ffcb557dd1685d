"""An open line to one Allegro account: which stream reads what, and which deed sends what."""

from collections.abc import Callable, Sequence
from datetime import datetime

from kontuar.connector_kit.calls import Answer, Request
from kontuar.connector_kit.contract import Batch, Cursor, Identity
from kontuar.connector_kit.errors import NotSupported, Refused, UnexpectedAnswer
from kontuar.connector_kit.http import TOO_LARGE, Line, json_of, unreadable
from kontuar.connector_kit.jsonread import text
from kontuar.connectors.allegro import compose, parse, reads
from kontuar.connectors.allegro.api import NOT_ACCEPTABLE, Api
from kontuar.connectors.allegro.streams import (
    history,
    messages,
    offers,
    orders,
    orders_list,
    parcels,
    sweep,
    threads,
)
from kontuar.connectors.allegro.streams.pull import Pull
from kontuar.facts.deeds import AnswerThread, Deed, MarkRead, Receipt, StartConversation, UploadAttachment

UNSUPPORTED_MEDIA_TYPE = 415

STREAMS: dict[str, Callable[[Pull], Batch]] = {
    "messages": messages.pull,
    "sweep": sweep.pull,
    "history": history.pull,
    "threads": threads.pull,
    "orders": orders.pull,
    "orders_reconcile": orders_list.reconcile,
    "orders_history": orders_list.history,
    "shipments": parcels.shipments,
    "tracking": parcels.tracking,
    "offers": offers.pull,
}


class AllegroClient:
    """One account, one thread at a time. Keeps ``connector_kit.contract.Client``."""

    def __init__(self, line: Line, *, login: str) -> None:
        self._line = line
        self._api = Api(line, login=login)

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
        raise NotSupported(f"no way to do {type(deed).__name__}")

    def fetch_attachment(self, external_id: str, *, max_bytes: int) -> bytes:
        """The file's bytes; Refused when it is gone or larger than ``max_bytes``."""
        too_large = ""
        try:
            return self._api.fetch(reads.attachment(external_id), max_bytes=max_bytes)
        except UnexpectedAnswer as error:
            if error.code != TOO_LARGE:
                raise
            too_large = error.trace_id or " "
        raise Refused("the file is larger than allowed", trace_id=too_large.strip(), code=TOO_LARGE)

    def whoami(self) -> Identity:
        return parse.identity(self._api.ask(reads.whoami()))

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
