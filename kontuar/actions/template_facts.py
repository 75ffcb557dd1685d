"""What a case knows that a template may ask for, in words of the buyer's language."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from kontuar.actions import outgoing_draft, policies, promise
from kontuar.actions.around import LEFT
from kontuar.drafters import holding
from kontuar.drafters.amounts import amount, first_and_more
from kontuar.drafters.parcel import day, moment
from kontuar.drafters.template import Known
from kontuar.facts.messages import ThreadKind
from kontuar.facts.money import Money
from kontuar.facts.orders import Order as OrderFact
from kontuar.facts.orders import ParcelState
from kontuar.facts.promises import FindingKind
from kontuar.facts.reading import Language
from kontuar.facts.refunds import RefundStatus
from kontuar.rules import cool_down
from kontuar.store import rebuild
from kontuar.store.models import Case, Duty, OfferFact, Order, Refund, Shipment, User
from kontuar.text import names

LINKS = {
    "INPOST": "https://inpost.pl/sledzenie-przesylek?number={number}",
    "DPD": "https://tracktrace.dpd.com.pl/parcelDetails?typ=1&p1={number}",
    "POCZTA_POLSKA": "https://emonitoring.poczta-polska.pl/?numer={number}",
}
"""The carriers' own pages (read 2026-11-23); a carrier that is not here has no link, and its gap stays."""
ANSWERS = ("answer", "problem")
"""Kinds of duty a message of ours ends."""
NO_MONEY = (RefundStatus.CALLED_OFF.value, RefundStatus.FAILED.value)
ARRIVED = frozenset({ParcelState.DELIVERED, ParcelState.READY_FOR_PICKUP, ParcelState.NOTICE_LEFT})


def known(
    case: Case, by: User | None, *, language: str, now: datetime, more: Mapping[str, str] | None = None
) -> Known:
    """Everything a template may be filled with. ``more`` are values only the asker knows (a price agreed on)."""
    fact = rebuild.order(case.order) if case.order else None
    parcels = list(Shipment.objects.filter(order=case.order).order_by("-added_at")) if case.order else []
    zone = ZoneInfo(case.account.zone)
    person = _person(case, fact, language)
    values = {
        "greeting": names.opening(_full_name(case, fact), Language(language)),
        "first_name": person.vocative
        if person and language in ("pl", "lt")
        else person.name
        if person
        else "",
        "signature": outgoing_draft.signature(case, by),
        "shop": str(case.account),
        "item": _item(case, fact, language),
        **_offer(case, language),
        **_answer_by(case, language, zone, now),
    }
    if case.order and fact:
        values |= _order(case.order, fact, language, zone) | _parcel(parcels, language, zone, now)
    return Known(
        language=language,
        values={code: text for code, text in (values | dict(more or {})).items() if text},
        counts={"items": sum(line.quantity for line in fact.lines)} if fact and fact.lines else {},
        flags=flags(case, fact, parcels, now=now),
        facts=offer_facts(case),
        gender=person.gender if person else "",
    )


def offer_id(case: Case) -> str:
    """The marketplace's number of the offer a case is about; empty where none or several are."""
    if case.offer:
        return case.offer.external_id
    lines = (case.order.fact.get("lines") or []) if case.order else []
    if len(lines) == 1:
        return str(lines[0].get("offer_id", ""))
    named = case.messages.exclude(offer_external_id="").order_by("-written_at")
    return named.values_list("offer_external_id", flat=True).first() or ""


def offer_facts(case: Case) -> dict[str, str]:
    """The fact sheet of the case's offer, by plain name."""
    rows = OfferFact.objects.filter(account=case.account_id, offer_external_id=offer_id(case) or "-")
    return dict(rows.values_list("key", "value"))


def flags(case: Case, fact: OrderFact | None, parcels: list[Shipment], *, now: datetime) -> frozenset[str]:
    """Conditions that hold of a case and its order."""
    order = case.order
    is_sent = fact is not None and (
        fact.fulfilment in LEFT or fact.lines_sent.upper() == "ALL" or any(p.waybill for p in parcels)
    )
    has_arrived = any(parcel.state in ARRIVED for parcel in parcels)
    limit = fact.delivery.arrive_by if fact and is_sent else order.dispatch_by if order else None
    said = {
        "order": order is not None,
        "sent": is_sent,
        "paid": bool(order and order.paid_at),
        "late": limit is not None and limit < now and not has_arrived,
        "claim": case.thread is not None and case.thread.kind == ThreadKind.CLAIM.value,
        "on_delivery": fact is not None and fact.payment_kind == "CASH_ON_DELIVERY",
        "returning": _is_returning(case),
        "early": is_early(case, now=now),
        "choice": order is not None and Duty.objects.filter(order=order, kind="choice").exists(),
        **_owed(case, now),
    }
    return frozenset(name for name, holds in said.items() if holds)


