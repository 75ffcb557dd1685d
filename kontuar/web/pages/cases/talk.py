"""The talk in words: messages, notes and our outgoing ones in one line of time."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.store.models import Attachment, Case, Message, Note, Outgoing, User
from kontuar.store.queries.case import CaseView
from kontuar.store.queries.today import TIMED_HOLDS
from kontuar.web import labels
from kontuar.web.look import Look

SOON = 120
"""Seconds: an outgoing message that may move within this time is asked about every two seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file on a message."""

    url: str
    name: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in the line of time. ``kind``: message, note, outgoing, cut."""

    kind: str
    css: str
    id: str
    at: datetime
    time: SafeString | str = ""
    name: str = ""
    text: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    strong: str = ""
    files: tuple[File, ...] = ()
    url: str = ""
    pk: int = 0
    can_split: bool = False
    can_move: bool = False
    sent: "Sent | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The truth about a message of ours and what may be done with it."""

    pk: int
    state: str
    label: str
    icon: str
    why: str
    until: str
    """ISO moment a countdown runs to, ``""`` for none."""
    words: str
    """What the countdown says, with ``{n}`` where the seconds go."""
    poll: str
    can_take_back: bool
    can_send_now: bool
    can_retry: bool
    must_look: bool
    seen: str
    """The buyer's last word on the page these buttons stand on, ISO; what came after it stops them."""
    is_mine: bool
    is_undo: bool


def entries(view: CaseView, user: User, look: Look) -> list[Entry]:
    """Everything, oldest first, with a line between cases of the same thread."""
    names = {case.pk: case for case in view.siblings}
    found = [_message(one, view, look) for one in view.talk.messages]
    found += [_note(note, look) for note in view.talk.notes]
    seen = seen_of(view.case)
    found += [outgoing(one, user, look, can_work=view.can_work, seen=seen) for one in view.talk.outgoing]
    found.sort(key=lambda entry: entry.at)
    own = {message.pk: message.case_id for message in view.talk.messages}
    return _with_cuts(found, own, view, names, look)


def _with_cuts(
    found: list[Entry], own: dict[int, int], view: CaseView, names: dict[int, Case], look: Look
) -> list[Entry]:
    result: list[Entry] = []
    here = view.case.pk
    last = own.get(view.talk.messages[0].pk, here) if view.talk.messages else here
    if last != here:
        result.append(_cut(names.get(last), found[0].at, look))
    for entry in found:
        case_id = own.get(entry.pk, here) if entry.kind == "message" else here
        if case_id != last:
            result.append(_cut(names.get(case_id) if case_id != here else None, entry.at, look))
            last = case_id
        result.append(entry)
    return result


def _cut(other: Case | None, at: datetime, look: Look) -> Entry:
    if other is None:
        return Entry(kind="cut", css="here", id="", at=at, text=_("This conversation"))
    when = labels.moment(other.last_message_at, look) if other.last_message_at else ""
    text = _("Another conversation (%(state)s, %(when)s)") % {
        "state": labels.case_state(other.state),
        "when": when,
    }
    return Entry(kind="cut", css="elsewhere", id="", at=at, text=text, url=reverse("case", args=[other.pk]))


def _message(row: Message, view: CaseView, look: Look) -> Entry:
    sent = view.talk.truths.get(row.pk)
    is_here = row.case_id == view.case.pk
    css = {"buyer": "buyer", "seller": "seller"}.get(row.role, "marketplace")
    return Entry(
        kind="message",
        css=css if is_here else f"{css} elsewhere",
        id=f"m-{row.pk}",
        at=row.written_at,
        time=labels.time_tag(row.written_at, look),
        name=_name(row, sent, view),
        text=row.text,
        language=row.language if row.role == "buyer" and row.language else "",
        tags=_tags(row, sent, view, look),
        strong=_trouble(row, view.account.platform),
        files=tuple(_file(file) for file in view.talk.files.get(row.pk, ())),
        pk=row.pk,
        can_split=is_here and view.can_work and row.pk != _first_of_case(view),
        can_move=is_here and view.can_work and bool(view.siblings),
    )


def _first_of_case(view: CaseView) -> int:
    """The case's first shown message: with it nothing would stay, so no case can begin there."""
    return next((row.pk for row in view.talk.messages if row.case_id == view.case.pk), 0)


def _name(row: Message, sent: Outgoing | None, view: CaseView) -> str:
    if row.role == "buyer":
        return view.case.buyer.login
    if row.role == "seller":
        return str(sent.composed_by) if sent and sent.composed_by else row.author_login
    if row.role == "automat":
        return _("Automatic answer")
    return labels.platform(view.account.platform)


