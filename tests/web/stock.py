"""A believable morning, put straight into the tables: what the screens are tried and looked at with.

Three accounts: Ala owns the first two (the second is watch-only and still importing), Bolek works the first,
Celina owns the third and is the stranger. All people, shops and words are made up.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db.models import F

from kontuar.facts.money import Money
from kontuar.facts.orders import Delivery, Fulfilment, OrderLine, OrderState
from kontuar.facts.orders import Order as OrderFact
from kontuar.store.models import (
    Account,
    AccountAccess,
    Application,
    Attachment,
    Buyer,
    Case,
    Desk,
    Duty,
    Message,
    Note,
    Offer,
    Order,
    Outgoing,
    Shipment,
    Stream,
    Thread,
    User,
)
from kontuar.store.rebuild import to_json
from kontuar.store.secrets import seal
from kontuar.text.fold import fold

PASSWORD = "klamerka-7-sznurek"
WARSAW = ZoneInfo("Europe/Warsaw")
NUMBERS = count(1001)
MIN, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(slots=True)
class Morning:
    """What was made, by name."""

    ala: User
    bolek: User
    celina: User
    klamka: Account
    ogrod: Account
    cudze: Account
    cases: dict[str, Case] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    outgoing: dict[str, Outgoing] = field(default_factory=dict)


class Stock:
    """Makes rows; ``now`` is aware UTC and everything is told relative to it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def _next(self) -> int:
        return next(NUMBERS)

    def person(self, username: str, **values: Any) -> User:
        return User.objects.create(username=username, password=make_password(PASSWORD), **values)

    def account(self, login: str, label: str, *, ok: timedelta | None = MIN, **values: Any) -> Account:
        application = Application.objects.create(
            platform="allegro",
            place="practice",
            base_url="http://127.0.0.1:8100",
            name="Kontuar",
            kind="device",
            client_id=login,
            client_secret_sealed=seal("x"),
            created_at=self.now - 90 * DAY,
        )
        account = Account.objects.create(
            platform="allegro",
            application=application,
            external_id=login,
            login=login,
            label=label,
            **{
                "connected_at": self.now - 60 * DAY,
                "read_since": self.now - 90 * DAY,
                "is_watch_only": False,
                "tokens_sealed": seal("{}"),
                "tokens_stored_at": self.now,
                "access_expires_at": self.now + 9 * HOUR,
                "signature": "Zespół Klamka i Zamek" if login == "klamka-i-zamek" else "",
                **values,
            },
        )
        for name in ("messages", "threads", "orders"):
            Stream.objects.create(
                account=account,
                name=name,
                last_ok_at=self.now - ok if ok is not None else None,
                next_pull_at=self.now + 30 * timedelta(seconds=1),
            )
        return account

    def buyer(self, account: Account, login: str, name: str = "", language: str = "pl") -> Buyer:
        return Buyer.objects.create(
            account=account, login=login, name=name, language=language, first_seen_at=self.now - 300 * DAY
        )

    def offer(self, account: Account, name: str) -> Offer:
        return Offer.objects.create(
            account=account,
            external_id=str(1_400_000_000 + self._next()),
            name=name,
            status="ACTIVE",
            stock=12,
            fact={},
            seen_at=self.now,
        )

    def order(
        self,
        buyer: Buyer,
        *lines: tuple[str, int, str],
        bought: timedelta = 20 * HOUR,
        dispatch_by: datetime | None = None,
        fulfilment: Fulfilment = Fulfilment.PROCESSING,
        state: OrderState = OrderState.READY,
        with_duty: bool = True,
    ) -> Order:
        number = f"{self._next():08x}-5f0e-11f1-8c5d-{self._next():012x}"
        bought_at = self.now - bought
        positions = tuple(
            OrderLine(
                external_id=str(self._next()),
                offer_id=str(1_400_000_000 + self._next()),
                name=name,
                quantity=count,
                price=Money(amount=Decimal(price), currency="PLN"),
                bought_at=bought_at,
            )
            for name, count, price in lines
        )
        total = sum((line.price.amount * line.quantity for line in positions), Decimal("12.99"))
        fact = OrderFact(
            external_id=number,
            state=state,
            fulfilment=fulfilment,
            buyer_id=buyer.external_id,
            buyer_login=buyer.login,
            buyer_name=buyer.name,
            lines=positions,
            total=Money(amount=total, currency="PLN"),
            delivery=Delivery(
                method="Allegro Paczkomaty InPost",
                dispatch_by=dispatch_by,
                arrive_by=dispatch_by + 2 * DAY if dispatch_by else None,
                cost=Money(amount=Decimal("12.99"), currency="PLN"),
                is_smart=True,
                pickup_point="WAW22N",
                recipient=buyer.name,
                address="ul. Przykładowa 5, 00-001 Warszawa",
            ),
            payment_kind="ONLINE",
            paid_at=bought_at + 5 * MIN,
            paid=Money(amount=total, currency="PLN"),
            bought_at=bought_at,
        )
        row = Order.objects.create(
            account=buyer.account,
            external_id=number,
            buyer=buyer,
            state=state.value,
            fulfilment=fulfilment.value,
            bought_at=bought_at,
            paid_at=bought_at + 5 * MIN,
            dispatch_by=dispatch_by,
            changed_at=bought_at + 6 * MIN,
            first_seen_at=bought_at + 6 * MIN,
            fact=to_json(fact),
        )
        owed = fulfilment in {Fulfilment.NEW, Fulfilment.PROCESSING} and state is OrderState.READY
        if dispatch_by and owed and with_duty:
            self.duty(
                "dispatch",
                bought_at,
                dispatch_by,
                order=row,
                warn=3 * HOUR,
                lost="dispatch_in_time",
                step="send_parcel",
            )
        return row

    def parcel(self, order: Order, state: str, scans: int = 2, *, last: timedelta = 5 * HOUR) -> Shipment:
        steps = [*("pending", "in_transit")[: scans - 1], state] if scans else []
        return Shipment.objects.create(
            account=order.account,
            order=order,
            carrier="INPOST",
            carrier_name="InPost",
            waybill=f"6200{self._next():020d}",
            added_at=self.now - 20 * HOUR,
            state=state,
            scans=[
                {"code": code, "at": (self.now - last - (len(steps) - i - 1) * 6 * HOUR).isoformat()}
                for i, code in enumerate(steps)
            ],
            last_scan_at=self.now - last if steps else None,
            tracked_at=self.now - 20 * MIN,
        )

    def case(
        self,
        buyer: Buyer,
        *words: tuple[str, timedelta, str],
        thread: Thread | None = None,
        kind: str = "message",
        thread_kind: str = "talk",
        subject: str = "",
        order: Order | None = None,
        offer: Offer | None = None,
        language: str = "pl",
        **values: Any,
    ) -> Case:
        """``words`` are (role, how long ago, text), oldest first."""
        account = buyer.account
        thread = thread or Thread.objects.create(
            account=account,
            external_id=f"thread-{self._next()}",
            kind=thread_kind,
            buyer=buyer,
            problem_type="NOT_RECEIVED" if thread_kind == "problem" else "",
            order_ids=[order.external_id] if order else [],
            created_at=self.now - words[0][1],
            last_message_at=self.now - words[-1][1],
        )
        ages = {role: self.now - ago for role, ago, _text in words}
        case = Case.objects.create(
            account=account,
            thread=thread,
            buyer=buyer,
            order=order,
            offer=offer,
            opened_at=self.now - words[0][1],
            last_message_at=self.now - words[-1][1],
            last_buyer_at=ages.get("buyer"),
            last_seller_at=ages.get("seller"),
            last_text=words[-1][2][:200],
            last_role=words[-1][0],
            subject=subject,
            language=language,
            search_text=fold(" ".join([buyer.login, buyer.name, subject, *(text for _r, _a, text in words)])),
            **values,
        )
        for role, ago, text in words:
            Message.objects.create(
                account=account,
                thread=thread,
                case=case,
                external_id=f"message-{self._next()}",
                role=role,
                author_login=buyer.login if role == "buyer" else account.login,
                text=text,
                kind=kind,
                status="delivered",
                written_at=self.now - ago,
                first_seen_at=self.now - ago + MIN,
                offer_external_id=offer.external_id if offer else "",
                order_external_id=order.external_id if order else "",
                language=language if role == "buyer" else "pl",
                is_closer=values.get("review_list") == "closers" and role == "buyer",
                is_history=values.get("review_list") == "backlog",
            )
        return case

    def duty(
        self,
        kind: str,
        since: datetime,
        due: datetime,
        *,
        case: Case | None = None,
        order: Order | None = None,
        safer: datetime | None = None,
        warn: timedelta = 4 * HOUR,
        lost: str = "duty_of_terms",
        step: str = "answer",
        counted: bool = False,
    ) -> Duty:
        owner = case or order
        assert owner is not None
        return Duty.objects.create(
            account=owner.account,
            case=case,
            order=order,
            kind=kind,
            since_at=since,
            due_at=due,
            safer_by=safer or due,
            warn_at=due - warn,
            origin="payload" if kind == "dispatch" else "own" if kind == "problem" else "rule",
            rule_id={"dispatch": "C3", "problem": "own.problem"}.get(kind, "B1"),
            rule_version="2019-09-04",
            lost=lost,
            next_step=step,
            is_counted=counted,
            standing="late" if due < self.now else "soon" if due - warn <= self.now else "calm",
            opened_at=since,
        )

    def outgoing(
        self, case: Case, state: str, text: str, by: User, *, ago: timedelta, **values: Any
    ) -> Outgoing:
        left = state in {"sent", "unsure", "blocked", "delivered"}
        return Outgoing.objects.create(
            account=case.account,
            case=case,
            thread_external_id=case.thread.external_id if case.thread else "",
            buyer_login=case.buyer.login,
            text=text,
            state=state,
            composed_by=by,
            composed_at=self.now - ago,
            **{
                "not_before": self.now - ago + 15 * timedelta(seconds=1),
                "sending_at": self.now - ago + 20 * timedelta(seconds=1) if left else None,
                "sent_at": self.now - ago + 21 * timedelta(seconds=1) if left and state != "unsure" else None,
                **values,
            },
        )


