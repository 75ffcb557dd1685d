"""What stands on record, in words: the terms at the purchase, then what happened by date."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.facts.orders import Order as OrderFact
from kontuar.store import rebuild
from kontuar.store.models import Issue, Message, Rating, Refund, Shipment
from kontuar.store.queries.evidence import Record
from kontuar.web import labels, labels_sales
from kontuar.web.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. ``text`` is quoted as it was written."""

    at: datetime
    when: str
    what: str
    text: str = ""
    files: tuple[str, ...] = field(default=())


def terms(found: Record, fact: OrderFact, look: Look) -> list[tuple[str, str]]:
    """The order as it was bought: what was promised for it then, whatever the offer says today."""
    way = " · ".join(part for part in (fact.delivery.method, fact.delivery.pickup_point) if part)
    told = [
        (_("Buyer"), found.order.buyer.login),
        (_("Our account"), str(found.account)),
        (_("Bought"), _moment(found.order.bought_at, look)),
        (_("Paid"), _paid(fact, found, look)),
        (_("Delivery"), way),
        (_("Promised to be sent by"), _moment(fact.delivery.dispatch_by, look)),
        (_("Promised to arrive"), _arrival(fact, look)),
        (_("State"), labels.order_state(found.order.state, found.order.fulfilment)),
    ]
    return [(name, value) for name, value in told if value]


def events(found: Record, look: Look, *, has_words: bool) -> list[Event]:
    """Oldest first."""
    made = [
        *_order(found, look),
        *(one for row in found.parcels for one in _parcel(row, look)),
        *(_message(row, found, look, has_words=has_words) for row in found.messages),
        *(one for row in found.issues for one in _issue(row, look, has_words=has_words)),
        *(one for row in found.refunds for one in _refund(row, look)),
        *(one for row in found.ratings for one in _rating(row, look, has_words=has_words)),
        *_deeds(found, look),
    ]
    return sorted(made, key=lambda one: one.at)


def _event(
    at: datetime | None, what: str, look: Look, text: str = "", files: tuple[str, ...] = ()
) -> Iterator[Event]:
    """Nothing where no moment is known: a list by dates holds no guesses."""
    if at is not None:
        yield Event(at=at, when=labels.absolute(at, look), what=what, text=text, files=files)


def _order(found: Record, look: Look) -> Iterator[Event]:
    row = found.order
    yield from _event(row.bought_at, _("The order was placed."), look)
    yield from _event(row.paid_at, _("The order was paid."), look)
    yield from _event(row.cancelled_at, _("The order was cancelled."), look)


def _parcel(row: Shipment, look: Look) -> Iterator[Event]:
    name = {"carrier": row.carrier_name or row.carrier, "number": row.waybill}
    yield from _event(row.added_at, _("Parcel %(number)s (%(carrier)s) was added to the order.") % name, look)
    for scan in rebuild.tracking(row).scans:
        told = _("%(carrier)s, parcel %(number)s: %(state)s.") % {
            **name,
            "state": labels.parcel_state(scan.code),
        }
        yield from _event(scan.at, told, look, scan.description)


def _message(row: Message, found: Record, look: Look, *, has_words: bool) -> Event:
    what = {
        "buyer": pgettext("evidence", "The buyer wrote."),
        "seller": pgettext("evidence", "We wrote."),
        "automat": pgettext("evidence", "An automatic answer of ours."),
    }.get(row.role, pgettext("evidence", "The marketplace wrote."))
    if row.thread.kind != "talk":
        what = _("%(what)s (in the discussion or claim)") % {"what": what}
    if row.vanished_at is not None:
        what = _("%(what)s (no longer shown by the marketplace)") % {"what": what}
    files = tuple(
        f"{one.name} ({labels.file_size(one.size)})" if one.size else one.name
        for one in found.files.get(row.pk, ())
    )
    return Event(
        at=row.written_at,
        when=labels.absolute(row.written_at, look),
        what=what,
        text=row.text if has_words else "",
        files=files,
    )


def _issue(row: Issue, look: Look, *, has_words: bool) -> Iterator[Event]:
    kind = labels_sales.issue_kind(row.kind)
    subject = row.subject if has_words else ""
    yield from _event(row.opened_at, _("The buyer opened: %(kind)s.") % {"kind": kind}, look, subject)
    ended = _("Over, as we saw it: %(kind)s, %(state)s.") % {
        "kind": kind,
        "state": labels_sales.issue_status(row.kind, row.panel_status or row.status),
    }
    yield from _event(row.ended_at, ended, look)


def _refund(row: Refund, look: Look) -> Iterator[Event]:
    amount = labels.money(row.amount, row.currency) if row.amount is not None else ""
    told = _("Money back %(amount)s: %(state)s.") % {
        "amount": amount,
        "state": labels_sales.refund_state(row.status),
    }
    yield from _event(row.created_at, told.replace("  ", " "), look)


def _rating(row: Rating, look: Look, *, has_words: bool) -> Iterator[Event]:
    what = _("The buyer recommends.") if row.is_recommended else _("The buyer does not recommend.")
    yield from _event(row.rated_at, what, look, row.comment if has_words else "")
    yield from _event(row.answered_at, _("Our answer to the rating."), look, row.answer if has_words else "")


def _deeds(found: Record, look: Look) -> Iterator[Event]:
    for row in found.deeds:
        told = _("Done on the marketplace: %(what)s.") % {"what": labels_sales.deed_kind(row.kind)}
        yield from _event(
            row.settled_at or row.asked_at, told, look, files=(row.file_name,) if row.file_name else ()
        )


def _moment(at: datetime | None, look: Look) -> str:
    return labels.absolute(at, look) if at else ""


def _paid(fact: OrderFact, found: Record, look: Look) -> str:
    amount = labels.money(fact.paid.amount, fact.paid.currency) if fact.paid else ""
    return ", ".join(part for part in (amount, _moment(found.order.paid_at, look)) if part)


def _arrival(fact: OrderFact, look: Look) -> str:
    limits = (_moment(fact.delivery.arrive_from, look), _moment(fact.delivery.arrive_by, look))
    return " – ".join(limit for limit in limits if limit)
