"""The talk in words: messages, notes and our outgoing ones in one line of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kontuar.actions import intake_sent
from kontuar.facts.messages import MessageKind
from kontuar.store.models import (
    Attachment,
    Case,
    Letter,
    Message,
    Note,
    Outgoing,
    PhoneCall,
    Undelivered,
    User,
)
from kontuar.store.queries.case import CaseView
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.look import Look
from kontuar.web.once import once_a_language
from kontuar.web.pages.cases.truth import Sent, server_words, told_of, truth
from kontuar.web.pages.files import words as attached
from kontuar.web.pages.files.words import File
from kontuar.web.pages.letters import part as letter_part
from kontuar.web.pages.letters import words as letter_words
from kontuar.web.pages.letters.part import MailPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in the line of time. ``kind``: message, note, call, outgoing, cut, notice."""

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
    sent: Sent | None = None
    mail: MailPart | None = None
    why: str = ""
    """What mail servers told about a mail of ours, in plain words; ``said`` in their own."""
    said: tuple[str, ...] = ()
    promised: str = ""
    """What was promised in a call, and by when."""
    number: str = ""
    """A number somebody has to call; ``url`` takes it away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the entries of one talk share. ``first`` is the case's first shown message: with it nothing would stay, so
    no case can begin there."""

    view: CaseView
    user: User
    look: Look
    first: int
    can_work: bool
    can_move: bool
    said: Mapping[str, str]

    @classmethod
    def of(cls, view: CaseView, user: User, look: Look) -> "Page":
        """Around the talk of a case."""
        here = view.case.pk
        return cls(
            view=view,
            user=user,
            look=look,
            first=next((row.pk for row in view.talk.messages if row.case_id == here), 0),
            can_work=view.can_work,
            can_move=view.can_work and bool(view.siblings),
            said=_words(view.account.platform),
        )


@once_a_language
def _words(platform: str) -> dict[str, str]:
    """What is said of message after message."""
    return {
        "delivered": labels.outgoing_state("delivered", platform),
        "not_here": _("not written here"),
        "suggestion": _("wish noted"),
        "praise": _("praise"),
    }


def entries(view: CaseView, user: User, look: Look) -> list[Entry]:
    """Everything, oldest first, with a line between cases of the same thread."""
    names = {case.pk: case for case in view.siblings}
    above = [view.case.subject, *(one.subject for one in view.talk.messages)]
    page = Page.of(view, user, look)
    found = [
        _message(one, page, before=before) for one, before in zip(view.talk.messages, above, strict=False)
    ]
    found += [_note(note, look, can_work=view.can_work) for note in view.talk.notes]
    found += [_notice(letter, look) for letter in view.talk.notices]
    found += _outgoing(view, user, look)
    found.sort(key=lambda entry: entry.at)
    own = {message.pk: message.case_id for message in view.talk.messages}
    return _with_cuts(found, own, view, names, look)


def _outgoing(view: CaseView, user: User, look: Look) -> list[Entry]:
    seen, told = seen_of(view.case), view.talk.undelivered
    for one in view.talk.outgoing:
        one.account = view.account
    return [
        outgoing(one, user, look, can_work=view.can_work, seen=seen, told=told.get(one.external_id, ()))
        for one in view.talk.outgoing
    ]


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
    return Entry(kind="cut", css="elsewhere", id="", at=at, text=text, url=to("case", other.pk))


def _message(row: Message, page: Page, *, before: str) -> Entry:
    view, look = page.view, page.look
    sent, files = view.talk.truths.get(row.pk), view.talk.files.get(row.pk, ())
    told = view.talk.undelivered.get(row.external_id, ())
    is_here, is_mail = row.case_id == view.case.pk, row.kind == MessageKind.MAIL
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
        tags=_tags(row, sent, page),
        strong=_trouble(row, view.account.platform) if _is_troubled(row) else "",
        files=tuple(attached.file(file, is_kept=is_mail or bool(file.path)) for file in files),
        pk=row.pk,
        mail=_mail(row, view, before, files) if is_mail else None,
        sent=_came_back(sent, page) if sent else None,
        why=told_of(told),
        said=server_words(told),
        can_split=is_here and page.can_work and row.pk != page.first,
        can_move=is_here and page.can_move,
    )


def _mail(row: Message, view: CaseView, before: str, files: Sequence[Attachment]) -> MailPart:
    has_inside = any(file.media_type in attached.INSIDE for file in files)
    return letter_part.part(row, view.talk.letters.get(row.pk), before=before, has_inside=has_inside)


def _came_back(sent: Outgoing, page: Page) -> Sent | None:
    """What may be done with a mail that was accepted and came back, or with what a person just called sent there;
    nothing with all others that arrived."""
    sent.account = page.view.account
    if sent.state != Outgoing.State.BLOCKED and not intake_sent.may_unsay(sent, now=page.look.now):
        return None
    return truth(sent, page.user, page.look, can_work=page.can_work, seen=seen_of(page.view.case))


