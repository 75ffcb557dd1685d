"""Shorthand for the tests of rules: local times, messages, cases, orders, policies."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kontuar.facts.case import CaseFacts, CaseMessage, CaseState
from kontuar.facts.messages import MessageKind, MessageStatus, Role, ThreadKind
from kontuar.facts.orders import Delivery, Fulfilment, Order, OrderState
from kontuar.rulebook.load import policy_for
from kontuar.rules.policy import Policy

WARSAW = ZoneInfo("Europe/Warsaw")


@dataclass
class Make:
    """Builders with sensible defaults. Local times are written ``2025-04-25 17:23``."""

    zone: ZoneInfo = WARSAW
    numbers: list[int] = field(default_factory=lambda: [0])

    def at(self, text: str, zone: ZoneInfo | None = None) -> datetime:
        """A local time as UTC; a trailing ``*`` means the second of two equal wall times."""
        local = datetime.fromisoformat(text.rstrip("*").strip())
        local = local.replace(tzinfo=zone or self.zone, fold=int(text.endswith("*")))
        return local.astimezone(UTC)

    def policy(self, on: date, country: str = "PL", **given: Any) -> Policy:
        marketplace = given.pop("marketplace", "allegro")
        return policy_for(marketplace, country, on, zone=given.pop("zone", self.zone), **given)

    def message(
        self,
        written_at: datetime,
        *,
        role: Role = Role.BUYER,
        kind: MessageKind = MessageKind.MESSAGE,
        status: MessageStatus = MessageStatus.DELIVERED,
        seen_at: datetime | None = None,
        **more: Any,
    ) -> CaseMessage:
        self.numbers[0] += 1
        return CaseMessage(
            external_id=str(self.numbers[0]),
            role=role,
            kind=kind,
            status=status,
            written_at=written_at,
            first_seen_at=seen_at or written_at,
            **more,
        )

    def case(self, *messages: CaseMessage, connected_at: datetime | None = None, **more: Any) -> CaseFacts:
        given: dict[str, Any] = {
            "state": CaseState.OPEN,
            "thread_kind": ThreadKind.TALK,
            "thread_is_open": True,
            "has_order": True,
        } | more
        return CaseFacts(
            messages=messages,
            connected_at=connected_at or datetime(2019, 9, 4, tzinfo=UTC),
            **given,
        )

    def order(self, dispatch_by: datetime | None, **more: Any) -> Order:
        paid_at = dispatch_by - timedelta(days=6) if dispatch_by else None
        delivery = more.pop("delivery", None) or Delivery(dispatch_by=dispatch_by)
        given: dict[str, Any] = {
            "external_id": "order-1",
            "state": OrderState.READY,
            "fulfilment": Fulfilment.NEW,
            "buyer_id": "1",
            "buyer_login": "buyer",
            "lines": (),
            "total": None,
            "delivery": delivery,
            "paid_at": paid_at,
            "lines_sent": "NONE",
        } | more
        return Order(**given)


@pytest.fixture(scope="session")
def make() -> Make:
    return Make()
