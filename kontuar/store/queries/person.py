"""Everything that is kept of one person, row by row: who he is elsewhere, and which rows are his."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kontuar.connector_kit.masked import masked_buyer
from kontuar.store.models import (
    Buyer,
    Case,
    Issue,
    Letter,
    Message,
    Order,
    OutgoingDeed,
    Rating,
    Refund,
    Shipment,
    Thread,
    Undelivered,
)

MOST_ROUNDS = 5
BEGUN = "forgetting:"
"""Stands before the login of somebody whose forgetting has begun: a new word of his makes a new buyer."""


def login_of(buyer: Buyer) -> str:
    """As the platform calls him."""
    return buyer.login.removeprefix(BEGUN)


def found(text: str, *, accounts: Collection[int] | None = None) -> list[Buyer]:
    """Who has this login, address or number (``#12``), with everybody who is surely the same person.

    ``accounts`` are those the asking person may see; None means all.
    """
    text = text.strip()
    rows = _rows(accounts)
    if text.startswith("#") and text[1:].isdecimal():
        by = rows.filter(pk=int(text[1:]))
    else:
        by = rows.filter(
            Q(login__iexact=text) | Q(login__iexact=BEGUN + text) | Q(orders__fact__buyer_email__iexact=text)
        )
    return same(list(by.distinct()), accounts=accounts) if text else []


def same(buyers: Collection[Buyer], *, accounts: Collection[int] | None = None) -> list[Buyer]:
    """These and whoever is surely the same person: one login at one platform, one address, one masked half.

    Ordered by account. Whoever shares a name alone is not the same.
    """
    known = {row.pk: row for row in buyers}
    for _round in range(MOST_ROUNDS):
        fresh = _rows(accounts).filter(_same_as(known.values())).exclude(pk__in=list(known))
        rows = list(fresh) if known else []
        if not rows:
            break
        known |= {row.pk: row for row in rows}
    return sorted(known.values(), key=lambda row: (row.account_id, row.pk))


def _rows(accounts: Collection[int] | None) -> QuerySet[Buyer]:
    rows = Buyer.objects.select_related("account")
    return rows if accounts is None else rows.filter(account_id__in=accounts)


def _same_as(buyers: Collection[Buyer]) -> Q:
    """True of nobody where nothing is known."""
    wanted = Q(pk__in=[])
    for row in buyers:
        login = login_of(row)
        if login.startswith(("forgotten-", "#", "?")):
            continue
        wanted |= Q(login=login, account__platform=row.account.platform)
        if "@" in login:
            wanted |= Q(login__iexact=login)
        if row.masked:
            wanted |= Q(masked=row.masked)
    for address in addresses(buyers):
        half = masked_buyer(address)
        wanted |= Q(login__iexact=address) | (Q(masked=half.buyer) if half else Q(pk__in=[]))
    return wanted


def addresses(buyers: Collection[Buyer]) -> set[str]:
    """The e-mail addresses these are known by, in small letters."""
    ids = [row.pk for row in buyers]
    told = Order.objects.filter(buyer__in=ids).values_list("fact__buyer_email", flat=True).distinct()
    return {one.casefold() for one in (*told, *(login_of(row) for row in buyers)) if one and "@" in one}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of one person. Each is asked anew when it is used, so that what was done already is gone."""

    buyers: tuple[Buyer, ...]
    addresses: frozenset[str]

    @property
    def ids(self) -> list[int]:
        """Of the buyers."""
        return [row.pk for row in self.buyers]

    @property
    def accounts(self) -> list[int]:
        """Where he is known."""
        return sorted({row.account_id for row in self.buyers})

    @property
    def logins(self) -> list[str]:
        """As the platforms call him."""
        return [login_of(row) for row in self.buyers]

    @property
    def threads(self) -> QuerySet[Thread]:
        """Talks with him."""
        return Thread.objects.filter(buyer__in=self.ids)

    @property
    def cases(self) -> QuerySet[Case]:
        """Conversations of his, also such that were put together of several talks."""
        return Case.objects.filter(Q(buyer__in=self.ids) | Q(thread__buyer__in=self.ids))

    @property
    def messages(self) -> QuerySet[Message]:
        """Every word in them."""
        return Message.objects.filter(Q(thread__buyer__in=self.ids) | Q(case__buyer__in=self.ids))

    @property
    def letters(self) -> QuerySet[Letter]:
        """Mails of the talks, notices about them, and mails of servers that tell of his address."""
        told_by = self.undelivered.values_list("told_by", flat=True)
        lone = Q(from_address__in=self._written) | Q(external_id__in=list(told_by))
        of_talk = Q(message__in=self.messages) | Q(message=None, case__in=self.cases)
        named = Q(message=None, notice__buyer_login__in=self.logins)
        return Letter.objects.filter(of_talk | Q(account__in=self.accounts) & (lone | named))

    @property
    def _written(self) -> list[str]:
        return sorted({*self.addresses, *(login for login in self.logins if "@" in login)})

    @property
    def undelivered(self) -> QuerySet[Undelivered]:
        """What servers told of mails to him."""
        to_him = Q(account__in=self.accounts, recipient__in=self._written)
        return Undelivered.objects.filter(to_him | Q(outgoing__case__buyer__in=self.ids))

    @property
    def orders(self) -> QuerySet[Order]:
        """What he bought."""
        return Order.objects.filter(buyer__in=self.ids)

    @property
    def shipments(self) -> QuerySet[Shipment]:
        """Parcels to him."""
        return Shipment.objects.filter(order__buyer__in=self.ids)

    @property
    def issues(self) -> QuerySet[Issue]:
        """What he opened."""
        his = Q(buyer__in=self.ids) | Q(order__buyer__in=self.ids) | Q(thread__buyer__in=self.ids)
        return Issue.objects.filter(his | Q(account__in=self.accounts, buyer_login__in=self.logins))

    @property
    def ratings(self) -> QuerySet[Rating]:
        """His verdicts."""
        named = Q(account__in=self.accounts, buyer_login__in=self.logins)
        return Rating.objects.filter(Q(order__buyer__in=self.ids) | named)

    @property
    def refunds(self) -> QuerySet[Refund]:
        """Money back to him."""
        return Refund.objects.filter(order__buyer__in=self.ids)

    @property
    def deeds(self) -> QuerySet[OutgoingDeed]:
        """What we did about his orders and ratings: numbers, invoices, answers in public."""
        return OutgoingDeed.objects.filter(Q(order__buyer__in=self.ids) | Q(rating__in=self.ratings))


def rows_of(buyers: Collection[Buyer]) -> Rows:
    """The rows of these, who are one person."""
    return Rows(buyers=tuple(buyers), addresses=frozenset(addresses(buyers)))
