"""The questions of ``reads`` asked over a line: JSON in, facts out, and which shape the platform speaks.

The message center is read in its beta shape. Where the beta is refused (406) the public shape serves,
which shows no problem threads; and a thread whose two sides the beta does not tell apart is read in the
public shape too.
"""

from collections.abc import Callable
from datetime import datetime

import stamina

from kontuar.connector_kit import verdict
from kontuar.connector_kit.calls import Answer, Request
from kontuar.connector_kit.errors import ConnectorError, Refused, ScopeMissing, Temporary
from kontuar.connector_kit.http import MAX_BYTES, Line, json_of
from kontuar.connector_kit.jsonread import Json, objects, text
from kontuar.connectors.allegro import parse, reads
from kontuar.facts.messages import Message, Thread

FORBIDDEN, NOT_ACCEPTABLE = 403, 406


class PageGone(Exception):
    """The page token means nothing any more: begin the list again."""


class Api:
    """Reads of one account. ``trace_id`` and ``server_at`` are those of the last answer."""

    def __init__(self, line: Line, *, login: str, scopes: tuple[str, ...] = ()) -> None:
        self._line = line
        self._scopes = scopes
        self.login = login
        self.speaks_beta = True
        self.speaks_beta_ratings = True
        self.trace_id = ""
        self.server_at: datetime | None = None

    def ask(self, request: Request) -> Json:
        """The JSON a read is answered with."""
        return json_of(request, self._send(request))

    def ask_within(self, scope: str, request: Request) -> Json:
        """The JSON of a list only a consent with ``scope`` opens; ScopeMissing when that is what lacks."""
        answer = self._send(request, accept=(FORBIDDEN,))
        if answer.status == FORBIDDEN:
            raise self.forbidden(request, answer, scope)
        return json_of(request, answer)

    def forbidden(self, request: Request, answer: Answer, scope: str) -> Refused:
        """What 403 means: the consent lacks ``scope``, or, where it is known to have it, something else.

        A program's name that Allegro does not accept is answered with 403 too (allegro-api #13260).
        """
        code = parse.problem(answer.body).code
        if scope not in self._scopes and "UserAgent" not in code:
            return ScopeMissing(scope, trace_id=answer.trace_id)
        words = verdict.without_private_words(parse.problem(answer.body).words, request)
        return Refused(words or "refused (HTTP 403)", trace_id=answer.trace_id, code=code or "HTTP_403")

    def fetch(self, request: Request, *, max_bytes: int) -> bytes:
        """The bytes a read is answered with."""
        return self._send(request, max_bytes=max_bytes).body

    def threads(self, page: str | None) -> tuple[parse.Page[Thread], frozenset[str]]:
        """A page of threads, and the ids of those whose messages have to be read in the public shape."""
        document, beta = self._messaging(page, lambda beta: reads.threads(page, beta=beta))
        found = parse.threads(document, login=self.login, page=page, beta=beta)
        entries = objects(document, "threads")
        unclear = {text(entry, "id") for entry in entries if not parse.knows_sides(entry, login=self.login)}
        return found, frozenset(unclear)

    def thread(self, thread_id: str) -> tuple[Thread, bool]:
        """One thread, and whether its messages have to be read in the public shape."""
        document, _ = self._messaging(None, lambda beta: reads.thread(thread_id, beta=beta))
        return parse.thread(document, login=self.login), not parse.knows_sides(document, login=self.login)

    def messages(
        self, thread_id: str, page: str | None, *, is_problem: bool, public: bool = False
    ) -> parse.Page[Message]:
        """A page of messages, newest first."""
        document, beta = self._messaging(
            page, lambda beta: reads.messages(thread_id, page, beta=beta), public=public
        )
        return parse.messages(
            document, thread_id=thread_id, login=self.login, is_problem=is_problem, page=page, beta=beta
        )

    def ratings(self, scope: str, build: Callable[[bool], Request]) -> Json:
        """A page of ratings: in the beta shape, which alone gives reasons, unless that is refused."""
        request = build(self.speaks_beta_ratings)
        answer = self._send(request, accept=(FORBIDDEN, NOT_ACCEPTABLE))
        if answer.status == NOT_ACCEPTABLE and self.speaks_beta_ratings:
            self.speaks_beta_ratings = False
            return self.ask_within(scope, build(False))
        if answer.status == FORBIDDEN:
            raise self.forbidden(request, answer, scope)
        if answer.status == NOT_ACCEPTABLE:
            raise Refused("no shape of the ratings is accepted", trace_id=answer.trace_id, code="HTTP_406")
        return json_of(request, answer)

    def _messaging(
        self, page: str | None, build: Callable[[bool], Request], *, public: bool = False
    ) -> tuple[Json, bool]:
        """Ask in the beta shape, or in the public one where it must be; PageGone when the page is no more."""
        beta = self.speaks_beta and not public and not (page or "").startswith("o:")
        if page and page.startswith("b:") and not beta:
            raise PageGone
        request = build(beta)
        try:
            answer = self._send(request, accept=(NOT_ACCEPTABLE,) if beta else ())
        except Refused as refusal:
            if page is None or refusal.code in ("HTTP_403", "HTTP_404"):
                raise
            answer = None
        if answer is None:
            raise PageGone
        if beta and answer.status == NOT_ACCEPTABLE:
            self.speaks_beta = False
            return self._messaging(page, build, public=public)
        return json_of(request, answer), beta

    def _send(self, request: Request, *, max_bytes: int = MAX_BYTES, accept: tuple[int, ...] = ()) -> Answer:
        """Send a read, a second time if the first try failed in a way that passes quickly."""
        for attempt in stamina.retry_context(
            on=_passes_quickly, attempts=2, timeout=None, wait_initial=0.2, wait_max=0.5, wait_jitter=0.2
        ):
            with attempt:
                answer = self._note(lambda: self._line.send(request, max_bytes=max_bytes, accept=accept))
        return answer

    def _note(self, call: Callable[[], Answer]) -> Answer:
        try:
            answer = call()
        except ConnectorError as error:
            self.trace_id = error.trace_id or self.trace_id
            raise
        self.trace_id = answer.trace_id or self.trace_id
        self.server_at = answer.server_at or self.server_at
        return answer


def _passes_quickly(error: Exception) -> bool:
    """A time-out took long enough; a broken connection or a gateway's page is often over at once."""
    return isinstance(error, Temporary) and error.code != "TIMEOUT"
