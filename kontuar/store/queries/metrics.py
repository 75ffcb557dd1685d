"""Numbers of the whole desk for whoever watches it: counts and ages, no names, texts or addresses."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Count

from kontuar.connector_kit.meters import gauge
from kontuar.store.models import Account, Duty, Outgoing, OutgoingDeed, Stream
from kontuar.store.queries import health

type Values = dict[tuple[tuple[str, str], ...], float]


def gauges(*, now: datetime) -> str:
    """In the text form of Prometheus. A handful of counts by indexes; the same on every machine."""
    swept_at = health.last_sweep_at()
    age: Values = {(): (now - swept_at).total_seconds()} if swept_at else {}
    return "".join(
        [
            gauge("kontuar_sweep_age_seconds", "Since a worker last looked for what is due.", age),
            gauge("kontuar_accounts", "Accounts by state.", _accounts()),
            gauge("kontuar_outgoing", "Messages of ours that are not at rest, by state.", _outgoing()),
            gauge("kontuar_duties", "What is owed, by standing.", _duties(now)),
            gauge("kontuar_stream_lag_seconds", "Since the account read longest ago was read.", _lag(now)),
            gauge("kontuar_streams_failing", "Streams whose last reading failed, by error.", _failing()),
        ]
    )


def _accounts() -> Values:
    found = Account.objects.values_list("state").annotate(Count("pk"))
    return {(("state", state),): count for state, count in found}


def _outgoing() -> Values:
    """Those at rest (delivered, refused …) only grow and are no work: they are left out."""
    values: Values = {}
    tables: tuple[tuple[str, type[Outgoing] | type[OutgoingDeed]], ...] = (
        ("message", Outgoing),
        ("deed", OutgoingDeed),
    )
    for kind, table in tables:
        moving = ("held", "queued", "sending", "sent", "unsure")
        found = table._default_manager.filter(state__in=moving).values_list("state").annotate(Count("pk"))
        values |= {(("kind", kind), ("state", state)): 0.0 for state in moving}
        values |= {(("kind", kind), ("state", state)): count for state, count in found}
    return values


def _duties(now: datetime) -> Values:
    late = Duty.objects.filter(due_at__lt=now).count()
    return {(("standing", "late"),): late, (("standing", "all"),): Duty.objects.count()}


def _lag(now: datetime) -> Values:
    worst: dict[str, float] = defaultdict(float)
    rows = Stream.objects.filter(account__state=Account.State.ACTIVE, is_finished=False)
    for name, read_at in rows.exclude(last_ok_at=None).values_list("name", "last_ok_at"):
        if read_at:
            worst[name] = max(worst[name], (now - read_at).total_seconds())
    return {(("stream", name),): age for name, age in worst.items()}


def _failing() -> Values:
    rows = Stream.objects.filter(account__state=Account.State.ACTIVE).exclude(last_error="")
    found = rows.values_list("last_error").annotate(Count("pk"))
    return {(("error", error),): count for error, count in found}
