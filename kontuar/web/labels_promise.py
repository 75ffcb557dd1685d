"""What the promise watch found, in words."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.facts.promises import Factor, FindingKind, PromiseKind, Risk
from kontuar.rules.finding import Finding

FEW = 5
"""Of fewer parcels than this no numbers are told."""
MOST_SLOW = 2


def title(finding: Finding) -> str:
    """What it is."""
    return {
        (FindingKind.WILL_BREAK, PromiseKind.DISPATCH): _("The parcel will probably not leave in time."),
        (FindingKind.WILL_BREAK, PromiseKind.DELIVERY): _("The delivery may come late."),
        (FindingKind.BROKEN, PromiseKind.DISPATCH): _("The parcel did not leave in time."),
        (FindingKind.BROKEN, PromiseKind.DELIVERY): _("The promised delivery has passed."),
        (FindingKind.NO_FIRST_SCAN, PromiseKind.DELIVERY): _("The carrier has not scanned the parcel yet."),
        (FindingKind.STALLED, PromiseKind.DELIVERY): _("The parcel stands still."),
        (FindingKind.CANNOT_FULFIL, PromiseKind.DISPATCH): _("The order perhaps cannot be fulfilled."),
        (FindingKind.TOO_EARLY, PromiseKind.DELIVERY): _("The promised delivery is not over yet."),
        (FindingKind.TOO_EARLY, PromiseKind.DISPATCH): _("The promised dispatch is not over yet."),
    }.get((finding.kind, finding.promise), finding.kind.value)


def reasons(finding: Finding) -> str:
    """Why, in a few words."""
    said = (_risk(finding.risk) if code == "late_risk" else "" for code in finding.why)
    return ", ".join(
        filter(None, (more or _reason(code) for more, code in zip(said, finding.why, strict=True)))
    )


def _risk(risk: Risk | None) -> str:
    """What a feared delay rests on: how parcels that had waited as long fared, and what makes this one slower."""
    if risk is None or risk.like < FEW:
        return ""
    counted = pgettext("promise", "of %(like)s parcels like this about %(late)s came late")
    told = counted % {"like": risk.like, "late": risk.like_late}
    slow = list(filter(None, (_slow(factor) for factor in risk.factors if factor.pace < 1)))[:MOST_SLOW]
    if not slow:
        return told
    slower = pgettext("promise", "slower than usual: %s") % ", ".join(slow)
    return f"{told} ({slower})"


def _slow(factor: Factor) -> str:
    """What is slower than usual; ``""`` where it would tell the seller nothing (himself, a class of prices)."""
    if factor.code == "carrier":
        return factor.name
    if factor.code == "route":
        return pgettext("promise", "postcodes %s…") % factor.name
    if factor.code == "weekday":
        return str(WEEKDAYS[int(factor.name)])
    if factor.code == "waits":
        return pgettext("promise", "waits longer than half of the others")
    return ""


def _reason(code: str) -> str:
    return {
        "closed_until_then": pgettext("promise", "we are closed until then"),
        "nobody_there": pgettext("promise", "nobody is there until then"),
        "not_sent": pgettext("promise", "not sent"),
        "not_arrived": pgettext("promise", "not arrived"),
        "no_first_scan": pgettext("promise", "no scan"),
        "stalled": pgettext("promise", "no new scan"),
        "carrier_problem": pgettext("promise", "the carrier reports a problem"),
        "late_risk": pgettext("promise", "such parcels often came late"),
        "last_day": pgettext("promise", "today is the last day"),
        "oversold": pgettext("promise", "more was sold than there is"),
        "bought_after_end": pgettext("promise", "bought after the offer had ended"),
        "offer_ended": pgettext("promise", "the offer was ended"),
        "promise_not_over": "",
    }.get(code, code)


def step(finding: Finding) -> str:
    """What to do next."""
    return {
        "send_or_tell_buyer": _("Send it today, or tell the buyer."),
        "send_and_tell_buyer": _("Send it, and tell the buyer when it comes."),
        "tell_buyer": _("Tell the buyer before he asks."),
        "ask_carrier": _("Ask the carrier."),
        "look_in_the_evening": _("Look again in the evening."),
        "check_stock": _("See whether it is in stock."),
        "tell_cancel_refund": _("Tell the buyer, cancel, give the money back."),
        "quote_promise": _("Answer with the promised date."),
    }.get(finding.next_step, "")