def morning(now: datetime, *, parcels: int = 24) -> Morning:
    """The whole morning."""
    s = Stock(now)
    Desk.objects.get_or_create(
        pk=1, defaults={"office_hours": {str(d): ["09:00", "17:00"] for d in range(5)}, "is_demo": True}
    )
    m = Morning(
        ala=s.person("ala", display_name="Ala Nowak", is_owner=True),
        bolek=s.person("bolek", display_name="Bolek Wrona"),
        celina=s.person("celina", display_name="Celina Mazur", is_owner=True),
        klamka=s.account("klamka-i-zamek", "Klamka i Zamek", ok=2 * MIN),
        ogrod=s.account("ogrod-ali", "Ogród Ali", ok=MIN, is_watch_only=True, connected_at=now - HOUR),
        cudze=s.account("cudzy-sklep", "Cudzy Sklep"),
    )
    Stream.objects.create(
        account=m.ogrod, name="history", done=1240, total=3100, last_ok_at=now, next_pull_at=now
    )
    for user, account, role in (
        (m.ala, m.klamka, "owner"),
        (m.ala, m.ogrod, "owner"),
        (m.bolek, m.klamka, "agent"),
        (m.bolek, m.ogrod, "viewer"),
        (m.celina, m.cudze, "owner"),
    ):
        AccountAccess.objects.create(user=user, account=account, role=role)
    _questions(s, m)
    _about_orders(s, m)
    _quiet(s, m)
    _outbox(s, m)
    _parcels(s, m, parcels)
    _stranger(s, m)
    return m


