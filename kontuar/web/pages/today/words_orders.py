"""Duties of orders in words for Today: parcels in trouble, money, our commission, ratings."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kontuar.actions import links
from kontuar.actions.order_letter import LETTERS
from kontuar.store.queries.today import Board
from kontuar.store.queries.today_orders import MONEY, PARCELS, RATINGS, OrderLine
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.look import Look
from kontuar.web.pages.today.bundles import Entry, bundled
from kontuar.web.pages.today.item import Group, Item

WRITES = frozenset({"tell_buyer", "send_and_tell_buyer", "tell_cancel_refund", "ask_choice", "remind_choice"})
OUTSIDE = {"refund_on_platform": "refunds", "ask_for_commission": "refunds"}
"""Next steps that are taken on the marketplace: the kind of its page."""
GROUPS = {"refund_again": "unpaid", "refund": "money", "commission": "commission"}


def troubles(board: Board) -> int:
    """How many lines of parcels there are besides the late ones."""
    return sum(line.kind in PARCELS for line in board.orders)


def parcels(board: Board, look: Look) -> list[Entry]:
    """Parcels that want something besides being sent."""
    return [entry(line, look) for line in board.orders if line.kind in PARCELS]


def entry(one: OrderLine, look: Look) -> Entry:
    """A duty of an order, with what it may be bundled by."""
    return Entry(kind=one.kind, step=one.next_step, due_at=one.due_at, item=item(one, look))


def money(board: Board, look: Look) -> list[Group]:
    """Money to give back, money that did not go back, our commission."""
    titles = {
        "unpaid": _("Money that did not go back"),
        "money": _("Money to give back"),
        "commission": _("Our commission"),
    }
    found = []
    for code, title in titles.items():
        lines = [one for one in board.orders if one.kind in MONEY and GROUPS[one.kind] == code]
        found += _group(code, title, lines, look)
    return found


def ratings(board: Board, look: Look) -> list[Group]:
    """Ratings that want an answer, last of all."""
    lines = [one for one in board.orders if one.kind in RATINGS]
    return _group("ratings", _("Ratings to answer"), lines, look)


def _group(code: str, title: str, lines: Sequence[OrderLine], look: Look) -> list[Group]:
    items = tuple(bundled([entry(line, look) for line in lines], look))
    return [Group(code=code, title=title, items=items)] if items else []


def item(one: OrderLine, look: Look) -> Item:
    """A duty of an order."""
    code = one.account.platform
    page = OUTSIDE.get(one.next_step, "")
    outside = links.to_platform(one.account, page, one.number) if page else ""
    is_plain = bool(page) and not outside
    return Item(
        id=f"duty-{one.duty_id}",
        case_id=0,
        url=_url(one),
        platform=code,
        letter=labels.mark(code),
        account=str(one.account),
        buyer=one.buyer,
        what=labels.owed(one.kind),
        text=one.items,
        language="",
        chip=labels.duty_chip(
            one.kind,
            one.due_at,
            one.safer_by,
            one.warn_at,
            look,
            platform_code=code,
            rule=(one.rule_id, one.rule_version),
        ),
        lost=labels.loss(one.lost, code),
        button=_("Show the order") if is_plain else labels.next_step(one.next_step, code),
        in_place="",
        tag="",
        assignee="",
        outside=outside,
        settle=to("settle_duty", one.duty_id) if one.can_settle else "",
    )


def _url(one: OrderLine) -> str:
    if one.kind in RATINGS:
        return f"{reverse('ratings')}?{urlencode({'f': 'all', 'q': one.number})}"
    if one.next_step not in WRITES or not one.can_work:
        return to("order", one.order_id)
    letter = f"?{urlencode({'list': one.kind})}" if one.kind in LETTERS else ""
    return to("order_write", one.order_id) + letter
