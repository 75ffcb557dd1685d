"""Claims, returns and money that did not go back, in words for Today."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.actions import links
from kontuar.store.queries.today import Board
from kontuar.store.queries.today_issues import IssueLine, RefundLine
from kontuar.web import labels, labels_sales
from kontuar.web.going import to
from kontuar.web.look import Look
from kontuar.web.pages.today.item import Group, Item

PLACES = {
    "claim": "claim",
    "goods_back": "claim",
    "return": "return",
    "inspect": "return",
    "resolution": "discussion",
}
"""The kind of page on the marketplace where the next step is taken."""


def groups(board: Board, look: Look) -> dict[str, Group]:
    """The groups that have lines, by code."""
    wanted = (
        ("silent", _("Decide today: silence decides for you"), board.silent),
        ("talks", _("Discussions to resolve"), board.talks),
        ("claims", _("Claims to decide"), board.claims),
        ("money", _("Money to give back"), board.money),
    )
    found = {
        code: Group(code=code, title=title, items=tuple(line(one, look) for one in lines))
        for code, title, lines in wanted
        if lines
    }
    if board.unpaid:
        items = tuple(_unpaid(one, look) for one in board.unpaid)
        found["unpaid"] = Group(code="unpaid", title=_("Money that did not go back"), items=items)
    return found


def line(one: IssueLine, look: Look) -> Item:
    """A claim to decide, or a return to pay back. The deed itself is done on the marketplace."""
    code = one.account.platform
    outside = links.to_platform(one.account, PLACES[one.kind], one.external_id)
    return Item(
        id=f"duty-{one.duty_id}",
        case_id=0,
        url=to("issue", one.issue_id),
        platform=code,
        letter=labels.mark(code),
        account=str(one.account),
        buyer=one.buyer,
        what=_what(one),
        text=one.what,
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
        button=labels.next_step(one.next_step, code) if outside else _("Open"),
        in_place="",
        tag=pgettext("issue", "does not agree, look there") if one.is_doubted else "",
        assignee="",
        outside=outside,
        settle=to("settle_duty", one.duty_id) if one.can_settle else "",
    )


def _what(one: IssueLine) -> str:
    wishes = ", ".join(labels_sales.expectation(code) for code in one.wants)
    said = labels.owed(one.kind) + (f" {one.reference}" if one.reference else "")
    if not wishes:
        return said
    wanted = _("the buyer wants: %(wish)s") % {"wish": wishes}
    return f"{said} – {wanted}"


def _unpaid(one: RefundLine, look: Look) -> Item:
    code = one.account.platform
    outside = links.to_platform(one.account, "refunds", one.number or str(one.refund_id))
    amount = labels.money(Decimal(one.amount), one.currency) if one.amount else ""
    state = labels_sales.refund_state(one.status)
    return Item(
        id=f"refund-{one.refund_id}",
        case_id=0,
        url=to("order", one.order_id) if one.order_id else outside,
        platform=code,
        letter=labels.mark(code),
        account=str(one.account),
        buyer=one.buyer or one.number,
        what=f"{amount} – {state}" if amount else state,
        text=_(
            "The buyer did not get the money. Often the balance on %(platform)s was too low: pay it in and repeat."
        )
        % {"platform": labels.platform(code)},
        language="",
        chip=None,
        lost="",
        button=_("Open on %(platform)s") % {"platform": labels.platform(code)} if outside else _("Open"),
        in_place="",
        tag="",
        assignee="",
        at=labels.moment(one.at, look),
        outside=outside,
    )
