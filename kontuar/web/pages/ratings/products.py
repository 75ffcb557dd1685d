"""Ratings over time, and which products make trouble and why."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kontuar.actions.matter import CAUSES
from kontuar.store.queries import orders as orders_query
from kontuar.store.queries import products as query
from kontuar.store.queries.products import Product
from kontuar.web import labels, labels_sales
from kontuar.web.going import signed_in
from kontuar.web.look import Look, look_now

YEAR = timedelta(days=365)
HIGH, WIDE, STEP = 90, 32, 44
"""Sizes of the plot's bars, in its own units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A month. ``y`` and ``height`` of the part that recommends and of the part that does not, from the top."""

    name: str
    short: str
    good: int
    bad: int
    share: str
    x: int
    middle: int
    good_y: int
    good_height: int
    bad_y: int
    bad_height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A product in words."""

    name: str
    good: int
    bad: int
    share: str
    opened: str
    causes: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The last 12 months of all accounts, or of ``konto``."""
    user, look = signed_in(request), look_now()
    accounts = orders_query.accounts(user)
    wanted = request.GET.get("konto", "")
    account_id = next((one.pk for one in accounts if str(one.pk) == wanted), None)
    since = look.at((look.today().replace(day=1) - YEAR).replace(day=1), time(0))
    months = query.by_month(user, account_id, since, look.zone)
    context = {
        "look": look,
        "bars": _bars(months, look),
        "lines": [_line(one) for one in query.products(user, account_id, since)],
        "accounts": accounts if len(accounts) > 1 else [],
        "account_id": account_id,
        "high": HIGH,
        "wide": STEP * 13,
    }
    return render(request, "ratings/products.html", context)


def _bars(months: dict[date, tuple[int, int]], look: Look) -> list[Bar]:
    """Thirteen months up to this one; empty without a single rating."""
    if not months:
        return []
    highest = max(sum(counts) for counts in months.values())
    day, found = look.today().replace(day=1), []
    for place in range(12, -1, -1):
        good, bad = months.get(day, (0, 0))
        tall, dark = round(HIGH * (good + bad) / highest), round(HIGH * bad / highest)
        dark = max(dark, 2) if bad else 0
        found.append(
            Bar(
                name=formats.date_format(day, "F Y"),
                short=formats.date_format(day, "m"),
                good=good,
                bad=bad,
                share=labels.percent(good, good + bad) if good + bad else "–",
                x=place * STEP,
                middle=place * STEP + WIDE // 2,
                good_y=HIGH - tall,
                good_height=max(tall - dark, 0),
                bad_y=HIGH - dark,
                bad_height=dark,
            )
        )
        day = (day - timedelta(days=1)).replace(day=1)
    return found


def _line(one: Product) -> Line:
    named = {code: str(label) for code, label in CAUSES}
    return Line(
        name=one.name or one.offer or _("several products at once"),
        good=one.good,
        bad=one.bad,
        share=labels.percent(one.good, one.good + one.bad) if one.good + one.bad else "–",
        opened=", ".join(
            f"{labels_sales.issue_kind_short(kind)} {n}" for kind, n in one.opened.most_common()
        ),
        causes=", ".join(f"{named.get(cause, cause)} {n}" for cause, n in one.causes.most_common()),
    )
