"""“Strona kupującego”: a person plays a buyer."""

from __future__ import annotations

from markupsafe import Markup
from werkzeug.wrappers import Response

from kontuar.practice_market.carriers import METHODS
from kontuar.practice_market.screens import buyer_issues
from kontuar.practice_market.screens.html import (
    View,
    card,
    document,
    facts,
    field,
    go,
    join,
    options,
    page,
    table,
    tag,
)
from kontuar.practice_market.screens.talk import conversation
from kontuar.practice_market.talking import SUB_TYPES
from kontuar.practice_market.world import Order

HERE = "/kupujacy"
MOST_ROWS = 200


def pick(view: View) -> Response:
    """Choose who to be."""
    w = view.w
    start = tag(
        "form",
        field(
            w("Login kupującego", "Buyer's login"), tag("input", name="login", required=True, maxlength="60")
        ),
        tag("button", w("Wejdź", "Enter")),
        method="post",
        action=HERE,
        class_="row",
    )
    rows = []
    for login in sorted(view.market.world.buyers, key=str.casefold)[:MOST_ROWS]:
        buyer = view.market.world.buyers[login]
        who = w("targ", "the market") if buyer.lively else w("człowiek", "a person")
        name = f"{buyer.first_name} {buyer.last_name}"
        rows.append((tag("a", login, href=f"{HERE}/{login}"), name, buyer.language, who))
    known = table(
        (w("Login", "Login"), w("Osoba", "Person"), w("Język", "Language"), w("Kto pisze", "Played by")), rows
    )
    note = w(
        "Wpisz dowolny login: nowy kupujący powstanie od razu.",
        "Type any login: a new buyer is made up at once.",
    )
    return page(
        view,
        w("Strona kupującego", "Buyer's side"),
        card(w("Kim jesteś?", "Who are you?"), tag("p", note), start),
        card(w("Znani kupujący", "Known buyers"), known if rows else tag("p", "–")),
        here=HERE,
    )


def enter(view: View) -> Response:
    """Make the buyer up when new."""
    try:
        buyer = view.market.buyer_side.know(view.field("login"))
    except ValueError as error:
        return _refused(view, str(error))
    return go(f"{HERE}/{buyer.login}")


def _refused(view: View, why: str) -> Response:
    back = tag("a", view.w("Wróć", "Back"), href=HERE)
    words = view.w("Nie udało się", "That did not work")
    return page(view, words, tag("p", why, class_="bad", role="alert"), tag("p", back), here=HERE, status=400)


def side(view: View, login: str) -> Response:
    """The buyer's talks, purchases, and what he can do."""
    w = view.w
    if login not in view.market.world.buyers:
        return _refused(view, w("Nie ma takiego kupującego.", "There is no such buyer."))
    talks = []
    for thread, seen in view.market.buyer_side.inbox(login)[:MOST_ROWS]:
        kind = w("problem z zakupem", "problem") if thread.sub_type else w("rozmowa", "talk")
        link = tag("a", f"{thread.seller}: {seen[-1].text[:60]}", href=f"{HERE}/{login}/watek/{thread.id}")
        talks.append((link, kind, view.time(seen[-1].created_at)))
    orders = view.market.world.buyer_orders(login)[:MOST_ROWS]
    bought = [(_goods(o), o.status, view.time(o.bought_at), _order_deeds(view, login, o)) for o in orders]
    talk_table = table((w("Rozmowa", "Talk"), w("Rodzaj", "Kind"), w("Ostatnia", "Last")), talks)
    heads = (w("Zakup", "Purchase"), w("Stan", "State"), w("Kiedy", "When"), w("Co dalej", "What next"))
    return page(
        view,
        login,
        tag(
            "div",
            card(w("Zapytaj o ofertę", "Ask about an offer"), _ask_form(view, login)),
            card(w("Kup", "Buy"), _buy_form(view, login)),
            class_="cards",
        ),
        card(w("Rozmowy", "Talks"), talk_table if talks else tag("p", w("Jeszcze żadnej.", "None yet."))),
        card(w("Zakupy", "Purchases"), table(heads, bought) if bought else tag("p", w("Brak.", "None."))),
        buyer_issues.buyers_things(view, login),
        here=HERE,
    )


