"""Marketplaces' own mails beside what their interfaces tell: one matter is one case.

A notice about what a connected account brings by itself is kept as a letter and tied to the case it is about;
any other notice becomes a case like a person's mail (``connectors/mail/parse``).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Model, Q, QuerySet

from kontuar.actions.touched import Touched
from kontuar.connector_kit.contract import Fact
from kontuar.facts.mails import Letter, MailKind, Notice, NoticeEvent
from kontuar.facts.messages import Message, Thread
from kontuar.store import rebuild
from kontuar.store.models import Account, Buyer, Case, Issue, Offer, Order
from kontuar.store.models import Letter as LetterRow
from kontuar.store.models import Thread as ThreadRow

DEAF = timedelta(days=1)
"""An account that could not be read for so long tells nothing: its marketplace's mails are all there is."""
PATIENCE = timedelta(days=3)
"""So long a letter waits for its case; after that nobody looks for it any more."""
SOON = timedelta(hours=1)
"""By then the interface has brought what a mail told first."""


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


TALK = frozenset([NoticeEvent.MESSAGE, NoticeEvent.DISPUTE_OPENED, NoticeEvent.DISPUTE_MESSAGE])
"""Somebody wrote: an interface brings that, whoever it was."""


class _Ears:
    """What the accounts of some marketplaces, connected here by interface, hear of themselves."""

    def __init__(self, platforms: Iterable[str], now: datetime) -> None:
        hearing = Q(trouble_since_at=None) | Q(trouble_since_at__gt=now - DEAF)
        rows = Account.objects.filter(hearing, platform__in=platforms, state=Account.State.ACTIVE)
        self._accounts: dict[str, list[Account]] = defaultdict(list)
        for row in rows:
            self._accounts[row.platform].append(row)

    def hear(self, notice: Notice, sent_at: datetime) -> bool:
        """Does an interface tell this itself? Not what is older than we read, nor what names nothing: a warning
        to the seller must not vanish because it speaks of complaints."""
        named = notice.order_id or notice.issue_id or notice.thread_id or notice.buyer_login
        if not named and notice.event not in TALK:
            return False
        rows = [row for row in self._accounts[notice.platform] if row.read_since <= sent_at]
        if not notice.seller_login or not rows:
            return bool(rows)
        seller = notice.seller_login.casefold()
        return any(row.login.casefold() == seller for row in rows) or _is_known(rows, notice)


def _is_known(rows: Sequence[Account], notice: Notice) -> bool:
    """The notice calls the seller by another name, but its order or issue is here."""
    orders = Order.objects.filter(account__in=rows, external_id=notice.order_id)
    issues = Issue.objects.filter(account__in=rows, external_id=notice.issue_id)
    return (bool(notice.order_id) and orders.exists()) or (bool(notice.issue_id) and issues.exists())


def tie(account: Account, facts: Sequence[Fact], touched: Touched, *, now: datetime) -> None:
    """Give notices that are letters alone the case they are about: those of this portion of a mailbox, or those
    that waited for what this portion of an interface brought. Call it last; free when there are none.
    """
    letters = [fact for fact in facts if isinstance(fact, Letter)]
    ours = [letter.message_id for letter in letters if is_notice(letter)]
    if ours:
        waiting = LetterRow.objects.filter(account=account, external_id__in=ours)
    elif not letters and (touched.case_ids or touched.messages):
        others = list(Account.objects.exclude(platform=account.platform).values_list("pk", flat=True))
        waiting = LetterRow.objects.filter(account__in=others, sent_at__gt=now - PATIENCE)
    else:
        return
    waiting = waiting.filter(kind=MailKind.NOTICE.value, message=None, case=None)
    rows = [(row, rebuild.notice(row)) for row in waiting.order_by("sent_at", "pk")]
    rows = [(row, told) for row, told in rows if ours or told.platform == account.platform]
    if rows:
        _tie(rows, now)


def _tie(rows: Sequence[tuple[LetterRow, Notice]], now: datetime) -> None:
    cases = _Cases([told for _, told in rows])
    tied = []
    for row, notice in rows:
        row.case = cases.of(notice, row.sent_at, is_old=now - row.sent_at > SOON)
        if row.case:
            tied.append(row)
    LetterRow.objects.bulk_update(tied, ["case"])


class _Cases:
    """The cases some notices may be about, found by what they name: five queries, whatever their number."""

    def __init__(self, told: Sequence[Notice]) -> None:
        accounts = Account.objects.filter(platform__in={notice.platform for notice in told})
        self._ids = list(accounts.values_list("pk", flat=True))
        issues = self._keys(Issue, "external_id", _named(told, "issue_id")).filter(thread__isnull=False)
        self._thread_of = dict(issues.values_list("external_id", "thread_id"))
        # Keys first and cases by keys alone: only then does every part of the "or" have an index.
        threads = {
            *self._thread_of.values(),
            *self._keys(ThreadRow, "external_id", _named(told, "thread_id")).values_list("pk", flat=True),
        }
        orders = self._keys(Order, "external_id", _named(told, "order_id")).values_list("pk", flat=True)
        buyers = self._keys(Buyer, "login", _named(told, "buyer_login")).values_list("pk", flat=True)
        named = Q(thread__in=threads) | Q(order__in=list(orders)) | Q(buyer__in=list(buyers))
        rows = Case.objects.filter(named).select_related("account", "thread", "order", "offer", "buyer")
        self._rows = sorted(rows, key=_newest_open_first)

    def _keys[M: Model](self, model: type[M], column: str, values: set[str]) -> "QuerySet[M]":
        return model._default_manager.filter(**{"account__in": self._ids, f"{column}__in": values})

    def of(self, notice: Notice, sent_at: datetime, *, is_old: bool) -> Case | None:
        """By issue, thread, order, offer and buyer, buyer; a named issue or thread is waited for a while."""
        rows = [row for row in self._rows if row.account.platform == notice.platform]
        thread_id = self._thread_of.get(notice.issue_id, 0)
        exact = [r for r in rows if r.thread_id == thread_id or _is(r.thread, notice.thread_id)]
        if exact or ((notice.issue_id or notice.thread_id) and not is_old):
            return exact[0] if exact else None
        by_order = [row for row in rows if _is(row.order, notice.order_id)]
        of_buyer = [row for row in rows if notice.buyer_login and row.buyer.login == notice.buyer_login]
        by_offer = [row for row in of_buyer if _is(row.offer, notice.offer_id)]
        # The talk of a year ago is not what the buyer wrote just now; what he wrote comes yet.
        current = [r for r in of_buyer if r.last_buyer_at and r.last_buyer_at > sent_at - SOON]
        return next(iter((*by_order, *by_offer, *current)), None)


def _named(told: Iterable[Notice], name: str) -> set[str]:
    return {value for notice in told if (value := getattr(notice, name))}


def _is(row: ThreadRow | Order | Offer | None, external_id: str) -> bool:
    return row is not None and bool(external_id) and row.external_id == external_id


def _newest_open_first(row: Case) -> tuple[bool, float, int]:
    at = row.last_message_at or row.opened_at
    return row.state == Case.State.CLOSED, -at.timestamp(), -row.pk
