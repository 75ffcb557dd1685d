"""GET /sale/quality: up to thirty days, newest first."""

from __future__ import annotations

from typing import Any

from kontuar.practice_market.allegro.protocol import Answer, Call, Operation
from kontuar.practice_market.quality import MOST_POINTS, NAMES, Day


def _shape(day: Day, *, polish: bool) -> dict[str, Any]:
    return {
        "resultFor": day.day.isoformat(),
        "score": day.score,
        "grade": day.grade,
        "maxScore": MOST_POINTS,
        "metrics": [
            {
                "code": metric.code,
                "name": NAMES[metric.code][0 if polish else 1],
                "score": metric.score,
                "maxScore": metric.most,
            }
            for metric in day.metrics
        ],
    }


def quality(call: Call) -> Answer:
    """The seller's days; a seller without a sale has none."""
    polish = call.request.headers.get("Accept-Language", "pl").startswith("pl")
    days = call.market.quality.history(call.seller.login)
    return Answer(body={"quality": [_shape(day, polish=polish) for day in reversed(days)]})


OPERATIONS = (Operation(method="GET", path="/sale/quality", handler=quality, scope="profile:read"),)