def _questions(s: Stock, m: Morning) -> None:
    now = s.now
    zamek = s.offer(m.klamka, "Zamek wpuszczany 72/50 z wkładką, kolor inox")
    ask = s.case(
        s.buyer(m.klamka, "jan_k72", "Jan Kowalczyk"),
        (
            "buyer",
            21 * HOUR,
            "Dzień dobry, czy ten zamek pasuje do drzwi o grubości 40 mm? Rozstaw mam 72 mm.\n\nPozdrawiam",
        ),
        kind="question",
        subject="Zamek wpuszczany 72/50",
        offer=zamek,
    )
    s.duty(
        "answer",
        ask.opened_at,
        now + 2 * HOUR + 50 * MIN,
        case=ask,
        lost="quality_measure",
        counted=True,
    )
    m.cases["question"] = ask
    weekend = s.case(
        s.buyer(m.klamka, "marta-wu", "Marta Wu"),
        ("buyer", 15 * HOUR, "Witam. Czy jest dostępna wersja czarna tej klamki i ile trwa wysyłka?"),
        kind="question",
        subject="Klamka Loft, czarny mat",
        offer=s.offer(m.klamka, "Klamka Loft na szyldzie, czarny mat"),
        assignee=m.bolek,
    )
    s.duty(
        "answer",
        weekend.opened_at,
        now + 26 * HOUR,
        safer=now + 9 * HOUR,
        case=weekend,
        lost="quality_measure",
        counted=True,
    )
    m.cases["weekend"] = weekend
    english = s.case(
        s.buyer(m.ogrod, "tomas.lt", "Tomas Petraitis", "lt"),
        ("buyer", 2 * HOUR, "Laba diena, ar siunčiate į Vilnių? Kiek kainuotų pristatymas?"),
        kind="question",
        subject="Zestaw narzędzi ogrodowych",
        language="lt",
    )
    s.duty("answer", english.opened_at, now + 22 * HOUR, case=english, lost="quality_measure", counted=True)
    m.cases["foreign"] = english


