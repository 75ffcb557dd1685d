"""The seller's money, ratings and offers on the market itself, and the buyer's page for a rating."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from markupsafe import Markup
from werkzeug.wrappers import Response

from kontuar.practice_market.ratings import Rating
from kontuar.practice_market.screens.html import View, card, facts, field, go, options, page, table, tag
from kontuar.practice_market.world import Offer, Order

HERE = "/sprzedajacy"
BUYER = "/kupujacy"
MOST_ROWS = 100


def links(view: View, login: str) -> Markup:
    """Ways to the seller's books, for the panel."""
    w = view.w
    pages = (
        ("pieniadze", w("Pieniądze i zwroty", "Money and refunds")),
        ("oceny", w("Oceny", "Ratings")),
        ("oferty", w("Oferty", "Offers")),
    )
    shown = (tag("a", text, href=f"{HERE}/{login}/{path}") for path, text in pages)
    return tag("p", Markup(" · ").join(shown))


def _seller(view: View, login: str) -> str:
    if login not in view.market.world.sellers:
        raise KeyError(login)
    return login


def _button(action: str, text: str, **hidden: str) -> Markup:
    fields = Markup("").join(tag("input", type="hidden", name=name, value=v) for name, v in hidden.items())
    return tag(
        "form", fields, tag("button", text, class_="plain"), method="post", action=action, class_="row"
    )


# -- money


def money(view: View, login: str) -> Response:
    """Balance, refunds, refund claims, and how quality stands."""
    w, market = view.w, view.market
    here = f"{HERE}/{_seller(view, login)}/pieniadze"
    form = tag(
        "form",
        field(
            w("Nowe saldo", "New balance"),
            tag("input", name="amount", required=True, inputmode="decimal", maxlength="12"),
            w("Gdy saldo jest za niskie, zwrot czeka dobę i znika bez słowa.",
              "With too low a balance a refund waits a day and ends without a word."),
        ),
        tag("button", w("Ustaw", "Set")),
        method="post",
        action=here,
    )  # fmt: skip
    refunds = [
        (_order(r.order_id), r.status, f"{r.total:.2f} {r.currency}", r.reason, view.time(r.created_at))
        for r in market.money.of_seller(login)[:MOST_ROWS]
    ]
    claims = [
        (_order(c.order_id), c.status, f"{c.commission:.2f}", c.type, view.time(c.created_at))
        for c in market.claims.of_seller(login)[:MOST_ROWS]
    ]
    heads = (w("Zamówienie", "Order"), w("Stan", "State"), w("Kwota", "Amount"))
    balance = facts(((w("Saldo", "Balance"), f"{market.money.balance(login):.2f} PLN"),))
    when = w("Kiedy", "When")
    return page(
        view,
        f"{login} – {w('pieniądze i zwroty', 'money and refunds')}",
        links(view, login),
        card(w("Saldo", "Balance"), balance, form),
        card(w("Zwroty wpłat", "Refunds"), table((*heads, w("Powód", "Reason"), when), refunds)),
        card(w("Rabaty transakcyjne", "Refund claims"), table((*heads, w("Rodzaj", "Kind"), when), claims)),
        card(w("Jakość sprzedaży", "Sales quality"), _quality(view, login)),
        here=HERE,
    )


def _order(order_id: str) -> Markup:
    return tag("a", order_id[:8], href=f"/orders/{order_id}")


def _quality(view: View, login: str) -> Markup:
    days = view.market.quality.history(login)[-7:]
    rows = [
        (
            day.day.isoformat(),
            str(day.score),
            day.grade,
            ", ".join(f"{m.code} {m.score}" for m in day.metrics),
        )
        for day in reversed(days)
    ]
    heads = (view.w("Dzień", "Day"), view.w("Punkty", "Points"), view.w("Poziom", "Level"), "")
    return table(heads, rows)


