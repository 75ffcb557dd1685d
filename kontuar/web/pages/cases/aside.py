"""What stands beside a talk as HTML: its order, where the buyer is known too, and what else he has with us."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kontuar.store.models import Offer
from kontuar.web import labels, order_card
from kontuar.web.once import once_a_language
from kontuar.web.order_pane import BuyerPane, Link, Pane
from kontuar.web.pages.cases.elsewhere import Elsewhere
from kontuar.web.rows import drawn, esc, facts, mark, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What it tells. ``data_url`` is where a buyer's data is handed over or forgotten, for who may."""

    order: Pane | None
    offer: Offer | None
    offer_url: str
    elsewhere: Sequence[Elsewhere]
    buyer: BuyerPane
    data_url: str
    who: str = ""
    """HTML: where one says who the person of a talk noted by hand is; empty beside all others."""


def aside(one: Aside) -> SafeString:
    """The whole pane."""
    said = _words()
    order = order_card.card(one.order, is_beside_talk=True) if one.order else _no_order(one)
    return written(
        [
            f'<aside class="pane order-pane" aria-label="{said["title"]}">\n<header class="pane-head">'
            f'<div class="line"><a class="btn plain square back" href="?" data-to="thread" '
            f'aria-label="{said["back"]}">{drawn("arrow-left")}</a><h2 class="grow">{said["title"]}</h2></div>'
            f'</header>\n<div class="scroll">\n',
            order,
            *map(_elsewhere, one.elsewhere),
            one.who,
            _buyer(one),
            "</div>\n</aside>",
        ]
    )


@once_a_language
def _words() -> dict[str, str]:
    """All that is the same beside every talk, escaped."""
    said = {
        "title": _("Order and buyer"),
        "back": _("Back to the conversation"),
        "no_order": _("No order belongs to this conversation."),
        "asks": _("Asks about"),
        "buyer": _("Buyer"),
        "login": _("Login"),
        "name": _("Name"),
        "data": _("Data of this buyer: hand over or forget"),
        "orders": _("Other orders"),
        "cases": _("Earlier conversations"),
    }
    return {name: esc(words) for name, words in said.items()}


def _no_order(one: Aside) -> str:
    said, offer = _words(), ""
    if one.offer:
        name = esc(one.offer.name)
        if one.offer_url:
            name = f'<a href="{esc(one.offer_url)}" target="_blank" rel="noopener noreferrer">{name}</a>'
        offer = f"<h3>{said['asks']}</h3><p>{name}</p>{_stock(one.offer)}"
    return f'<section class="part"><p class="quiet">{said["no_order"]}</p>{offer}</section>\n'


def _stock(offer: Offer) -> str:
    if offer.stock is None:
        return ""
    words = esc(_("in stock: %(n)s") % {"n": offer.stock})
    return f'<p class="quiet">{words}</p>'


def _elsewhere(one: Elsewhere) -> str:
    """A card of the same person at another account."""
    buyer = f'<a href="{esc(one.url)}">{esc(one.buyer)}</a>' if one.url else esc(one.buyer)
    note = f' <span class="quiet">{esc(one.note)}</span>' if one.note else ""
    text = f'<p class="quiet clip">{esc(one.text)}</p>' if one.text else ""
    orders = "".join(
        f'<li><a href="{esc(link.url)}" hx-boost="false">{esc(link.text)}</a> '
        f'<span class="quiet">{esc(link.note)}</span></li>'
        for link in one.orders
    )
    listed = f'<ul class="links">{orders}</ul>' if orders else ""
    channel = mark(one.platform, labels.mark(one.platform), one.account)
    return (
        f'<section class="part elsewhere-card"><h3>{esc(one.title)}</h3><p>{channel} {buyer}{note}</p>'
        f"{text}{listed}</section>\n"
    )


def _buyer(one: Aside) -> str:
    said, buyer = _words(), one.buyer
    rows = [(said["login"], esc(buyer.login))]
    rows += [(said["name"], esc(buyer.name))] if buyer.name and buyer.name != buyer.login else []
    rows += [(esc(name), esc(value)) for name, value in buyer.facts]
    data = ""
    if one.data_url:
        data = f'<p><a href="{esc(one.data_url)}" hx-boost="false">{said["data"]}</a></p>'
    orders = _links(said["orders"], buyer.orders, buyer.more_orders)
    cases = _links(said["cases"], buyer.cases, buyer.more_cases)
    return f'<section class="part"><h3>{said["buyer"]}</h3>\n{facts(rows)}{data}\n{orders}\n{cases}\n</section>\n'


def _links(heading: str, found: Sequence[Link], more: int) -> str:
    """Orders or conversations, and how many there are beyond them."""
    if not found:
        return ""
    rows = "".join(
        f'<li><a href="{esc(link.url)}">{esc(link.text)}</a> <span class="quiet">{esc(link.note)}</span></li>'
        for link in found
    )
    rest = ""
    if more:
        words = esc(ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more})
        rest = f'<p class="quiet">{words}</p>'
    return f'<h4>{heading}</h4><ul class="links">{rows}</ul>{rest}'
