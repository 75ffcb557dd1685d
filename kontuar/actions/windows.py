"""The windows of orders and ratings that are open now. Reads the owner's own values; writes nothing."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from kontuar.actions.policies import own_values
from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.orders import Order as OrderFact
from kontuar.facts.ratings import Rating as RatingFact
from kontuar.rulebook.load import windows_for
from kontuar.rulebook.override import Override
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.window_policy import WindowRules
from kontuar.rules.windows import card
from kontuar.rules.windows.window import Window
from kontuar.store import rebuild
from kontuar.store.models import Account, Order, Rating, Shipment


def of_order(
    row: Order, fact: OrderFact, parcels: Iterable[Shipment], *, now: datetime
) -> tuple[Window, ...]:
    """The order's windows, the nearest end first; ``row.account`` must be loaded. None without a purchase."""
    if fact.bought_at is None:
        return ()
    held = list(parcels)
    facts = OrderFacts(
        order=fact,
        shipments=tuple(rebuild.shipment(one, row.external_id) for one in held),
        trackings=tuple(rebuild.tracking(one) for one in held),
    )
    calendar = BusinessCalendar(zone=ZoneInfo(row.account.zone))
    return card.opened(card.of_order(facts, _rules(row.account, fact.bought_at), calendar), now)


def of_rating(row: Rating, *, now: datetime) -> tuple[Window, ...]:
    """The rating's windows; ``row.account`` and ``row.order`` must be loaded."""
    bought_at = row.order.bought_at if row.order else None
    rules = _rules(row.account, row.rated_at)
    return card.opened(card.of_rating(_fact(row), bought_at, rules), now)


def _fact(row: Rating) -> RatingFact:
    """What the windows ask of a rating, from the row's own columns."""
    edited = str(row.fact.get("edited_at") or "")
    return RatingFact(
        external_id=row.external_id,
        order_id=row.order_external_id,
        buyer_login=row.buyer_login,
        is_recommended=row.is_recommended,
        created_at=row.rated_at,
        edited_at=datetime.fromisoformat(edited.replace("Z", "+00:00")) if edited else None,
        removal_by=row.removal_by,
        removal_asked_at=row.removal_asked_at,
        is_excluded=row.is_excluded,
    )


def _rules(account: Account, at: datetime) -> WindowRules:
    """Those of the local day on which the window began."""
    on = at.astimezone(ZoneInfo(account.zone)).date()
    return _built(account.platform, account.country, on, own_values())


@lru_cache(maxsize=512)
def _built(platform: str, country: str, on: date, overrides: tuple[Override, ...]) -> WindowRules:
    return windows_for(platform, country, on, overrides=overrides)
