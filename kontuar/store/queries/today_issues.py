"""What Today shows of issues: claims to decide, money to give back, and money that did not go back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from kontuar.store.models import Account, Duty, Issue, Refund
from kontuar.store.queries.ready import Ready

NOT_PAID = ("called_off", "failed")
GOES_BACK = ("under_way", "paid", "paid_in_part")
SILENCE_DECIDES = ("claim", "return")
TALKS, CLAIMS, MONEY = ("resolution",), ("claim", "goods_back"), ("return", "inspect")
LATELY = timedelta(days=7)
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """A duty of an issue. ``account`` has its application loaded, for the link to the marketplace."""

    duty_id: int
    issue_id: int
    external_id: str
    kind: str
    since_at: datetime
    due_at: datetime
    safer_by: datetime
    warn_at: datetime
    lost: str
    next_step: str
    rule_id: str
    rule_version: str
    account: Account
    buyer: str
    what: str
    reference: str
    order_number: str
    wants: tuple[str, ...]
    is_doubted: bool
    can_work: bool
    can_settle: bool

    @property
    def is_silent(self) -> bool:
        """The marketplace or the law decides when we stay silent."""
        return self.kind in SILENCE_DECIDES


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundLine:
    """Money that was called off or failed, and nothing was paid since."""

    refund_id: int
    order_id: int | None
    number: str
    status: str
    amount: str
    currency: str
    account: Account
    buyer: str
    at: datetime
    can_work: bool


OF_ISSUES = Ready(
    lambda mine: Duty.objects.filter(account_id__in=mine, issue__isnull=False).values_list("pk")[:1]
)
LATELY_UNPAID = Ready(
    lambda mine, since: Refund.objects.filter(
        account_id__in=mine, status__in=NOT_PAID, changed_at__gte=since
    ).values_list("pk")[:1]
)


def lines(mine: Collection[int], workable: Collection[int], *, now: datetime) -> list[IssueLine]:
    """What is owed for issues, the safest date first; of one issue the nearest alone. One query.

    A discussion's end is told when it is near: what is said in it meanwhile stands among the answers.
    """
    rows = Duty.objects.filter(account_id__in=mine, issue__isnull=False)
    rows = rows.exclude(kind__in=TALKS, warn_at__gt=now)
    rows = rows.select_related("account__application", "issue__buyer").order_by("safer_by", "pk")
    nearest: dict[int, IssueLine] = {}
    for duty in rows[:MOST]:
        if duty.issue is not None and duty.issue.pk not in nearest:
            nearest[duty.issue.pk] = _line(duty, duty.issue, workable)
    return list(nearest.values())


def _line(duty: Duty, row: Issue, workable: Collection[int]) -> IssueLine:
    items = row.fact.get("items") or []
    named = row.fact.get("product_name") or (items[0]["name"] if items else "")
    return IssueLine(
        duty_id=duty.pk,
        issue_id=row.pk,
        external_id=row.external_id,
        kind=duty.kind,
        since_at=duty.since_at,
        due_at=duty.due_at,
        safer_by=duty.safer_by,
        warn_at=duty.warn_at,
        lost=duty.lost,
        next_step=duty.next_step,
        rule_id=duty.rule_id,
        rule_version=duty.rule_version,
        account=duty.account,
        buyer=row.buyer.login if row.buyer else row.buyer_login,
        what=row.subject or named,
        reference=row.reference,
        order_number=row.order_external_id,
        wants=tuple(wish["kind"] for wish in row.fact.get("expectations") or ()),
        is_doubted=bool(row.doubts),
        can_work=duty.account_id in workable,
        can_settle=duty.account_id in workable and duty.origin == "own",
    )


def unpaid(mine: Collection[int], workable: Collection[int], *, now: datetime) -> tuple[RefundLine, ...]:
    """Refunds of the last days that came to nothing. The platform tells nobody (allegro-api #14040). One query."""
    later = Refund.objects.filter(
        account=OuterRef("account"), order_external_id=OuterRef("order_external_id"), status__in=GOES_BACK
    ).exclude(order_external_id="")
    later = later.filter(Q(created_at__gte=OuterRef("created_at")) | Q(created_at__isnull=True))
    rows = Refund.objects.filter(account_id__in=mine, status__in=NOT_PAID, changed_at__gte=now - LATELY)
    # what had come to nothing before the account was connected is history
    rows = rows.exclude(created_at__lt=now - 2 * LATELY).exclude(Exists(later))
    rows = rows.exclude(order__duties__kind="refund_again")  # that stands with its clock
    found = rows.select_related("account__application", "order__buyer").order_by("changed_at", "pk")[:MOST]
    return tuple(
        RefundLine(
            refund_id=row.pk,
            order_id=row.order_id,
            number=row.order_external_id,
            status=row.status,
            amount=str(row.amount) if row.amount is not None else "",
            currency=row.currency,
            account=row.account,
            buyer=row.order.buyer.login if row.order else "",
            at=row.changed_at,
            can_work=row.account_id in workable,
        )
        for row in found
    )
