"""One buyer about whom every kind of thing is kept, each with the mark in it; made by receiving wherever that can be."""

import contextlib
import hashlib
import json
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from kontuar.actions import pictures, receive, spool, uploads
from kontuar.connector_kit.contract import Batch, Fact, RawAnswer
from kontuar.facts.issues import Expectation, Issue, IssueKind, IssueStatus, ReturnItem, ReturnParcel
from kontuar.facts.mails import Bounce, BounceWhy, Undelivered
from kontuar.facts.messages import Attachment, Message, MessageKind, Role, Thread, ThreadKind
from kontuar.facts.money import Money
from kontuar.facts.orders import Delivery, Fulfilment, Order, OrderLine, OrderState, Scan, Shipment, Tracking
from kontuar.facts.ratings import Rating
from kontuar.facts.refunds import Refund, RefundStatus
from kontuar.store import models as rows
from kontuar.store.personal import REGISTER, Fate
from tests import post
from tests.shop import NOW, Shop

MARK = "zqxwv"
LOGIN, EMAIL, HALF = f"{MARK}login", f"{MARK}abc12+ord9@allegromail.pl", f"{MARK}abc12"
MAIL = f"{HALF}+17454c1b6@allegromail.pl"
DAY = timedelta(days=1)
EARLIER = NOW - 40 * DAY


def talk(thread_id: str = "t-1", *, kind: ThreadKind = ThreadKind.TALK, **fields: Any) -> Thread:
    return Thread(external_id=thread_id, kind=kind, buyer_login=LOGIN, last_message_at=EARLIER, **fields)


def said(message_id: str, text: str = f"Nazywam się {MARK}ska.", **fields: Any) -> Message:
    given: dict[str, Any] = {
        "thread_id": "t-1",
        "role": Role.BUYER,
        "author_login": LOGIN,
        "written_at": EARLIER,
        "kind": MessageKind.QUESTION,
        "subject": f"{MARK} pyta",
        "order_id": "ord-1",
        "attachments": (Attachment(external_id=f"{MARK}-{message_id}", name=f"{MARK}.png"),),
    }
    return Message(external_id=message_id, text=text, **{**given, **fields})


def order(order_id: str = "ord-1", **fields: Any) -> Order:
    line = OrderLine(
        external_id="l-1",
        offer_id="o-1",
        name="Kubek",
        quantity=2,
        price=Money(amount=Decimal("12.50"), currency="PLN"),
    )
    given: dict[str, Any] = {
        "state": OrderState.READY,
        "fulfilment": Fulfilment.SENT,
        "buyer_id": f"{MARK}id",
        "buyer_login": LOGIN,
        "buyer_email": EMAIL,
        "buyer_name": f"Anna {MARK}ska",
        "message_to_seller": f"{MARK} proszę o paragon",
        "lines": (line,),
        "total": Money(amount=Decimal("25.00"), currency="PLN"),
        "bought_at": EARLIER,
        "updated_at": EARLIER,
        "lines_sent": "ALL",
        "delivery": Delivery(
            recipient=f"Anna {MARK}ska",
            address=f"ul. {MARK} 7",
            phone=f"600{MARK}",
            pickup_point=f"{MARK}01M",
            dispatch_by=EARLIER + DAY,
        ),
    }
    return Order(external_id=order_id, **{**given, **fields})


def issue(**fields: Any) -> Issue:
    given: dict[str, Any] = {
        "kind": IssueKind.CLAIM,
        "status": IssueStatus.CLOSED,
        "raw_status": "CLOSED",
        "order_id": "ord-1",
        "buyer_login": LOGIN,
        "thread_id": "claim-1",
        "subject": f"{MARK} reklamuje",
        "description": f"{MARK} pęknięty",
        "reason_text": f"{MARK} powód",
        "refusal_text": f"Szanowna Pani {MARK}",
        "expectations": (Expectation(kind="refund", amount=Money(amount=Decimal(25), currency="PLN")),),
        "attachments": (Attachment(external_id=f"{MARK}a", name=f"{MARK}.jpg"),),
        "items": (ReturnItem(offer_id="o-1", name="Kubek", quantity=1, comment=f"{MARK}!"),),
        "parcels": (ReturnParcel(carrier="INPOST", waybill=f"{MARK}55", carried_as=f"{MARK}56"),),
        "opened_at": EARLIER,
    }
    return Issue(external_id="claim-1", **{**given, **fields})


def rating(**fields: Any) -> Rating:
    given: dict[str, Any] = {
        "comment": f"{MARK} poleca",
        "answer": f"Dziękujemy, {MARK}",
        "changed_at": EARLIER,
    }
    return Rating(
        external_id="rate-1",
        order_id="ord-1",
        buyer_login=LOGIN,
        is_recommended=True,
        created_at=EARLIER,
        **{**given, **fields},
    )


