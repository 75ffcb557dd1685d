"""A duty that only our own target limits: the same shape for every clock that has no date of a marketplace's."""

from datetime import datetime

from kontuar.rules.clock_policy import Target
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.policy import Policy


def by_target(
    kind: DutyKind, since_at: datetime, target: Target, policy: Policy, *, lost: str, next_step: str
) -> Duty:
    """Due when ``target.opening`` of our opening time has passed since ``since_at``; nobody but we count it."""
    due_at = policy.calendar.add_office_time(since_at, target.opening)
    warn_at = policy.calendar.office_time_before(due_at, target.warn_before)
    return Duty(
        kind=kind,
        since_at=since_at,
        due_at=due_at,
        safer_by=due_at,
        warn_at=min(max(since_at, warn_at), due_at),
        origin=Origin.OWN,
        rule_id=target.rule_id,
        rule_version=target.version,
        lost=lost,
        next_step=next_step,
        is_counted=False,
    )
