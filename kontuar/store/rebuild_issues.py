"""Rows of issues and money back to facts."""

from collections.abc import Sequence

import msgspec

from kontuar.facts.issue_facts import IssueFacts, Said
from kontuar.facts.issues import Issue as IssueFact
from kontuar.facts.issues import IssueStatus
from kontuar.facts.messages import MessageStatus, Role
from kontuar.facts.order_around import Settled
from kontuar.facts.quality import QualityDay as QualityDayFact
from kontuar.facts.ratings import Rating as RatingFact
from kontuar.facts.refunds import FeeRefund as FeeRefundFact
from kontuar.facts.refunds import Refund as RefundFact
from kontuar.store.models import FeeRefund, Issue, Mark, Message, QualityDay, Rating, Refund


def issue(row: Issue) -> IssueFact:
    """The issue as the platform last told it."""
    return msgspec.convert(row.fact, IssueFact)


def refund(row: Refund) -> RefundFact:
    """Money back to a buyer."""
    return msgspec.convert(row.fact, RefundFact)


def fee_refund(row: FeeRefund) -> FeeRefundFact:
    """A request for our commission."""
    return msgspec.convert(row.fact, FeeRefundFact)


def rating(row: Rating) -> RatingFact:
    """A rating."""
    return msgspec.convert(row.fact, RatingFact)


def quality_day(row: QualityDay) -> QualityDayFact:
    """The score of one day."""
    return msgspec.convert(row.fact, QualityDayFact)


def issue_facts(
    row: Issue,
    status: IssueStatus,
    talk: Sequence[Message],
    refunds: Sequence[Refund],
    *,
    other_claims: int = 0,
    marks: Sequence[Mark] = (),
) -> IssueFacts:
    """All the rules need to know of an issue. ``row.account`` must be loaded; ``status`` is the one that counts."""
    return IssueFacts(
        issue=issue(row),
        status=status,
        panel_status=IssueStatus(row.panel_status) if row.panel_status else None,
        first_seen_at=row.first_seen_at,
        told_at=row.changed_at,
        connected_at=row.account.connected_at,
        talk=tuple(_said(one) for one in sorted(talk, key=lambda m: (m.written_at, m.pk or 0))),
        refunds=tuple(refund(one) for one in refunds),
        other_claims=other_claims,
        settled=tuple(Settled(kind=one.of, since_at=one.since_at) for one in marks),
    )


def _said(row: Message) -> Said:
    return Said(
        role=Role(row.role),
        text=row.text,
        written_at=row.written_at,
        is_stopped=row.status == MessageStatus.BLOCKED.value,
    )
