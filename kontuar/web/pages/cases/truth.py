"""The truth about a message of ours: where it stands, why, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from kontuar.actions import intake_sent
from kontuar.actions.ways import BY_HAND
from kontuar.store.models import Outgoing, Undelivered, User
from kontuar.store.queries.today import TIMED_HOLDS
from kontuar.web import labels
from kontuar.web.look import Look
from kontuar.web.pages.letters import sending
from kontuar.web.pages.letters import words as letter_words

SOON = 120
"""Seconds: an outgoing message that may move within this time is asked about every two seconds."""


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
    is_by_hand: bool = False
    """Copied: a person sends it and says so."""
    can_unsay: bool = False
    """He said that he sent it, a moment ago."""


def truth(row: Outgoing, user: User, look: Look, *, can_work: bool, seen: str) -> Sent:
    """What the entry of a message of ours says and offers."""
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
        can_send_now=can_work and is_held and row.hold_reason != BY_HAND,
        can_retry=can_retry,
        must_look=can_retry and row.state == "unsure",
        seen=seen,
        is_mine=row.composed_by_id == user.pk,
        is_undo=is_held and row.hold_reason == "undo" and left > 0,
        is_by_hand=can_work and is_held and row.hold_reason == BY_HAND,
        can_unsay=can_work and intake_sent.may_unsay(row, now=look.now),
    )


def _why(row: Outgoing, state: str) -> str:
    if state == "queued" and row.reason == "hourly_cap":
        return _("The hourly limit of this account is reached; it leaves as soon as there is room.")
    said = sending.why(row) or row.reason_text or labels.hold_reason(row.hold_reason)
    advice = labels.advice(state, row.account.platform) if not said or state != "given_back" else ""
    return " ".join(part for part in (said, advice) if part)


def _poll(row: Outgoing, left: float, is_given_back: bool) -> str:
    if is_given_back or row.state not in {"held", "queued", "sending", "sent"}:
        return ""
    return "every 2s" if left <= SOON else "every 60s"


def told_of(told: Sequence[Undelivered]) -> str:
    """The newest word of mail servers about each recipient; ``""`` when nothing was told."""
    newest = {one.recipient: one for one in told}
    return " ".join(_told(one) for one in newest.values())


def _told(one: Undelivered) -> str:
    why = letter_words.why_undelivered(one.why, one.recipient)
    if not one.is_final:
        return _("Not delivered yet, the mail server is still trying.") + f" {why}"
    return why


def server_words(told: Sequence[Undelivered]) -> tuple[str, ...]:
    """What the servers said themselves, for who wants to know: a line for each recipient."""
    newest = {one.recipient: one for one in told}
    lines = (" ".join(part for part in (one.status, one.diagnostic) if part) for one in newest.values())
    return tuple(line for line in lines if line)
