"""Faults that can be switched on. Each is one that was seen at the real Allegro.

A fault has a kind, a chance or a number of times, and may be limited to one operation or one seller.
Chance comes from a seeded source, so a run can be repeated.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from kontuar.practice_market import issue_faults

KINDS: dict[str, str] = {
    "latency": "The answer comes `seconds` (plus up to `jitter`) later, in real seconds.",
    "too_many": "429; `retry_after` seconds in Retry-After, or null for none.",
    "html_error": "`status` (500, 502, 504, 408) as HTML; with `after_write` the deed is done first.",
    "dropped": "The connection is closed before anything was done.",
    "lost_answer": "The deed is done, the answer never comes: `mode` close, or hold for `seconds`.",
    "refresh_lost": "A token pair is rotated, the client never gets it; `mode` as in lost_answer.",
    "revoke_token": "The token is revoked at the moment it is used.",
    "event_late": "An order event is published `seconds` later, after younger ones.",
    "event_double": "An order event is published twice, under two ids.",
    "event_missing": "An order event is never published.",
    "late_message": "A buyer's message is shown `seconds` after it was typed, with the typing time.",
    "verifying": "A seller's message stays VERIFYING for `seconds` (null: for ever).",
    "blocked": "A seller's message is accepted and then BLOCKED.",
    **issue_faults.KINDS,
    "offer_ended_again": "`seconds` after its activation an offer is ended by another program, `ended_by`.",
    "offer_event_late": "An offer event is published `seconds` later, after younger ones.",
    "offer_event_missing": "An offer event is never published.",
    "command_lag": "A command or an edit of offers takes `seconds`.",
    "tracking_null": "A waybill's trackingDetails are null.",
    "refund_cancelled": "A refund is CANCELED silently after `seconds`, whatever the balance.",
    "refund_validate_failed": "A refund is answered 200 and is VALIDATE_FAILED after `seconds`.",
    "claim_lost": "A refund claim is answered 201 and then unknown: an automatic one won.",
    "rating_changed": "A buyer changes the rating `seconds` after the answer, to `recommended`, `comment`.",
}


@dataclass(slots=True, kw_only=True)
class Fault:
    id: str
    kind: str
    operation: str | None = None
    """`GET /messaging/threads`, a bare path template, or None for every operation."""
    seller: str | None = None
    chance: float = 1.0
    times: int | None = None
    """How many more times it may strike; None for no end."""
    params: dict[str, Any] = field(default_factory=dict)
    struck: int = 0

    def number(self, name: str, default: float) -> float:
        """A numeric parameter."""
        value = self.params.get(name, default)
        return float(value) if isinstance(value, int | float) else default

    def as_json(self) -> dict[str, Any]:
        """The form the control plane shows."""
        return {
            "id": self.id,
            "kind": self.kind,
            "operation": self.operation,
            "seller": self.seller,
            "probability": self.chance,
            "times": self.times,
            "params": self.params,
            "struck": self.struck,
        }


class Faults:
    """The faults in force."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(f"faults {seed}")
        self._faults: dict[str, Fault] = {}
        self._count = 0

    def add(
        self,
        kind: str,
        *,
        operation: str | None = None,
        seller: str | None = None,
        chance: float = 1.0,
        times: int | None = None,
        **params: Any,
    ) -> Fault:
        """Switch a fault on; ValueError for an unknown kind or an impossible chance."""
        if kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}; known: {', '.join(KINDS)}")
        if not 0 <= chance <= 1:
            raise ValueError("probability is between 0 and 1")
        self._count += 1
        fault = Fault(
            id=f"f{self._count}",
            kind=kind,
            operation=operation,
            seller=seller,
            chance=chance,
            times=times,
            params=params,
        )
        self._faults[fault.id] = fault
        return fault

    def remove(self, fault_id: str) -> bool:
        """Switch one off; False when there is none of that id."""
        return self._faults.pop(fault_id, None) is not None

    def clear(self) -> None:
        """Switch all off."""
        self._faults.clear()

    def all(self) -> list[Fault]:
        """Those in force, oldest first, also the spent ones."""
        return list(self._faults.values())

    def strike(
        self,
        kind: str,
        *,
        operation: str | None = None,
        seller: str | None = None,
        after_write: bool | None = None,
        about: str | None = None,
    ) -> Fault | None:
        """The fault of this kind that hits now, counted; None when none does.

        A fault with the parameter `about` (an id) hits only what has that id.
        """
        for fault in self._faults.values():
            if fault.kind != kind or fault.times == 0:
                continue
            if fault.operation and operation is not None and not _same(fault.operation, operation):
                continue
            if fault.seller and fault.seller != seller:
                continue
            if fault.params.get("about") not in (None, about):
                continue
            if after_write is not None and bool(fault.params.get("after_write")) != after_write:
                continue
            if fault.chance < 1 and self._rng.random() >= fault.chance:
                continue
            if fault.times is not None:
                fault.times -= 1
            fault.struck += 1
            return fault
        return None


def _same(wanted: str, operation: str) -> bool:
    return wanted == operation or wanted == operation.partition(" ")[2]
