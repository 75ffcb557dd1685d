"""How long an offer's parcels took, in words."""

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kontuar.actions.handling import OfferTimes
from kontuar.rules.promise.handled import FEW, Handling
from kontuar.web import labels
from kontuar.web.going import to

BORNE = 0.1
"""Ours: of more broken dates than this the offer's time is worth another look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesLine:
    """An offer in the list. ``page`` is ``""`` for one of which only orders are known."""

    name: str
    page: str
    platform: str
    letter: str
    account: str
    declared: str
    usual: str
    slowest: str
    broken: str
    is_broken: bool
    orders: int


def lines(found: list[OfferTimes]) -> list[TimesLine]:
    """The list, ready to be shown."""
    return [_line(one) for one in found]


def _line(one: OfferTimes) -> TimesLine:
    held = one.handling
    return TimesLine(
        name=one.name,
        page=to("offer", one.offer.pk) if one.offer else "",
        platform=one.account.platform,
        letter=labels.mark(one.account.platform),
        account=str(one.account),
        declared=days(held.declared),
        usual=days(held.median) if held.measured >= FEW else "",
        slowest=days(held.slowest_tenth),
        broken=broken(held),
        is_broken=bool(held.broken),
        orders=held.orders,
    )


def days(number: float | None) -> str:
    """Working days in words; ``""`` where nothing is known."""
    if number is None:
        return ""
    if number == 0:
        return _("the same day")
    if number != int(number):
        return _("%(n)s working days") % {"n": formats.number_format(number, 1)}
    return ngettext("%(n)d working day", "%(n)d working days", int(number)) % {"n": int(number)}


def broken(held: Handling) -> str:
    """ "3 of 12 (25 %)"; ``""`` where no order had a date and a scan."""
    if not held.dated:
        return ""
    told = {"n": held.broken, "of": held.dated, "percent": round(100 * held.broken_share)}
    return pgettext("share", "%(n)d of %(of)d (%(percent)d %%)") % told


def facts(held: Handling) -> list[tuple[str, str]]:
    """What one offer's page says, name and value; only what is known."""
    enough = held.measured >= FEW
    found = [
        (_("Declared at the purchase"), days(held.declared)),
        (_("Half of the parcels left within"), days(held.median) if enough else ""),
        (_("Nine of ten left within"), days(held.slowest_tenth)),
        (_("Left after the promised date"), broken(held)),
        (_("Left on the same day"), fast(held)),
        (_("Time nine of ten would keep"), declared_as(held.would_hold)),
    ]
    return [(name, value) for name, value in found if value]


def fast(held: Handling) -> str:
    """What the marketplace's measure of fast dispatch would count."""
    if held.fast is None:
        return ""
    told = {"n": held.fast, "of": held.measured, "percent": round(100 * held.fast / held.measured)}
    return pgettext("share", "%(n)d of %(of)d (%(percent)d %%)") % told


def declared_as(code: str) -> str:
    """A handling time as the marketplace's form names it: "PT24H" is 24 hours, "P2D" two days."""
    if not code:
        return ""
    if code.startswith("PT"):
        return _("%(n)s hours") % {"n": code[2:-1]}
    return ngettext("%(n)d day", "%(n)d days", int(code[1:-1])) % {"n": int(code[1:-1])}


def history(held: Handling) -> str:
    """How many parcels it rests on, or that there are too few."""
    if held.measured < FEW:
        counted = {"n": held.measured, "few": FEW}
        words = _("Too little history: %(n)d parcels with a scan in 90 days. Times are told from %(few)d on.")
        return words % counted
    told = ngettext(
        "Counted from %(n)d parcel of the last 90 days, from payment to the carrier's first scan.",
        "Counted from %(n)d parcels of the last 90 days, from payment to the carrier's first scan.",
        held.measured,
    ) % {"n": held.measured}
    if not held.unknown:
        return told
    more = ngettext("%(n)d order has no scan yet.", "%(n)d orders have no scan yet.", held.unknown)
    return f"{told} {more % {'n': held.unknown}}"


def suggestion(held: Handling) -> str:
    """What to do about it; ``""`` where the declared time holds."""
    if held.measured < FEW or held.broken_share <= BORNE:
        return ""
    is_longer = held.declared is None or (held.slowest_tenth or 0) > held.declared
    if not held.would_hold or not is_longer:
        return _("More than one parcel in ten leaves later than declared.")
    return _("More than one parcel in ten leaves later than declared. Declaring %(time)s would hold.") % {
        "time": declared_as(held.would_hold)
    }


def payout(held: Handling, platform: str) -> str:
    """That the marketplace may hold the payout for so long a time; ``""`` where it may not."""
    if not held.may_hold_payout:
        return ""
    said = _("%(platform)s may hold the payout for so long a time (furniture and pre-orders excepted).")
    return said % {"platform": platform}
