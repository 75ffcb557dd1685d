"""Judge cases and orders anew: the table of duties and ``reassess_at`` follow from the facts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from django.db import OperationalError, transaction
from django.db.models import QuerySet

from kontuar.actions import bulk, journal, judged, policies, reassess_all
from kontuar.actions.judged import Judged
from kontuar.actions.order_around import Around
from kontuar.actions.still_owed import STILL_OWED
from kontuar.actions.trouble import Troubles
from kontuar.facts.case import Pledge, PledgeKind
from kontuar.facts.order_around import NOTHING, OrderAround
from kontuar.rules.assess import assess_case, assess_order
from kontuar.rules.duty import Assessment
from kontuar.rules.duty import Duty as DutyFact
from kontuar.rules.policy import Policy
from kontuar.store import rebuild
from kontuar.store.models import Account, Case, Duty, Issue, Mark, Message, Order, Shipment

log = structlog.get_logger("kontuar.actions")
BAD_ROW_PAUSE = timedelta(hours=1)
PORTION = 400
"""Rows judged in one transaction: a fraction of a second, after which others may write."""

CASE_VERDICT = ("standing", "reassess_at", "next_step")
ORDER_VERDICT = ("standing", "reassess_at")
DUTY_VALUES = (
    "since_at",
    "due_at",
    "safer_by",
    "warn_at",
    "origin",
    "rule_id",
    "rule_version",
    "lost",
    "next_step",
    "is_counted",
    "standing",
)
STANDING = ("standing",)
SUBJECTS = ("case", "order", "issue")
KEYS = ("account_id", "case_id", "order_id", "issue_id")


def cases(ids: Collection[int], *, now: datetime) -> None:
    """Judge these cases. Must run inside a transaction. The number of queries does not depend on theirs."""
    if not ids:
        return
    locked = judged.cases(ids, CASE_VERDICT)
    messages: dict[int, list[Message]] = defaultdict(list)
    for message in judged.messages(ids):
        messages[message.case_id].append(message)
    duties = _by_subject(judged.duties(DUTY_VALUES, "case_id", ids), "case_id")
    pledges = _pledges(ids)
    known = policies.Policies(now)
    pile = DutyPile(now)
    changed = []
    troubles = Troubles(row.thread for row in locked)
    for row in locked:
        facts = troubles.told(rebuild.case(row, messages[row.pk]), row.thread_id)
        if row.pk in pledges:
            facts = replace(facts, pledges=tuple(pledges[row.pk]))
        verdict = assess_case(facts, known.of(row.account), now)
        pile.add(verdict.duties, duties[row.pk], account=row.account, case=row)
        if take(row, verdict, step=verdict.next_step):
            changed.append(row)
    pile.write()
    _write(Case, changed, CASE_VERDICT)


def _pledges(ids: Collection[int]) -> dict[int, list[Pledge]]:
    """The words that hold in these cases."""
    found: dict[int, list[Pledge]] = defaultdict(list)
    rows = Mark.objects.filter(case_id__in=ids, ended_at__isnull=True).order_by("since_at", "pk")
    for row in rows.exclude(kind=Mark.Kind.SETTLED):
        pledge = Pledge(kind=PledgeKind(row.kind), since_at=row.since_at, due_at=row.due_at)
        found[row.case_id or 0].append(pledge)
    return found


def orders(ids: Collection[int], *, now: datetime) -> None:
    """Judge these orders. Must run inside a transaction. The number of queries does not depend on theirs."""
    if not ids:
        return
    locked = judged.orders(ids, ORDER_VERDICT)
    parcels: dict[int, list[Shipment]] = defaultdict(list)
    for parcel in judged.parcels(ids):
        parcels[parcel.order_id].append(parcel)
    duties = _by_subject(judged.duties(DUTY_VALUES, "order_id", ids), "order_id")
    known = policies.Policies(now)
    pile = DutyPile(now)
    changed = []
    around = Around(locked)
    for row in locked:
        policy = known.of(row.account)
        hangs_on_it = around.of(row, parcels[row.pk], policy, now)
        verdict = verdict_of(row, parcels[row.pk], policy, now, around=hangs_on_it)
        pile.add(verdict.duties, duties[row.pk], account=row.account, order=row)
        if take(row, verdict):
            changed.append(row)
    pile.write()
    _write(Order, changed, ORDER_VERDICT)


def _write(model: type[Case | Order], rows: Iterable[Judged], names: tuple[str, ...]) -> None:
    values = [(row.pk, [getattr(row, name) for name in names]) for row in rows]
    bulk.update_values(model, names, values)


def verdict_of(
    row: Order,
    parcels: Sequence[Shipment],
    policy: Policy,
    now: datetime,
    *,
    around: OrderAround = NOTHING,
) -> Assessment:
    """What an order owes; ``row.account`` must be loaded. Of a parcel no carrier was asked about nothing is said."""
    return assess_order(
        rebuild.order(row),
        [rebuild.shipment(parcel, row.external_id) for parcel in parcels],
        [rebuild.tracking(parcel) for parcel in parcels if parcel.tracked_at is not None or parcel.scans],
        policy,
        now,
        connected_at=row.account.connected_at - STILL_OWED,
        around=around,
    )


def due(*, now: datetime, limit: int = PORTION) -> int:
    """Judge what time alone may have changed; returns how many rows were judged."""
    case_ids = list(_due_ids(Case.objects.all(), now, limit))
    judge_each(cases, Case.objects.all(), case_ids, now)
    order_ids = list(_due_ids(Order.objects.all(), now, limit))
    judge_each(orders, Order.objects.all(), order_ids, now)
    return len(case_ids) + len(order_ids)


def judge_each(judge: Callable[..., None], rows: QuerySet[Any], ids: list[int], now: datetime) -> None:
    """Judge together; if that fails one by one, so that a row nobody can judge stops no other."""
    try:
        with transaction.atomic():
            judge(ids, now=now)
    except OperationalError:
        raise
    except Exception:
        for pk in ids:
            _judge_alone(judge, rows, pk, now)


def _judge_alone(judge: Callable[..., None], rows: QuerySet[Any], pk: int, now: datetime) -> None:
    try:
        with transaction.atomic():
            judge([pk], now=now)
    except OperationalError:
        raise
    except Exception as error:
        # The kind of the error alone: its text may quote what a buyer wrote.
        log.error("judging.failed", kind=rows.model.__name__, row=pk, error=type(error).__name__)
        rows.filter(pk=pk).update(reassess_at=now + BAD_ROW_PAUSE)


def everything(account: Account, *, now: datetime) -> None:
    """The policy changed (hours, holidays, zone): let the sweep judge the account's cases and orders again."""
    reassess_all.everything(account, ("case", "order"), now=now)


