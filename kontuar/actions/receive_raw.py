"""What a platform answered, word for word: kept a limited time, for support asks for it (with its trace-id)."""

import hashlib
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from kontuar.connector_kit.contract import RawAnswer as RawFact
from kontuar.store.models import Account, RawAnswer

KEPT_FOR = timedelta(days=30)
"""Ours: long enough for a talk with the platform's support, short enough for buyers' data."""
LONGEST = 1_000_000
"""Characters; a longer answer is not kept."""


def keep(account: Account, answers: Sequence[RawFact], *, now: datetime) -> None:
    """Keep each answer that differs from the last one kept of the same thing."""
    for answer in answers:
        if len(answer.body) > LONGEST:
            continue
        body = answer.body.encode()
        thing = {"account": account, "about": answer.about[:20], "external_id": answer.external_id[:100]}
        sha256 = hashlib.sha256(body).hexdigest()
        last = (
            RawAnswer.objects.filter(**thing).order_by("-at", "-pk").values_list("sha256", flat=True).first()
        )
        if last != sha256:
            RawAnswer.objects.create(
                **thing, body=zlib.compress(body), sha256=sha256, trace_id=answer.trace_id[:100], at=now
            )


def text(row: RawAnswer) -> str:
    """The answer as it came."""
    return zlib.decompress(bytes(row.body)).decode()


def forget_old(*, now: datetime) -> int:
    """Delete answers older than their time; returns how many. Run by the worker now and then."""
    count, _of_what = RawAnswer.objects.filter(at__lt=now - KEPT_FOR).delete()
    return count
