"""What hangs on an order, in words: money back, issues, rating, what happened."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kontuar.actions import promise
from kontuar.rules.duty import Standing
from kontuar.rules.finding import Finding
from kontuar.store import rebuild
from kontuar.store.models import FeeRefund, Issue, JournalEntry, Rating, Refund
from kontuar.store.queries.order import OrderView
from kontuar.web import labels, labels_promise, labels_sales
from kontuar.web.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that belongs to the order: what it is, where it stands, since when."""

    text: str
    state: str = ""
    is_strong: bool = False
    is_alarm: bool = False
    note: str = ""
    url: str = ""


def promises(view: OrderView, look: Look) -> list[Line]:
    """What the promise watch says of the order."""
    found = [_promise(finding, look) for finding in promise.of_order(view.card.row, now=look.now).findings]
    return [*found, *_at_purchase(view, look)]


def _at_purchase(view: OrderView, look: Look) -> list[Line]:
    """The dates in force at the purchase, where the marketplace shows others by now."""
    terms, now = rebuild.terms(view.card.row), view.card.fact.delivery
    if terms is None:
        return []
    dates = (
        (_("Promised at the purchase: dispatch %s"), terms.dispatch_by, now.dispatch_by),
        (_("Promised at the purchase: delivery %s"), terms.arrive_by, now.arrive_by),
    )
    return [
        Line(text=words % _when(was, look), note=_("now %s") % _when(shown, look) if shown else "")
        for words, was, shown in dates
        if was is not None and was != shown
    ]


def _promise(finding: Finding, look: Look) -> Line:
    by = _("by %s") % _when(finding.by_at, look) if finding.by_at else ""
    return Line(
        text=labels_promise.title(finding),
        state=labels_promise.reasons(finding),
        is_strong=finding.standing(look.now) is not Standing.CALM,
        note=" · ".join(filter(None, [by, labels_promise.step(finding)])),
    )


def money_back(view: OrderView, look: Look) -> list[Line]:
    """Refunds to the buyer, and of our commission."""
    return [_refund(row, look) for row in view.refunds] + [_fee(row, look) for row in view.fee_refunds]


def issues(view: OrderView, look: Look) -> list[Line]:
    """What the buyer opened against the order."""
    return [_issue(row, look) for row in view.issues]


def ratings(view: OrderView, look: Look) -> list[Line]:
    """The buyer's verdict."""
    return [_rating(row, look) for row in view.ratings]


def conversations(view: OrderView, look: Look) -> list[Line]:
    """Talk about this order."""
    return [
        Line(
            text=row.subject or row.last_text[:80],
            state=labels.case_state(row.state),
            note=_when(row.last_message_at, look),
            url=reverse("case", args=[row.pk]),
        )
        for row in view.cases
    ]


def history(view: OrderView, look: Look) -> list[Line]:
    """What happened, newest first; entries without words of their own are left out."""
    found = []
    for entry in view.journal:
        words = _entry(entry)
        if words:
            who = f"{entry.actor} · " if entry.actor else ""
            found.append(Line(text=words, note=f"{who}{labels.dated(entry.at, look)}"))
    return found


def _refund(row: Refund, look: Look) -> Line:
    failed = row.status in {"called_off", "failed"}
    amount = labels.money(row.amount, row.currency) if row.amount is not None else ""
    why = _("The buyer did not get this money. Check the balance on the marketplace and refund again there.")
    return Line(
        text=_("Refund %(amount)s") % {"amount": amount} if amount else _("Refund"),
        state=labels_sales.refund_state(row.status),
        is_strong=failed,
        is_alarm=failed,
        note=why if failed else _when(row.created_at, look),
    )


def _fee(row: FeeRefund, look: Look) -> Line:
    return Line(
        text=_("Our commission back"),
        state=labels_sales.fee_state(row.status),
        is_strong=row.status == "rejected",
        note=_when(row.created_at, look),
    )


def _issue(row: Issue, look: Look) -> Line:
    kind = labels_sales.issue_kind(row.kind)
    return Line(
        text=f"{kind} · {row.subject}" if row.subject else kind,
        state=labels_sales.issue_status(row.kind, row.status),
        is_strong=row.ended_at is None and row.status == "unresolved",
        note=_when(row.opened_at, look),
        url=reverse("issue", args=[row.pk]),
    )


def _rating(row: Rating, look: Look) -> Line:
    return Line(
        text=row.comment or (_("Recommends") if row.is_recommended else _("Does not recommend")),
        state=_("recommends") if row.is_recommended else _("does not recommend"),
        is_strong=not row.is_recommended,
        note=_when(row.rated_at, look),
        url=f"{reverse('ratings')}?{urlencode({'f': 'all', 'q': row.order_external_id})}",
    )


def _entry(entry: JournalEntry) -> str:
    words = {
        "order.cancelled": _("The order was cancelled."),
        "deed.asked": _("Asked for: %(what)s."),
        "deed.done": _("Done on the marketplace: %(what)s."),
        "deed.refused": _("Refused by the marketplace: %(what)s."),
        "deed.unsure": _("Not known whether it happened: %(what)s."),
        "deed.taken_back": _("Taken back: %(what)s."),
    }
    what = labels_sales.deed_kind(str(entry.detail.get("kind", "")))
    return words[entry.verb] % {"what": what} if entry.verb in words else ""


def _when(at: datetime | None, look: Look) -> str:
    return labels.dated(at, look) if at else ""