def _about_orders(s: Stock, m: Morning) -> None:
    now = s.now
    buyer = s.buyer(m.klamka, "ewa_zielona", "Ewa Zielińska")
    old = s.order(buyer, ("Zawias niewidoczny 3D", 2, "39.00"), bought=120 * DAY, fulfilment=Fulfilment.SENT)
    order = s.order(
        buyer,
        ("Klamka Loft na szyldzie, czarny mat", 3, "89.90"),
        ("Wkładka bębenkowa 30/40", 3, "54.00"),
        bought=4 * DAY,
        dispatch_by=now - 2 * DAY,
        fulfilment=Fulfilment.SENT,
    )
    s.parcel(order, "in_transit", 3, last=26 * HOUR)
    m.orders["parcel"] = order
    earlier = s.case(
        buyer,
        ("buyer", 118 * DAY, "Dzień dobry, zawiasy doszły, ale brakuje śrub. Proszę o dosłanie."),
        ("seller", 118 * DAY - 2 * HOUR, "Dzień dobry,\nśruby wysłane dziś listem.\n\nZespół Klamka i Zamek"),
        ("buyer", 117 * DAY, "Dziękuję, doszły"),
        order=old,
        state="closed",
        closed_at=now - 117 * DAY,
    )
    case = s.case(
        buyer,
        ("buyer", 30 * HOUR, "Dzień dobry, czy paczka została już wysłana?"),
        (
            "seller",
            28 * HOUR,
            "Dzień dobry,\npaczka wyszła wczoraj, numer przesyłki jest w zamówieniu.\n\nZespół Klamka i Zamek",
        ),
        (
            "buyer",
            20 * HOUR,
            "Od wczoraj status się nie zmienił. Gdzie jest paczka? Potrzebuję jej na piątek.",
        ),
        thread=earlier.thread,
        subject="Klamka Loft na szyldzie",
        order=order,
        assignee=m.ala,
    )
    s.duty("answer", now - 20 * HOUR, now + 4 * HOUR + 10 * MIN, case=case, warn=5 * HOUR)
    Attachment.objects.create(
        message=case.messages.order_by("-written_at")[0],
        external_id="att-1",
        name="zrzut-sledzenia.png",
        media_type="image/png",
        size=184_320,
    )
    Note.objects.create(
        case=case,
        author=m.bolek,
        text="Dzwoniłem do InPost, paczka stoi w sortowni w Łodzi. Mają ruszyć dziś po 12.",
        created_at=now - 40 * MIN,
    )
    m.cases["parcel"] = case
    m.cases["earlier"] = earlier

    pech = s.buyer(m.klamka, "adam-pech", "Adam Pech")
    lost = s.order(
        pech,
        ("Sejf domowy 20 l, elektroniczny", 1, "349.00"),
        bought=9 * DAY,
        dispatch_by=now - 7 * DAY,
        fulfilment=Fulfilment.SENT,
    )
    s.parcel(lost, "problem", 3, last=3 * DAY)
    problem = s.case(
        pech,
        (
            "buyer",
            30 * HOUR,
            "Sejf nadal nie dotarł, kurier nie odbiera. Proszę o zwrot pieniędzy albo nowy.",
        ),
        thread_kind="problem",
        kind="problem",
        subject="Nie dotarło",
        order=lost,
    )
    s.duty(
        "problem",
        problem.opened_at,
        now - 90 * MIN,
        case=problem,
        lost="buyer_turns_to_marketplace",
        step="answer_problem",
    )
    m.cases["problem"] = problem

    buyer = s.buyer(m.klamka, "sklep_u_kasi", "Katarzyna Lis")
    order = s.order(
        buyer,
        ("Wkładka bębenkowa 30/40", 10, "54.00"),
        bought=3 * DAY,
        dispatch_by=now - DAY,
        fulfilment=Fulfilment.SENT,
    )
    s.parcel(order, "delivered", 3, last=18 * HOUR)
    late = s.case(
        buyer,
        ("buyer", 27 * HOUR, "Proszę o fakturę na firmę, dane są w zamówieniu."),
        subject="Wkładka bębenkowa 30/40",
        order=order,
    )
    s.duty("answer", late.opened_at, now - 3 * HOUR, case=late)
    m.cases["late"] = late


