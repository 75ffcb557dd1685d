"""What a buyer can do in the market. Live buyers, the buyer's page and the control plane use only this."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from kontuar.practice_market.talk import Attachment, Message, Thread
from kontuar.practice_market.world import Buyer, Offer, Order, Seller

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

_KNOWN = {
    "ala": "Alicja", "babcia": "Helena", "basia": "Barbara", "bolek": "Bolesław", "ciocia": "Jadwiga",
    "darek": "Dariusz", "ewka": "Ewa", "gosia": "Małgorzata", "heniek": "Henryk", "iza": "Izabela",
    "jarek": "Jarosław", "kasia": "Katarzyna", "krzys": "Krzysztof", "lucek": "Lucjan", "magda": "Magdalena",
    "mama": "Monika", "marek": "Marek", "ola": "Aleksandra", "pan": "Stefan", "pani": "Wanda",
    "rysiek": "Ryszard", "tata": "Tomasz", "ula": "Urszula", "wojtek": "Wojciech", "zosia": "Zofia",
}  # fmt: skip
_FIRST = ("Ala", "Borys", "Celina", "Darek", "Ewa", "Feliks", "Gosia", "Hubert", "Iga", "Kinga", "Leon")
_LAST = ("Lipka", "Wierzba", "Sosna", "Modrzew", "Leszczyna", "Jarząb", "Kalina", "Dąbek", "Olszyna")
_CITIES = (("Dębolin", "62-999"), ("Nowa Wierzba", "05-888"), ("Sosnówek", "34-777"), ("Malinowo", "83-666"))
_STREETS = ("ul. Ćwiczebna", "ul. Próbna", "ul. Makietowa", "al. Zmyślona")


class BuyerSide:
    """A buyer's deeds, by login. Unknown names raise KeyError, impossible wishes ValueError."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def know(
        self, login: str, *, language: str = "pl-PL", temper: str = "kind", lively: bool = False
    ) -> Buyer:
        """The buyer of that login, made up when new; the same login always gets the same person."""
        with self._market.lock:
            world = self._market.world
            if login not in world.buyers:
                world.buyers[login] = self._make(login, language, temper, lively)
            return world.buyers[login]

    def _make(self, login: str, language: str, temper: str, lively: bool) -> Buyer:
        if (
            not 1 <= len(login) <= 60
            or not login.replace("_", "").replace("-", "").replace(".", "").isalnum()
        ):
            raise ValueError("a login is letters, digits, - _ .")
        rng = random.Random(f"buyer {login}")
        city, post_code = rng.choice(_CITIES)
        mask = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=10))
        return Buyer(
            id=str(rng.randint(20_000_000, 139_999_999)),
            login=login,
            first_name=_KNOWN.get(login.partition("_")[0], rng.choice(_FIRST)),
            last_name=rng.choice(_LAST),
            email=f"{mask}+{rng.getrandbits(32):08x}@mail.practice-market.invalid",
            phone=f"000 {rng.randint(100, 999)} {rng.randint(100, 999)}",
            street=f"{rng.choice(_STREETS)} {rng.randint(1, 120)}",
            city=city,
            post_code=post_code,
            country={"de": "DE", "cs": "CZ", "lt": "LT", "sk": "SK", "hu": "HU"}.get(language[:2], "PL"),
            language=language,
            temper=temper,
            lively=lively,
        )

    def ask(
        self, login: str, *, seller: str, offer_id: str, text: str, attachments: Sequence[str] = ()
    ) -> Message:
        """“Ask the seller” on an offer: a message of type ASK_QUESTION."""
        with self._market.lock:
            offer = self._offer(seller, offer_id)
            return self._post(
                login,
                self._seller(seller),
                text,
                type="ASK_QUESTION",
                offer_id=offer.id,
                subject=f"Pytanie o ofertę: {offer.name}",
                attachments=attachments,
            )

    def write(
        self,
        login: str,
        *,
        seller: str,
        text: str,
        order_id: str | None = None,
        thread_id: str | None = None,
        type: str = "MESSAGE_CENTER",
        subject: str | None = None,
        attachments: Sequence[str] = (),
        typed_seconds_ago: float = 0,
        has_additional: bool = False,
    ) -> Message:
        """A message in the one thread with the seller, or in a given (problem) thread."""
        with self._market.lock:
            if order_id is not None:
                self._order(login, order_id)
            return self._post(
                login,
                self._seller(seller),
                text,
                type=type,
                order_id=order_id,
                thread=self._thread(login, thread_id) if thread_id else None,
                subject=subject,
                attachments=attachments,
                typed_seconds_ago=typed_seconds_ago,
                has_additional=has_additional,
            )

    def buy(
        self,
        login: str,
        *,
        seller: str,
        offer_id: str,
        quantity: int = 1,
        pay: bool = True,
        delivery: str = "locker",
        message: str | None = None,
    ) -> Order:
        """Buy one offer, paid at once or not."""
        with self._market.lock:
            buyer = self.know(login)
            offer = self._offer(seller, offer_id)
            now = self._market.now()
            return self._market.trade.buy(
                buyer, [(offer, quantity)], at=now, delivery=delivery, pay=pay, message=message
            )

    def pay(self, login: str, *, order_id: str) -> Order:
        """Pay for what was bought without paying."""
        with self._market.lock:
            order = self._order(login, order_id)
            self._market.trade.pay(order, self._market.now())
            return order

    def cancel(self, login: str, *, order_id: str, late: bool = False) -> Order:
        """Cancel; `late` cancels although the seller has begun (Allegro lets some through)."""
        with self._market.lock:
            order = self._order(login, order_id)
            cancel = self._market.trade.cancel_late if late else self._market.trade.cancel
            cancel(order, self._market.now())
            return order

    def problem(
        self, login: str, *, order_id: str, sub_type: str, text: str, attachments: Sequence[str] = ()
    ) -> Message:
        """Report a problem with a purchase: a POST_PURCHASE_ISSUE thread."""
        with self._market.lock:
            order = self._order(login, order_id)
            now = self._market.now()
            thread = self._market.talking.problem_thread(order.id, sub_type, now)
            return self._market.talking.by_buyer(
                thread, self._text(text), at=now, order_id=order.id, attachments=attachments
            )

    def close_problem(self, login: str, *, thread_id: str) -> Thread:
        """Close a problem thread; a COMMON thread cannot be closed."""
        with self._market.lock:
            thread = self._thread(login, thread_id)
            if thread.type != "POST_PURCHASE_ISSUE":
                raise ValueError("only problem threads can be closed")
            thread.status = "CLOSED"
            return thread

    def attach(self, login: str, *, file_name: str, mime_type: str, content: bytes) -> Attachment:
        """Put a file up; its id goes into the next message."""
        with self._market.lock:
            self.know(login)
            now = self._market.now()
            return self._market.talking.put_file(login, file_name, mime_type, content, now)

    def inbox(self, login: str) -> list[tuple[Thread, list[Message]]]:
        """What the buyer can read, threads with the newest talk first."""
        with self._market.lock:
            rows = [
                (thread, [m for m in thread.messages if m.buyer_sees()])
                for thread in self._market.world.buyer_threads(login)
            ]
            return sorted((row for row in rows if row[1]), key=lambda row: row[1][-1].key, reverse=True)

    def _post(
        self,
        login: str,
        seller: Seller,
        text: str,
        *,
        type: str,
        offer_id: str | None = None,
        order_id: str | None = None,
        thread: Thread | None = None,
        subject: str | None = None,
        attachments: Sequence[str] = (),
        typed_seconds_ago: float = 0,
        has_additional: bool = False,
    ) -> Message:
        buyer = self.know(login)
        now = self._market.now()
        thread = thread or self._market.talking.common_thread(seller.login, buyer.login, now)
        if thread.status == "CLOSED":
            raise ValueError("the thread is closed")
        return self._market.talking.by_buyer(
            thread,
            self._text(text),
            at=now,
            typed_at=now - timedelta(seconds=typed_seconds_ago) if typed_seconds_ago else None,
            type=type,
            offer_id=offer_id,
            order_id=order_id,
            subject=subject,
            attachments=attachments,
            has_additional=has_additional,
        )

    def _text(self, text: str) -> str:
        if not text.strip() or len(text) > 2_000:
            raise ValueError("a message has 1 to 2000 characters")
        return text

    def _seller(self, login: str) -> Seller:
        return self._market.world.sellers[login]

    def _offer(self, seller: str, offer_id: str) -> Offer:
        offer = self._market.world.offers[offer_id]
        if offer.seller != seller:
            raise ValueError("the offer is another seller's")
        return offer

    def _order(self, login: str, order_id: str) -> Order:
        order = self._market.world.orders[order_id]
        if order.buyer != login:
            raise ValueError("the order is another buyer's")
        return order

    def _thread(self, login: str, thread_id: str) -> Thread:
        thread = self._market.world.threads[thread_id]
        if thread.buyer != login:
            raise ValueError("the thread is another buyer's")
        return thread
