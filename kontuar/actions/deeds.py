"""Ask for a deed besides messages, take it back, say what became of it. Nothing here talks to a marketplace.

A parcel's number, a state of an order, an invoice, a public answer to a rating. Each becomes a row that is
held for the undo time; ``deliver_deeds`` does it, ``reconcile_deeds`` finds it again.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import deed_checks, deed_facts, deed_keys, journal, uploads
from kontuar.actions.errors import (
    ChangedMeanwhile,
    Invalid,
    MustLookFirst,
    TooLate,
    WatchOnlyAccount,
)
from kontuar.actions.rights import must_work
from kontuar.actions.uploads import NewFile
from kontuar.facts.deeds import AnswerRating, DeclareInvoice, SetFulfilment
from kontuar.store import rebuild
from kontuar.store.models import Account, Order, OutgoingDeed, Rating, User
from kontuar.store.queries.desk import the_desk

Kind, State = OutgoingDeed.Kind, OutgoingDeed.State
UNDO = "undo"
STILL_HERE = (State.HELD, State.QUEUED)
AGAIN = (State.REFUSED, State.UNSURE, State.HELD)

carriers = deed_checks.carriers
settable = deed_checks.settable
rating_findings = deed_checks.rating_findings


def add_tracking(
    order: Order,
    carrier: str,
    waybill: str,
    user: User,
    *,
    key: UUID,
    now: datetime,
    carrier_name: str = "",
    line_ids: Sequence[str] = (),
    anyway: bool = False,
) -> OutgoingDeed:
    """Tell the marketplace a parcel's number. Raises Invalid with the field, WatchOnlyAccount, and
    Doubtful for a number that another order has, unless ``anyway``."""
    deed = deed_checks.parcel(order, carrier, waybill, carrier_name, line_ids)
    row = _row(order.account, Kind.TRACKING, user, key, now, order=order, what=deed)
    if same := _begin(row, user):
        return same
    deed_checks.must_be_a_parcel(order, deed, now=now)
    deed_checks.must_not_be_cancelled(order)
    deed_checks.must_be_new(order, deed.waybill, anyway=anyway)
    return _put(row)


def set_fulfilment(
    order: Order, status: str, user: User, *, key: UUID, now: datetime, seen: str | None = None
) -> OutgoingDeed:
    """Set the seller's side of an order to ``status`` (a ``facts.orders.Fulfilment``).

    ``seen`` is ``deed_facts.order_stamp`` of the order as the person had it on the screen; ChangedMeanwhile
    when it is not so any more. Without it ``order`` is what was seen. State and side are kept with the deed,
    which leaves only while they are still so. A wish for the same order that has not left yet is replaced;
    to ask for the state the order is in takes it back, and answers that wish, cancelled.
    """
    row = _row(order.account, Kind.FULFILMENT, user, key, now, order=order, what={"status": status})
    if same := _begin(row, user):
        return same
    if seen is not None and seen != deed_facts.order_stamp(order):
        raise ChangedMeanwhile
    if status == order.fulfilment and (undone := _undo_state(order, user, now)):
        return undone
    wanted = deed_checks.wanted_state(order, status, now=now)
    revision = rebuild.order(order).revision
    row.what = msgspec.to_builtins(
        SetFulfilment(order_id=order.external_id, status=wanted, revision=revision)
    )
    mine = OutgoingDeed.objects.filter(order=order, kind=Kind.FULFILMENT)
    with transaction.atomic():
        mine.filter(state__in=STILL_HERE).update(state=State.CANCELLED, settled_at=now, reason="replaced")
        under_way = mine.filter(state__in=(State.SENDING, State.SENT, State.UNSURE))
        before = [str(what["status"]) for what in under_way.values_list("what", flat=True)]
        row.what |= {"seen_state": order.state, "seen_fulfilment": [order.fulfilment, *before]}
        return _put(row)


def _undo_state(order: Order, user: User, now: datetime) -> OutgoingDeed | None:
    """Take back what would change the order's state and has not left; None when nothing waits."""
    waiting = OutgoingDeed.objects.filter(order=order, kind=Kind.FULFILMENT, state__in=STILL_HERE)
    undone = None
    for deed in waiting.select_related("account", "order").order_by("asked_at", "pk"):
        cancel(deed, user, now=now)
        undone = deed
    if undone:
        undone.refresh_from_db()
    return undone