def _goods(order: Order) -> str:
    return ", ".join(f"{line.quantity} × {line.offer_name}" for line in order.lines)


def _offers(view: View, *, on_sale: bool) -> list[tuple[str, str]]:
    offers = view.market.world.offers.values()
    return [
        (offer.id, f"{offer.name} – {offer.price} {offer.currency}" + ("" if offer.available else " (0)"))
        for offer in offers
        if not on_sale or (offer.status == "ACTIVE" and offer.available)
    ][:MOST_ROWS]


def _text_field(view: View) -> Markup:
    return field(view.w("Treść", "Text"), tag("textarea", "", name="text", required=True, maxlength="2000"))


def _ask_form(view: View, login: str) -> Markup:
    return tag(
        "form",
        field(view.w("Oferta", "Offer"), tag("select", options(_offers(view, on_sale=False)), name="offer")),
        _text_field(view),
        tag("button", view.w("Wyślij pytanie", "Send")),
        method="post",
        action=f"{HERE}/{login}/zapytaj",
    )


def _buy_form(view: View, login: str) -> Markup:
    w = view.w
    deliveries = [(code, method.name) for code, method in METHODS.items()]
    return tag(
        "form",
        field(w("Oferta", "Offer"), tag("select", options(_offers(view, on_sale=True)), name="offer")),
        field(
            w("Sztuk", "Quantity"), tag("input", name="quantity", type="number", min="1", max="99", value="1")
        ),
        field(w("Dostawa", "Delivery"), tag("select", options(deliveries), name="delivery")),
        tag(
            "label",
            tag("input", type="checkbox", name="pay", value="1", checked=True),
            w("Zapłać od razu", "Pay now"),
            class_="tick",
        ),
        tag("button", w("Kup", "Buy")),
        method="post",
        action=f"{HERE}/{login}/kup",
    )


def _order_deeds(view: View, login: str, order: Order) -> Markup:
    w = view.w
    deeds = []
    if order.status in {"BOUGHT", "FILLED_IN"}:
        deeds.append(_button(f"{HERE}/{login}/zaplac", w("Zapłać", "Pay"), order))
    if order.status != "CANCELLED":
        deeds.append(_button(f"{HERE}/{login}/anuluj", w("Anuluj", "Cancel"), order))
    deeds.append(
        tag("a", w("Napisz / zgłoś problem", "Write / report"), href=f"{HERE}/{login}/zakup/{order.id}")
    )
    deeds.append(Markup(" · "))
    deeds.append(tag("a", w("Oceń", "Rate"), href=f"{HERE}/{login}/zakup/{order.id}/ocena"))
    return join(deeds)


def _button(action: str, text: str, order: Order) -> Markup:
    hidden = tag("input", type="hidden", name="order", value=order.id)
    return tag(
        "form", hidden, tag("button", text, class_="plain"), method="post", action=action, class_="row"
    )


def purchase(view: View, login: str, order_id: str) -> Response:
    """Write about a purchase, or report a problem."""
    w = view.w
    order = view.market.world.orders.get(order_id)
    if order is None or order.buyer != login:
        return _refused(view, w("Nie ma takiego zakupu.", "There is no such purchase."))
    hidden = tag("input", type="hidden", name="order", value=order.id)
    kinds = options((name, name) for name in SUB_TYPES)
    write = tag(
        "form",
        hidden,
        _text_field(view),
        tag("button", w("Wyślij", "Send")),
        method="post",
        action=f"{HERE}/{login}/napisz",
    )
    report = tag(
        "form",
        hidden,
        field(w("Powód", "Reason"), tag("select", kinds, name="subtype")),
        _text_field(view),
        tag("button", w("Zgłoś", "Report")),
        method="post",
        action=f"{HERE}/{login}/problem",
    )
    waybills = ", ".join(s.waybill for s in order.shipments) or "–"
    rows = facts(
        ((w("Stan", "State"), f"{order.status} / {order.fulfillment}"), (w("Przesyłka", "Parcel"), waybills))
    )
    return page(
        view,
        _goods(order),
        card(w("Zakup", "Purchase"), rows),
        tag(
            "div",
            card(w("Napisz do sprzedawcy", "Write to the seller"), write),
            card(w("Zgłoś problem z zakupem", "Report a problem"), report),
            class_="cards",
        ),
        buyer_issues.forms(view, login, order.id),
        tag("p", tag("a", login, href=f"{HERE}/{login}")),
        here=HERE,
    )