def set_balance(view: View, login: str) -> Response:
    """Pay in or out."""
    try:
        amount = Decimal(view.field("amount").replace(",", "."))
    except InvalidOperation:
        raise ValueError(view.w("To nie jest kwota.", "That is no amount.")) from None
    if not amount.is_finite() or abs(amount) >= 10**9:
        raise ValueError(view.w("To nie jest kwota.", "That is no amount."))
    view.market.money.set_balance(_seller(view, login), amount)
    return go(f"{HERE}/{login}/pieniadze")


def refund_button(view: View, order: Order) -> Markup:
    """Give all that is left back, for the order's page."""
    return _button(f"/orders/{order.id}/zwrot", view.w("Zwróć całą wpłatę", "Refund all of it"))


def refund(view: View, order_id: str) -> Response:
    """Give back all that is left of an order."""
    order = view.market.world.orders[order_id]
    view.market.money.whole(order, reason="REFUND")
    return go(f"{HERE}/{order.seller}/pieniadze")


# -- ratings


def ratings(view: View, login: str) -> Response:
    """What buyers said; answers typed here go past every program."""
    w = view.w
    found = view.market.ratings.standing(_seller(view, login))[:MOST_ROWS]
    rows = [
        (
            w("poleca", "recommends") if rating.recommended else w("nie poleca", "does not recommend"),
            rating.buyer,
            rating.comment or "–",
            rating.answer.text if rating.answer else _answer_form(view, login, rating),
            tag("time", view.time(rating.last_changed_at)),
        )
        for rating in found
    ]
    heads = (w("Ocena", "Rating"), w("Kupujący", "Buyer"), w("Treść", "Text"), w("Odpowiedź", "Answer"), "")
    body = table(heads, rows) if rows else tag("p", w("Jeszcze żadnej.", "None yet."))
    title = f"{login} – {w('oceny', 'ratings')}"
    return page(view, title, links(view, login), card(w("Oceny", "Ratings"), body), here=HERE)


def _answer_form(view: View, login: str, rating: Rating) -> Markup:
    if rating.recommended:
        return tag("span", "–")
    return tag(
        "form",
        tag("input", type="hidden", name="rating", value=rating.id),
        field(view.w("Odpowiedź", "Answer"), tag("input", name="text", required=True, maxlength="500")),
        tag("button", view.w("Odpowiedz", "Answer"), class_="plain"),
        method="post",
        action=f"{HERE}/{login}/oceny",
    )


def answer(view: View, login: str) -> Response:
    """Answer a rating past the API."""
    text = view.field("text")
    if not 1 <= len(text) <= 500:
        raise ValueError(view.w("Od 1 do 500 znaków.", "1 to 500 characters."))
    view.market.ratings.answer(_seller(view, login), view.field("rating"), text)
    return go(f"{HERE}/{login}/oceny")


def rate_page(view: View, login: str, order_id: str) -> Response:
    """The buyer's rating of a purchase: give it, change it once, take it back."""
    w = view.w
    order = view.market.world.orders[order_id]
    if order.buyer != login:
        raise KeyError(order_id)
    given = view.market.ratings.of_order(order_id)
    here = f"{BUYER}/{login}/zakup/{order_id}/ocena"
    kinds = options((("1", w("polecam", "I recommend")), ("0", w("nie polecam", "I do not recommend"))))
    form = tag(
        "form",
        field(w("Ocena", "Rating"), tag("select", kinds, name="recommended")),
        field(w("Komentarz", "Comment"), tag("textarea", "", name="comment", maxlength="500")),
        tag("button", w("Wystaw ocenę", "Rate") if given is None else w("Zmień ocenę", "Change it")),
        method="post",
        action=here,
    )
    parts = [card(w("Twoja ocena", "Your rating"), _given(view, given))] if given else []
    if given is None or (given.removed_by is None and given.edited_at is None):
        parts.append(card(w("Oceń zakup", "Rate the purchase"), form))
    if given is not None and given.removed_by is None:
        parts.append(_button(here, w("Usuń ocenę", "Take it back"), remove="1"))
    back = tag("p", tag("a", login, href=f"{BUYER}/{login}"))
    return page(view, w("Ocena zakupu", "Rating"), *parts, back, here=BUYER)