def _quiet(s: Stock, m: Morning) -> None:
    now = s.now
    waiting = s.case(
        s.buyer(m.klamka, "piotr.m", "Piotr Maj"),
        ("buyer", 2 * DAY, "Czy mogę wymienić na inny kolor?"),
        (
            "seller",
            2 * DAY - HOUR,
            "Dzień dobry,\ntak, proszę odesłać klamkę, nową wyślemy tego samego dnia.",
        ),
        subject="Wymiana klamki",
        state="waiting",
        waiting_until=now + 2 * DAY,
        waiting_for="paczka zwrotna",
    )
    m.cases["waiting"] = waiting
    m.cases["back"] = s.case(
        s.buyer(m.klamka, "hurt_budowa", "Hurt Budowa"),
        ("buyer", 5 * DAY, "Kiedy będą znowu zawiasy 3D?"),
        ("seller", 5 * DAY - HOUR, "Dzień dobry,\nczekamy na dostawę, odpiszę, gdy będzie termin."),
        subject="Zawias niewidoczny 3D",
        state="waiting",
        waiting_until=now - 20 * MIN,
        waiting_for="dostawca",
        assignee=m.ala,
    )
    for login, text in (
        ("ola.b", "Dziękuję, wszystko w porządku"),
        ("karol_2", "ok, dzięki"),
        ("zofia-n", "Super, pozdrawiam serdecznie"),
    ):
        m.cases[f"thanks-{login}"] = s.case(
            s.buyer(m.klamka, login),
            ("seller", 9 * HOUR, "Dzień dobry,\nzamówienie wysłane."),
            ("buyer", 7 * HOUR, text),
            state="closed",
            review_list="closers",
        )
    for number in range(4):
        m.cases[f"backlog-{number}"] = s.case(
            s.buyer(m.ogrod, f"dawny_{number}"),
            ("buyer", (12 + number) * DAY, "Czy ten sekator nadaje się do gałęzi 30 mm?"),
            kind="question",
            review_list="backlog",
        )
    for number in range(18):
        s.case(
            s.buyer(m.klamka, f"stala_klientka_{number}"),
            ("buyer", (3 + number) * DAY, "Czy wkładka ma pięć kluczy w zestawie?"),
            ("seller", (3 + number) * DAY - HOUR, "Dzień dobry,\ntak, pięć kluczy i śruba mocująca."),
            state="closed",
            closed_at=now - (3 + number) * DAY + HOUR,
        )


