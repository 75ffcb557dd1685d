"""What a seller would open on the market: an order, a thread, an offer; links from programs land here."""

from __future__ import annotations

from markupsafe import Markup
from werkzeug.wrappers import Response

from kontuar.practice_market.carriers import CARRIERS, METHODS
from kontuar.practice_market.screens import books
from kontuar.practice_market.screens.html import View, card, facts, field, go, options, page, table, tag
from kontuar.practice_market.screens.talk import conversation
from kontuar.practice_market.world import Order

HERE = "/sprzedajacy"
MOST_ROWS = 50


def panel(view: View) -> Response:
    """Every seller's newest threads and orders."""
    words = view.w("Zgłoszenia i zwroty", "Issues and returns")
    cards = [tag("p", tag("a", words, href=f"{HERE}/zgloszenia"))]
    for login in list(view.market.world.sellers)[:20]:
        threads = _threads(view, login)
        cards.append(card(f"{login} – {view.w('rozmowy', 'threads')}", books.links(view, login), threads))
        cards.append(card(f"{login} – {view.w('zamówienia', 'orders')}", _orders(view, login)))
    return page(view, view.w("Panel sprzedawcy", "Seller's panel"), *cards, here=HERE)


def _threads(view: View, login: str) -> Markup:
    w, now = view.w, view.market.clock.now()
    seen = [(t, t.seen_by_seller(now)) for t in view.market.world.seller_threads[login]]
    rows = sorted((row for row in seen if row[1]), key=lambda row: row[1][-1].key, reverse=True)
    shown = [
        (
            tag("a", thread.buyer, href=f"/threads/{thread.id}"),
            ("→ " if messages[-1].by_seller else "") + messages[-1].text[:90],
            tag("time", view.time(messages[-1].created_at)),
        )
        for thread, messages in rows[:MOST_ROWS]
    ]
    return table((w("Kupujący", "Buyer"), w("Ostatnia wiadomość", "Last message"), w("Kiedy", "When")), shown)


def _orders(view: View, login: str) -> Markup:
    w = view.w
    orders = sorted(view.market.world.seller_orders[login], key=lambda o: o.bought_at, reverse=True)
    shown = [
        (
            tag("a", order.buyer, href=f"/orders/{order.id}"),
            f"{order.status} / {order.fulfillment}",
            tag("time", view.time(order.bought_at)),
            tag("time", view.time(order.dispatch_to)),
        )
        for order in orders[:MOST_ROWS]
    ]
    heads = (
        w("Kupujący", "Buyer"),
        w("Stan", "State"),
        w("Kupiono", "Bought"),
        w("Wysłać do", "Dispatch by"),
    )
    return table(heads, shown)


def _missing(view: View) -> Response:
    return page(view, view.w("Nie ma tu nic takiego", "There is no such thing here"), here=HERE, status=404)


def order(view: View, order_id: str) -> Response:
    """One order; the parcel can be handed over here, past every program."""
    w = view.w
    found = view.market.world.orders.get(order_id)
    if found is None:
        return _missing(view)
    buyer = view.market.world.buyers[found.buyer]
    rows = facts(
        (
            (w("Sprzedawca", "Seller"), found.seller),
            (w("Kupujący", "Buyer"), f"{buyer.login} ({buyer.first_name} {buyer.last_name})"),
            (w("Stan", "State"), f"{found.status} / {found.fulfillment}"),
            (w("Kupiono", "Bought"), view.time(found.bought_at)),
            (w("Wysłać do", "Dispatch by"), view.time(found.dispatch_to)),
            (w("Dostawa", "Delivery"), METHODS[found.delivery_method].name),
            (w("Razem", "Total"), f"{found.total():.2f} {found.currency}"),
            (w("Wiadomość", "Message"), found.message_to_seller or "–"),
        )
    )
    lines = table(
        (w("Pozycja", "Line"), w("Sztuk", "Quantity"), w("Cena", "Price")),
        (
            (tag("a", x.offer_name, href=f"/offers/{x.offer_id}"), str(x.quantity), f"{x.price:.2f}")
            for x in found.lines
        ),
    )
    title = f"{w('Zamówienie', 'Order')} {found.id[:8]}"
    parts = [card(w("Zamówienie", "Order"), rows, lines), card(w("Paczki", "Parcels"), _parcels(view, found))]
    if found.status == "READY_FOR_PROCESSING" and not found.shipments:
        parts.append(card(w("Nadaj paczkę", "Hand the parcel over"), _ship_form(view, found)))
    if found.payment is not None and found.payment.paid is not None:
        parts.append(books.refund_button(view, found))
    return page(view, title, *parts, here=HERE)


