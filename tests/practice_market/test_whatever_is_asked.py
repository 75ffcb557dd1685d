"""Schemathesis asks the built operations everything the published description allows, and much it does not.

Whatever is asked: no server error, no answer outside the description, and refusals in Allegro's shape.
Generated ids exist nowhere, so every second case gets one that does.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import response_headers_conformance, response_schema_conformance

from kontuar.practice_market.allegro.api import BUILT
from tests.practice_market.spec import BETA, MERGED, OFFICIAL, PUBLIC, cut
from tests.practice_market.stall import AGENT, BUYER, SELLER, Stall, open_stall

REFUSALS = {400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429}
MOST_EXAMPLES = 6

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
    }


def _ask(case: schemathesis.Case, accept: str) -> None:
    stall = _stall()
    if hashlib.sha256(repr((case.query, case.path_parameters)).encode()).digest()[0] % 2:
        known = _known(stall, case.operation.path)
        case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
    headers = {"Accept": accept, "User-Agent": AGENT, "Authorization": f"Bearer {stall.token}"}
    response = case.call(app=stall.client.application, base_url="http://localhost", headers=headers)
    documented = set(case.operation.definition.raw["responses"])
    status = response.status_code
    assert str(status) in documented or status in REFUSALS, f"{case.operation.label} answered {status}"
    if status >= 400 and status != 401:
        assert set(response.json()) == {"errors"}
    case.validate_response(
        response,
        checks=[not_a_server_error, response_schema_conformance, response_headers_conformance],
    )


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
@pytest.mark.parametrize("name", [operation.name for operation in BUILT])
@quietly
@given(data=st.data())
def test_public_answers_hold_whatever_is_asked(name: str, mode: GenerationMode, data: st.DataObject) -> None:
    _ask(data.draw(_cases(OFFICIAL, name, mode)), PUBLIC)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", [operation.name for operation in BUILT if BETA in operation.accept])
@quietly
@given(data=st.data())
def test_beta_answers_hold_whatever_is_asked(name: str, mode: GenerationMode, data: st.DataObject) -> None:
    _ask(data.draw(_cases(MERGED, name, mode)), BETA)