def _outbox(s: Stock, m: Morning) -> None:
    by = m.ala
    blocked = s.case(
        s.buyer(m.klamka, "r_wilk", "Robert Wilk"),
        ("buyer", 8 * HOUR, "Jaki jest telefon do Państwa?"),
        subject="Telefon",
    )
    m.outgoing["blocked"] = s.outgoing(
        blocked,
        "blocked",
        "Dzień dobry,\nproszę dzwonić pod 600 000 000.\n\nZespół Klamka i Zamek",
        by,
        ago=7 * HOUR,
        reason="blocked",
        settled_at=s.now - 7 * HOUR,
    )
    s.duty("answer", s.now - 8 * HOUR, s.now + 16 * HOUR, case=blocked)
    unsure = s.case(
        s.buyer(m.klamka, "magda.oko", "Magda Oko"),
        ("buyer", 5 * HOUR, "Czy dołożą Państwo śruby do drugiego zawiasu?"),
        subject="Śruby do zawiasu",
    )
    m.outgoing["unsure"] = s.outgoing(
        unsure, "unsure", "Dzień dobry,\ntak, dołożymy komplet śrub.", by, ago=50 * MIN, reason="timeout"
    )
    s.duty("answer", s.now - 5 * HOUR, s.now + 19 * HOUR, case=unsure)
    refused = s.case(
        s.buyer(m.klamka, "konto_zamkniete"),
        ("buyer", 6 * HOUR, "Proszę o kontakt w sprawie zamówienia"),
        subject="Zamówienie",
    )
    m.outgoing["refused"] = s.outgoing(
        refused,
        "refused",
        "Dzień dobry,\nw czym możemy pomóc?",
        m.bolek,
        ago=3 * HOUR,
        reason="refused",
        reason_text="Użytkownik nie może otrzymywać wiadomości.",
    )
    held = s.case(
        s.buyer(m.klamka, "nina.s", "Nina Sowa"),
        ("buyer", 3 * HOUR, "Czy klamka jest lewa czy prawa?"),
        subject="Klamka Loft",
        kind="question",
    )
    s.duty("answer", s.now - 3 * HOUR, s.now + 21 * HOUR, case=held, lost="quality_measure", counted=True)
    m.outgoing["held"] = s.outgoing(
        held,
        "held",
        "Dzień dobry,\nklamka jest uniwersalna, pasuje do obu stron.\n\nZespół Klamka i Zamek",
        by,
        ago=timedelta(seconds=2),
        hold_reason="undo",
        not_before=s.now + timedelta(seconds=13),
    )
    m.cases |= {"blocked": blocked, "unsure": unsure, "refused": refused, "held": held}


def _parcels(s: Stock, m: Morning, how_many: int) -> None:
    local = s.now.astimezone(WARSAW)
    tonight = local.replace(hour=23, minute=59, second=59, microsecond=0)
    for number in range(how_many):
        buyer = s.buyer(m.klamka, f"kupuje_{number}", f"Osoba {number}")
        s.order(buyer, ("Wkładka bębenkowa 30/40", 1 + number % 3, "54.00"), dispatch_by=tonight)
    for number in range(6):
        buyer = s.buyer(m.klamka, f"jutro_{number}")
        s.order(buyer, ("Zawias niewidoczny 3D", 1, "39.00"), dispatch_by=tonight + DAY)
    buyer = s.buyer(m.klamka, "spozniona_paczka", "Irena Bąk")
    m.orders["late"] = s.order(
        buyer,
        ("Klamka Loft na szyldzie, czarny mat", 1, "89.90"),
        bought=3 * DAY,
        dispatch_by=tonight - DAY,
    )
    buyer = s.buyer(m.klamka, "rozmyslil_sie", "Marek Rak")
    m.orders["cancelled"] = s.order(
        buyer, ("Sejf domowy 20 l", 1, "349.00"), dispatch_by=tonight, state=OrderState.CANCELLED
    )
    s.parcel(m.orders["cancelled"], "pending", 1, last=2 * HOUR)
    buyer = s.buyer(m.klamka, "bez_numeru", "Lena Kot")
    m.orders["no_number"] = s.order(
        buyer, ("Zawias niewidoczny 3D", 4, "39.00"), dispatch_by=tonight - DAY, fulfilment=Fulfilment.SENT
    )
    Order.objects.filter(pk=m.orders["no_number"].pk).update(parcels_at=F("changed_at"))


def _stranger(s: Stock, m: Morning) -> None:
    buyer = s.buyer(m.cudze, "tajny_kupujacy", "Tajny Kupujący")
    order = s.order(
        buyer,
        ("Sekretny towar", 1, "10.00"),
        dispatch_by=s.now.astimezone(WARSAW).replace(hour=23, minute=59, second=0, microsecond=0),
    )
    case = s.case(
        buyer, ("buyer", 3 * HOUR, "Sekretna wiadomość do cudzego sklepu"), kind="question", order=order
    )
    s.duty("answer", case.opened_at, s.now + HOUR, case=case)
    m.cases["stranger"], m.orders["stranger"] = case, order
    m.outgoing["stranger"] = s.outgoing(case, "unsure", "Sekretna odpowiedź", m.celina, ago=HOUR)
