"""Groups, reasons and times of the outbox in plain words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.store.models import Outgoing
from kontuar.store.queries.outbox import LATER, UNDO, OutboxGroup, OutboxRow, code_of
from kontuar.web import labels
from kontuar.web.look import Look
from kontuar.web.pages.letters import sending

SHOWN_TEXT = 280
"""Characters of a message in the list; the conversation has the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """Everything the template prints of a message."""

    pk: int
    case_id: int
    code: str
    mark: str
    platform_code: str
    account: str
    buyer: str
    text: str
    who: str
    state: str
    icon: str
    when: str
    reason: str
    trace_id: str
    files: int
    can_work: bool
    is_still_here: bool
    seen: str
    """The buyer's last word when the page was drawn, ISO."""

    @property
    def has_deeds(self) -> bool:
        """Nothing can be done to what is on the line or has left."""
        return self.is_still_here or self.code in ("unsure", "blocked", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """A group with its title and what it means."""

    code: str
    title: str
    text: str
    count: int
    rows: tuple[ShownRow, ...]
    page: int
    pages: int

    @property
    def has_more(self) -> bool:
        return self.count > len(self.rows)


def group(found: OutboxGroup, look: Look) -> ShownGroup:
    """The group in words."""
    has_mail = any(one.outgoing.account.platform == "mail" for one in found.rows)
    words = {**_group_words(), **(_with_mail() if has_mail else {})}
    title, text = words[found.code]
    return ShownGroup(
        code=found.code,
        title=title,
        text=text,
        count=found.count,
        rows=tuple(row(one, look) for one in found.rows),
        page=found.page,
        pages=found.pages,
    )


def row(found: OutboxRow, look: Look) -> ShownRow:
    """The message in words."""
    outgoing = found.outgoing
    text = " ".join(outgoing.text.split())
    return ShownRow(
        pk=outgoing.pk,
        case_id=outgoing.case_id,
        code=code_of(outgoing),
        mark=labels.mark(outgoing.account.platform),
        platform_code=outgoing.account.platform,
        account=str(outgoing.account),
        buyer=outgoing.buyer_login,
        text=text if len(text) <= SHOWN_TEXT else f"{text[:SHOWN_TEXT].rstrip()}…",
        who=str(outgoing.composed_by or ""),
        state=_state(outgoing),
        icon=labels.outgoing_icon(outgoing.state),
        when=_when(outgoing, look),
        reason=reason(outgoing),
        trace_id=outgoing.trace_id,
        files=len(outgoing.files.all()),
        can_work=found.can_work,
        is_still_here=outgoing.state in (Outgoing.State.HELD, Outgoing.State.QUEUED),
        seen=outgoing.case.last_buyer_at.isoformat() if outgoing.case.last_buyer_at else "",
    )


def _state(outgoing: Outgoing) -> str:
    """As everywhere, but for the kinds of waiting that the conversation need not tell apart."""
    if outgoing.state == Outgoing.State.HELD and outgoing.hold_reason == LATER:
        return pgettext("outgoing", "put off")
    if outgoing.state == Outgoing.State.HELD and outgoing.hold_reason == UNDO:
        return pgettext("outgoing", "can still be taken back")
    if outgoing.state == Outgoing.State.HELD:
        return pgettext("outgoing", "held back")
    return labels.outgoing_state(outgoing.state, outgoing.account.platform)


def _group_words() -> dict[str, tuple[str, str]]:
    return {
        "unsure": (
            _("Not known whether it arrived"),
            _(
                "Look on the marketplace, then say here what you saw. Kontuar never sends such a message again"
                " by itself."
            ),
        ),
        "blocked": (_("Stopped by the marketplace"), _("The buyer has not got them.")),
        "refused": (_("Refused by the marketplace"), _("They did not leave; the text is kept.")),
        "held": (_("Held back"), _("Something changed before they left. Look, then send or edit.")),
        "scheduled": (
            _("Put off until later"),
            _("They leave at their time if the buyer has not written meanwhile."),
        ),
        "sending": (_("On their way"), ""),
        "sent": (_("Sent in the last 7 days"), ""),
    }


def _with_mail() -> dict[str, tuple[str, str]]:
    """Of groups in which mails stand too: no marketplace stopped those."""
    return {
        "unsure": (
            _("Not known whether it arrived"),
            _(
                "Look on the marketplace, for a mail in the folder of sent mail, then say here what you saw. Kontuar"
                " never sends such a message again by itself."
            ),
        ),
        "blocked": (_("Not delivered"), _("The buyer has not got them.")),
        "refused": (_("Refused when sending"), _("They did not leave; the text is kept.")),
    }


def _when(outgoing: Outgoing, look: Look) -> str:
    state = Outgoing.State
    if outgoing.state == state.HELD and code_of(outgoing) != "held":
        return _("leaves %(when)s") % {"when": labels.moment(outgoing.not_before, look)}
    if outgoing.state == state.QUEUED and outgoing.not_before > look.now:
        return _("next try %(when)s") % {"when": labels.moment(outgoing.not_before, look)}
    at = outgoing.sent_at or outgoing.sending_at or outgoing.composed_at
    word = _("sent %(when)s") if outgoing.sent_at else _("written %(when)s")
    return word % {"when": labels.moment(at, look)}


def reason(outgoing: Outgoing) -> str:
    """Why it stands where it stands; the marketplace's own words where it gave some."""
    if by_mail := sending.why(outgoing):
        return by_mail
    known = _reasons().get(outgoing.reason, "")
    if known:
        return known % {"platform": labels.platform(outgoing.account.platform)}
    if outgoing.state in (Outgoing.State.SENT, Outgoing.State.DELIVERED) or not outgoing.reason:
        return outgoing.reason_text
    said = outgoing.reason_text or outgoing.reason
    return _("%(platform)s said: %(words)s") % {
        "platform": labels.platform(outgoing.account.platform),
        "words": said,
    }


def _reasons() -> dict[str, str]:
    return {
        "died": _("Kontuar was stopped while sending."),
        "fault": _("Something went wrong in Kontuar while sending."),
        "no_answer": _("%(platform)s gave no answer to the sending."),
        "file": _("A file of ours could not be handed over. Nothing left."),
        "not_shown": _("%(platform)s took it, but has not shown it as delivered for two days."),
        "restored": _("The database was restored from a copy; the message may have left before."),
        "watch_only": _("The account is watch-only. The message is kept."),
        "scope": _("The consent given to Kontuar does not cover this. Sign in again (Accounts), then send."),
        "thread_closed": _("The conversation is closed on %(platform)s; it takes no more messages."),
        "buyer_wrote_since": _("The buyer has written since. Read it first."),
        "case_closed": _("The conversation was closed meanwhile."),
        "too_late": _("Its time passed while it waited."),
        "same_text": _("The same text went to this buyer a short time ago."),
        "too_many_in_a_row": _("Too many of our messages in a row without a word of the buyer."),
        "hourly_cap": _("The limit of messages an hour is reached; it leaves by itself later."),
        "seen_by_person": _("A colleague saw it on %(platform)s."),
        "signed_out": _("%(platform)s wants a new sign-in; the message waits."),
        "Temporary": _("%(platform)s did not answer; Kontuar tries again by itself."),
        "RateLimited": _("%(platform)s asked us to wait; Kontuar tries again by itself."),
        "AuthExpired": _("The access was renewed; Kontuar tries again by itself."),
        "blocked": _("%(platform)s checked the message and stopped it. Often contact data or a link."),
        "refused": _("%(platform)s did not take the message."),
        "sent_elsewhere": _(
            "Another copy of Kontuar sent it. Ours was called off; the account is watch-only."
        ),
        "checking": _("%(platform)s is still checking it."),
        "own_budget": _("This minute's calls are used up; it leaves by itself."),
        "TEXT_TOO_LONG": _("The message is longer than %(platform)s takes."),
        "TEXT_EMPTY": _("The message is empty."),
        "ATTACHMENT_TYPE": _("%(platform)s takes pictures and PDF only."),
        "ATTACHMENT_EMPTY": _("A file is empty."),
        "ATTACHMENT_SIZE": _("A file is larger than %(platform)s takes."),
        "ORDER_REQUIRED": _("A new conversation needs an order."),
        "THREAD_CLOSED": _("The conversation is closed on %(platform)s; it takes no more messages."),
    }
