"""The typed answers with the functions that read them."""

from collections.abc import Callable, Mapping
from typing import Any

from kontuar.connector_kit.contract_tests import Sample
from kontuar.connectors.allegro import fixtures, parse, parse_orders
from kontuar.connectors.allegro.fixtures import expected

LOGIN, TALK, ORDER = expected.LOGIN, expected.TALK, expected.ORDER

READERS: Mapping[str, Callable[[Any], Any]] = {
    "me": parse.identity,
    "threads_beta": lambda found: parse.threads(found, login=LOGIN, page=None, beta=True),
    "threads_public": lambda found: parse.threads(found, login=LOGIN, page=None, beta=False),
    "messages_beta": lambda found: parse.messages(
        found, thread_id=TALK, login=LOGIN, is_problem=False, page=None, beta=True
    ),
    "messages_public": lambda found: parse.messages(
        found, thread_id=TALK, login=LOGIN, is_problem=False, page=None, beta=False
    ),
    "order_events": parse_orders.events,
    "orders": parse_orders.order_page,
    "shipments": lambda found: parse_orders.shipments(found, order_id=ORDER),
    "tracking": lambda found: parse_orders.tracking(found, carrier="INPOST"),
    "offers": parse_orders.offers,
}


def all_samples() -> tuple[Sample, ...]:
    """Every answer in the fixtures folder; one without a reader is an error."""
    return tuple(
        Sample(name=name, document=fixtures.load(name), read=READERS[name]) for name in fixtures.names()
    )