def _owed(case: Case, now: datetime) -> dict[str, bool]:
    """Whether the answer is late, or soon will be: then a holding answer saves it."""
    rows = list(Duty.objects.filter(case=case, kind__in=ANSWERS).values_list("warn_at", "due_at"))
    is_late = any(due_at < now for _warn_at, due_at in rows)
    return {
        "answer_late": is_late,
        "answer_soon": not is_late and any(warn_at <= now for warn_at, _due_at in rows),
    }


def is_early(case: Case, *, now: datetime) -> bool:
    """The talk of an issue that was opened before the promise of the purchase was over, and it still is not over."""
    if case.order is None or case.thread is None or case.thread.kind != ThreadKind.PROBLEM.value:
        return False
    found = promise.of_order(case.order, now=now).findings
    return any(finding.kind is FindingKind.TOO_EARLY for finding in found)


def at_purchase(case: Case, *, language: str) -> dict[str, str]:
    """The dates of the terms in force at the purchase, whatever the marketplace shows by now."""
    terms = rebuild.terms(case.order) if case.order else None
    if terms is None:
        return {}
    zone = ZoneInfo(case.account.zone)
    dates = {"dispatch_date": terms.dispatch_by, "delivery_date": terms.arrive_by}
    return {code: day(at, language, zone) for code, at in dates.items() if at is not None}


def _full_name(case: Case, fact: OrderFact | None) -> str:
    given = [fact.buyer_name, fact.delivery.recipient] if fact else []
    return next((name.strip() for name in (*given, case.buyer.name) if name.strip()), "")


def _person(case: Case, fact: OrderFact | None, language: str) -> names.FirstName | None:
    return names.first_of(_full_name(case, fact), Language.LT if language == "lt" else Language.PL)


def _is_returning(case: Case) -> bool:
    earlier = Order.objects.filter(buyer_id=case.buyer_id).exclude(pk=case.order_id or 0)
    return earlier.exclude(paid_at=None).exists()


def _item(case: Case, fact: OrderFact | None, language: str) -> str:
    if case.offer:
        return case.offer.name
    lines = fact.lines if fact else ()
    return first_and_more(lines[0].name, len(lines) - 1, language) if lines else ""


def _offer(case: Case, language: str) -> dict[str, str]:
    price = (case.offer.fact or {}).get("price") if case.offer else None
    if not case.offer or not price:
        return {}
    held = rebuild.offer(case.offer).price
    return {"price": amount(held, language)} if held else {}


def _order(row: Order, fact: OrderFact, language: str, zone: ZoneInfo) -> dict[str, str]:
    paid = Refund.objects.filter(order=row, amount__isnull=False).exclude(status__in=NO_MONEY)
    refund = paid.order_by("-created_at", "-pk").first()
    back = (
        Money(amount=refund.amount, currency=refund.currency)
        if refund and refund.amount is not None
        else None
    )
    return {
        "order_number": row.external_id,
        "order_total": amount(fact.total, language) if fact.total else "",
        "dispatch_date": day(row.dispatch_by, language, zone) if row.dispatch_by else "",
        "delivery_date": day(fact.delivery.arrive_by, language, zone) if fact.delivery.arrive_by else "",
        "pickup_point": fact.delivery.pickup_point,
        "refund_amount": amount(back, language) if back else "",
        **({"price": amount(fact.lines[0].price, language)} if len(fact.lines) == 1 else {}),
    }


def _parcel(parcels: list[Shipment], language: str, zone: ZoneInfo, now: datetime) -> dict[str, str]:
    row = next((parcel for parcel in parcels if parcel.waybill), None)
    if row is None:
        return {}
    link = LINKS.get(row.carrier.upper(), "")
    return {
        "parcel_number": row.waybill,
        "carrier": row.carrier_name or row.carrier,
        "parcel_link": link.format(number=row.waybill) if row.waybill.isalnum() else "",
        "last_scan": moment(row.last_scan_at, language, zone, now) if row.last_scan_at else "",
    }


def _answer_by(case: Case, language: str, zone: ZoneInfo, now: datetime) -> dict[str, str]:
    at = cool_down.promised_at(now, policies.policy(case.account, now=now).calendar)
    return {"answer_by": holding.moment(at, language=language, zone=zone)}
