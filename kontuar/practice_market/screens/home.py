"""The first page."""

from __future__ import annotations

from werkzeug.wrappers import Response

from kontuar.practice_market.screens.html import View, card, facts, page, tag


def home(view: View) -> Response:
    """What this is and where to go."""
    w, world = view.w, view.market.world
    intro = w(
        "Zmyślony targ w internecie, który mówi językiem REST API Allegro. Służy do nauki, pokazów i testów. "
        "Nic stąd nie trafia do prawdziwych ludzi.",
        "A make-believe marketplace that speaks Allegro's REST API: for learning, demos and tests. "
        "Nothing from here reaches real people.",
    )
    steps = tag(
        "ol",
        tag("li", tag("a", w("Zarejestruj aplikację", "Register an application"), href="/aplikacje")),
        tag("li", w("Połącz konto w swoim programie.", "Connect the account in your program.")),
        tag(
            "li",
            tag("a", w("Zagraj kupującego", "Play a buyer"), href="/kupujacy"),
            w(" i zobacz, co przyszło.", " and see what arrives."),
        ),
    )
    numbers = facts(
        (
            (w("Sprzedawcy", "Sellers"), ", ".join(world.sellers) or "–"),
            (w("Oferty", "Offers"), str(len(world.offers))),
            (w("Zamówienia", "Orders"), str(len(world.orders))),
            (w("Rozmowy", "Threads"), str(len(world.threads))),
            (w("Adres API", "API address"), tag("code", view.market.url)),
        )
    )
    more = tag(
        "p",
        tag("a", w("Które operacje działają", "Which operations work"), href="/_market/operations"),
        " · ",
        tag("a", w("Ostatnie zapytania", "Last calls"), href="/_market/calls"),
    )
    return page(
        view,
        w("Targ ćwiczebny", "Practice market"),
        tag("p", intro),
        tag(
            "div",
            card(w("Zacznij", "Start"), steps),
            card(w("Co tu jest", "What is here"), numbers),
            class_="cards",
        ),
        more,
        here="/",
    )


ROUTES = (("GET", "/", home),)
