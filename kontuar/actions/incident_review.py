"""The answer to one buyer an incident hits: drafted here, read by a person, and sent by the ordinary road alone.

Where it goes: into the conversation that was marked, else the buyer's own about the order, else a new message about
the order. All checks, holds and limits of any answer hold (``actions.reply``). One answer for a buyer and incident:
sending claims the row under a lock.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from kontuar.actions import (
    drafts,
    incident_files,
    incidents,
    journal,
    mail_reply,
    outgoing_draft,
    reply,
    template_pick,
)
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed
from kontuar.actions.template_list import Template
from kontuar.actions.uploads import NewFile
from kontuar.facts.drafts import Finding
from kontuar.facts.messages import ThreadKind
from kontuar.store.models import Case, Draft, IncidentHit, Order, Outgoing, User
from kontuar.store.queries import access
from kontuar.store.queries.incidents import LEFT

LONGEST = 12_000
State = IncidentHit.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An answer that is proposed. ``case`` is where it goes, not saved where ``is_start``: then a message about its
    order begins a conversation. ``why_not`` is a code where nothing can be sent.
    """

    case: Case | None
    is_start: bool
    text: str
    language: str
    missing: tuple[str, ...] = ()
    why_not: str = ""


def proposed(hit: IncidentHit, by: User, *, now: datetime) -> Proposed:
    """What a reviewer has before him: the incident's text in the buyer's language, or what was changed so far."""
    case = place_of(hit)
    if case is None:
        return Proposed(case=None, is_start=False, text=hit.text, language="", why_not="no_place")
    pick = template_pick.one(case, by, _template(hit), now=now)
    return Proposed(
        case=case,
        is_start=not case.pk,
        text=_begun(hit, case, by) or pick.filled.text,
        language=pick.language,
        missing=pick.filled.missing,
        why_not=_why_not(case),
    )


def filled(hit: IncidentHit, case: Case, by: User, *, now: datetime) -> str:
    """The incident's text for a conversation of the buyer."""
    return template_pick.one(case, by, _template(hit), now=now).filled.text


def place_of(hit: IncidentHit) -> Case | None:
    """Where the answer goes; an unsaved case of its order where we would write first, None where neither is."""
    rows = Case.objects.select_related("account", "buyer", "thread", "order", "offer")
    marked = rows.filter(pk=hit.case_id or 0).exclude(thread=None).first()
    if marked is not None:
        return _about(marked, hit)
    talks = rows.filter(order__in=hit.order_ids, thread__kind=ThreadKind.TALK.value, thread__is_open=True)
    if found := talks.order_by("-last_message_at", "-pk").first():
        return found
    order = Order.objects.select_related("account", "buyer").filter(pk=hit.order_id or 0).first()
    return Case(account=order.account, buyer=order.buyer, order=order, pk=0) if order else None


def findings(
    hit: IncidentHit, by: User, text: str, *, file_sizes: Sequence[int] = (), now: datetime
) -> tuple[Finding, ...]:
    """What the checks notice, there where it would go."""
    case = place_of(hit)
    if case is None or not text.strip():
        return ()
    return reply.findings(
        case, text, by=by, kind="answer" if case.pk else "start", file_sizes=file_sizes, now=now
    )


def keep(hit: IncidentHit, by: User, text: str) -> None:
    """Keep what a reviewer has changed, for whoever goes on."""
    incidents.must_work(hit.incident, by, hit.account_id)
    still = IncidentHit.objects.filter(LEFT, pk=hit.pk, incident__ended_at=None).values_list("pk", flat=True)
    IncidentHit.objects.filter(pk__in=list(still)).update(text=text[:LONGEST])


@transaction.atomic
def send(
    hit: IncidentHit,
    by: User,
    *,
    text: str,
    then: str = "close",
    seen_buyer_at: datetime | None = None,
    files: Collection[int] | None = None,
    now: datetime,
) -> Outgoing:
    """Into the outbox, as any answer, and never twice: what another has sent meanwhile raises ChangedMeanwhile.

    ``files`` are those of the incident's that go with it; None: all of them.

    Raises what ``actions.reply`` raises; nothing is changed then.
    """
    incidents.must_work(hit.incident, by, hit.account_id)
    incidents.must_be_open(hit.incident)
    row = _held(hit)
    if row.outgoing and not _waits(row) and row.outgoing.composed_by_id == by.pk:
        return row.outgoing
    if not _waits(row):
        raise ChangedMeanwhile
    case = place_of(row)
    if case is None:
        raise Invalid("no_place")
    attached = incident_files.to_send(hit.incident, files)
    outgoing = _put(case, by, text, then, seen_buyer_at, attached, now)
    _settle(row, by, State.DONE, now, outgoing=outgoing)
    journal.record("incident.answered", at=now, actor=by, case=outgoing.case, incident=row.incident_id)
    return outgoing