def add_invoice(
    order: Order,
    upload: NewFile,
    number: str,
    user: User,
    *,
    key: UUID,
    now: datetime,
    anyway: bool = False,
) -> OutgoingDeed:
    """Add an invoice's file to an order, where the buyer finds it; ``number`` may be left empty.

    Raises Invalid for a cancelled order, as the guard gives it back when it was cancelled meanwhile, and
    Doubtful for a file or a number the order has already, unless ``anyway``.
    """
    deed = DeclareInvoice(
        order_id=order.external_id,
        file_name=deed_checks.file_name(upload),
        number=" ".join(number.split())[:100],
    )
    row = _row(order.account, Kind.INVOICE, user, key, now, order=order, what=deed)
    row.file_name, row.size = deed.file_name, len(upload.content)
    row.sha256 = hashlib.sha256(upload.content).hexdigest()
    if same := _begin(row, user):
        return same
    deed_checks.must_want_an_invoice(order)
    row.media_type = deed_checks.invoice_type(order.account, upload, now=now)
    deed_checks.must_be_a_new_invoice(row, anyway=anyway)
    row.what |= {"anyway": anyway}
    row.path = uploads.put(upload.content)
    return _put(row)


def answer_rating(
    rating: Rating, text: str, user: User, *, key: UUID, now: datetime, seen: str | None = None
) -> OutgoingDeed:
    """Answer a rating where everybody reads it, once. Raises Stopped with the findings that forbid it.

    ``seen`` is ``deed_facts.rating_stamp`` of the rating as the person had it on the screen;
    ChangedMeanwhile when it is not so any more. Without it ``rating`` is what was seen.
    """
    deed = AnswerRating(rating_id=rating.external_id, text=text.strip().replace("\r\n", "\n"))
    row = _row(rating.account, Kind.RATING_ANSWER, user, key, now, rating=rating, what=deed)
    if same := _begin(row, user):
        return same
    stamp = deed_facts.rating_stamp(rating)
    if seen is not None and seen != stamp:
        raise ChangedMeanwhile
    row.what |= {"seen": stamp}
    deed_checks.must_be_answerable(rating, text, now=now)
    on_its_way = OutgoingDeed.objects.filter(rating=rating, state__in=deed_checks.ON_ITS_WAY)
    if on_its_way.exists():
        raise Invalid("rating-answered", _("An answer to this rating is already on its way."))
    return _put(row)


def cancel(deed: OutgoingDeed, user: User, *, now: datetime) -> None:
    """Take it back before it leaves, or put away one that was refused. TooLate once it is on the line."""
    must_work(user, deed.account_id)
    still = OutgoingDeed.objects.filter(pk=deed.pk, state__in=(*STILL_HERE, State.REFUSED))
    if not still.update(state=State.CANCELLED, settled_at=now, lease_until=None, reason="taken_back"):
        raise TooLate(text=_("Too late: it is already on its way. Nothing was changed."))
    _note("deed.taken_back", deed, user, now)


def settle_unsure(deed: OutgoingDeed, happened: bool, user: User, *, now: datetime) -> None:
    """A person looked at the marketplace: it did happen there, or it did not."""
    must_work(user, deed.account_id)
    state, reason = (State.DONE, "seen_by_person") if happened else (State.CANCELLED, "not_there")
    unsure = OutgoingDeed.objects.filter(pk=deed.pk, state=State.UNSURE)
    if not unsure.update(state=state, settled_at=now, lease_until=None, reason=reason):
        raise ChangedMeanwhile
    _note(f"deed.{reason}", deed, user, now)


