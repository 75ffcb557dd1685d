"""What clients asked: counts per operation and seller, and the last calls, without secrets."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(slots=True, kw_only=True)
class Call:
    at: str
    operation: str
    path: str
    seller: str | None
    client_id: str | None
    status: int
    """HTTP status; 0 when the answer was never sent."""
    trace_id: str
    fault: str | None = None


class Calls:
    """Counters and a short memory."""

    def __init__(self, keep: int = 500) -> None:
        self._counts: Counter[tuple[str, str | None, int]] = Counter()
        self._last: deque[Call] = deque(maxlen=keep)

    def note(self, call: Call) -> None:
        """Count one finished call."""
        self._counts[call.operation, call.seller, call.status] += 1
        self._last.append(call)

    def count(self, operation: str, *, seller: str | None = None, status: int | None = None) -> int:
        """How often an operation (`GET /me`) was called, by one seller or all."""
        return sum(
            number
            for (name, who, code), number in self._counts.items()
            if name == operation and seller in (None, who) and status in (None, code)
        )

    def clear(self) -> None:
        """Forget all."""
        self._counts.clear()
        self._last.clear()

    def as_json(self, last: int = 50) -> dict[str, Any]:
        """The form the control plane shows."""
        counts = [
            {"operation": name, "seller": who, "status": code, "count": number}
            for (name, who, code), number in sorted(self._counts.items(), key=str)
        ]
        recent = list(self._last)[-last:] if last > 0 else []
        return {"total": sum(self._counts.values()), "counts": counts, "last": [asdict(c) for c in recent]}
