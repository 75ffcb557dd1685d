"""Incidents: make one, say whom it hits, change its text, close it. Nothing here writes to a buyer.

A buyer is hit once, however many of his orders are: one row, one answer. Who may: whoever works on an account;
marked are only buyers of the accounts the person works on.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import bulk, journal
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed
from kontuar.actions.templates import PLATFORMS, told
from kontuar.drafters import template
from kontuar.drafters.starter_set import LANGUAGES
from kontuar.store.models import Case, Incident, IncidentHit, Order, User
from kontuar.store.queries import access
from kontuar.store.queries import incidents as query

LONGEST_NAME = 80
MOST_AT_ONCE = 200
MOST_BUYERS = 5000
State = IncidentHit.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What marking did: buyers that were added, and such that were hit already (their other orders are noted)."""

    added: int
    known: int


@transaction.atomic
def make(by: User, *, name: str, cause: str, texts: Mapping[str, str], now: datetime) -> Incident:
    """A new one; it hits nobody yet. Raises Invalid with the field that is wrong."""
    if not works_somewhere(by):
        raise NotAllowed
    row = Incident(made_by=by, made_at=now, **_values(name, cause, texts, now))
    row.save()
    journal.record("incident.made", at=now, actor=by, incident=row.pk)
    return row


@transaction.atomic
def change(
    row: Incident, by: User, *, name: str, cause: str, texts: Mapping[str, str], now: datetime
) -> None:
    """Its name, cause and texts; answers that left stay as they are, texts a reviewer changed too."""
    must_work(row, by)
    values = _values(name, cause, texts, now)
    if not Incident.objects.filter(pk=row.pk, ended_at=None).update(**values):
        raise ChangedMeanwhile
    journal.record("incident.changed", at=now, actor=by, incident=row.pk)


def mark_orders(row: Incident, by: User, order_ids: Collection[int], *, now: datetime) -> Marked:
    """These orders are hit."""
    _few(order_ids)
    rows = Order.objects.filter(pk__in=order_ids, account__in=access.workable_ids(by)).order_by("pk")
    return _mark(row, by, [_Wanted(one.account_id, one.buyer_id, one.pk, None) for one in rows], now)


def mark_cases(row: Incident, by: User, case_ids: Collection[int], *, now: datetime) -> Marked:
    """The buyers of these conversations are hit, with the orders they speak of; the answer goes in there."""
    _few(case_ids)
    rows = Case.objects.filter(pk__in=case_ids, account__in=access.workable_ids(by)).order_by("pk")
    found = rows.values_list("account_id", "buyer_id", "order_id", "pk")
    return _mark(row, by, [_Wanted(*one) for one in found], now)


@transaction.atomic
def take_out(hit: IncidentHit, by: User, *, now: datetime) -> None:
    """He is not hit after all; only where nothing was written to him."""
    must_work(hit.incident, by, hit.account_id)
    gone = IncidentHit.objects.filter(pk=hit.pk).exclude(state__in=(State.DONE, State.TAKEN))
    if not gone.delete()[0]:
        raise ChangedMeanwhile
    journal.record(
        "incident.taken_out", at=now, actor=by, account=hit.account, incident=hit.incident_id, hit=hit.pk
    )


@transaction.atomic
def end(row: Incident, by: User, *, now: datetime) -> None:
    """Nobody is added and nothing is sent any more. What was begun for buyers who are left is thrown away."""
    must_work(row, by)
    if not Incident.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, ended_by=by):
        raise ChangedMeanwhile
    IncidentHit.objects.filter(incident=row).exclude(text="").update(text="")
    journal.record("incident.ended", at=now, actor=by, incident=row.pk)


@transaction.atomic
def open_again(row: Incident, by: User, *, now: datetime) -> None:
    """It goes on where it stopped."""
    must_work(row, by)
    if not Incident.objects.filter(pk=row.pk).exclude(ended_at=None).update(ended_at=None, ended_by=None):
        raise ChangedMeanwhile
    journal.record("incident.opened", at=now, actor=by, incident=row.pk)


def works_somewhere(by: User) -> bool:
    """Works on at least one account."""
    return bool(access.workable_ids(by))


def may_work(row: Incident, by: User) -> bool:
    """Whoever made it, and who works on an account it hits."""
    is_maker = row.made_by_id == by.pk and works_somewhere(by)
    return is_maker or query.workable(by, row).exists()


def must_work(row: Incident, by: User, account_id: int | None = None) -> None:
    """Raises NotAllowed for somebody else; with an account, for whoever may not write there."""
    if not may_work(row, by) or (account_id is not None and not access.can_work(by, account_id)):
        raise NotAllowed


def must_be_open(row: Incident) -> None:
    """Raises Invalid for one that was closed; locks it, so that nobody closes it meanwhile."""
    if not Incident.objects.select_for_update().filter(pk=row.pk, ended_at=None).exists():
        raise Invalid("ended", _("This incident is closed. Open it again first."))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A buyer to be marked, with an order or a conversation of his."""

    account_id: int
    buyer_id: int
    order_id: int | None
    case_id: int | None


@transaction.atomic
def _mark(row: Incident, by: User, wanted: Collection[_Wanted], now: datetime) -> Marked:
    if not works_somewhere(by):
        raise NotAllowed
    must_be_open(row)
    held = IncidentHit.objects.filter(incident=row, buyer__in={one.buyer_id for one in wanted})
    there = {hit.buyer_id: hit for hit in held}
    fresh: dict[int, IncidentHit] = {}
    for one in wanted:
        hit = there.get(one.buyer_id) or fresh.get(one.buyer_id)
        if hit is None:
            hit = fresh[one.buyer_id] = IncidentHit(
                incident=row, account_id=one.account_id, buyer_id=one.buyer_id, added_at=now
            )
        _join(hit, one)
    if IncidentHit.objects.filter(incident=row).count() + len(fresh) > MOST_BUYERS:
        raise Invalid("too_many", _("At most 5000 buyers in one incident."))
    bulk.update(list(there.values()), ("order_ids", "order_id", "case_id"))
    bulk.insert(fresh.values(), unique=("incident_id", "buyer_id"))
    journal.record("incident.marked", at=now, actor=by, incident=row.pk, added=len(fresh))
    return Marked(added=len(fresh), known=len(there))


def _join(hit: IncidentHit, one: _Wanted) -> None:
    """Note another order or conversation of a buyer; the first ones stay those the answer is about."""
    if one.order_id is not None and one.order_id not in hit.order_ids:
        hit.order_ids = [*hit.order_ids, one.order_id]
    hit.order_id = hit.order_id or one.order_id
    hit.case_id = hit.case_id or one.case_id


def _few(ids: Collection[int]) -> None:
    if len(set(ids)) > MOST_AT_ONCE:
        raise Invalid("too_many", _("At most 200 at once."))


def _values(name: str, cause: str, texts: Mapping[str, str], now: datetime) -> dict[str, object]:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("no-name", _("Give the incident a name of at most 80 characters."), field="name")
    kept = {key: text.strip() for key, text in texts.items() if text.strip()}
    if not kept:
        raise Invalid("no-text", _("Write the text in at least one language."), field="text_pl")
    for key, text in kept.items():
        language, _at, platform = key.partition("@")
        if language not in LANGUAGES or (platform and platform not in PLATFORMS):
            raise Invalid("no-variant", field="name")
        if found := template.troubles(text):
            raise Invalid("trouble", told(found[0]), field=f"text_{key.replace('@', '_')}")
    known = cause if cause in Incident.Cause.values else Incident.Cause.OTHER.value
    return {"name": name, "cause": known, "texts": kept, "changed_at": now}
