"""Schemathesis asks the built operations everything the published description allows, and much it does not.

Whatever is asked: no server error, no answer outside the description, and refusals in Allegro's shape.
Generated ids exist nowhere, so about every second case gets one that does, and a body that fits it.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import response_headers_conformance, response_schema_conformance
from werkzeug.wrappers import Response

from kontuar.practice_market.allegro.api import BUILT
from tests.practice_market import calls_books
from tests.practice_market.spec import BETA, MERGED, OFFICIAL, PUBLIC, cut
from tests.practice_market.stall import AGENT, BUYER, SELLER, Stall, open_stall

REFUSALS = {400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429}
MOST_EXAMPLES = 6
ONLY_REFUSED = {
    "GET /sale/issues/attachments/{attachmentId}": "no file of an issue is uploaded here",
    "GET /sale/product-offers/{offerId}/operations/{operationId}": "202 while it runs, 303 after it",
}
"""Operations that have no success here, and why; other tests have theirs."""


@schemathesis.serializer("application/pdf")
def _file(context: schemathesis.SerializationContext, value: Any) -> bytes:
    """Files are sent as they are."""
    return value if isinstance(value, bytes) else str(value).encode()


quietly = settings(
    max_examples=MOST_EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@functools.cache
def _stall() -> Stall:
    stall = open_stall()
    stall.market.settings.seconds_between_messages = 0
    stall.market.settings.requests_per_minute = 10**9
    order = stall.buy()
    stall.ask()
    stall.market.buyer_side.problem(BUYER, order_id=order.id, sub_type="OTHER", text="źle")
    stall.market.seller_side.ship(SELLER, order_id=order.id, waybill="W1")
    stall.market.issue_sides.open_claim(BUYER, order_id=order.id, reason="OTHER", text="źle")
    stall.market.issue_sides.open_discussion(BUYER, order_id=order.id, reason="OTHER", text="źle")
    stall.market.returns.announce(order.id, at=stall.market.now())
    calls_books.fill(stall)
    return stall


def _known(stall: Stall, path: str) -> dict[str, str]:
    """Ids that exist at the moment."""
    world = stall.market.world
    messages = [m.id for m in world.messages.values() if not m.deleted]
    if not messages:  # all were deleted by earlier cases
        stall.ask()
        messages = [list(world.messages)[-1]]
    waiting = [a.id for a in world.attachments.values() if a.message_id is None]
    book = stall.market.disputes.book
    if path.startswith("/sale/issues"):
        waiting = [*book.files, *book.uploads]
    return {
        "threadId": next(iter(world.threads)),
        "messageId": messages[-1],
        "attachmentId": (waiting or ["none"])[-1],
        "id": next(iter(world.orders)),
        "carrierId": "INPOST",
        "offerId": stall.offer().id,
        "issueId": list(book.issues)[stall.market.next_seq() % 2],
        "customerReturnId": next(iter(stall.market.returns.all)),
        **calls_books.known(stall, path),
    }


def _ask(case: schemathesis.Case, accept: str, *, known: bool = False) -> None:
    """Ask the market; `known`: about something that exists, and with a body that fits it."""
    stall = _stall()
    if known:
        ids = _known(stall, case.operation.path) | calls_books.fresh(stall, case.operation.label)
        case.path_parameters = {name: ids[name] for name in case.path_parameters or {}}
        body = calls_books.body(stall, case.operation.label, ids)
        if body is not None:
            case.body, case.query = body, {}
    headers = {"Accept": accept, "User-Agent": AGENT, "Authorization": f"Bearer {stall.token}"}
    _judge(case, case.call(app=stall.client.application, base_url="http://localhost", headers=headers))


def _judge(case: schemathesis.Case, response: schemathesis.Response) -> None:
    """What holds for every answer, whatever was asked."""
    documented = set(case.operation.definition.raw["responses"])
    status = response.status_code
    assert str(status) in documented or status in REFUSALS, f"{case.operation.label} answered {status}"
    if status >= 400 and status != 401:
        assert set(response.json()) == {"errors"}
    case.validate_response(
        response,
        checks=[not_a_server_error, response_schema_conformance, response_headers_conformance],
    )
    if status < 300:
        _SUCCEEDED.add(case.operation.label)


_SUCCEEDED: set[str] = set()


@functools.cache
def _cases(path: Path, name: str, mode: GenerationMode) -> st.SearchStrategy[schemathesis.Case]:
    """Cases of one operation: such as the description allows, or such as it does not."""
    method, _, template = name.partition(" ")
    operation = _schema(path)[template][method]
    found: st.SearchStrategy[schemathesis.Case] = operation.as_strategy(generation_mode=mode)
    return found


@functools.cache
def _schema(path: Path) -> Any:
    return schemathesis.openapi.from_dict(cut(path))


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", [operation.name for operation in BUILT if operation.accept != (BETA,)])
def test_public_answers_hold_whatever_is_asked(name: str, mode: GenerationMode) -> None:
    _ask_much(OFFICIAL, name, mode, PUBLIC)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", [operation.name for operation in BUILT if BETA in operation.accept])
def test_beta_answers_hold_whatever_is_asked(name: str, mode: GenerationMode) -> None:
    _ask_much(MERGED, name, mode, BETA)


def _ask_much(path: Path, name: str, mode: GenerationMode, accept: str) -> None:
    """Some answers to what is allowed must be successes, or nothing was said about those."""

    @quietly
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        _ask(data.draw(_cases(path, name, mode)), accept, known=data.draw(st.booleans()))

    _SUCCEEDED.discard(name)
    ask()
    if mode is GenerationMode.POSITIVE and name not in ONLY_REFUSED:
        assert name in _SUCCEEDED, f"{name} only ever refused"


THREADS, OFFER, PROBLEM = "/messaging/threads", "/sale/product-offers/{offerId}", {"errors": []}
WRONG: list[tuple[str, str, int, object, dict[str, str]]] = [
    ("GET", THREADS, 200, {"threads": "none", "offset": 0, "limit": 20}, {}),
    ("GET", THREADS, 200, {"threads": [{"read": True}], "offset": 0, "limit": 20}, {}),
    ("GET", THREADS, 200, None, {}),
    ("GET", THREADS, 418, PROBLEM, {}),
    ("GET", THREADS, 500, PROBLEM, {}),
    ("GET", THREADS, 404, {"error": "gone"}, {}),
    ("GET", THREADS, 404, {"errors": [], "more": 1}, {}),
    ("PATCH", OFFER, 202, {}, {"Retry-after": "soon"}),
]
"""Method, path, and an answer that must not pass: a body, a status, a refusal or a header out of shape."""


@pytest.mark.parametrize(("path", "accept"), [(OFFICIAL, PUBLIC), (MERGED, BETA)])
@pytest.mark.parametrize(("method", "template", "status", "body", "headers"), WRONG)
def test_a_wrong_answer_is_noticed(
    path: Path, accept: str, method: str, template: str, status: int, body: object, headers: dict[str, str]
) -> None:
    if template == OFFER:
        accept = PUBLIC  # it has no beta answer
    answer = Response(
        json.dumps(body), status=status, content_type=f"{accept};charset=UTF-8", headers=headers
    )
    case = _schema(path)[template][method].Case(path_parameters={"offerId": "1"} if "{" in template else {})
    with pytest.raises((AssertionError, FailureGroup, Failure)):
        _judge(case, case.call(app=answer, base_url="http://localhost", headers={"Accept": accept}))


@pytest.mark.parametrize(("path", "accept"), [(OFFICIAL, PUBLIC), (MERGED, BETA)])
def test_a_right_answer_passes(path: Path, accept: str) -> None:
    case = _schema(path)[THREADS]["GET"].Case()
    _ask(case, accept)
    assert case.operation.label in _SUCCEEDED
