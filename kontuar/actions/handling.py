"""The declared time of dispatch beside the real one, per offer, and how often buyers left out what they had to name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kontuar.actions import offer_choices, policies
from kontuar.facts.choices import Choice
from kontuar.rules import choices
from kontuar.rules.promise.handled import FEW, Handling, Sent, handling
from kontuar.store.models import Account, Offer, OfferChoice, User
from kontuar.store.queries import handling as query
from kontuar.store.queries.handling import SentRow
from kontuar.text.fold import fold

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTimes:
    """An offer's line. ``offer`` is None for one the marketplace tells us nothing of; then ``name`` is the order's."""

    account: Account
    number: str
    name: str
    offer: Offer | None
    handling: Handling


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms:
    """One offer: its times, what its buyers have to name, in how many orders it was asked for and left out."""

    offer: Offer
    handling: Handling
    choice: OfferChoice | None
    verdict: str
    asked: int
    left_out: int


def of_offers(user: User, *, now: datetime) -> list[OfferTimes]:
    """Every offer that was sold lately, where the date was broken most first; those with too few parcels come last."""
    by_offer: dict[tuple[int, str], list[SentRow]] = defaultdict(list)
    names: dict[tuple[int, str], str] = {}
    for row in query.rows(user, now=now):
        for number, name in row.offers:
            by_offer[row.account_id, number].append(row)
            names.setdefault((row.account_id, number), name)
    known = query.offers(user, {number for _account, number in by_offer})
    accounts = Account.objects.in_bulk({account_id for account_id, _number in by_offer})
    found = [
        OfferTimes(
            account=accounts[key[0]],
            number=key[1],
            name=known[key].name if key in known else names[key],
            offer=known.get(key),
            handling=_handling(accounts[key[0]], held, now),
        )
        for key, held in by_offer.items()
    ]
    return sorted(found, key=_worst_first)[:SHOWN]


def _worst_first(one: OfferTimes) -> tuple[bool, float, int, str]:
    held = one.handling
    return held.measured < FEW, -held.broken_share, -held.broken, one.name


def _handling(account: Account, rows: Iterable[SentRow], now: datetime) -> Handling:
    policy = policies.policy(account, now=now)
    sent = (Sent(ready_at=row.ready_at, by_at=row.by_at, left_at=row.left_at) for row in rows)
    return handling(sent, policy.calendar, policy.orders.handling)


def of_offer(user: User, pk: int, *, now: datetime) -> OfferTerms | None:
    """One offer; None when it does not exist for this person."""
    offer = query.offer(user, pk)
    if offer is None:
        return None
    rows = [
        row
        for row in query.rows(user, now=now)
        if row.account_id == offer.account_id
        and offer.external_id in {number for number, _name in row.offers}
    ]
    held = OfferChoice.objects.filter(account=offer.account_id, offer_external_id=offer.external_id).first()
    choice = offer_choices.choice_of(held) if held else None
    asked = [row for row in rows if choice and row.bought_at >= choice.since_at]
    rule = policies.policy(offer.account, now=now).orders.choice
    return OfferTerms(
        offer=offer,
        handling=_handling(offer.account, rows, now),
        choice=held,
        verdict=choices.verdict(choice.kind, rule) if choice else "",
        asked=len(asked),
        left_out=sum(_is_left_out(choice, row) for row in asked if choice),
    )


def _is_left_out(choice: Choice, row: SentRow) -> bool:
    return not choices.is_named(choice, choices.words_of([fold(row.note)]))
