"""Change what stands in the outbox: take it back, send it now, put it off, send it again, say it arrived."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import drafts, journal, offer_sheets, outgoing_draft, uploads
from kontuar.actions.errors import (
    ChangedMeanwhile,
    Invalid,
    MustLookFirst,
    TooLate,
    WatchOnlyAccount,
)
from kontuar.actions.reply import NO_TIMER, must_be_read, new_row
from kontuar.actions.rights import must_work
from kontuar.actions.ways import is_by_hand
from kontuar.store.models import Outgoing, User
from kontuar.store.queries import access

State = Outgoing.State
STILL_HERE = (State.HELD, State.QUEUED)
NOT_WITH_THE_BUYER = (*STILL_HERE, State.REFUSED, State.BLOCKED)
AGAIN = (State.REFUSED, State.BLOCKED, State.UNSURE)


def take_back(outgoing: Outgoing, by: User, *, i_looked: bool = False, now: datetime) -> str:
    """Undo: the message does not leave and its text is a draft again, before what is already begun there.

    A refused or blocked one, too, is taken back so: corrected, it is sent as a new one. An unsure one needs
    a person who looked at the marketplace, did not find it, and does not want it sent now (``i_looked``).
    """
    must_work(by, outgoing.account_id)
    if outgoing.state == State.UNSURE and not i_looked:
        raise MustLookFirst
    states = (*NOT_WITH_THE_BUYER, State.UNSURE) if i_looked else NOT_WITH_THE_BUYER
    with transaction.atomic():
        mine = Outgoing.objects.filter(pk=outgoing.pk, state__in=states)
        if not mine.update(state=State.CANCELLED, settled_at=now, reason="taken_back", lease_until=None):
            raise TooLate
        text = _as_written(outgoing)
        library = offer_sheets.of_message(outgoing)
        drafts.put_before(outgoing.case, by, text, library=library, now=now)
        journal.record("outgoing.taken_back", at=now, actor=by, case=outgoing.case, outgoing=outgoing.pk)
    return text


def send_now(outgoing: Outgoing, by: User, *, seen_buyer_at: datetime | None = None, now: datetime) -> None:
    """A person wants it out now, having seen what the buyer wrote and why it was held.

    ``seen_buyer_at`` is the buyer's last word the person had before him. Raises Stale after a newer one.
    The text of somebody who no longer works on the account becomes his.
    """
    must_work(by, outgoing.account_id)
    _must_be_ours_to_send(outgoing)
    if outgoing.account.is_watch_only:
        raise WatchOnlyAccount
    must_be_read(outgoing.case, seen_buyer_at)
    held = Outgoing.objects.filter(pk=outgoing.pk, state__in=STILL_HERE)
    is_there = access.may_still_work(outgoing.composed_by_id, outgoing.account_id)
    if not held.update(
        state=State.QUEUED,
        composed_by=outgoing.composed_by if is_there else by,
        not_before=now,
        planned_at=now,
        is_insisted=True,
        hold_reason="",
        reason="",
        composed_at=now,
        last_buyer_at=outgoing.case.last_buyer_at,
        case_state=outgoing.case.state,
    ):
        raise TooLate
    journal.record("outgoing.sent_now", at=now, actor=by, case=outgoing.case, outgoing=outgoing.pk)


def put_off(outgoing: Outgoing, by: User, *, until: datetime, now: datetime) -> None:
    """Hold it until a moment the person chose."""
    must_work(by, outgoing.account_id)
    _must_be_ours_to_send(outgoing)
    if until <= now:
        raise Invalid("in_the_past", _("Choose a time in the future."), field="until")
    if outgoing_draft.is_heated(outgoing.case, _as_written(outgoing), now=now):
        raise Invalid("heated", NO_TIMER)
    held = Outgoing.objects.filter(pk=outgoing.pk, state__in=STILL_HERE)
    if not held.update(state=State.HELD, hold_reason="later", not_before=until, planned_at=until):
        raise TooLate
    journal.record("outgoing.put_off", at=now, actor=by, case=outgoing.case, outgoing=outgoing.pk)


def try_again(
    outgoing: Outgoing,
    by: User,
    *,
    key: UUID,
    i_looked: bool = False,
    seen_buyer_at: datetime | None = None,
    now: datetime,
) -> Outgoing:
    """Send a refused, blocked or unsure message once more, as a new one; the old row says so.

    An unsure one needs a person who looked at the marketplace and did not find it (``i_looked``).
    Raises Stale when the buyer wrote after ``seen_buyer_at``.
    """
    must_work(by, outgoing.account_id)
    if same := Outgoing.objects.filter(key=key).first():
        return same
    if outgoing.account.is_watch_only:
        raise WatchOnlyAccount
    if outgoing.state == State.UNSURE and not i_looked:
        raise MustLookFirst
    case = outgoing.case
    must_be_read(case, seen_buyer_at)
    row = new_row(
        case,
        by,
        text=_as_written(outgoing),
        key=key,
        kind=Outgoing.Kind(outgoing.kind),
        thread=None,
        then=outgoing.then,
        wait_until=outgoing.wait_until,
        hold_until=None,
        now=now,
    )
    row.thread_external_id = outgoing.thread_external_id
    row.order_external_id = outgoing.order_external_id
    row.cc = outgoing.cc
    with transaction.atomic():
        old = Outgoing.objects.filter(pk=outgoing.pk, state__in=AGAIN)
        if not old.update(state=State.CANCELLED, settled_at=now, reason="sent_again"):
            raise ChangedMeanwhile
        row.save(force_insert=True)
        uploads.copy(outgoing, row)
        journal.record("outgoing.sent_again", at=now, actor=by, case=case, outgoing=row.pk, was=outgoing.pk)
    return row


def mark_arrived(outgoing: Outgoing, by: User, *, now: datetime) -> None:
    """A person looked at the marketplace: an unsure message did arrive."""
    must_work(by, outgoing.account_id)
    unsure = Outgoing.objects.filter(pk=outgoing.pk, state=State.UNSURE)
    if not unsure.update(state=State.DELIVERED, settled_at=now, reason="seen_by_person"):
        raise ChangedMeanwhile
    journal.record("outgoing.seen_by_person", at=now, actor=by, case=outgoing.case, outgoing=outgoing.pk)


def _must_be_ours_to_send(row: Outgoing) -> None:
    """Raises Invalid where a person sends: no clock and no button of ours lets it go."""
    if is_by_hand(row.account):
        raise Invalid(
            "by_hand",
            _("Kontuar cannot send there. Copy the text, send it there yourself, then say that you sent it."),
        )


def _as_written(row: Outgoing) -> str:
    return outgoing_draft.without_signature(row.text, outgoing_draft.signature(row.case, row.composed_by))