def thread(view: View, login: str, thread_id: str) -> Response:
    """One talk and an answer to it; the talk refreshes by itself in its frame."""
    w = view.w
    found = view.market.world.threads.get(thread_id)
    if found is None or found.buyer != login:
        return _refused(view, w("Nie ma takiej rozmowy.", "There is no such talk."))
    frame = tag("iframe", src=f"{HERE}/{login}/watek/{thread_id}/rozmowa", title=w("Rozmowa", "Talk"))
    answer: Markup = tag("p", w("Wątek jest zamknięty.", "The thread is closed."))
    if found.status == "OPEN":
        hidden = tag("input", type="hidden", name="thread", value=found.id)
        answer = tag(
            "form",
            hidden,
            _text_field(view),
            tag("button", w("Wyślij", "Send")),
            method="post",
            action=f"{HERE}/{login}/napisz",
        )
    title = f"{login} ↔ {found.seller}"
    return page(view, title, frame, answer, tag("p", tag("a", login, href=f"{HERE}/{login}")), here=HERE)


def talk(view: View, login: str, thread_id: str) -> Response:
    """The frame: what the buyer sees, refreshed every five seconds."""
    found = view.market.world.threads.get(thread_id)
    messages = (
        [m for m in found.messages if m.buyer_sees()] if found is not None and found.buyer == login else []
    )
    return document(view, login, conversation(view, messages[-60:], seller_reads=False), bare=True, again=5)


def _deed(view: View, login: str, done: str) -> Response:
    return go(f"{HERE}/{login}{done}")


def ask(view: View, login: str) -> Response:
    """Ask about an offer."""
    offer = view.market.world.offers[view.field("offer")]
    message = view.market.buyer_side.ask(
        login, seller=offer.seller, offer_id=offer.id, text=view.field("text")
    )
    return _deed(view, login, f"/watek/{message.thread_id}")


def buy(view: View, login: str) -> Response:
    """Buy and pay."""
    offer = view.market.world.offers[view.field("offer")]
    view.market.buyer_side.buy(
        login,
        seller=offer.seller,
        offer_id=offer.id,
        quantity=int(view.field("quantity") or "1"),
        pay=bool(view.field("pay")),
        delivery=view.field("delivery") or "locker",
    )
    return _deed(view, login, "")


def pay(view: View, login: str) -> Response:
    """Pay for an order."""
    view.market.buyer_side.pay(login, order_id=view.field("order"))
    return _deed(view, login, "")


def cancel(view: View, login: str) -> Response:
    """Cancel an order."""
    view.market.buyer_side.cancel(login, order_id=view.field("order"))
    return _deed(view, login, "")


def write(view: View, login: str) -> Response:
    """Answer in a talk, or write about an order."""
    thread_id, order_id = view.field("thread") or None, view.field("order") or None
    world = view.market.world
    seller = world.threads[thread_id].seller if thread_id else world.orders[order_id or ""].seller
    message = view.market.buyer_side.write(
        login, seller=seller, text=view.field("text"), order_id=order_id, thread_id=thread_id
    )
    return _deed(view, login, f"/watek/{message.thread_id}")


def problem(view: View, login: str) -> Response:
    """Report a problem with a purchase."""
    message = view.market.buyer_side.problem(
        login, order_id=view.field("order"), sub_type=view.field("subtype"), text=view.field("text")
    )
    return _deed(view, login, f"/watek/{message.thread_id}")


ROUTES = (
    ("GET", HERE, pick),
    ("POST", HERE, enter),
    ("GET", HERE + "/<login>", side),
    ("GET", HERE + "/<login>/zakup/<order_id>", purchase),
    ("GET", HERE + "/<login>/watek/<thread_id>", thread),
    ("GET", HERE + "/<login>/watek/<thread_id>/rozmowa", talk),
    ("POST", HERE + "/<login>/zapytaj", ask),
    ("POST", HERE + "/<login>/kup", buy),
    ("POST", HERE + "/<login>/zaplac", pay),
    ("POST", HERE + "/<login>/anuluj", cancel),
    ("POST", HERE + "/<login>/napisz", write),
    ("POST", HERE + "/<login>/problem", problem),
)
