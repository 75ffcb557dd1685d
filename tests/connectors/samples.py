"""The typed answers with the functions that read them."""

from collections.abc import Callable, Mapping
from typing import Any

from kontuar.connector_kit.contract_tests import Sample
from kontuar.connector_kit.jsonread import text
from kontuar.connectors.allegro import fixtures, parse, parse_issues, parse_orders, parse_sales
from kontuar.connectors.allegro.fixtures import expected, expected_issues, expected_sales

LOGIN, TALK, ORDER = expected.LOGIN, expected.TALK, expected.ORDER
PAID_INVOICE = "56ae349d-8045-4bb3-adcc-7cf6fb420f61"


def all_of(name: str, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A reader of a list whose entries are read one by one; those it passes over are left out."""
    return lambda document: tuple(
        found for found in map(read, parse_issues.entries(document, name)) if found is not None
    )


def invoices(document: Any) -> tuple[str, str]:
    """What a check said of one invoice's file, and which invoice still waits for its file."""
    file = parse_sales.invoice_file(document, PAID_INVOICE)
    waiting = parse_sales.declared_invoice(document, file_name="next.pdf", number="FV 02/2020")
    return text(file, "securityVerification", "status"), waiting


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
    "issues": lambda found: tuple(map(parse_issues.issue, parse_issues.issues(found))),
    "issue_chat": lambda found: parse_issues.talk(
        parse_issues.entries(found, "chat"), expected_issues.issues[0], login=LOGIN
    ),
    "customer_returns": lambda found: tuple(map(parse_issues.customer_return, parse_issues.returns(found))),
    "refunds": all_of("refunds", parse_sales.refund),
    "fee_refunds": all_of("refundClaims", parse_sales.fee_refund),
    "ratings_beta": all_of("ratings", parse_sales.rating),
    "ratings_public": all_of("ratings", parse_sales.rating),
    "quality": parse_sales.quality,
    "offer_events": all_of("offerEvents", parse_sales.offer_event),
    "invoices": invoices,
}


def facts_beside(name: str) -> Any:
    """What is expected of an answer."""
    homes = (expected, expected_issues, expected_sales)
    return next(getattr(home, name) for home in homes if hasattr(home, name))


def all_samples() -> tuple[Sample, ...]:
    """Every answer in the fixtures folder; one without a reader is an error."""
    return tuple(
        Sample(name=name, document=fixtures.load(name), read=READERS[name]) for name in fixtures.names()
    )
