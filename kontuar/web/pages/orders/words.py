"""The list of orders in words."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kontuar.store.queries.orders import FILTERS, Page, Row, Wish
from kontuar.web import filters, labels
from kontuar.web.filters import Choice
from kontuar.web.labels import Chip
from kontuar.web.look import Look

FIRST = ("today", "open")
"""Filters that stand open; the rest is behind "More", those with something in them first."""
TROUBLE = frozenset({"late", "cannot", "choice", "risk", "unnumbered", "unscanned", "stop"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the list."""

    order_id: int
    url: str
    platform: str
    letter: str
    account: str
    buyer: str
    text: str
    total: str
    at: str
    chip: Chip | None
    state: str
    is_state_strong: bool
    parcel: str
    has_message: bool


def wish_of(params: dict[str, str]) -> Wish:
    """What the address asks for; nonsense is the first filter."""
    return Wish(
        which=filters.which_of(params, FILTERS),
        account_id=filters.account_of(params),
        cursor=params.get("po", "")[:80],
        rows=filters.rows_of(params),
    )


def query_of(wish: Wish, **changes: str) -> str:
    """The address's query for a wish, ``""`` when nothing was chosen."""
    which = wish.which if wish.which != FILTERS[0] else ""
    return filters.query({"f": which, "konto": str(wish.account_id or ""), **changes})


def items(page: Page, wish: Wish, look: Look) -> list[Item]:
    """Lines, ready to be shown."""
    query = query_of(wish)
    return [_item(row, query, look) for row in page.rows]


def _item(row: Row, query: str, look: Look) -> Item:
    is_stopped = row.state == "cancelled" or row.fulfilment == "cancelled"
    return Item(
        order_id=row.order_id,
        url=reverse("order", args=[row.order_id]) + query,
        platform=row.platform,
        letter=labels.mark(row.platform),
        account=row.account_name,
        buyer=row.buyer,
        text=_things(row),
        total=labels.money(row.total.amount, row.total.currency) if row.total else "",
        at=labels.moment(row.bought_at, look) if row.bought_at else "",
        chip=_chip(row, look),
        state=_state(row, is_stopped=is_stopped),
        is_state_strong=is_stopped and row.has_number,
        parcel=_parcel(row.parcel) if row.has_number and not is_stopped else "",
        has_message=row.has_message,
    )


def _state(row: Row, *, is_stopped: bool) -> str:
    """Where it stands; nothing where the parcel tells more than "sent"."""
    if is_stopped and row.has_number:
        return _("cancelled – do not send")
    if row.has_number and row.fulfilment == "sent":
        return ""
    return labels.order_state(row.state, row.fulfilment)


def _parcel(code: str) -> str:
    """Where the parcel is, in two or three words."""
    short = {
        "pending": pgettext("parcel", "label printed"),
        "notice_left": pgettext("parcel", "notice left"),
        "unknown": pgettext("parcel", "no scan yet"),
    }
    return short.get(code) or labels.parcel_state(code)


def _things(row: Row) -> str:
    """ "3 × Lampka biurkowa i 2 inne"."""
    name = row.items or _("order")
    if row.more_items:
        more = ngettext("and %(n)d more", "and %(n)d more", row.more_items) % {"n": row.more_items}
        return f"{name} {more}"
    return f"{row.pieces} × {name}" if row.pieces > 1 else name


def _chip(row: Row, look: Look) -> Chip | None:
    """The clock of the parcel we owe."""
    if not row.is_to_send:
        return None
    if row.dispatch_by is None:
        return Chip(
            text=_("no date of dispatch"),
            css="none",
            title=_("%(platform)s gave no date for this order.")
            % {"platform": labels.platform(row.platform)},
        )
    day_begins = look.midnight(look.days_to(row.dispatch_by - timedelta(microseconds=1)))
    return labels.duty_chip(
        "dispatch",
        row.dispatch_by,
        row.dispatch_by,
        day_begins,
        look,
        lost="dispatch_in_time",
        platform_code=row.platform,
        is_short=True,
    )


def names() -> dict[str, str]:
    """The filters' names."""
    return {
        "today": _("To send today"),
        "open": _("To send"),
        "late": pgettext("filter", "Late"),
        "cannot": _("Cannot be sent"),
        "choice": _("Colour or size missing"),
        "risk": _("Delivery late or at risk"),
        "unnumbered": _("Sent without a number"),
        "unscanned": _("Number without a scan"),
        "stop": _("Cancelled – do not send"),
        "unpaid": pgettext("filter", "Unpaid"),
        "all": pgettext("filter", "All"),
    }


def explained(which: str) -> str:
    """What a list holds, under its name."""
    return {
        "today": _("Everything promised for today and before, nearest promise first."),
        "open": _("Every order the marketplace waits for, whatever its date."),
        "late": _("The promised day of dispatch has passed."),
        "cannot": _(
            "Sold more than there is, or sold after the offer had ended: tell the buyer, cancel, refund."
        ),
        "choice": _("The buyer did not say which one he wants. We ask once and remind once."),
        "risk": _(
            "The promised delivery has passed or will probably be missed: tell the buyer before he asks."
        ),
        "unnumbered": _("Marked as sent, but no parcel number is known: the buyer cannot follow it."),
        "unscanned": _("The number is there, the carrier has not seen the parcel for over a day."),
        "stop": _("The order was cancelled after its label was made. Stop the parcel."),
        "unpaid": _("Bought, not paid. The marketplace cancels them by itself after some days."),
        "all": _("All orders, newest first."),
    }[which]


def choices(wish: Wish, counts: dict[str, int]) -> tuple[list[Choice], list[Choice]]:
    """Filters that stand open, and those behind "More"."""
    found = filters.choices("orders", names(), counts, here=wish.which, account_id=wish.account_id)
    return [found[code] for code in FIRST], [found[code] for code in found if code not in FIRST]


def troubles(wish: Wish, counts: dict[str, int]) -> list[Choice]:
    """Lists of trouble that are not empty, for the line above the list."""
    return [one for one in choices(wish, counts)[1] if one.count and one.code in TROUBLE]