def send_again(
    deed: OutgoingDeed, user: User, *, key: UUID, i_looked: bool = False, now: datetime
) -> OutgoingDeed:
    """The same once more, as a new row that leaves at once, by what stands in the order now.

    For what was refused, given back or lost. An unsure one needs a person who looked (``i_looked``),
    except a parcel's number that the marketplace's own list did not show (reason ``not_arrived``).
    """
    must_work(user, deed.account_id)
    row = _copy(deed, user, key, now)
    if same := deed_keys.same(row):
        return same
    if deed.account.is_watch_only:
        raise _watch_only()
    if deed.state == State.UNSURE and not i_looked and deed.reason != "not_arrived":
        raise MustLookFirst(
            text=_(
                "It is not known whether this happened. Look on the marketplace first, then say what you saw."
            )
        )
    if deed.state not in AGAIN or (deed.state == State.HELD and deed.reason == UNDO):
        raise ChangedMeanwhile
    with transaction.atomic():
        old = OutgoingDeed.objects.filter(pk=deed.pk, state=deed.state)
        if not old.update(state=State.CANCELLED, settled_at=now, lease_until=None, reason="sent_again"):
            raise ChangedMeanwhile
        return _put(row)


def _copy(deed: OutgoingDeed, user: User, key: UUID, now: datetime) -> OutgoingDeed:
    """A new row for the same. The person has just seen how it stands; a file there stays there."""
    what = {name: value for name, value in deed.what.items() if name not in ("stale_revision", "stale_at")}
    order = deed.order
    if order is not None and deed.kind == Kind.FULFILMENT:
        what |= {"seen_state": order.state, "seen_fulfilment": [order.fulfilment]}
    if deed.rating is not None:
        what |= {"seen": deed_facts.rating_stamp(deed.rating)}
    row = _row(deed.account, Kind(deed.kind), user, key, now, order=order, rating=deed.rating)
    row.what, row.state, row.not_before, row.reason = what, State.QUEUED, now, ""
    for name in ("file_name", "media_type", "path", "size", "sha256"):
        setattr(row, name, getattr(deed, name))
    if deed.kind == Kind.INVOICE and deed.reason != "FILE_THERE":
        row.external_id = deed.external_id
    return row


def _begin(row: OutgoingDeed, user: User) -> OutgoingDeed | None:
    """The row this form already made; else the gates every deed passes first."""
    must_work(user, row.account_id)
    if same := deed_keys.same(row):
        return same
    if row.account.is_watch_only:
        raise _watch_only()
    return None


def _watch_only() -> WatchOnlyAccount:
    return WatchOnlyAccount(
        text=_("NOT sent – watch-only. Nothing was changed. An owner can switch sending on in Accounts.")
    )


def _row(
    account: Account,
    kind: OutgoingDeed.Kind,
    user: User,
    key: UUID,
    now: datetime,
    *,
    order: Order | None = None,
    rating: Rating | None = None,
    what: object = None,
) -> OutgoingDeed:
    """As it stands at first, not saved: held for the undo time."""
    return OutgoingDeed(
        key=key,
        account=account,
        kind=kind,
        order=order,
        rating=rating,
        what=msgspec.to_builtins(what) if what else {},
        state=State.HELD,
        reason=UNDO,
        asked_by=user,
        asked_at=now,
        not_before=now + timedelta(seconds=the_desk().undo_seconds),
    )


def _put(row: OutgoingDeed) -> OutgoingDeed:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _note("deed.asked", row, row.asked_by, row.asked_at)
    except IntegrityError:
        same = deed_keys.same(row)
        if same is None:
            raise
        return same
    return row


def _note(verb: str, deed: OutgoingDeed, user: User | None, now: datetime) -> None:
    journal.record(
        verb, at=now, actor=user, account=deed.account, order=deed.order, deed=deed.pk, kind=deed.kind
    )