def refund(**fields: Any) -> Refund:
    return Refund(
        external_id="back-1", payment_id="pay-1", order_id="ord-1", status=RefundStatus.PAID, raw_status="PAID",
        total=Money(amount=Decimal(25), currency="PLN"), comment=f"zwrot dla {MARK}", created_at=EARLIER, **fields,
    )  # fmt: skip


def parcels() -> tuple[Fact, ...]:
    told = Scan(code="delivered", at=EARLIER, description=f"odebrała {MARK}ska")
    return (
        Shipment(
            external_id=f"{MARK}s",
            order_id="ord-1",
            carrier="INPOST",
            waybill=f"{MARK}99",
            created_at=EARLIER,
        ),
        Tracking(carrier="INPOST", waybill=f"{MARK}99", scans=(told,)),
    )


def everything() -> tuple[Fact, ...]:
    """What a first reading of the marketplace tells."""
    return (
        order(),
        *parcels(),
        talk(),
        talk("claim-1", kind=ThreadKind.CLAIM),
        issue(),
        said("m-1"),
        said("m-2", thread_id="claim-1"),
        said("m-3", role=Role.SELLER, author_login="sklep-ala", text=f"Dzień dobry, {MARK}"),
        rating(),
        refund(),
    )


RAW = (RawAnswer(about="issue", external_id="claim-1", body=json.dumps({"who": LOGIN})),)


def take_in(account: rows.Account, *facts: Fact, now: Any = NOW, raw: tuple[RawAnswer, ...] = ()) -> None:
    with transaction.atomic():
        receive.batch(account, Batch(facts=facts, cursor={}, raw=raw), now=now)


def letter(name: str = "first", *, at: datetime = EARLIER, text: str = f"Piszę jako {MARK}ska") -> bytes:
    return post.letter(f"{MARK}-{name}", at=at, text=text, sender=f"Anna {MARK}ska <{MAIL}>")


def fill(shop: Shop, mailbox: rows.Account) -> rows.Buyer:
    """Everything about her, at the shop and in the mailbox; her buyer's row at the shop."""
    account = shop.account
    take_in(account, *everything(), raw=RAW)
    _our_side(account, shop)
    spool.store(mailbox, letter(), received_at=EARLIER, now=NOW)
    bounce = Bounce(
        recipient=MAIL, status="5.1.1", why=BounceWhy.NO_SUCH_MAILBOX, is_final=True, diagnostic=f"550 {MARK}"
    )
    take_in(
        mailbox,
        Undelivered(message_id=f"{MARK}-out", bounce=bounce, told_by=f"{MARK}-bounce", told_at=EARLIER),
    )
    folder = spool.box().folder / "unplaced"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ",1-aa.eml").write_bytes(letter("lost"))
    _fill_the_rest()
    return rows.Buyer.objects.get(account=account, login=LOGIN)


