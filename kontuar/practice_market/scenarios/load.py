"""Many sellers with many conversations that wait for an answer, made fast, for load and kill tests.

Sellers are `sprzedawca-001` and so on, buyers `kupujacy-001-0001`. Nobody reacts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from kontuar.practice_market.market import Market
from kontuar.practice_market.scenarios import load_books, load_issues
from kontuar.practice_market.world import Offer, Order

_QUESTIONS = (
    "Dzień dobry, czy ten produkt jest dostępny od ręki?",
    "Gdzie jest moja paczka? Status nie zmienia się od dwóch dni.",
    "Proszę o fakturę na firmę, NIP podałem w zamówieniu.",
    "Czy mogę wymienić na inny kolor?",
    "Hello, do you ship to Lithuania?",
)
_ANSWERS = ("Dzień dobry, sprawdzamy i damy znać.", "Dzień dobry, tak, jest dostępny.")


def build(
    market: Market,
    *,
    sellers: int = 20,
    threads: int = 50,
    messages: int = 3,
    orders: int = 20,
    offers: int = 10,
    days: int = 0,
    issues: int = 0,
    returns: int = 0,
    ratings: int = 0,
    refunds: int = 0,
) -> None:
    """Per seller: `offers`, `orders` (paid, the newest to be sent) and `threads` of `messages` each.

    The last message of every thread is the buyer's, from the last hours; the seller's are long delivered.
    With `days` the threads, and the orders, are spread evenly over so many days instead: a shop's past.
    `issues` (discussions and claims) and `returns` are about the orders,
    so are `ratings` and `refunds`.
    """
    if min(sellers, threads, messages, offers) < 1 or min(orders, days) < 0:
        raise ValueError("sellers, threads, messages and offers are 1 or more, orders and days 0 or more")
    for number in range(1, sellers + 1):
        _one_seller(
            market, number, threads=threads, messages=messages, orders=orders, offers=offers, days=days
        )
        bought = market.world.seller_orders[f"sprzedawca-{number:03d}"]
        load_issues.tell(market, bought, issues=issues, returns=returns)
        load_books.tell(market, bought, ratings=ratings, refunds=refunds)


def _one_seller(
    market: Market, number: int, *, threads: int, messages: int, orders: int, offers: int, days: int
) -> None:
    seller = market.seller_side.open(f"sprzedawca-{number:03d}")
    on_sale = [
        market.seller_side.offer(
            seller.login, name=f"Przedmiot próbny {n:04d}", price=Decimal(10 + n % 90), available=100_000
        )
        for n in range(1, offers + 1)
    ]
    now = market.clock.now()
    bought: list[Order] = []
    step = timedelta(days=days) / max(1, orders) if days else timedelta(hours=2)
    for n in range(orders):
        buyer = market.buyer_side.know(f"kupujacy-{number:03d}-{n % threads + 1:04d}")
        at = now - step * (orders - n)
        bought.append(market.trade.buy(buyer, [(on_sale[n % offers], 1)], at=at))
    by_buyer = {order.buyer: order for order in bought}
    for n in range(1, threads + 1):
        login = f"kupujacy-{number:03d}-{n:04d}"
        back = timedelta(days=days) / threads * (threads - n) if days else timedelta(minutes=n % 180)
        last_at = now - timedelta(minutes=5) - back
        _one_thread(
            market, seller.login, login, n, messages, last_at, by_buyer.get(login), on_sale[n % offers]
        )


def _one_thread(
    market: Market,
    seller: str,
    login: str,
    n: int,
    messages: int,
    last_at: datetime,
    order: Order | None,
    offer: Offer,
) -> None:
    market.buyer_side.know(login)
    thread = market.talking.common_thread(seller, login, last_at - timedelta(hours=messages))
    for step in range(messages):
        back = messages - 1 - step
        at = last_at - timedelta(hours=back)
        if back % 2:
            market.talking.by_seller(thread, _ANSWERS[n % len(_ANSWERS)], at=at, client_id=None, via="panel")
            continue
        market.talking.by_buyer(
            thread,
            f"{_QUESTIONS[(n + step) % len(_QUESTIONS)]} [{login}/{step + 1}]",
            at=at,
            type="MESSAGE_CENTER" if order else "ASK_QUESTION",
            offer_id=None if order else offer.id,
            order_id=order.id if order else None,
            subject=None if order else f"Pytanie o ofertę: {offer.name}",
        )
