"""Made-up facts for ``bench.seed``: what a marketplace would have told of the n-th case, always the same."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

from bench.search import Talk
from kontuar.facts.messages import Message, MessageKind, Role, Thread, ThreadKind
from kontuar.facts.money import Money
from kontuar.facts.orders import Delivery, Fulfilment, Order, OrderLine, OrderState

TEXTS = 4000
"""Different texts; words stand in them as in any language: a few everywhere, most of them seldom."""
SELDOM, RARE = "żyrandol", "mimozami"
"""One is in 0.5 % of the cases, the other in one of 2,000."""
COMMON = "paczka"
EVERY_SELDOM, EVERY_RARE, EVERY_ORDER = 200, 2000, 2
PAST = timedelta(days=700)
SETTLED_FOR = timedelta(days=14)
"""Cases that are over ended at least so long ago."""
LONG = 20
"""Messages of the one long talk, which is the first case."""
SHOP = "sklep-bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One case as the platform tells it, its messages oldest first."""

    thread: Thread
    messages: tuple[Message, ...]
    order: Order | None


@cache
def texts() -> tuple[str, ...]:
    """The texts messages are made of."""
    talk = Talk()
    made = (talk.text() for _ in range(TEXTS))
    return tuple(text.replace(RARE, "").strip() for text in made)


def login(n: int) -> str:
    """The n-th buyer's."""
    return f"Client:{44_000_000 + n}" if n % 2 else f"kowalski_{n}"


def email(n: int) -> str:
    """The n-th buyer's, in the order."""
    return f"klient{n}@example.com"


def moved_order(number: str, moved: int) -> str:
    """The order's number of a copy (``told``)."""
    return f"{(int(number[:8], 16) + moved) % 2**32:08x}{number[8:]}" if number and moved else number


def told(n: int, now: datetime, *, is_open: bool = False, messages: int = 0, moved: int = 0) -> Told:
    """The n-th case: the buyer asks, we answer, and so on: three messages in the mean.

    One that is over ends with us after two or four of them; an open one with the buyer, some hours ago. With ``moved``
    its copy: the same words on the same days, between others, under a number so much higher (``bench.seed_copies``).
    """
    chance = random.Random(n)
    many = messages or (3 if is_open else 2 + n // EVERY_ORDER % 2 * 2)
    if is_open:
        last = now - timedelta(seconds=chance.randrange(60, 80_000))
    else:
        last = now - SETTLED_FOR - timedelta(seconds=chance.randrange(int(PAST.total_seconds())))
    order = _order(n, last - timedelta(days=4), chance, moved) if n % EVERY_ORDER == 0 else None
    name = n + moved
    said = []
    for turn in range(many):
        text = chance.choice(texts())
        if turn == 0:
            text += f" {SELDOM}" * (n % EVERY_SELDOM == 7) + f" {RARE}" * (n % EVERY_RARE == 9)
        is_buyer = (many - turn) % 2 == is_open
        said.append(
            Message(
                external_id=f"seed-{name}-{turn}",
                thread_id=f"seed-{name}",
                role=Role.BUYER if is_buyer else Role.SELLER,
                author_login=login(name) if is_buyer else SHOP,
                text=text,
                written_at=last - timedelta(minutes=40) * (many - 1 - turn),
                kind=MessageKind.MESSAGE,
                order_id=order.external_id if order else "",
            )
        )
    thread = Thread(
        external_id=f"seed-{name}",
        kind=ThreadKind.TALK,
        buyer_login=login(name),
        created_at=said[0].written_at,
        last_message_at=last,
        is_read=not is_open,
    )
    return Told(thread=thread, messages=tuple(said), order=order)


def _order(n: int, bought_at: datetime, chance: random.Random, moved: int) -> Order:
    """A paid order that was sent the day after."""
    bits = f"{chance.getrandbits(128):032x}"
    name = n + moved
    price = Money(amount=Decimal(chance.randrange(900, 90_000)) / 100, currency="PLN")
    line = OrderLine(
        external_id=f"line-{name}",
        offer_id=f"1{n % 5000:010d}",
        name=chance.choice(texts())[:60].strip(),
        quantity=1,
        price=price,
        bought_at=bought_at,
        seller_sku=f"SKU-{n % 3000}",
    )
    return Order(
        external_id=moved_order(f"{bits[:8]}-{bits[8:12]}-11f1-{bits[16:20]}-{bits[20:]}", moved),
        state=OrderState.READY,
        fulfilment=Fulfilment.SENT,
        buyer_id=f"{name}",
        buyer_login=login(name),
        lines=(line,),
        total=price,
        delivery=Delivery(
            method="Kurier",
            dispatch_by=bought_at + timedelta(days=2),
            recipient=f"Anna Nowak {name}",
            address="ul. Długa 5, 00-001 Warszawa",
        ),
        buyer_email=email(name),
        buyer_name=f"Jan Kowalski {name}",
        buyer_language="pl",
        paid_at=bought_at,
        paid=price,
        bought_at=bought_at,
        updated_at=bought_at + timedelta(days=1),
        lines_sent="all",
    )
