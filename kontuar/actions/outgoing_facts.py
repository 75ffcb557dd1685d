"""What the send guard wants to know of a queued message, read fresh just before it leaves."""

from datetime import datetime, timedelta

from kontuar.actions.reconcile import plain
from kontuar.facts.case import CaseState
from kontuar.facts.drafts import DraftKind, OutgoingFacts
from kontuar.rules.policy import Policy
from kontuar.rules.send_guard import repeats_since
from kontuar.store.models import Case, Outgoing

HOUR = timedelta(hours=1)
LEFT = (Outgoing.State.SENT, Outgoing.State.DELIVERED, Outgoing.State.BLOCKED, Outgoing.State.UNSURE)


def of(row: Outgoing, policy: Policy, *, now: datetime) -> OutgoingFacts:
    """Facts of the account, the case and what left lately. ``row.case.thread`` must be loaded."""
    case = Case.objects.only("state", "last_buyer_at").get(pk=row.case_id)
    left = Outgoing.objects.filter(account_id=row.account_id, state__in=LEFT)
    last_hour = left.filter(sending_at__gt=now - HOUR)
    to_buyer = left.filter(buyer_login=row.buyer_login).exclude(pk=row.pk)
    since_word = to_buyer.filter(sending_at__gt=case.last_buyer_at) if case.last_buyer_at else to_buyer
    words = plain(row.text)
    recent = to_buyer.filter(sending_at__gte=repeats_since(now, policy)).values_list("text", flat=True)
    return OutgoingFacts(
        kind=DraftKind.NEW_CONVERSATION if row.kind == Outgoing.Kind.START else DraftKind.ANSWER,
        composed_at=row.composed_at,
        planned_at=row.not_before,
        last_buyer_message_at_when_composed=row.last_buyer_at,
        last_buyer_message_at=case.last_buyer_at,
        case_state=CaseState(case.state),
        case_state_when_composed=CaseState(row.case_state),
        thread_is_open=row.case.thread.is_open if row.case.thread else True,
        watch_only=row.account.is_watch_only,
        sent_last_hour=last_hour.count(),
        first_of_hour_at=last_hour.order_by("sending_at").values_list("sending_at", flat=True).first(),
        ours_in_a_row=since_word.count(),
        same_text_recently=sum(plain(text) == words for text in recent),
    )
