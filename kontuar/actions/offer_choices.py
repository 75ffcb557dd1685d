"""What buyers of an offer have to name: kept by whoever works there, and read for orders that are judged."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal
from kontuar.actions.columns import Columns
from kontuar.actions.errors import Invalid
from kontuar.actions.rights import must_work
from kontuar.facts.choices import Choice, ChoiceKind
from kontuar.facts.messages import MessageStatus, Role
from kontuar.facts.orders import OrderState
from kontuar.rules import choices
from kontuar.store import rebuild
from kontuar.store.models import Message, Offer, OfferChoice, Order, User
from kontuar.text.fold import fold

MOST, LONGEST = 60, 40
"""Options of an offer, and letters of one."""
NEVER_CAME = (MessageStatus.BLOCKED.value, MessageStatus.GONE.value)
_CHOICES = Columns(
    OfferChoice, ("account_id", "offer_external_id", "kind", "options", "since_at"), "account_id"
)


class Choices:
    """What the buyers of these orders have to name and have not. Two queries, the second where something is asked."""

    def __init__(self, rows: Collection[Any]) -> None:
        ready = [row for row in rows if row.state == OrderState.READY.value]
        self._choices: dict[tuple[int, str], Choice] = {
            (one.account_id, one.offer_external_id): choice_of(one)
            for one in _CHOICES({row.account_id for row in ready})
        }
        asked = {row.pk for row in ready if self._of(row)} if self._choices else set()
        self._said: dict[int, list[str]] = defaultdict(list)
        self._told: dict[int, list[datetime]] = defaultdict(list)
        for order_id, role, at, text in _words(asked):
            if role == Role.BUYER.value:
                self._said[order_id].append(text)
            else:
                self._told[order_id].append(at)

    def unnamed(self, row: Any) -> tuple[Choice, ...]:
        """Of one order."""
        asked = self._of(row) if self._choices else ()
        if not asked:
            return ()
        order = rebuild.order(row)
        return choices.unnamed(
            order, asked, (fold(text) for text in (order.message_to_seller, *self._said[row.pk]))
        )

    def asked_at(self, row: Any) -> tuple[datetime, ...]:
        """Our words to its buyer, oldest first; of an order that asks for nothing, none."""
        return tuple(self._told.get(row.pk, ()))

    def _of(self, row: Any) -> tuple[Choice, ...]:
        lines = rebuild.order(row).lines
        found = (self._choices.get((row.account_id, line.offer_id)) for line in lines)
        return tuple(dict.fromkeys(one for one in found if one is not None))


def choice_of(row: Any) -> Choice:
    """A row as rules know it, its options folded."""
    return Choice(
        offer_id=row.offer_external_id,
        kind=ChoiceKind(row.kind),
        since_at=row.since_at,
        options=choices.options_of([fold(str(one)) for one in row.options]),
    )


def _words(order_ids: Collection[int]) -> Iterable[tuple[int, str, datetime, str]]:
    if not order_ids:
        return ()
    rows = Message.objects.filter(
        case__order_id__in=order_ids, role__in=(Role.BUYER.value, Role.SELLER.value), vanished_at__isnull=True
    ).exclude(status__in=NEVER_CAME)
    return rows.order_by("written_at", "pk").values_list("case__order_id", "role", "written_at", "text")


def keep(offer: Offer, by: User, *, kind: str, options: Sequence[str], now: datetime) -> OfferChoice:
    """Say what buyers of an offer have to name from now on. Raises Invalid for what cannot be kept."""
    must_work(by, offer.account_id)
    if kind not in set(ChoiceKind):
        raise Invalid("kind", _("Choose what the buyer has to name."), field="kind")
    given = list(dict.fromkeys(filter(None, (" ".join(one.split()) for one in options))))
    if len(given) > MOST or any(len(one) > LONGEST for one in given):
        raise Invalid("options", _("At most 60 options, each of 40 letters."), field="options")
    with transaction.atomic():
        row, is_new = OfferChoice.objects.get_or_create(
            account_id=offer.account_id,
            offer_external_id=offer.external_id,
            defaults={"kind": kind, "options": given, "since_at": now, "changed_at": now, "changed_by": by},
        )
        if not is_new:
            row.kind, row.options, row.changed_at, row.changed_by = kind, given, now, by
            row.save()
        journal.record(
            "offer.choice_kept", at=now, actor=by, account=offer.account, offer=offer.external_id, kind=kind
        )
        _judge(offer, now)
    return row


def drop(offer: Offer, by: User, *, now: datetime) -> None:
    """Nothing has to be named any more; what was asked for it is owed no longer."""
    must_work(by, offer.account_id)
    with transaction.atomic():
        held = OfferChoice.objects.filter(account=offer.account_id, offer_external_id=offer.external_id)
        if held.delete()[0]:
            journal.record(
                "offer.choice_dropped", at=now, actor=by, account=offer.account, offer=offer.external_id
            )
            _judge(offer, now)


def _judge(offer: Offer, now: datetime) -> None:
    """Let the sweep judge the account's open orders anew; which of them hold the offer it finds out itself."""
    Order.objects.filter(
        account=offer.account_id, state=OrderState.READY.value, reassess_at__isnull=False
    ).update(reassess_at=now)
