"""The list of offers in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kontuar.actions import links
from kontuar.store.models import OfferEvent
from kontuar.store.queries.offers import FILTERS, LATELY, LOW, Page, Row, Wish
from kontuar.web import filters, labels
from kontuar.web.filters import Choice
from kontuar.web.going import to
from kontuar.web.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the list."""

    name: str
    page: str
    url: str
    number: str
    sku: str
    account: str
    platform: str
    letter: str
    price: str
    stock: str
    is_low: bool
    sold: str
    state: str
    ended: str
    is_state_strong: bool
    event: str


def wish_of(params: dict[str, str]) -> Wish:
    """What the address asks for; nonsense is the first filter."""
    return Wish(
        which=filters.which_of(params, FILTERS),
        account_id=filters.account_of(params),
        cursor=params.get("po", "")[:20],
        number=params.get("q", "").strip()[:40],
    )


def query_of(wish: Wish, **changes: str) -> str:
    """The address's query for a wish, ``""`` when nothing was chosen."""
    which = wish.which if wish.which != FILTERS[0] else ""
    return filters.query({"f": which, "konto": str(wish.account_id or ""), "q": wish.number, **changes})


def items(page: Page, look: Look) -> list[Item]:
    """Lines, ready to be shown."""
    return [_item(row, look) for row in page.rows]


def _item(row: Row, look: Look) -> Item:
    offer, fact = row.offer, row.fact
    is_active = offer.status.casefold() == "active"
    return Item(
        name=offer.name,
        page=to("offer", offer.pk),
        url=links.to_platform(row.account, "offer", offer.external_id),
        number=offer.external_id,
        sku=fact.seller_sku,
        account=str(row.account),
        platform=row.account.platform,
        letter=labels.mark(row.account.platform),
        price=labels.money(fact.price.amount, fact.price.currency) if fact.price else "",
        stock="" if offer.stock is None else str(offer.stock),
        is_low=is_active and offer.stock is not None and offer.stock <= LOW,
        sold="" if fact.sold is None else str(fact.sold),
        state=_state(row),
        ended=labels.dated(offer.ended_at, look) if offer.ended_at and not is_active else "",
        is_state_strong=not is_active and _who(row) not in ("", "USER", "EXPIRATION"),
        event=_event(row.event, look) if row.event else "",
    )


def _who(row: Row) -> str:
    return (row.offer.ended_by or (row.event.ended_by if row.event else "")).upper()


def _state(row: Row) -> str:
    return {
        "active": pgettext("offer", "on sale"),
        "activating": pgettext("offer", "being put on sale"),
        "inactive": pgettext("offer", "draft"),
    }.get(row.offer.status.casefold()) or _ended(_who(row))


def _ended(by: str) -> str:
    return {
        "USER": pgettext("offer", "ended by you or your program"),
        "EMPTY_STOCK": pgettext("offer", "sold out"),
        "EXPIRATION": pgettext("offer", "its time ran out"),
        "ADMIN": pgettext("offer", "ended by the marketplace"),
        "ERROR": pgettext("offer", "ended by an error of the marketplace"),
        "PRODUCT_DETACHMENT": pgettext("offer", "ended: its product was taken away"),
    }.get(by, pgettext("offer", "ended"))


def _event(event: OfferEvent, look: Look) -> str:
    words = {
        "OFFER_ACTIVATED": _("put on sale"),
        "OFFER_CHANGED": _("changed"),
        "OFFER_ENDED": _("ended"),
        "OFFER_STOCK_CHANGED": _("stock changed"),
        "OFFER_PRICE_CHANGED": _("price changed"),
        "OFFER_ARCHIVED": _("archived"),
    }
    said = words.get(event.kind, event.kind.removeprefix("OFFER_").replace("_", " ").lower())
    return f"{said} {labels.dated(event.at, look)}"


def choices(wish: Wish, counts: dict[str, int]) -> list[Choice]:
    """The filters."""
    names = {
        "active": _("On sale"),
        "low": _("Running out"),
        "ended": _("Ended lately"),
        "all": pgettext("filter", "All"),
    }
    found = filters.choices("offers", names, counts, here=wish.which, account_id=wish.account_id)
    return list(found.values())


def explained(which: str) -> str:
    """What a list holds, under its name."""
    return {
        "active": _("What buyers can buy now."),
        "low": ngettext(
            "On sale with %(n)d piece left. At none the marketplace ends the offer.",
            "On sale with %(n)d pieces left or fewer. At none the marketplace ends the offer.",
            LOW,
        )
        % {"n": LOW},
        "ended": _("Taken off sale in the last %(n)d days, and by whom.") % {"n": LATELY.days},
        "all": _("Every offer the marketplace shows for this account."),
    }[which]


def nothing(wish: Wish) -> tuple[str, str]:
    """Title and text of an empty list."""
    if wish.number:
        return _("This offer is not known"), _("It is not among the offers read from your accounts.")
    if wish.which == "low":
        return (
            _("Nothing runs out"),
            _("An offer with %(n)d pieces left or fewer appears here by itself.") % {"n": LOW},
        )
    return (
        _("This list is empty"),
        _("Offers are read once an hour, and what happens to them every few minutes."),
    )
