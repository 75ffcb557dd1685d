"""The list of other deeds, prepared for the template."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kontuar.store.models import OutgoingDeed
from kontuar.store.queries.deeds import DeedRow
from kontuar.web import labels, labels_deeds, labels_sales
from kontuar.web.going import to
from kontuar.web.look import Look

SHOWN_TEXT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDeed:
    """Everything the template prints of a deed. ``key`` goes into the form that sends it again."""

    pk: int
    key: str
    mark: str
    platform_code: str
    account: str
    kind: str
    what: str
    subject: str
    url: str
    who: str
    when: str
    state: str
    icon: str
    reason: str
    trace_id: str
    is_strong: bool
    can_cancel: bool
    can_settle: bool
    can_send_again: bool
    can_put_away: bool

    @property
    def has_deeds(self) -> bool:
        """Anything to press."""
        return self.can_cancel or self.can_settle or self.can_send_again


def shown(found: DeedRow, look: Look) -> ShownDeed:
    """The deed in words, with what this person may do to it."""
    deed, state = found.deed, OutgoingDeed.State
    what = labels_deeds.what(deed)
    is_back = deed.state == state.HELD and found.needs_a_person
    is_unsure = deed.state == state.UNSURE
    return ShownDeed(
        pk=deed.pk,
        key=str(uuid.uuid4()),
        mark=labels.mark(deed.account.platform),
        platform_code=deed.account.platform,
        account=str(deed.account),
        kind=labels_sales.deed_kind(deed.kind),
        what=what if len(what) <= SHOWN_TEXT else f"{what[:SHOWN_TEXT].rstrip()}…",
        subject=_subject(deed),
        url=to("order", deed.order_id) if deed.order_id else "",
        who=str(deed.asked_by or ""),
        when=_when(deed, look),
        state=_state(deed, is_back=is_back),
        icon=labels.outgoing_icon("given_back" if is_back else _icon(deed.state)),
        reason=labels_deeds.reason(deed),
        trace_id=deed.trace_id if found.needs_a_person else "",
        is_strong=found.needs_a_person,
        can_cancel=found.can_work and deed.state in (state.HELD, state.QUEUED, state.REFUSED),
        can_settle=found.can_work and is_unsure,
        can_send_again=found.can_work and found.needs_a_person,
        can_put_away=deed.state == state.REFUSED,
    )


def _subject(deed: OutgoingDeed) -> str:
    if deed.order is not None:
        return _("order of %(buyer)s") % {"buyer": deed.order.buyer.login}
    return _("rating of %(buyer)s") % {"buyer": deed.rating.buyer_login if deed.rating else ""}


def _state(deed: OutgoingDeed, *, is_back: bool) -> str:
    return _("held back, nothing left") if is_back else labels_sales.deed_state(deed.state)


def _icon(state: str) -> str:
    return "delivered" if state == OutgoingDeed.State.DONE else state


def _when(deed: OutgoingDeed, look: Look) -> str:
    if deed.state == OutgoingDeed.State.QUEUED and deed.not_before > look.now:
        return _("next try %(when)s") % {"when": labels.moment(deed.not_before, look)}
    if deed.state == OutgoingDeed.State.HELD and deed.reason == "undo":
        return _("leaves %(when)s") % {"when": labels.moment(deed.not_before, look)}
    at, word = deed.asked_at, _("asked for %(when)s")
    if deed.sent_at:
        at, word = deed.sent_at, _("sent %(when)s")
    return word % {"when": labels.moment(at, look)}