def _given(view: View, rating: Rating) -> Markup:
    w = view.w
    rows = [
        (w("Ocena", "Rating"), w("polecam", "yes") if rating.recommended else w("nie polecam", "no")),
        (w("Komentarz", "Comment"), rating.comment or "–"),
        (w("Odpowiedź sprzedawcy", "Seller's answer"), rating.answer.text if rating.answer else "–"),
        (w("Prośba o usunięcie", "Removal request"), rating.removal.text if rating.removal else "–"),
    ]
    if rating.removed_by:
        rows.append((w("Usunięta", "Removed"), view.time(rating.removed_at)))
    return facts(rows)


def rate(view: View, login: str, order_id: str) -> Response:
    """Give, change or remove."""
    ratings = view.market.ratings
    given = ratings.of_order(order_id)
    recommended, comment = view.field("recommended") == "1", view.field("comment")
    if given is None:
        ratings.rate(login, order_id=order_id, recommended=recommended, comment=comment)
    elif view.field("remove"):
        ratings.take_back(login, given.id)
    else:
        ratings.change(login, given.id, recommended=recommended, comment=comment)
    return go(f"{BUYER}/{login}/zakup/{order_id}/ocena")


# -- offers


def offers(view: View, login: str) -> Response:
    """Every offer with its stock, to be paused or taken up again."""
    w = view.w
    rows = [
        (
            tag("a", offer.name, href=f"/offers/{offer.id}"),
            f"{offer.price:.2f} {offer.currency}",
            f"{offer.available} / {offer.sold}",
            offer.status + (f" ({offer.ended_by})" if offer.ended_by else ""),
            _offer_button(view, login, offer),
        )
        for offer in view.market.world.seller_offers[_seller(view, login)][:MOST_ROWS]
    ]
    heads = (
        w("Oferta", "Offer"),
        w("Cena", "Price"),
        w("Na stanie / sprzedane", "Stock / sold"),
        w("Stan", "State"),
    )
    title = f"{login} – {w('oferty', 'offers')}"
    return page(
        view, title, links(view, login), card(w("Oferty", "Offers"), table((*heads, ""), rows)), here=HERE
    )


def _offer_button(view: View, login: str, offer: Offer) -> Markup:
    going = offer.status in {"ACTIVE", "ACTIVATING"}
    text = view.w("Zakończ", "End") if going else view.w("Wznów", "Take up again")
    return _button(f"{HERE}/{login}/oferty", text, offer=offer.id, to="end" if going else "activate")


def change_offer(view: View, login: str) -> Response:
    """End an offer, or take it up again."""
    offer = view.market.world.offers[view.field("offer")]
    if offer.seller != login:
        raise KeyError(offer.id)
    if view.field("to") == "end":
        view.market.offering.end(offer, "USER", view.market.now())
    else:
        view.market.offering.activate(offer, view.market.now())
    return go(f"{HERE}/{login}/oferty")


ROUTES = (
    ("GET", HERE + "/<login>/pieniadze", money),
    ("POST", HERE + "/<login>/pieniadze", set_balance),
    ("POST", "/orders/<order_id>/zwrot", refund),
    ("GET", HERE + "/<login>/oceny", ratings),
    ("POST", HERE + "/<login>/oceny", answer),
    ("GET", HERE + "/<login>/oferty", offers),
    ("POST", HERE + "/<login>/oferty", change_offer),
    ("GET", BUYER + "/<login>/zakup/<order_id>/ocena", rate_page),
    ("POST", BUYER + "/<login>/zakup/<order_id>/ocena", rate),
)
