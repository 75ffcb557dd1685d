"""Marketplaces' own mails beside what their interfaces tell: one matter is one case.

A notice about what a connected account brings by itself is kept as a letter and tied to the case it is about;
any other notice becomes a case like a person's mail (``connectors/mail/parse``).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from kontuar.connector_kit.contract import Fact
from kontuar.facts.mails import Letter, MailKind, Notice
from kontuar.facts.messages import Message, Thread
from kontuar.store.models import Account, Issue, Order

DEAF = timedelta(days=1)
"""An account that could not be read for so long tells nothing: its marketplace's mails are all there is."""


def split(account: Account, facts: Sequence[Fact], *, now: datetime) -> tuple[Fact, ...]:
    """The portion without the threads and messages of notices whose matter an interface brings itself.

    Their letters stay: ``tie`` gives them their case. Free for a portion without notices. Call it before the
    threads are stored, after they were resolved.
    """
    told = [(fact, fact.verdict.notice) for fact in facts if isinstance(fact, Letter) and is_notice(fact)]
    if not told:
        return tuple(facts)
    ears = _Ears({notice.platform for _, notice in told if notice}, now)
    twice = {fact.message_id for fact, notice in told if notice and ears.hear(notice, fact.mail.sent_at)}
    kept = [fact for fact in facts if not (isinstance(fact, Message) and fact.external_id in twice)]
    gone = {f.thread_id for f in facts if isinstance(f, Message) and f.external_id in twice}
    idle = gone.difference(fact.thread_id for fact in kept if isinstance(fact, Message))
    return tuple(fact for fact in kept if not (isinstance(fact, Thread) and fact.external_id in idle))


def is_notice(letter: Letter) -> bool:
    """Read as a marketplace's own mail to us; a forged one and one that only looks alike are not."""
    verdict = letter.verdict
    return verdict.kind is MailKind.NOTICE and verdict.notice is not None and not letter.is_sent


class _Ears:
    """What the accounts of some marketplaces, connected here by interface, hear of themselves."""

    def __init__(self, platforms: Iterable[str], now: datetime) -> None:
        hearing = Q(trouble_since_at=None) | Q(trouble_since_at__gt=now - DEAF)
        rows = Account.objects.filter(hearing, platform__in=platforms, state=Account.State.ACTIVE)
        self._accounts: dict[str, list[Account]] = defaultdict(list)
        for row in rows:
            self._accounts[row.platform].append(row)

    def hear(self, notice: Notice, sent_at: datetime) -> bool:
        """Does an interface tell this itself? Not what is older than we read, nor what is about nothing."""
        if not (notice.wants_a_look or notice.order_id or notice.issue_id or notice.thread_id):
            return False
        rows = [row for row in self._accounts[notice.platform] if row.read_since <= sent_at]
        if not notice.seller_login or not rows:
            return bool(rows)
        named = notice.seller_login.casefold()
        return any(row.login.casefold() == named for row in rows) or _is_known(rows, notice)


def _is_known(rows: Sequence[Account], notice: Notice) -> bool:
    """The notice calls the seller by another name, but its order or issue is here."""
    orders = Order.objects.filter(account__in=rows, external_id=notice.order_id)
    issues = Issue.objects.filter(account__in=rows, external_id=notice.issue_id)
    return (bool(notice.order_id) and orders.exists()) or (bool(notice.issue_id) and issues.exists())
