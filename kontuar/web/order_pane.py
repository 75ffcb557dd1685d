"""The order pane in words: promise and parcel first, then money, items, the buyer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kontuar.actions import windows
from kontuar.facts.money import Money
from kontuar.facts.orders import Order as OrderFact
from kontuar.store.models import Shipment
from kontuar.store.queries.case import BuyerCard, OrderCard
from kontuar.web import labels, labels_windows
from kontuar.web.going import to
from kontuar.web.labels import Chip
from kontuar.web.labels_windows import WindowLine
from kontuar.web.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel: where it is and when that was last seen."""

    carrier: str
    waybill: str
    state: str
    last_scan: SafeString | str
    read: str
    scans: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """The order in words."""

    pk: int
    number: str
    platform: str
    """The marketplace's name, ``url`` the order's page there."""
    url: str
    state: str
    chip: Chip | None
    promised: str
    arrives: str
    method: str
    recipient: str
    parcels: tuple[Parcel, ...]
    money: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str, str], ...]
    message: str
    wants_invoice: bool
    write_url: str
    windows: tuple[WindowLine, ...]
    """Rights that merely run: nothing is owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An earlier order or case."""

    pk: int
    url: str
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerPane:
    """The buyer in words."""

    login: str
    name: str
    facts: tuple[tuple[str, str], ...]
    orders: tuple[Link, ...]
    more_orders: int
    cases: tuple[Link, ...]
    more_cases: int


def pane(card: OrderCard, look: Look, *, url: str) -> Pane:
    """``url`` is the order's page on the marketplace, ``""`` when it has none."""
    fact, row = card.fact, card.row
    return Pane(
        pk=row.pk,
        number=row.external_id,
        platform=labels.platform(row.account.platform),
        url=url,
        state=labels.order_state(row.state, row.fulfilment),
        chip=_chip(card, look),
        promised=_limit(fact.delivery.dispatch_by, look, is_missed=_is_owed(card)),
        arrives=_limit(fact.delivery.arrive_by, look, is_missed=_is_awaited(card)),
        method=" · ".join(part for part in (fact.delivery.method, fact.delivery.pickup_point) if part),
        recipient=fact.delivery.recipient,
        parcels=tuple(_parcel(parcel, look) for parcel in card.parcels),
        money=_money(fact, look),
        items=tuple(
            (line.name, f"{line.quantity} × {money(line.price)}", line.seller_sku) for line in fact.lines
        ),
        message=fact.message_to_seller,
        wants_invoice=fact.invoice_wanted,
        write_url=to("order_write", row.pk),
        windows=tuple(
            labels_windows.lines(
                windows.of_order(row, fact, card.parcels, now=look.now), look, row.account.platform
            )
        ),
    )


def _is_owed(card: OrderCard) -> bool:
    """The parcel is still to be sent."""
    return any(duty.kind == "dispatch" for duty in card.duties)


def _is_awaited(card: OrderCard) -> bool:
    """A parcel is under way and has not reached the buyer."""
    return bool(card.parcels) and not any(
        parcel.state in {"delivered", "ready_for_pickup", "notice_left", "returned"}
        for parcel in card.parcels
    )


def _limit(at: datetime | None, look: Look, *, is_missed: bool) -> str:
    return labels.limit(at, look, is_missed=is_missed) if at else ""


def _chip(card: OrderCard, look: Look) -> Chip | None:
    if not card.duties:
        return None
    duty = next((one for one in card.duties if one.kind == "dispatch"), card.duties[0])
    return labels.duty_chip(
        duty.kind,
        duty.due_at,
        duty.safer_by,
        duty.warn_at,
        look,
        lost=duty.lost,
        platform_code=card.row.account.platform,
        rule=("", "") if duty.kind == "dispatch" else (duty.rule_id, duty.rule_version),
    )


def _parcel(row: Shipment, look: Look) -> Parcel:
    scans = []
    for scan in reversed(row.scans[-12:]):
        at = datetime.fromisoformat(str(scan["at"]).replace("Z", "+00:00"))
        scans.append((labels.moment(at, look), labels.parcel_state(str(scan["code"]))))
    return Parcel(
        carrier=row.carrier_name or row.carrier,
        waybill=row.waybill,
        state=labels.parcel_state(row.state),
        last_scan=labels.time_tag(row.last_scan_at, look) if row.last_scan_at else "",
        read=labels.ago(row.tracked_at, look) if row.tracked_at else "",
        scans=tuple(scans),
    )


def _money(fact: OrderFact, look: Look) -> tuple[tuple[str, str], ...]:
    rows = []
    if fact.total:
        rows.append((_("Together"), money(fact.total)))
    if fact.delivery.cost:
        rows.append((_("Delivery"), money(fact.delivery.cost)))
    if fact.payment_kind == "CASH_ON_DELIVERY":
        rows.append((_("Payment"), _("cash on delivery")))
    elif fact.paid_at:
        paid = money(fact.paid) + " · " if fact.paid else ""
        rows.append((_("Paid"), paid + labels.dated(fact.paid_at, look)))
    else:
        rows.append((_("Paid"), pgettext("payment", "not yet")))
    return tuple(rows)


def buyer(card: BuyerCard, look: Look, *, others: Iterable[datetime | None] = ()) -> BuyerPane:
    """What else we have with this buyer; no score of a person.

    ``others`` are moments of the order and the talk shown beside: the buyer is known from the first.
    """
    moments = [card.first_seen_at, *others, *(row.bought_at for row in card.orders)]
    facts = [(_("Known since"), _day(min(at for at in moments if at), look))]
    if card.language and not card.language.lower().startswith("pl"):
        facts.append((_("Language"), labels.language(card.language)))
    return BuyerPane(
        login=card.login,
        name=card.name,
        facts=tuple(facts),
        orders=tuple(
            Link(
                pk=row.pk,
                url=to("order", row.pk),
                text=first_item(row.fact),
                note=" · ".join(
                    part
                    for part in (labels.order_state(row.state, row.fulfilment), _day(row.bought_at, look))
                    if part
                ),
            )
            for row in card.orders
        ),
        more_orders=max(0, card.order_count - 1 - len(card.orders)),
        cases=tuple(
            Link(
                pk=row.pk,
                url=to("case", row.pk),
                text=row.subject or row.last_text[:80],
                note=f"{labels.case_state(row.state)} · {_day(row.last_message_at, look)}",
            )
            for row in card.cases
        ),
        more_cases=max(0, card.case_count - len(card.cases)),
    )


def first_item(fact: dict[str, object]) -> str:
    """The first position's name and how many more there are."""
    lines = fact.get("lines")
    if not isinstance(lines, list) or not lines:
        return _("order")
    name = str(lines[0].get("name", ""))
    more = len(lines) - 1
    return f"{name} " + ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more} if more else name


def money(value: Money) -> str:
    """An amount as the reader writes it."""
    return labels.money(value.amount, value.currency)


def _day(at: datetime | None, look: Look) -> str:
    return labels.dated(at, look) if at else ""
