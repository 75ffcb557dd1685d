"""One HTTP call to a platform: bounded in time and size, and its failure named by what follows from it.

A connector describes a call as a :class:`Request` and sends it through a :class:`Line`. Nothing else in
Kontuar's connectors opens a connection. The line refuses writes of a watch-only account before anything
leaves, asks the gate before every call, and turns every failure into one of ``connector_kit.errors``.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx2
import msgspec
from httpx2 import Timeout

from kontuar.connector_kit import verdict
from kontuar.connector_kit.budget import Gate
from kontuar.connector_kit.calls import Answer, Request
from kontuar.connector_kit.errors import (
    ConnectorError,
    OutcomeUnknown,
    Temporary,
    UnexpectedAnswer,
    WatchOnly,
)
from kontuar.connector_kit.meters import CALLS

MAX_BYTES = 16 * 1024 * 1024
"""How much of an answer is read unless a call says otherwise."""
MAX_ERROR_BYTES = 64 * 1024
TIMEOUT = Timeout(connect=10.0, read=30.0, write=30.0, pool=5.0)
DEADLINE_SECONDS = 60.0
"""A whole answer has to be here after this, however slowly it drips."""

TOO_LARGE = "TOO_LARGE"

__all__ = [
    "DEADLINE_SECONDS",
    "MAX_BYTES",
    "TIMEOUT",
    "TOO_LARGE",
    "Line",
    "Timeout",
    "json_of",
    "unreadable",
    "utc_now",
]


def utc_now() -> datetime:
    """The one clock of the connectors: it dates a ``Retry-After``, nothing else."""
    return datetime.now(UTC)  # noqa: TID251


@lru_cache(maxsize=1)
def _tls() -> Any:
    """Built once: reading the certificate store costs more than a call does."""
    return httpx2.create_ssl_context()


class _Oversize(Exception):
    """The answer is larger than we agreed to read."""


class _Overdue(Exception):
    """The answer drips in too slowly."""


class Line:
    """An open line to one host. Not shared between threads.

    ``judge`` turns an answer that is no success into an error (see ``verdict.judge``), ``explain`` reads
    the platform's own words from an error's body. ``stopwatch`` measures seconds for the deadline.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str],
        gate: Gate,
        watch_only: bool,
        clock: Callable[[], datetime] = utc_now,
        judge: Callable[..., ConnectorError | None] = verdict.judge,
        explain: Callable[[bytes], verdict.Problem] = verdict.no_explanation,
        trace_header: str = "trace-id",
        timeout: Timeout = TIMEOUT,
        deadline: float = DEADLINE_SECONDS,
        stopwatch: Callable[[], float] = time.monotonic,
        trust_env: bool = True,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._host = urlsplit(self._base).hostname or ""
        self._gate = gate
        self._watch_only = watch_only
        self._clock = clock
        self._judge = judge
        self._explain = explain
        self._trace_header = trace_header
        self._deadline = deadline
        self._stopwatch = stopwatch
        verify = _tls() if self._base.startswith("https:") else False  # plain HTTP needs no certificates
        self._http = httpx2.Client(
            headers=dict(headers), timeout=timeout, verify=verify, trust_env=trust_env, follow_redirects=False
        )

    def send(self, request: Request, *, max_bytes: int = MAX_BYTES, accept: Sequence[int] = ()) -> Answer:
        """Make the call. Statuses in ``accept`` are returned instead of raised.

        Raises WatchOnly, the gate's RateLimited, or what the judge says of the answer.
        """
        if request.is_write and self._watch_only:
            raise WatchOnly("the account is watch-only")
        self._gate.before_call()
        failure: ConnectorError | None
        answer, failure = self._try(request, max_bytes)
        if answer is not None and answer.status not in accept:
            failure = self._judge(request, answer, now=self._clock(), explain=self._explain) or failure
        CALLS.add(self._host, type(failure).__name__ if failure else "ok")
        if failure is not None:
            raise failure
        assert answer is not None
        return answer

    def close(self) -> None:
        self._http.close()

    def _try(self, request: Request, max_bytes: int) -> tuple[Answer | None, ConnectorError | None]:
        """The answer or what its absence means. Errors are raised by the caller, outside ``except``:

        an exception of the HTTP library holds the request with its Authorization header, and must not
        hang on ours as its context.
        """
        try:
            return self._exchange(request, max_bytes)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError) as error:
            return None, Temporary(f"no connection ({type(error).__name__})", code="NO_CONNECTION")
        except (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, httpx2.InvalidURL) as error:
            return None, UnexpectedAnswer(f"the request could not be built ({type(error).__name__})")
        except (httpx2.TimeoutException, _Overdue):
            return None, _lost(request, "no answer in time", "TIMEOUT")
        except httpx2.HTTPError as error:
            return None, _lost(request, f"the connection broke ({type(error).__name__})", "DISCONNECTED")

    def _exchange(self, request: Request, max_bytes: int) -> tuple[Answer, ConnectorError | None]:
        started = self._stopwatch()
        with self._http.stream(
            request.method,
            self._base + request.path,
            params=list(request.params) or None,
            headers=dict(request.headers),
            **_payload(request),
        ) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            trace_id = headers.get(self._trace_header, "")[:200]
            is_good = response.status_code < 400
            body, whole = self._read(response, max_bytes if is_good else MAX_ERROR_BYTES, started)
            answer = Answer(status=response.status_code, headers=headers, body=body, trace_id=trace_id)
        if is_good and not whole:
            return answer, unreadable(request, answer, "the answer is too large", code=TOO_LARGE)
        return answer, None

    def _read(self, response: httpx2.Response, limit: int, started: float) -> tuple[bytes, bool]:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > limit:
                return bytes(body[:limit]), False
            if self._stopwatch() - started > self._deadline:
                raise _Overdue
        return bytes(body), True


def _payload(request: Request) -> dict[str, Any]:
    if request.json is not None:
        return {"content": msgspec.json.encode(request.json)}
    if request.form is not None:
        return {"data": dict(request.form)}
    if request.content is not None:
        return {"content": request.content}
    return {}


def _lost(request: Request, reason: str, code: str) -> ConnectorError:
    if request.must_not_repeat:
        return OutcomeUnknown(reason, code=code)
    return Temporary(reason, code=code)


def unreadable(request: Request, answer: Answer, reason: str, *, code: str = "") -> ConnectorError:
    """A success we cannot read: for a write that must not be repeated its outcome is unknown."""
    kind = OutcomeUnknown if request.must_not_repeat else UnexpectedAnswer
    return kind(reason, trace_id=answer.trace_id, code=code)


def json_of(request: Request, answer: Answer) -> Any:
    """The answer's JSON. Gateways answer HTML and XML with 200 too (allegro-api #9672, #4710)."""
    try:
        return msgspec.json.decode(answer.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    document = verdict.lenient_json(answer.body)
    if document is None:
        raise unreadable(request, answer, "the answer is not JSON")
    return document
