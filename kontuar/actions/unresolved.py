"""How many discussions stay unresolved, beside how many the marketplace bears (D5)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from kontuar.actions import policies
from kontuar.facts.issues import IssueKind, IssueStatus
from kontuar.facts.orders import OrderState
from kontuar.rules.issue_policy import CapRule
from kontuar.rules.issue_status import effective
from kontuar.store.models import Account, Issue, Order

TALKS = (IssueKind.DISCUSSION.value, IssueKind.PROBLEM.value)
UNRESOLVED = IssueStatus.UNRESOLVED.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """Of one account: ``unresolved`` of the rule's days, and the ``contracts`` a share would be counted of."""

    account: Account
    rule: CapRule
    unresolved: int
    contracts: int

    @property
    def allowed(self) -> int:
        """So many are borne."""
        return self.rule.allowed(self.contracts)


def caps(accounts: Iterable[Account], *, now: datetime) -> list[Cap]:
    """Of each account whose marketplace has such a cap. Two queries for all that share a rule."""
    ruled = [(one, policies.policy(one, now=now).issues.unresolved) for one in accounts]
    found: list[Cap] = []
    for rule in dict.fromkeys(rule for _one, rule in ruled if rule is not None):
        held = {one.pk: one for one, its in ruled if its == rule}
        unresolved, contracts = _unresolved(held, now - rule.span), _contracts(held, now - rule.span)
        found += [
            Cap(account=one, rule=rule, unresolved=unresolved[pk], contracts=contracts.get(pk, 0))
            for pk, one in held.items()
        ]
    return found


def _unresolved(ids: Iterable[int], since_at: datetime) -> Counter[int]:
    """What a person saw on the marketplace's page counts before what its interface says."""
    told = Q(status=UNRESOLVED) | Q(panel_status=UNRESOLVED)
    rows = Issue.objects.filter(told, account_id__in=list(ids), kind__in=TALKS, opened_at__gte=since_at)
    columns = ("account_id", "status", "raw_status", "panel_status", "panel_over")
    return Counter(
        account_id
        for account_id, *said in rows.values_list(*columns)
        if effective(*said) is IssueStatus.UNRESOLVED
    )


def _contracts(ids: Iterable[int], since_at: datetime) -> dict[int, int]:
    rows = Order.objects.filter(account_id__in=list(ids), bought_at__gte=since_at)
    rows = rows.exclude(state=OrderState.CANCELLED.value).order_by()
    return {one["account_id"]: one["n"] for one in rows.values("account_id").annotate(n=Count("pk"))}
