"""What an answer that is no success means for us: the one table from HTTP status to error. Pure.

| answer | a read, or a write that may be repeated | any other write |
| --- | --- | --- |
| 401 | AuthExpired(refreshable) | the same |
| 429 | RateLimited until ``Retry-After``, else one minute | the same |
| 408, 5xx | Temporary | OutcomeUnknown: 504 came back although the message was written (allegro-api #12423) |
| 1xx, 3xx | UnexpectedAnswer | OutcomeUnknown |
| other 4xx | Refused, with the platform's own words | the same |
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kontuar.connector_kit.calls import Answer, Request, http_date
from kontuar.connector_kit.errors import (
    AuthExpired,
    ConnectorError,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Temporary,
    UnexpectedAnswer,
)
from kontuar.facts.numbers import whole_number

BLOCK = timedelta(minutes=1)
"""How long to stay away after a 429 that names no time: calling during a block prolongs it (#3454)."""
LONGEST_BLOCK = timedelta(hours=24)
_REASON_LIMIT = 300
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_LONG_NUMBER = re.compile(r"\d[\d \-]{6,}\d")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{32,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A platform's own account of an error: a code for programs, words for people."""

    code: str = ""
    words: str = ""


def no_explanation(body: bytes) -> Problem:
    """For platforms whose error bodies say nothing to us."""
    return Problem()


def judge(
    request: Request, answer: Answer, *, now: datetime, explain: Callable[[bytes], Problem] = no_explanation
) -> ConnectorError | None:
    """The error this answer is, or None for a success."""
    status, trace_id = answer.status, answer.trace_id
    if 200 <= status < 300:
        return None
    problem = explain(answer.body)
    code = problem.code or f"HTTP_{status}"
    if status == 429:
        return RateLimited("too many calls", until=blocked_until(answer, now), trace_id=trace_id, code=code)
    if status == 401:
        return AuthExpired("the access is not accepted", refreshable=True, trace_id=trace_id, code=code)
    if status >= 500 or status == 408 or status < 400:
        return _no_verdict(request, answer, code)
    words = without_private_words(problem.words, request) or f"refused (HTTP {status})"
    return Refused(words, trace_id=trace_id, code=code)


def _no_verdict(request: Request, answer: Answer, code: str) -> ConnectorError:
    reason = f"the platform answered {answer.status}"
    if request.must_not_repeat:
        return OutcomeUnknown(reason, trace_id=answer.trace_id, code=code)
    kind = UnexpectedAnswer if answer.status < 400 else Temporary
    return kind(reason, trace_id=answer.trace_id, code=code)


def blocked_until(answer: Answer, now: datetime) -> datetime:
    """The end of a block (aware UTC): ``Retry-After`` as seconds or as a date, within sane bounds."""
    value = answer.headers.get("retry-after", "").strip()
    until = now + BLOCK
    if (seconds := whole_number(value)) is not None:
        until = now + timedelta(seconds=min(seconds, int(LONGEST_BLOCK.total_seconds())))
    elif value:
        until = http_date(value) or until
    return min(max(until, now), now + LONGEST_BLOCK)


def without_private_words(words: str, request: Request) -> str:
    """A platform's explanation fit for a log: what we sent, addresses, long numbers, tokens taken out."""
    for ours in sorted(_strings(request.json), key=len, reverse=True):
        if len(ours) >= 3:
            words = words.replace(ours, "…")
    for private in (_TOKEN, _ADDRESS, _LONG_NUMBER):
        words = private.sub("…", words)
    return " ".join(words.split())[:_REASON_LIMIT]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


def lenient_json(body: bytes) -> Any:
    """JSON that a strict reader refused for half a surrogate pair or a byte order mark; None if it is none.

    One broken letter in one message must not hide the whole page it is on.
    """
    try:
        text = body.decode("utf-8-sig", "replace")
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return _whole_letters(document)


def _whole_letters(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole_letters(key): _whole_letters(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole_letters(item) for item in value]
    return value