def _tags(row: Message, sent: Outgoing | None, view: CaseView, look: Look) -> tuple[str, ...]:
    tags = []
    if row.role == "seller" and row.status == "delivered":
        tags.append(pgettext("outgoing", "delivered"))
        if sent is None:
            tags.append(_("not written here"))
    if row.role == "buyer" and row.kind == "question":
        tags.append(_("question form"))
    if row.is_history:
        tags.append(_("from before the connection"))
    if row.waived_reason:
        tags.append(_("no answer owed: %(reason)s") % {"reason": reason(row.waived_reason)})
    if (
        row.first_seen_at - row.written_at
    ).total_seconds() > 3600 and row.written_at > view.account.connected_at:
        tags.append(_("came at %(when)s") % {"when": labels.moment(row.first_seen_at, look)})
    return tuple(tags)


def _trouble(row: Message, platform_code: str) -> str:
    platform = {"platform": labels.platform(platform_code)}
    if row.status == "blocked":
        return _("stopped by %(platform)s") % platform
    if row.status == "checking":
        return _("%(platform)s is checking it") % platform
    if row.vanished_at or row.status == "gone":
        return _("no longer on %(platform)s, kept here") % platform
    return ""


def reason(code: str) -> str:
    """Why no answer was owed."""
    from kontuar.actions import triage

    return str(dict(triage.REASONS).get(code, code))


def _file(file: Attachment) -> File:
    size = labels.file_size(file.size) if file.size else ""
    return File(url=reverse("file", args=[file.pk]) if file.is_available else "", name=file.name, size=size)


def _note(row: Note, look: Look) -> Entry:
    return Entry(
        kind="note",
        css="note",
        id=f"note-{row.pk}",
        at=row.created_at,
        time=labels.time_tag(row.created_at, look),
        name=str(row.author) if row.author else "",
        text=row.text,
    )


def seen_of(case: Case) -> str:
    """The buyer's last word as a form carries it."""
    return case.last_buyer_at.isoformat() if case.last_buyer_at else ""


def outgoing(row: Outgoing, user: User, look: Look, *, can_work: bool, seen: str) -> Entry:
    """A message of ours that has no copy on the marketplace yet."""
    return Entry(
        kind="outgoing",
        css=f"seller outgoing {row.state}",
        id=f"out-{row.pk}",
        at=row.composed_at,
        time=labels.time_tag(row.composed_at, look),
        name=str(row.composed_by) if row.composed_by else "",
        text=row.text,
        files=tuple(
            File(url=reverse("outgoing-file", args=[f.pk]), name=f.name, size=labels.file_size(f.size))
            for f in row.files.all()
        ),
        pk=row.pk,
        sent=_truth(row, user, look, can_work, seen),
    )


def _truth(row: Outgoing, user: User, look: Look, can_work: bool, seen: str) -> Sent:
    is_held = row.state == "held"
    is_given_back = is_held and row.hold_reason not in TIMED_HOLDS
    state = "given_back" if is_given_back else row.state
    left = (row.not_before - look.now).total_seconds()
    can_retry = can_work and row.state in {"blocked", "refused", "unsure"}
    label = labels.outgoing_state(state, row.account.platform)
    if is_held and not is_given_back:
        label = (
            _("leaves %(when)s") % {"when": labels.moment(row.not_before, look)}
            if left > SOON
            else _("leaves in %(n)s s") % {"n": max(0, ceil(left))}
        )
    return Sent(
        pk=row.pk,
        state=state,
        label=label,
        icon=labels.outgoing_icon(state),
        why=_why(row, state),
        until=row.not_before.isoformat() if is_held and not is_given_back and left <= SOON else "",
        words=_("leaves in %(n)s s") % {"n": "{n}"},
        poll=_poll(row, left, is_given_back),
        can_take_back=can_work and row.state in {"held", "queued"},
        can_send_now=can_work and is_held,
        can_retry=can_retry,
        must_look=can_retry and row.state == "unsure",
        seen=seen,
        is_mine=row.composed_by_id == user.pk,
        is_undo=is_held and row.hold_reason == "undo" and left > 0,
    )


def _why(row: Outgoing, state: str) -> str:
    if state == "queued" and row.reason == "hourly_cap":
        return _("The hourly limit of this account is reached; it leaves as soon as there is room.")
    said = row.reason_text or labels.hold_reason(row.hold_reason)
    return " ".join(
        part for part in (said, labels.advice(state) if not said or state != "given_back" else "") if part
    )


def _poll(row: Outgoing, left: float, is_given_back: bool) -> str:
    if is_given_back or row.state not in {"held", "queued", "sending", "sent"}:
        return ""
    return "every 2s" if left <= SOON else "every 60s"
