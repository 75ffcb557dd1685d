"""Ratings as they arrive: given, changed, answered, taken out of the count."""

from collections.abc import Sequence
from datetime import UTC, datetime

from kontuar.actions import journal
from kontuar.actions.touched import Touched
from kontuar.facts.ratings import Rating as RatingFact
from kontuar.store import rebuild
from kontuar.store.models import Account, JournalEntry, Order, Rating

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def ratings(account: Account, facts: Sequence[RatingFact], touched: Touched, *, now: datetime) -> None:
    """Upsert ratings. A picture older than ours (by the platform's own date) is passed over.

    Orders with a rating that does not recommend are judged anew.
    """
    if not facts:
        return
    unique: dict[str, RatingFact] = {}
    for fact in facts:
        held = unique.get(fact.external_id)
        if held is None or _changed_at(held.changed_at) <= _changed_at(fact.changed_at):
            unique[fact.external_id] = fact
    known = Rating.objects.select_for_update(of=("self",)).select_related("account", "order")
    known = known.filter(account=account, external_id__in=list(unique))
    rows = {row.external_id: row for row in known.order_by("pk")}
    named = {fact.order_id for fact in unique.values() if fact.order_id}
    found = Order.objects.filter(account=account, external_id__in=named)
    orders = {order.external_id: order for order in found}
    fresh: list[Rating] = []
    entries: list[JournalEntry] = []
    for external_id, fact in unique.items():
        values = _values(fact, orders.get(fact.order_id))
        row = rows.get(external_id)
        if row is None:
            row = Rating(account=account, external_id=external_id, first_seen_at=now, **values)
            fresh.append(row)
            if row.rated_at >= account.connected_at:
                entries.append(_entry("rating.received", row, now))
            _touch(row, touched, was_good=True)
        elif _changed_at(fact.changed_at) >= _changed_at(row.changed_at):
            was_good = row.is_recommended
            entries += _change(row, values, now)
            _touch(row, touched, was_good=was_good)
    Rating.objects.bulk_create(fresh)
    journal.write(entries)


def _touch(row: Rating, touched: Touched, *, was_good: bool) -> None:
    """A rating that recommends, as it always did, opens and ends nothing."""
    if row.order_id is not None and not (row.is_recommended and was_good):
        touched.order_ids.add(row.order_id)


def _changed_at(at: datetime | None) -> datetime:
    return at or LONG_AGO


def _values(fact: RatingFact, order: Order | None) -> dict[str, object]:
    values: dict[str, object] = {
        "order_external_id": fact.order_id[:100],
        "buyer_login": fact.buyer_login[:100],
        "is_recommended": fact.is_recommended,
        "is_excluded": fact.is_excluded,
        "rated_at": fact.created_at,
        "changed_at": fact.changed_at,
        "comment": fact.comment,
        "answer": fact.answer,
        "answered_at": fact.answered_at,
        "removal_by": fact.removal_by,
        "removal_asked_at": fact.removal_asked_at,
        "fact": rebuild.to_json(fact),
    }
    return values | ({"order_id": order.pk} if order else {})


def _change(row: Rating, values: dict[str, object], now: datetime) -> list[JournalEntry]:
    """Write what differs; what there is to tell about it."""
    changes = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changes:
        return []
    was_excluded, had_answer = row.is_excluded, bool(row.answer)
    Rating.objects.filter(pk=row.pk).update(**changes)
    for name, value in changes.items():
        setattr(row, name, value)
    told = {
        "rating.removed": row.is_excluded and not was_excluded,
        "rating.edited": bool({"comment", "is_recommended"} & set(changes)),
        "rating.answered": bool(row.answer) and not had_answer,
    }
    return [_entry(verb, row, now) for verb, is_so in told.items() if is_so]


def _entry(verb: str, row: Rating, now: datetime) -> JournalEntry:
    return journal.entry(
        verb,
        at=now,
        account=row.account,
        order=row.order,
        rating=row.external_id,
        is_recommended=row.is_recommended,
    )