def _our_side(account: rows.Account, shop: Shop) -> None:
    """What people at the desk made of it."""
    case = rows.Case.objects.filter(account=account).order_by("pk")[0]
    message = rows.Message.objects.get(external_id="m-1")
    root = Path(settings.ATTACHMENTS_DIR)
    content = f"picture of {MARK}".encode()
    (root / "incoming").mkdir(parents=True, exist_ok=True)
    (root / "incoming" / "aa").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    rows.Attachment.objects.filter(message=message).update(
        path="incoming/aa", sha256=digest, size=len(content)
    )
    small = root / pictures.name_of(digest, pictures.THUMB)
    small.parent.mkdir(parents=True, exist_ok=True)
    small.write_bytes(MARK.encode())
    note = rows.Note.objects.create(
        case=case, author=shop.ala, text=f"{MARK} to stała klientka", created_at=EARLIER
    )
    rows.PhoneCall.objects.create(
        note=note, caller=f"Pani {MARK}", number=f"600 {MARK}", promise=f"paczka dla {MARK}"
    )
    routine = rows.DeskRoutine.objects.create(
        name="Kubki", made_by=shop.ala, made_at=EARLIER, changed_at=EARLIER
    )
    rows.RoutineRun.objects.create(routine=routine, account=account, case=case, message=message, at=EARLIER)
    wish = rows.Suggestion.objects.create(
        account=account, text="czarny kubek", made_by=shop.ala, made_at=EARLIER, changed_at=EARLIER
    )
    rows.SuggestionAsk.objects.create(suggestion=wish, message=message, by=shop.ala, at=EARLIER)
    rows.Praise.objects.create(account=account, message=message, what="help", by=shop.ala, at=EARLIER)
    rows.CaseLook.objects.create(case=case, user=shop.ala, seen_at=EARLIER)
    rows.MachineText.objects.create(case=case, text=f"Droga {MARK}", model_name="small", made_at=EARLIER)
    rows.TemplateUse.objects.create(
        case=case, starter="parcel", language="pl", by=shop.ala, used_at=EARLIER, digest="2" * 64
    )
    rows.CaseMatter.objects.create(case=case, wants="refund", changed_by=shop.ala, changed_at=EARLIER)
    rows.CaseChange.objects.create(
        kind="move", account=account, case=case, before={}, by=shop.ala, at=EARLIER
    )
    rows.BulkChange.objects.create(
        kind="wait", by=shop.ala, at=EARLIER, before={str(case.pk): {"waiting_for": f"telefon od {MARK}"}}
    )
    out = rows.Outgoing.objects.create(
        account=account, case=case, buyer_login=LOGIN, thread_external_id="t-1", text=f"Pani {MARK}", state="delivered",
        not_before=EARLIER, composed_at=EARLIER, external_id="m-3", cc=[f"{MARK}@example.com"],
    )  # fmt: skip
    uploads.keep(
        out, [uploads.NewFile(name=f"{MARK}.pdf", media_type="application/pdf", content=MARK.encode())]
    )
    order = rows.Order.objects.get(account=account)
    rows.OutgoingDeed.objects.create(
        account=account, kind="invoice", order=order, what={"number": f"FV/{MARK}"}, file_name=f"{MARK}.pdf",
        path=uploads.put(MARK.encode()), sha256="1" * 64, size=5, state="done", asked_at=EARLIER, not_before=EARLIER,
    )  # fmt: skip
    for subject in ({"order": order}, {"case": case}, {"issue": rows.Issue.objects.get(account=account)}):
        rows.Mark.objects.create(
            account=account, kind="promised", since_at=EARLIER, made_at=EARLIER, **subject
        )
    rows.TemplateUse.objects.create(
        starter="holding",
        language="pl",
        case=case,
        by=shop.ala,
        used_at=EARLIER,
        digest="2" * 64,
        outgoing=out,
    )
    incident = rows.Incident.objects.create(name="Opóźnienie", made_at=EARLIER, changed_at=EARLIER)
    rows.IncidentHit.objects.create(
        incident=incident, account=account, buyer=case.buyer, text=f"Droga {MARK}", added_at=EARLIER
    )
    rows.Draft.objects.create(case=case, user=shop.bolek, text=f"Droga {MARK}", updated_at=EARLIER)


FILES = {"path", "sha256", "digest", "body"}
"""Columns that name files or hold bytes: what is in them is looked at on the disk."""


def _fill_the_rest() -> None:
    """Columns the product did not fill by itself, so that none is forgotten about."""
    for number, (name, column) in enumerate(columns_to_go()):
        model: Any = getattr(rows, name)
        if column in FILES or any(MARK in str(getattr(row, column)) for row in model.objects.all()):
            continue
        field = model._meta.get_field(column)
        for row in model.objects.all():
            value: Any = f"{MARK}{number:03}{row.pk}"  # no other column has it
            if isinstance(field, models.JSONField):
                value = {"who": value} if isinstance(getattr(row, column), dict) else [value]
            elif field.max_length:
                value = value[: field.max_length]
            model.objects.filter(pk=row.pk).update(**{column: value})


def columns_to_go() -> Iterator[tuple[str, str]]:
    """Of the register: all that is personal and does not stay."""
    for name, table in REGISTER.items():
        for column, (fate, _reason) in table.personal.items():
            if fate is not Fate.KEEP:
                yield name, column


def words_with_the_mark(name: str, column: str) -> set[str]:
    """What of hers stands in a column, word for word."""
    model: Any = getattr(rows, name)
    return {
        word
        for value in model.objects.values_list(column, flat=True)
        for word in _strings(value)
        if MARK in word
    }


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str):
        yield value


def left_in_database() -> list[str]:
    """Tables and columns in which the mark stands, whatever they are."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            try:
                cursor.execute(f'SELECT * FROM "{table}"')
            except Exception:  # a helper table of the search that cannot be read by itself
                continue
            names = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                found += [f"{table}.{n}" for n, value in zip(names, row, strict=True) if _holds(value)]
    return sorted(set(found))


def _holds(value: object) -> bool:
    if isinstance(value, memoryview | bytes):
        raw = bytes(value)
        with contextlib.suppress(zlib.error):
            raw += zlib.decompress(raw)
        return MARK.encode() in raw.lower()
    return MARK in str(value).lower()


def left_on_disk(root: Path) -> list[str]:
    """Files in whose name or content the mark stands."""
    files = [path for path in root.rglob("*") if path.is_file()]
    return [str(path) for path in files if MARK.encode() in (path.name.encode() + path.read_bytes()).lower()]
