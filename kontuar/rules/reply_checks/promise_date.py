"""A promised day against the order's own dates.

Arrival promised for before the marketplace's own first day of delivery is a promise nobody gave us (the buyer's page
shows the later day). Sending promised for after the order's dispatch date tells him we shall be late (C3: the date
is the marketplace's). Sending sooner than one must is simply good.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding, fold, phrases
from kontuar.rules.reply_checks.sayings import ARRIVING, SENDING, Saying, sayings

_OWNED = phrases("""
niestety | przepraszam* | opóźni* | unfortunately | sorry | delay* | leider | entschuldig* | verzöger* | deja |
  atsipraš*
""")


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """At most one warning for each kind; owning a delay passes."""
    order = draft.around.order
    if draft.reading is None or order is None or order.is_sent or _OWNED.search(fold(draft.text)):
        return ()
    zone = ZoneInfo(draft.around.zone)
    found: dict[str, Finding] = {}
    for saying in sayings(draft.text, draft.reading.claims, zone):
        if one := _against(saying, order.arrive_from, order.dispatch_by, policy, zone):
            found.setdefault(one.code, one)
    return tuple(found.values())


def _against(
    saying: Saying,
    arrive_from: datetime | None,
    dispatch_by: datetime | None,
    policy: Policy,
    zone: ZoneInfo,
) -> Finding | None:
    if saying.day is None:
        return None
    rule = policy.dispatch
    if (
        saying.subject == ARRIVING
        and arrive_from
        and saying.day < (day := arrive_from.astimezone(zone).date())
    ):
        shown = day.strftime("%d.%m")
        return finding(
            "promised_early", Severity.WARNING, span=saying.span, fix="replace", to=shown, day=shown
        )
    if (
        saying.subject == SENDING
        and dispatch_by
        and saying.day > (day := dispatch_by.astimezone(zone).date())
    ):
        shown = day.strftime("%d.%m")
        return finding("promised_late", Severity.WARNING, span=saying.span, rule=rule, day=shown)
    return None