@transaction.atomic
def skip(hit: IncidentHit, by: User, *, now: datetime) -> None:
    """He gets no answer of this incident."""
    _settle(_waiting(hit, by), by, State.SKIPPED, now)


@transaction.atomic
def wait_again(hit: IncidentHit, by: User, *, now: datetime) -> None:
    """What was skipped, or taken into a conversation, waits for a look again."""
    incidents.must_work(hit.incident, by, hit.account_id)
    incidents.must_be_open(hit.incident)
    rows = IncidentHit.objects.filter(pk=hit.pk, state__in=(State.SKIPPED, State.TAKEN))
    if not rows.update(state=State.WAITING, settled_by=None, settled_at=None):
        raise ChangedMeanwhile


@transaction.atomic
def put_into(hit: IncidentHit, case: Case, by: User, *, now: datetime) -> None:
    """Put the text before what the person has begun in a conversation of the buyer. It is sent from there, if at all:
    the review leaves him out from then on.
    """
    if case.buyer_id != hit.buyer_id or not access.can_work(by, case.account_id):
        raise NotAllowed
    drafts.add(case, by, filled(hit, case, by, now=now), now=now)
    row = _held(hit)
    if _waits(row):
        _settle(row, by, State.TAKEN, now)


def _put(
    case: Case,
    by: User,
    text: str,
    then: str,
    seen_buyer_at: datetime | None,
    files: Sequence[NewFile],
    now: datetime,
) -> Outgoing:
    if not case.pk:
        assert case.order is not None
        return reply.start(case.order, by, text=text, key=uuid4(), files=files, now=now)
    outgoing = reply.send(
        case,
        by,
        text=text,
        key=uuid4(),
        then=then,
        seen_buyer_at=seen_buyer_at,
        files=files,
        leaves_draft=True,
        now=now,
    )
    begun = Draft.objects.filter(case=case, user=by).values_list("text", flat=True).first()
    if begun and begun.strip() == text.strip():
        drafts.forget(case, by)  # it was taken back before, and is the very text that leaves now
    return outgoing


def _held(hit: IncidentHit) -> IncidentHit:
    rows = IncidentHit.objects.select_for_update(of=("self",)).select_related("incident", "outgoing")
    row = rows.filter(pk=hit.pk).first()
    if row is None:
        raise ChangedMeanwhile
    return row


def _waiting(hit: IncidentHit, by: User) -> IncidentHit:
    incidents.must_work(hit.incident, by, hit.account_id)
    incidents.must_be_open(hit.incident)
    row = _held(hit)
    if not _waits(row):
        raise ChangedMeanwhile
    return row


def _waits(row: IncidentHit) -> bool:
    """Nobody has decided, or the answer was taken back."""
    is_back = row.outgoing is not None and row.outgoing.state == Outgoing.State.CANCELLED
    return row.state == State.WAITING or (row.state == State.DONE and is_back)


def _settle(
    row: IncidentHit, by: User, state: str, now: datetime, *, outgoing: Outgoing | None = None
) -> None:
    values = {"state": state, "text": "", "settled_by": by, "settled_at": now, "outgoing": outgoing}
    IncidentHit.objects.filter(pk=row.pk).update(**values)


def _template(hit: IncidentHit) -> Template:
    row = hit.incident
    return Template(ref="", name=row.name, situation="own", texts=row.texts)


def _begun(hit: IncidentHit, case: Case, by: User) -> str:
    """What was changed in the review, else what was sent and taken back."""
    back = hit.outgoing
    if hit.text or back is None or back.state != Outgoing.State.CANCELLED:
        return hit.text
    return outgoing_draft.without_signature(back.text, outgoing_draft.signature(case, by))


def _about(case: Case, hit: IncidentHit) -> Case:
    """The conversation; what it does not know of the order itself, the mark does."""
    if case.order_id is None and hit.order_id:
        case.order = Order.objects.select_related("account", "buyer").filter(pk=hit.order_id).first()
    return case


def _why_not(case: Case) -> str:
    if case.account.is_watch_only:
        return "watch_only"
    if case.thread is not None and not case.thread.is_open:
        return "closed_there"
    envelope = mail_reply.envelope(case) if case.pk else None
    return "not_by_mail" if envelope and envelope.why_not else ""
