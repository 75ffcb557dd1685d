"""What of each thing can be searched for: its words, and the true date it is sorted by."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kontuar.facts.messages import MessageKind
from kontuar.store.models import (
    Account,
    Buyer,
    Issue,
    Letter,
    Message,
    Offer,
    Order,
    Rating,
    SearchRow,
    Shipment,
)
from kontuar.store.search import row_id, words_of

Kind = SearchRow.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Doc:
    """A thing as the index wants it. ``at`` is when it was written, bought, opened, rated (UTC)."""

    account_id: int
    kind: int
    object_id: int
    at: datetime
    words: str

    @property
    def row_id(self) -> int:
        """Its place among the results."""
        return row_id(self.kind, self.at, self.object_id)


def messages(rows: Iterable[Message]) -> Iterator[Doc]:
    """Text, subject, who the talk is with, the order named, and who else a mail names. ``thread.buyer`` must be loaded.

    The login is the buyer's on our own words too: the shop's name would find everything.
    """
    rows = list(rows)
    people = _people([row for row in rows if row.kind == MessageKind.MAIL.value])
    for row in rows:
        texts = [row.subject, row.text, row.thread.buyer.login, row.order_external_id]
        yield Doc(
            account_id=row.account_id,
            kind=Kind.MESSAGE,
            object_id=row.pk,
            at=row.written_at,
            words=words_of([*texts, *people.get(row.pk, ())]),
        )


def _people(rows: Collection[Message]) -> Mapping[int, list[str]]:
    """Names and addresses on these mails, without our own: two queries, none where there is no mail."""
    if not rows:
        return {}
    ours = {
        pk: _own_addresses(login, told) for pk, login, told in _mailboxes({row.account_id for row in rows})
    }
    letters = Letter.objects.filter(message__in=[row.pk for row in rows])
    found: dict[int, list[str]] = {}
    for message_id, account_id, name, address, reply_to, to, cc in letters.values_list(
        "message_id", "account_id", "from_name", "from_address", "reply_to", "to", "cc"
    ):
        author = {"name": name, "address": address}
        everybody = [author, {"address": reply_to}, *_dicts(to), *_dicts(cc)]
        others = [one for one in everybody if str(one.get("address")).casefold() not in ours[account_id]]
        texts = [text for one in others for text in _values(one, "name", "address")]
        found[message_id] = list(dict.fromkeys(texts))
    return found


def _mailboxes(ids: Collection[int]) -> Iterable[tuple[int, str, Any]]:
    return Account.objects.filter(pk__in=ids).values_list("pk", "login", "settings")


def _own_addresses(login: str, told: Any) -> set[str]:
    aliases = _dict(told).get("aliases")
    return {
        login.casefold(),
        *(str(one).casefold() for one in (aliases if isinstance(aliases, list) else ())),
    }


def orders(rows: Iterable[Order]) -> Iterator[Doc]:
    """Number, buyer, recipient, what was bought, parcels. ``buyer`` must be loaded."""
    rows = list(rows)
    waybills = _waybills([row.pk for row in rows])
    for row in rows:
        fact, parcels = row.fact, waybills[row.pk]
        delivery = _dict(fact.get("delivery"))
        texts = [row.external_id, row.buyer.login, row.buyer.name]
        texts += _values(fact, "buyer_name", "buyer_email", "message_to_seller")
        texts += _values(delivery, "recipient", "address", "phone", "pickup_point")
        for line in _dicts(fact.get("lines")):
            texts += _values(line, "name", "seller_sku")
        phone = _values(delivery, "phone")
        yield Doc(
            account_id=row.account_id,
            kind=Kind.ORDER,
            object_id=row.pk,
            at=row.bought_at or row.first_seen_at,
            words=words_of(
                [*texts, *parcels],
                keys=[row.external_id, row.buyer.login, *_values(fact, "buyer_email"), *phone, *parcels],
                tails=[row.external_id, *phone, *parcels],
            ),
        )


def _waybills(order_ids: Collection[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Shipment.objects.filter(order_id__in=order_ids).order_by("pk")
    for order_id, waybill in rows.values_list("order_id", "waybill"):
        found[order_id].append(waybill)
    return found


def buyers(rows: Iterable[Buyer]) -> Iterator[Doc]:
    """Login, name, e-mail of any order; sorted by the last word or purchase."""
    rows = list(rows)
    ids = [row.pk for row in rows]
    emails, last = _emails_and_purchases(ids)
    said = Message.objects.filter(thread__buyer_id__in=ids).values_list("thread__buyer_id", "written_at")
    for buyer_id, at in said.order_by():
        last[buyer_id] = max(at, last.get(buyer_id, at))
    for row in rows:
        found = emails[row.pk]
        yield Doc(
            account_id=row.account_id,
            kind=Kind.BUYER,
            object_id=row.pk,
            at=last.get(row.pk, row.first_seen_at),
            words=words_of((row.login, row.name, *found), keys=(row.login, *found)),
        )


def _emails_and_purchases(ids: Collection[int]) -> tuple[Mapping[int, list[str]], dict[int, datetime]]:
    emails: dict[int, list[str]] = defaultdict(list)
    last: dict[int, datetime] = {}
    rows = Order.objects.filter(buyer_id__in=ids).order_by("bought_at", "pk")
    for buyer_id, bought_at, seen_at, email in rows.values_list(
        "buyer_id", "bought_at", "first_seen_at", "fact__buyer_email"
    ):
        at = bought_at or seen_at
        last[buyer_id] = max(at, last.get(buyer_id, at))
        if email and email not in emails[buyer_id]:
            emails[buyer_id].append(email)
    return emails, last


def offers(rows: Iterable[Offer], known_at: Mapping[int, datetime]) -> Iterator[Doc]:
    """Name, number, SKU. An offer whose start is not told keeps the date it was first indexed with."""
    for row in rows:
        started = row.fact.get("started_at")
        at = datetime.fromisoformat(started) if started else known_at.get(row.pk, row.seen_at)
        sku = _values(row.fact, "seller_sku")
        yield Doc(
            account_id=row.account_id,
            kind=Kind.OFFER,
            object_id=row.pk,
            at=at,
            words=words_of(
                (row.name, row.external_id, *sku), keys=(row.external_id, *sku), tails=(row.external_id,)
            ),
        )


def issues(rows: Iterable[Issue]) -> Iterator[Doc]:
    """Number, reference, subject, what the buyer wrote at opening, parcels on their way back."""
    for row in rows:
        fact = row.fact
        texts = [row.external_id, row.reference, row.subject, row.buyer_login, row.order_external_id]
        texts += _values(fact, "description", "product_name", "reason_text")
        for item in _dicts(fact.get("items")):
            texts += _values(item, "name", "comment")
        parcels = [text for parcel in _dicts(fact.get("parcels")) for text in _values(parcel, "waybill")]
        yield Doc(
            account_id=row.account_id,
            kind=Kind.ISSUE,
            object_id=row.pk,
            at=row.opened_at or row.first_seen_at,
            words=words_of(
                [*texts, *parcels],
                keys=(row.external_id, row.reference, row.order_external_id, *parcels),
                tails=(row.reference, *parcels),
            ),
        )


def ratings(rows: Iterable[Rating]) -> Iterator[Doc]:
    """The comment, our answer, who rated, which order and offers."""
    for row in rows:
        names = row.fact.get("offer_names")
        named = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
        yield Doc(
            account_id=row.account_id,
            kind=Kind.RATING,
            object_id=row.pk,
            at=row.rated_at,
            words=words_of((row.comment, row.answer, row.buyer_login, row.order_external_id, *named)),
        )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _values(fact: Mapping[str, Any], *names: str) -> list[str]:
    """The texts of a stored fact that are there and not empty."""
    return [value for name in names if isinstance(value := fact.get(name), str) and value]