def _parcels(view: View, found: Order) -> Markup:
    if not found.shipments:
        return tag("p", view.w("Jeszcze nie nadano.", "Not sent yet."), class_="soft")
    rows = []
    for shipment in found.shipments:
        parcel = view.market.world.parcels[shipment.carrier_id, shipment.waybill]
        steps = ", ".join(f"{scan.code} {view.time(scan.at)}" for scan in parcel.scans)
        rows.append((shipment.carrier_id, tag("code", shipment.waybill), steps))
    return table((view.w("Przewoźnik", "Carrier"), view.w("Numer", "Waybill"), view.w("Droga", "Way")), rows)


def _ship_form(view: View, found: Order) -> Markup:
    own = METHODS[found.delivery_method].carrier_id
    carriers = options(((code, code) for code in CARRIERS if code not in {"ALLEGRO", "OTHER"}), own)
    return tag(
        "form",
        field(view.w("Przewoźnik", "Carrier"), tag("select", carriers, name="carrier")),
        field(
            view.w("Numer przesyłki", "Waybill"),
            tag("input", name="waybill", maxlength="64"),
            view.w("Puste pole: numer zmyśli targ.", "Empty: the market makes one up."),
        ),
        tag("button", view.w("Nadaj", "Send")),
        method="post",
        action=f"/orders/{found.id}",
    )


def ship(view: View, order_id: str) -> Response:
    """Hand the parcel over."""
    found = view.market.world.orders[order_id]
    view.market.seller_side.ship(
        found.seller,
        order_id=order_id,
        carrier_id=view.field("carrier") or None,
        waybill=view.field("waybill")[:64] or None,
    )
    return go(f"/orders/{order_id}")


def thread(view: View, thread_id: str) -> Response:
    """One thread as the seller sees it, with an answer typed here."""
    w = view.w
    found = view.market.world.threads.get(thread_id)
    if found is None:
        return _missing(view)
    messages = found.seen_by_seller(view.market.clock.now())[-60:]
    form = tag(
        "form",
        field(w("Odpowiedź", "Answer"), tag("textarea", "", name="text", required=True, maxlength="2000")),
        tag("button", w("Wyślij jako sprzedawca", "Send as the seller")),
        method="post",
        action=f"/threads/{found.id}",
    )
    note = w(
        "To, co tu napiszesz, idzie obok Twojego programu – jak odpowiedź z telefonu.",
        "What you write here goes past your program, like an answer from the phone.",
    )
    answer = card(w("Odpowiedz na targu", "Answer on the market"), tag("p", note), form)
    closed = tag("p", w("Wątek jest zamknięty.", "The thread is closed."))
    kind = found.sub_type or found.type
    return page(
        view,
        f"{found.buyer} → {found.seller}",
        tag("p", tag("span", kind, class_="tag"), " ", tag("span", found.status, class_="tag")),
        tag("div", conversation(view, messages, seller_reads=True), class_="card"),
        answer if found.status == "OPEN" else closed,
        here=HERE,
    )


def answer(view: View, thread_id: str) -> Response:
    """An answer past the API."""
    found = view.market.world.threads[thread_id]
    view.market.seller_side.write(found.seller, thread_id=thread_id, text=view.field("text"))
    return go(f"/threads/{thread_id}")


def offer(view: View, offer_id: str) -> Response:
    """One offer."""
    w = view.w
    found = view.market.world.offers.get(offer_id)
    if found is None:
        return _missing(view)
    rows = facts(
        (
            (w("Sprzedawca", "Seller"), found.seller),
            (w("Cena", "Price"), f"{found.price:.2f} {found.currency}"),
            (w("Dostępne", "Available"), str(found.available)),
            (w("Stan", "State"), found.status + (f" ({found.ended_by})" if found.ended_by else "")),
            (w("Czas wysyłki", "Handling time"), found.handling_time),
            (w("Numer oferty", "Offer id"), tag("code", found.id)),
        )
    )
    return page(view, found.name, card(w("Oferta", "Offer"), rows, tag("p", found.description)), here=HERE)


ROUTES = (
    ("GET", HERE, panel),
    ("GET", "/orders/<order_id>", order),
    ("POST", "/orders/<order_id>", ship),
    ("GET", "/threads/<thread_id>", thread),
    ("POST", "/threads/<thread_id>", answer),
    ("GET", "/offers/<offer_id>", offer),
)
