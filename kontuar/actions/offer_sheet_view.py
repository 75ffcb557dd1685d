"""Everything the sheet of a case's offer shows, read at once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from kontuar.actions import draft, offer_sheets, outgoing_draft, reading, template_list, template_pick
from kontuar.actions.template_facts import offer_id
from kontuar.drafters.amounts import amount
from kontuar.facts.messages import Role
from kontuar.facts.money import Money
from kontuar.rules import price_talk
from kontuar.rules.price_talk import Limits
from kontuar.store import rebuild
from kontuar.store.models import Case, Goodwill, LibraryFile, Offer, OfferFact, OfferPrice, User
from kontuar.text.similar import Index, stems

MOST_OFFERS = 2000
SIMILAR = 3
LONGEST = 2000
ALIKE = 0.12
WAYS = ("negotiation_accept", "negotiation", "negotiation_decline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One of three ways to answer a price: a draft, and whether our own limits allow it."""

    name: str
    text: str
    is_below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTalk:
    """Amounts are words of the seller's currency; empty where not known. ``concessions`` were given to this buyer."""

    limits: Limits
    price: str = ""
    lowest: str = ""
    left: str = ""
    counter: str = ""
    budget: str = ""
    spent: str = ""
    is_spent: bool = False
    concessions: tuple[tuple[datetime, str], ...] = ()
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """``asked`` are the facts the buyer's question speaks of, ``too_big`` the files the channel would refuse."""

    offer_id: str
    facts: tuple[OfferFact, ...] = ()
    asked: Collection[int] = ()
    files: tuple[LibraryFile, ...] = ()
    too_big: Collection[int] = ()
    similar: tuple[tuple[str, str], ...] = ()
    """Names of own offers like what is asked for, each with a draft."""
    talk: PriceTalk


def sheet(
    case: Case, by: User, *, offered: Decimal | None = None, interface: str = "pl", now: datetime
) -> Sheet:
    """The sheet. ``offered`` is the price the buyer named, for the three ways to answer it."""
    offer, question = offer_id(case), reading.last_question(case)[:LONGEST]
    words = set(stems(question))
    facts = list(
        OfferFact.objects.filter(account=case.account_id, offer_external_id=offer or "-").order_by("name")
    )
    asked = {row.pk for row in facts if words & set(stems(row.name))}
    files = tuple(offer_sheets.files(case))
    return Sheet(
        offer_id=offer,
        facts=tuple(sorted(facts, key=lambda row: row.pk not in asked)),
        asked=asked,
        files=files,
        too_big=_too_big(case, files, now),
        similar=tuple(_similar(case, by, offer, question, interface, now)),
        talk=_talk(case, by, offer, offered, interface, now),
    )


def _too_big(case: Case, files: Collection[LibraryFile], now: datetime) -> set[int]:
    channel = outgoing_draft.policy_in(case.account, case.thread, now=now).sending.channel
    return {row.pk for row in files if channel is not None and row.size > channel.attachment_bytes}


def _similar(
    case: Case, by: User, offer: str, question: str, interface: str, now: datetime
) -> list[tuple[str, str]]:
    """Own offers of the same account alone, and only where the buyer began the conversation."""
    first = case.messages.order_by("written_at", "pk").first()
    if first is None or first.role != Role.BUYER.value or not question:
        return []
    rows = Offer.objects.filter(account=case.account_id, status__iexact="active").exclude(
        external_id=offer or "-"
    )
    index = Index()
    index.add_all(
        (name, name, seen_at)
        for name, seen_at in rows.order_by("-seen_at").values_list("name", "seen_at")[:MOST_OFFERS]
    )
    found = index.nearest(question, SIMILAR, at_least=ALIKE)
    template = template_list.find_for(by, case.account_id, "instead", interface)
    if template is None:
        return []
    return [
        (one.key, template_pick.one(case, by, template, now=now, more={"similar_offer": one.key}).filled.text)
        for one in found
    ]


def _talk(
    case: Case, by: User, offer: str, offered: Decimal | None, interface: str, now: datetime
) -> PriceTalk:
    row = OfferPrice.objects.filter(account=case.account_id, offer_external_id=offer or "-").first()
    price = _price(case, offer)
    limits = Limits(
        price=price.amount if price else None,
        floor=row.floor if row else None,
        cost=row.cost if row else None,
        fee_percent=row.fee_percent if row else None,
    )
    currency, language = price.currency if price else "PLN", draft.language_of(case)
    lowest = price_talk.lowest(limits)
    left = price_talk.left(offered if offered is not None else limits.price, limits) if limits.price else None
    counter = price_talk.counter(offered, limits) if offered is not None else None

    def said(value: Decimal | None, spoken: str = interface[:2]) -> str:
        return amount(Money(amount=value, currency=currency), spoken) if value is not None else ""

    ways: list[Way] = []
    for key, at in zip(WAYS, (offered, counter, limits.price), strict=True):
        template = template_list.find_for(by, case.account_id, key, interface)
        if offered is None or template is None:
            continue
        text = template_pick.one(
            case, by, template, now=now, more={"deal_price": said(at, language)}
        ).filled.text
        is_below = key == "negotiation_accept" and not price_talk.may_accept(offered, limits)
        ways.append(Way(name=template.name, text=text, is_below=is_below))
    return PriceTalk(
        limits=limits,
        price=said(limits.price),
        lowest=said(lowest),
        left=said(left),
        counter=said(counter),
        ways=tuple(ways),
        **_goodwill(case, said),
    )


def _goodwill(case: Case, said: Callable[[Decimal | None], str]) -> dict[str, Any]:
    rows = list(Goodwill.objects.filter(case__buyer=case.buyer_id).order_by("-at", "-pk")[:50])
    budget = next((row.amount for row in rows if row.is_budget and row.case_id == case.pk), None)
    spent = sum((row.amount for row in rows if not row.is_budget and row.case_id == case.pk), Decimal(0))
    return {
        "budget": said(budget),
        "spent": said(spent) if spent else "",
        "is_spent": budget is not None and spent >= budget,
        "concessions": tuple((row.at, said(row.amount)) for row in rows if not row.is_budget)[:8],
    }


def _price(case: Case, offer: str) -> Money | None:
    """The offer's price: as the marketplace tells it, else as it was sold in this order."""
    row = Offer.objects.filter(account=case.account_id, external_id=offer or "-").first()
    if row and (row.fact or {}).get("price"):
        return rebuild.offer(row).price
    lines = rebuild.order(case.order).lines if case.order else ()
    return next((line.price for line in lines if line.offer_id == offer), None)