def _notice(letter: Letter, look: Look) -> Entry:
    """One quiet line for a mail that tells what the marketplace's interface has brought already."""
    code = str((letter.notice or {}).get("platform", ""))
    platform = labels.platform(code) if code else letter.from_name or letter.from_address
    return Entry(
        kind="notice",
        css="notice",
        id=f"letter-{letter.pk}",
        at=letter.sent_at,
        time=labels.time_tag(letter.sent_at, look),
        text=_("E-mail notice from %(platform)s") % {"platform": platform},
        tags=letter_words.limit_told(letter, look),
        url=to("letter", letter.pk),
    )


def _name(row: Message, sent: Outgoing | None, view: CaseView) -> str:
    writer = view.talk.letters.get(row.pk)
    if writer and letter_part.pretends(writer):
        return writer.from_address or writer.from_name
    if writer and row.role != "seller":
        return writer.from_name or writer.from_address or view.case.buyer.login
    if row.role == "buyer":
        return view.case.buyer.login
    if row.role == "seller":
        return str(sent.composed_by) if sent and sent.composed_by else row.author_login
    if row.role == "automat":
        return _("Automatic answer")
    return labels.platform(view.account.platform)


def _tags(row: Message, sent: Outgoing | None, page: Page) -> tuple[str, ...]:
    view, look, said = page.view, page.look, page.said
    tags = []
    if row.role == "seller" and row.status == "delivered":
        tags.append(said["delivered"])
        if sent is None:
            tags.append(said["not_here"])
    if row.role == "buyer" and row.kind == "question":
        tags.append(_("question form"))
    letter = view.talk.letters.get(row.pk)
    if letter and (kind := letter_words.kind(letter.kind)):
        tags.append(kind)
    tags += letter_words.limit_told(letter, look) if letter else ()
    tags += [said[name] for name in view.talk.voices.get(row.pk, ())]
    if row.is_history:
        tags.append(_("from before the connection"))
    if row.waived_reason:
        tags.append(_("no answer owed: %(reason)s") % {"reason": reason(row.waived_reason)})
    if (
        row.first_seen_at - row.written_at
    ).total_seconds() > 3600 and row.written_at > view.account.connected_at:
        tags.append(_("came at %(when)s") % {"when": labels.moment(row.first_seen_at, look)})
    return tuple(tags)


def _is_troubled(row: Message) -> bool:
    return bool(row.vanished_at) or row.status in {"blocked", "checking", "gone"}


def _trouble(row: Message, platform_code: str) -> str:
    platform = {"platform": labels.platform(platform_code)}
    if row.status == "blocked":
        return labels.outgoing_state("blocked", platform_code)
    if row.status == "checking":
        return _("%(platform)s is checking it") % platform
    if row.vanished_at or row.status == "gone":
        return _("no longer on %(platform)s, kept here") % platform
    return ""


def reason(code: str) -> str:
    """Why no answer was owed."""
    from kontuar.actions import triage

    return str(dict(triage.REASONS).get(code, code))


def _note(row: Note, look: Look, *, can_work: bool) -> Entry:
    call: PhoneCall | None = getattr(row, "call", None)
    entry = Entry(
        kind="note",
        css="note",
        id=f"note-{row.pk}",
        at=row.created_at,
        time=labels.time_tag(row.created_at, look),
        name=str(row.author) if row.author else "",
        text=row.text,
    )
    return _call(entry, row, call, look, can_work=can_work) if call else entry


def _call(entry: Entry, row: Note, call: PhoneCall, look: Look, *, can_work: bool) -> Entry:
    side = _("we called") if call.is_ours else _("the buyer called")
    when = f" ({labels.by(call.promised_by, look)})" if call.promised_by else ""
    return replace(
        entry,
        kind="call",
        css="note call",
        tags=tuple(part for part in (side, call.caller) if part),
        promised=f"{call.promise}{when}" if call.promise else "",
        number=call.number,
        url=to("case_call_number", row.case_id, row.pk) if call.number and can_work else "",
    )


def seen_of(case: Case) -> str:
    """The buyer's last word as a form carries it."""
    return case.last_buyer_at.isoformat() if case.last_buyer_at else ""


def outgoing(
    row: Outgoing,
    user: User,
    look: Look,
    *,
    can_work: bool,
    seen: str,
    told: Sequence[Undelivered] = (),
) -> Entry:
    """A message of ours that has no copy on the marketplace yet."""
    return Entry(
        kind="outgoing",
        css=f"seller outgoing {row.state}",
        id=f"out-{row.pk}",
        at=row.composed_at,
        time=labels.time_tag(row.composed_at, look),
        name=str(row.composed_by) if row.composed_by else "",
        text=row.text,
        files=tuple(attached.ours(one) for one in row.files.all()),
        pk=row.pk,
        sent=truth(row, user, look, can_work=can_work, seen=seen),
        why=told_of(told) if row.reason != "bounced" else "",
        said=server_words(told),
    )
