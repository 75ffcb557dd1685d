"""Merge, split and move: people correct how threads were cut into cases, and can undo it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import bulk, cases, drafts, journal, reassess
from kontuar.actions.errors import ChangedMeanwhile, Invalid
from kontuar.actions.rights import must_work
from kontuar.store.models import Case, CaseChange, CaseTag, Draft, Mark, Message, Note, Outgoing, User

Kind = CaseChange.Kind
PLACE = ("state", "review_list", "waiting_until", "waiting_for", "closed_at")
KEPT = (*PLACE, "order_id", "offer_id")


@transaction.atomic
def merge(into: Case, other: Case, by: User, *, now: datetime) -> CaseChange:
    """Everything of ``other`` moves into ``into``; ``other`` stays, closed and empty, to be undone to."""
    must_work(by, into.account_id)
    if into.pk == other.pk or into.buyer_id != other.buyer_id:
        raise Invalid("other_buyer", _("Only cases of the same buyer can be merged. Nothing was changed."))
    messages = list(Message.objects.filter(case=other).order_by("written_at", "pk"))
    change = _record(Kind.MERGE, into, by, messages, (into, other), now)
    change.before["notes"] = list(Note.objects.filter(case=other).values_list("pk", flat=True))
    change.before["outbox"] = list(Outgoing.objects.filter(case=other).values_list("pk", flat=True))
    change.before["other"] = other.pk
    change.before["tags"] = _take_tags(into, other)
    change.save(update_fields=["before"])
    _put(messages, into)
    # What was promised on the phone is owed where the note of the call stands.
    Mark.objects.filter(call__note__case=other).update(case=into)
    Note.objects.filter(case=other).update(case=into)
    Outgoing.objects.filter(case=other).update(case=into)
    for draft in Draft.objects.filter(case=other).select_related("user"):
        drafts.add(into, draft.user, draft.text, library=draft.library, now=draft.updated_at)
        drafts.forget(other, draft.user)
    _stay_owed(into, other)
    for name in ("order_id", "offer_id"):
        Case.objects.filter(pk=into.pk, **{name: None}).update(**{name: getattr(other, name)})
    Case.objects.filter(pk=other.pk).update(state=Case.State.CLOSED, closed_at=now, review_list="")
    _after((into.pk, other.pk), now)
    return change


def _take_tags(into: Case, other: Case) -> list[int]:
    """Tags of ``other`` stand on ``into`` as well; the rows that were added."""
    held = CaseTag.objects.filter(case=into).values("tag")
    rows = [
        CaseTag(case=into, tag_id=one.tag_id, by_id=one.by_id, at=one.at)
        for one in CaseTag.objects.filter(case=other).exclude(tag__in=held)
    ]
    return [row.pk for row in bulk.insert(rows)]


def _stay_owed(target: Case, source: Case) -> None:
    """What was not done in ``source`` is not done in a closed or merely thanked ``target`` either."""
    if source.state == Case.State.CLOSED and not source.review_list:
        return
    if target.state == Case.State.CLOSED:
        Case.objects.filter(pk=target.pk).update(
            **{name: getattr(source, name) for name in PLACE if name != "closed_at"}, closed_at=None
        )
    elif target.review_list and not source.review_list:
        Case.objects.filter(pk=target.pk).update(review_list="")


@transaction.atomic
def split(case: Case, first_message: Message, by: User, *, now: datetime) -> CaseChange:
    """``first_message`` and all after it become a case of their own."""
    must_work(by, case.account_id)
    later = Message.objects.filter(case=case, written_at__gte=first_message.written_at)
    messages = list(later.order_by("written_at", "pk"))
    if first_message.case_id != case.pk or len(messages) == case.messages.count():
        raise Invalid("nothing_left", _("Choose a later message: something must stay in the first case."))
    fresh = Case.objects.create(
        account_id=case.account_id,
        thread_id=first_message.thread_id,
        buyer_id=case.buyer_id,
        opened_at=first_message.written_at,
        state=case.state,
        assignee_id=case.assignee_id,
    )
    change = _record(Kind.SPLIT, fresh, by, messages, (case,), now)
    _put(messages, fresh)
    _after((case.pk, fresh.pk), now)
    return change


@transaction.atomic
def move(message: Message, to_case: Case, by: User, *, now: datetime) -> CaseChange:
    """One message belongs to another case of the same buyer."""
    must_work(by, to_case.account_id)
    from_case = message.case
    if from_case.buyer_id != to_case.buyer_id or from_case.pk == to_case.pk:
        raise Invalid("other_buyer", _("A message can only move to another case of the same buyer."))
    change = _record(Kind.MOVE, to_case, by, [message], (from_case, to_case), now)
    _put([message], to_case)
    _stay_owed(to_case, from_case)
    _after((from_case.pk, to_case.pk), now)
    return change


@transaction.atomic
def undo(change: CaseChange, by: User, *, now: datetime) -> None:
    """Put every message back where it stood; what came since stays where it came."""
    must_work(by, change.account_id)
    if not CaseChange.objects.filter(pk=change.pk, undone_at=None).update(undone_at=now):
        raise ChangedMeanwhile
    before = change.before
    touched = {change.case_id}
    for message_id, (case_id, was_moved) in before["messages"].items():
        Message.objects.filter(pk=int(message_id), case_id=change.case_id).update(
            case_id=case_id, is_moved=was_moved
        )
        touched.add(case_id)
    Mark.objects.filter(call__note__in=before.get("notes", [])).update(case_id=before.get("other"))
    Note.objects.filter(pk__in=before.get("notes", [])).update(case_id=before.get("other"))
    Outgoing.objects.filter(pk__in=before.get("outbox", [])).update(case_id=before.get("other"))
    CaseTag.objects.filter(pk__in=before.get("tags", []), case=change.case_id).delete()
    for case_id, place in before["places"].items():
        Case.objects.filter(pk=int(case_id)).update(**place)
    _after(touched, now)
    journal.record("case.regroup_undone", at=now, actor=by, case=change.case, kind=change.kind)


def _record(
    kind: str, target: Case, by: User, messages: list[Message], cases_: Iterable[Case], now: datetime
) -> CaseChange:
    journal.record("case.regrouped", at=now, actor=by, case=target, kind=kind, messages=len(messages))
    before = {
        "messages": {str(m.pk): [m.case_id, m.is_moved] for m in messages},
        "places": {str(c.pk): _place_of(c) for c in cases_},
    }
    return CaseChange.objects.create(
        kind=kind, account_id=target.account_id, case=target, before=before, by=by, at=now
    )


def _place_of(case: Case) -> dict[str, object]:
    place = {name: getattr(case, name) for name in KEPT}
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in place.items()}


def _put(messages: Iterable[Message], case: Case) -> None:
    ids = [message.pk for message in messages]
    Message.objects.filter(pk__in=ids).update(case=case, is_moved=True)


def _after(case_ids: Iterable[int], now: datetime) -> None:
    """Copies and duties follow; a case left without messages is closed, not lost."""
    ids = list(case_ids)
    cases.refresh_copies(ids)
    empty = Case.objects.filter(pk__in=ids, messages__isnull=True, outbox__isnull=True)
    empty.update(state=Case.State.CLOSED, closed_at=now, review_list="")
    reassess.cases(ids, now=now)