def _due_ids(rows: QuerySet[Case] | QuerySet[Order], now: datetime, limit: int) -> Iterable[int]:
    return rows.filter(reassess_at__lte=now).order_by("reassess_at").values_list("pk", flat=True)[:limit]


def _by_subject(rows: Iterable[Any], key: str) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        found[getattr(row, key)][row.kind] = row
    return found


class DutyPile:
    """The duties that verdicts open, change and end, written together with their journal."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._opened: list[tuple[_Subject, str, tuple[object, ...]]] = []
        self._changed: dict[tuple[str, ...], list[tuple[int, list[object]]]] = defaultdict(list)
        self._ended: list[int] = []
        self._noted: list[tuple[_Subject, str, dict[str, str]]] = []
        self._details: dict[tuple[str, ...], dict[str, str]] = {}

    def add(
        self, wanted: Iterable[DutyFact], held: Mapping[str, Any], *, account: Account, **subject: Any
    ) -> None:
        """What a subject (``case``, ``order`` or ``issue``) owes now, and the rows it ``held`` by kind.

        The subject is a model's row, stored by ``write`` at the latest, or one of ``actions.judged``.
        """
        ((name, row),) = subject.items()
        of = _Subject(account, name, row)
        kept: set[str] = set()
        for duty in wanted:
            kind = duty.kind.value
            kept.add(kind)
            values = _values(duty, self._now)
            if kind not in held:
                self._opened.append((of, kind, tuple(values.values())))
                self._note(of, "duty.opened", kind)
            else:
                self._compare(of, held[kind], values)
        for kind, row in held.items():
            if kind not in kept:
                self._ended.append(row.pk)
                self._note(of, "duty.ended", kind, was=row.standing)

    def _compare(self, of: "_Subject", row: Any, values: dict[str, object]) -> None:
        """Mostly a duty grew later and nothing else: then its dates, which stand in an index, are left alone."""
        other = tuple(name for name, value in values.items() if getattr(row, name) != value)
        if not other:
            return
        if "standing" in other:
            self._note(of, "duty.standing", row.kind, standing=str(values["standing"]))
        names = STANDING if other == STANDING else DUTY_VALUES
        self._changed[names].append((row.pk, [values[name] for name in names]))

    def _note(self, of: "_Subject", verb: str, kind: str, **more: str) -> None:
        """Equal details are one object: they are put into words once."""
        known = self._details.setdefault((kind, *more.values(), verb), {"kind": kind, **more})
        self._noted.append((of, verb, known))

    def write(self) -> None:
        """Five queries at most. The subjects must be stored."""
        now = self._now
        opened = [(*of.keys(), kind, now, *values) for of, kind, values in self._opened]
        bulk.insert_values(Duty, (*KEYS, "kind", "opened_at", *DUTY_VALUES), opened)
        for names, changed in self._changed.items():
            bulk.update_values(Duty, names, changed)
        if self._ended:
            Duty.objects.filter(pk__in=self._ended).delete()
        journal.write_rows([(now, *of.keys(), verb, detail) for of, verb, detail in self._noted])


class _Subject(NamedTuple):
    """Whose duty it is: the ``name`` of what is judged, and its row, which may get its key only later."""

    account: Account
    name: str
    row: Any

    def keys(self) -> tuple[int | None, ...]:
        """The values of ``KEYS``."""
        return self.account.pk, *[self.row.pk if self.name == one else None for one in SUBJECTS]


def _values(duty: DutyFact, now: datetime) -> dict[str, object]:
    return {
        "since_at": duty.since_at,
        "due_at": duty.due_at,
        "safer_by": duty.safer_by,
        "warn_at": duty.warn_at,
        "origin": duty.origin.value,
        "rule_id": duty.rule_id,
        "rule_version": duty.rule_version,
        "lost": duty.lost,
        "next_step": duty.next_step,
        "is_counted": duty.is_counted,
        "standing": duty.standing(now).value,
    }


def take(row: Case | Order | Issue | Judged, verdict: Assessment, *, step: str | None = None) -> bool:
    """Put the verdict on the row in memory; True when that changed it."""
    changes: dict[str, object] = {"standing": verdict.standing.value, "reassess_at": verdict.changes_at}
    if step is not None:
        changes["next_step"] = step
    is_news = any(getattr(row, name) != value for name, value in changes.items())
    for name, value in changes.items():
        setattr(row, name, value)
    return is_news
