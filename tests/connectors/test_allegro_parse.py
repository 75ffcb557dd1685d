"""From Allegro's JSON to facts."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.connector_kit.contract_tests import Sample
from kontuar.connector_kit.errors import UnexpectedAnswer
from kontuar.connector_kit.verdict import lenient_json
from kontuar.connectors.allegro import parse
from kontuar.facts.messages import MessageStatus, Role

from .samples import READERS, all_samples, facts_beside

_WORDS = """id chat issues customerReturns refunds refundClaims ratings quality offerEvents invoices offer
currentState lastMessage createdAt openedDate initialMessage attachments url expectations items reason
comment answer removal request exclusion metrics resultFor code score commission publication file threads
messages events checkoutForms offers shipments waybills nextPage author role login text createdAt status type participants order lineItems price amount currency statuses trackingDetails"""
_KEYS = st.sampled_from(_WORDS.split())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6),
    max_leaves=25,
)


@pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: sample.name)
def test_an_answer_is_read_as_written_beside_it(sample: Sample) -> None:
    assert sample.read(sample.document) == facts_beside(sample.name)


@pytest.mark.parametrize("name", sorted(READERS))
@settings(max_examples=60, deadline=None)
@given(document=JSON)
def test_whatever_comes_is_read_or_called_unexpected(name: str, document: Any) -> None:
    try:
        found = READERS[name](document)
    except UnexpectedAnswer:
        return
    assert type(found) is type(facts_beside(name))


def _message(**changes: Any) -> Any:
    base = {"id": "m", "createdAt": "2026-11-01T08:00:00Z", "author": {"role": "USER", "login": "celina"}}
    return parse.message(base | changes, thread_id="t", login="sklep_ala", is_problem=False)


@pytest.mark.parametrize(
    ("author", "role"),
    [
        ({"role": "BUYER", "login": "celina"}, Role.BUYER),
        ({"role": "SELLER", "login": "sklep_ala"}, Role.SELLER),
        ({"role": "SELLER", "login": None}, Role.SELLER),
        ({"role": "USER", "login": "Sklep_Ala"}, Role.SELLER),
        ({"role": "USER", "login": "celina"}, Role.BUYER),
        ({"role": "BUYER", "login": "sklep_ala"}, Role.SELLER),
        ({"role": "CONSULTANT", "login": None}, Role.MARKETPLACE),
        ({"role": "ALLEGRO", "login": None}, Role.MARKETPLACE),
        ({"role": "SYSTEM"}, Role.MARKETPLACE),
        ({"role": "CHATBOT"}, Role.AUTOMAT),
        ({"role": "ARBITER", "login": "somebody"}, Role.MARKETPLACE),
        ({}, Role.MARKETPLACE),
    ],
)
def test_a_stranger_among_the_roles_is_never_the_buyer(author: dict[str, Any], role: Role) -> None:
    assert _message(author=author).role is role


def test_an_unknown_status_hides_no_buyer_and_proves_no_delivery() -> None:
    assert _message(status="QUARANTINED").status is MessageStatus.DELIVERED
    ours = _message(status="INTERACTING", author={"role": "SELLER", "login": "sklep_ala"})
    assert ours.status is MessageStatus.CHECKING


def test_a_message_without_a_date_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        _message(createdAt="yesterday")


def test_half_an_emoji_spoils_one_letter_and_not_the_page() -> None:
    body = b'\xef\xbb\xbf{"messages":[{"text":"a\\ud83d","x":"\\ud83d\\ude42"}]}'
    assert lenient_json(body) == {"messages": [{"text": "a\ufffd", "x": "🙂"}]}
