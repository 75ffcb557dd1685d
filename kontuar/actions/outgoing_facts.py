"""What the send guard wants to know of a queued message, read fresh just before it leaves."""

from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from kontuar.actions.reconcile import plain
from kontuar.facts.case import CaseState
from kontuar.facts.drafts import DraftKind, OutgoingFacts
from kontuar.rules.policy import Policy
from kontuar.rules.send_guard import repeats_since
from kontuar.store.models import Case, Outgoing
from kontuar.store.queries import access

HOUR = timedelta(hours=1)
LEFT = (
    Outgoing.State.SENDING,
    Outgoing.State.SENT,
    Outgoing.State.DELIVERED,
    Outgoing.State.BLOCKED,
    Outgoing.State.UNSURE,
)
"""What left or is leaving: a message on the line counts, so that two workers do not both see room."""


def of(row: Outgoing, policy: Policy, *, now: datetime) -> OutgoingFacts:
    """Facts of the account, the case and what left lately. ``row.case.thread`` must be loaded."""
    case = Case.objects.only("state", "last_buyer_at", "buyer_id").get(pk=row.case_id)
    left = Outgoing.objects.filter(account_id=row.account_id, state__in=LEFT)
    last_hour = left.filter(sending_at__gt=now - HOUR)
    to_buyer = left.filter(buyer_login=row.buyer_login, sending_at__gte=repeats_since(now, policy))
    to_buyer = to_buyer.exclude(pk=row.pk)
    return OutgoingFacts(
        kind=DraftKind.NEW_CONVERSATION if row.kind == Outgoing.Kind.START else DraftKind.ANSWER,
        composed_at=row.composed_at,
        planned_at=row.planned_at or row.not_before,
        last_buyer_message_at_when_composed=row.last_buyer_at,
        last_buyer_message_at=case.last_buyer_at,
        case_state=CaseState(case.state),
        case_state_when_composed=CaseState(row.case_state),
        thread_is_open=row.case.thread.is_open if row.case.thread else True,
        watch_only=row.account.is_watch_only,
        may_work=access.may_still_work(row.composed_by_id, row.account_id),
        sent_last_hour=last_hour.count(),
        first_of_hour_at=last_hour.order_by("sending_at").values_list("sending_at", flat=True).first(),
        ours_in_a_row=_since_his_word(to_buyer, row.account_id, case.buyer_id).count(),
        same_text_recently=_same_text(to_buyer, row),
        is_insisted=row.is_insisted,
    )


def _since_his_word(to_buyer: QuerySet[Outgoing], account_id: int, buyer_id: int) -> QuerySet[Outgoing]:
    """His word in any matter shows a person at the other end."""
    cases = Case.objects.filter(account_id=account_id, buyer_id=buyer_id)
    last = cases.aggregate(last=Max("last_buyer_at"))["last"]
    return to_buyer.filter(sending_at__gt=last) if last else to_buyer


def _same_text(to_buyer: QuerySet[Outgoing], row: Outgoing) -> int:
    """Only in the same matter: "Tak." may be the right answer to two questions in one thread."""
    here = Q(case_id=row.case_id)
    if row.order_external_id:
        here |= Q(order_external_id=row.order_external_id)
    words = plain(row.text)
    return sum(plain(text) == words for text in to_buyer.filter(here).values_list("text", flat=True))
