"""The card of an order as HTML: promise and parcel first, then what runs, money, items, and where to go on."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kontuar.web.going import to
from kontuar.web.labels_windows import WindowLine
from kontuar.web.once import once_a_language
from kontuar.web.order_pane import Pane, Parcel
from kontuar.web.rows import chip, drawn, esc, facts, tag, written


def card(order: Pane, *, is_order_page: bool = False, is_beside_talk: bool = False) -> SafeString:
    """The order's own page tells its clock elsewhere; beside a talk stand the ways to the order and to its buyer."""
    return written([_promise(order, with_chip=not is_order_page), windows(order.windows), _money(order),
                    _items(order, with_ways=is_beside_talk)])  # fmt: skip


@once_a_language
def _words() -> dict[str, str]:
    """All that is the same in every card, escaped."""
    said = {
        "promise": _("Promise and parcel"),
        "state": _("State"),
        "send": _("Send by"),
        "arrive": _("At the buyer by"),
        "delivery": _("Delivery"),
        "recipient": _("Recipient"),
        "scan": _("last scan"),
        "way": _("The whole way"),
        "no_parcel": _("No parcel number is known."),
        "rights": _("Rights that run"),
        "money": _("Money"),
        "invoice": _("Invoice"),
        "wants": _("the buyer wants one"),
        "items": _("Items"),
        "message": _("The buyer's words with the order"),
        "show": _("Show the order"),
        "write": _("Write about this order"),
        "number": _("Order number"),
    }
    return {name: esc(words) for name, words in said.items()}


def _promise(order: Pane, *, with_chip: bool) -> str:
    said = _words()
    rows = [(said["state"], tag(order.state))]
    told = (("send", order.promised), ("arrive", order.arrives), ("delivery", order.method))
    rows += [(said[name], esc(value)) for name, value in (*told, ("recipient", order.recipient)) if value]
    clock = f"<p>{chip(order.chip, drawn('clock'))}</p>" if order.chip and with_chip else ""
    parcels = "".join(map(_parcel, order.parcels)) or f'<p class="quiet">{said["no_parcel"]}</p>'
    return f'<section class="part"><h3>{said["promise"]}</h3>{clock}{facts(rows)}{parcels}</section>\n'


def _parcel(parcel: Parcel) -> str:
    said, scan, way = _words(), "", ""
    if parcel.last_scan:
        read = esc(_("read %(ago)s") % {"ago": parcel.read}) if parcel.read else ""
        scan = f'<p class="quiet">{said["scan"]} {parcel.last_scan}{" · " if read else ""}{read}</p>'
    if len(parcel.scans) > 1:
        scans = "".join(
            f'<li><span class="quiet">{esc(at)}</span> {esc(what)}</li>' for at, what in parcel.scans
        )
        way = (
            f'<details><summary class="quiet">{said["way"]}</summary><ol class="scans">{scans}</ol></details>'
        )
    return (
        f'<div class="parcel"><p>{drawn("truck")} <strong>{esc(parcel.state)}</strong></p><p class="quiet">'
        f'{esc(parcel.carrier)} <span class="nowrap">{esc(parcel.waybill)}</span></p>{scan}{way}</div>'
    )


def windows(found: Sequence[WindowLine]) -> SafeString:
    """Rights that merely run; nothing where none does."""
    rows = "".join(
        f'<li class="quiet"><span title="{esc(one.title)}">{esc(one.text)}</span> · '
        f'<a href="{esc(one.url)}" hx-boost="false">{esc(one.rule)}</a></li>'
        for one in found
    )
    heading = f"<h3>{_words()['rights']}</h3>"
    part = f'<section class="part windows">{heading}<ul class="links">{rows}</ul></section>\n'
    return written([part] if rows else [])


def _money(order: Pane) -> str:
    said = _words()
    rows = [(esc(name), esc(value)) for name, value in order.money]
    rows += [(said["invoice"], said["wants"])] if order.wants_invoice else []
    return f'<section class="part"><h3>{said["money"]}</h3>{facts(rows)}</section>\n'


def _items(order: Pane, *, with_ways: bool) -> str:
    said = _words()
    rows = "".join(
        f'<li>{esc(name)} <span class="quiet nowrap">{esc(many)}{f" · {esc(sku)}" if sku else ""}</span></li>'
        for name, many, sku in order.items
    )
    message = f'<h4>{said["message"]}</h4><p class="text">{esc(order.message)}</p>' if order.message else ""
    return (
        f'<section class="part"><h3>{said["items"]}</h3><ul class="links">{rows}</ul>{message}'
        f'<p class="btns">{_ways(order, with_ways=with_ways)}</p><p class="quiet number-of">{said["number"]} '
        f'<span class="copy-inline">{esc(order.number)}</span></p></section>'
    )


def _ways(order: Pane, *, with_ways: bool) -> str:
    """To the marketplace, to the order's own page, to a new message about it."""
    said, there, here = _words(), "", ""
    if order.url:
        words = esc(_("Open on %(platform)s") % {"platform": order.platform})
        there = (
            f'<a class="btn" href="{esc(order.url)}" target="_blank" rel="noopener noreferrer">'
            f"{drawn('external-link')}{words}</a>"
        )
    if with_ways:
        page = to("order", order.pk)
        here = (
            f'<a class="btn plain" href="{page}" hx-boost="false">{said["show"]}</a>'
            f'<a class="btn plain" href="{esc(order.write_url)}">{said["write"]}</a>'
        )
    return there + here
