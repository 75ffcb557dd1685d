"""Setting up routines: an owner of an account makes them, sees what they would have done, and switches them on."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed
from kontuar.facts.numbers import whole_number
from kontuar.facts.routines import Condition, Do, Step, What
from kontuar.store.models import AccountAccess, DeskRoutine, User
from kontuar.store.queries import routines as query
from kontuar.text.fold import fold

MOST = 50
MOST_VALUES = 30
LONGEST_WORD = 80
LONGEST_NOTE = 500
MOST_HOURS = 24 * 30


@transaction.atomic
def keep(
    by: User,
    *,
    name: str,
    conditions: Sequence[Condition],
    steps: Sequence[Step],
    is_last: bool = False,
    row: DeskRoutine | None = None,
    now: datetime,
) -> DeskRoutine:
    """Keep a new routine, or change one; it is off afterwards, until its dry run was seen again."""
    must_own(by)
    if row is not None:
        _must_change(row, by)
    name = " ".join(name.split())
    if not name:
        raise Invalid("name", _("Give the routine a name."), field="name")
    values = {
        "name": name[:80],
        "is_last": is_last,
        "is_on": False,
        "conditions": [[one.what.value, list(one.values)] for one in map(_condition, conditions)],
        "steps": [[one.do.value, one.value] for one in map(_step, steps)],
        "changed_at": now,
    }
    if not values["conditions"]:
        raise Invalid(
            "no_condition", _("Say at least one thing under “When”: otherwise it would fit everything.")
        )
    if not values["steps"]:
        raise Invalid("no_step", _("Say at least one thing under “Then”."))
    if row is None:
        if DeskRoutine.objects.filter(ended_at=None).count() >= MOST:
            raise Invalid("too_many", _("There are 50 routines already. Remove one first."))
        last = DeskRoutine.objects.order_by("-place").values_list("place", flat=True).first() or 0
        row = DeskRoutine.objects.create(made_by=by, made_at=now, place=last + 1, **values)
    else:
        DeskRoutine.objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
    journal.record("routine.saved", at=now, actor=by, routine=row.pk)
    return row


@transaction.atomic
def saw_dry_run(row: DeskRoutine, by: User, *, now: datetime) -> None:
    """Its maker has seen what it would have done last week, as it stands now."""
    if may_change(row, by):
        DeskRoutine.objects.filter(pk=row.pk, changed_at=row.changed_at).update(dry_run_at=now)


@transaction.atomic
def switch(row: DeskRoutine, by: User, *, is_on: bool, now: datetime) -> None:
    """On only after its dry run; off at any time."""
    _must_change(row, by)
    rows = DeskRoutine.objects.filter(pk=row.pk, changed_at=row.changed_at, ended_at=None)
    if is_on and not is_tried(row):
        raise Invalid("not_tried", _("Look at its dry run first, then switch it on."))
    if not rows.update(is_on=is_on):
        raise ChangedMeanwhile
    journal.record("routine.on" if is_on else "routine.off", at=now, actor=by, routine=row.pk)


@transaction.atomic
def move_up(row: DeskRoutine, by: User, *, now: datetime) -> None:
    """Ask it before the one above it."""
    _must_change(row, by)
    above = query.visible(by).filter(place__lt=row.place).order_by("-place").first()
    if above is None:
        return
    DeskRoutine.objects.filter(pk=row.pk).update(place=above.place)
    DeskRoutine.objects.filter(pk=above.pk).update(place=row.place)
    journal.record("routine.moved", at=now, actor=by, routine=row.pk)


@transaction.atomic
def remove(row: DeskRoutine, by: User, *, now: datetime) -> None:
    """It does nothing any more; what it did stays in the log."""
    _must_change(row, by)
    if DeskRoutine.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, is_on=False):
        journal.record("routine.removed", at=now, actor=by, routine=row.pk)


def is_tried(row: DeskRoutine) -> bool:
    """Its dry run was seen since it was changed."""
    return row.dry_run_at is not None and row.dry_run_at >= row.changed_at


def may_change(row: DeskRoutine, by: User) -> bool:
    """Whoever made it, or an owner of the desk."""
    return row.made_by_id == by.pk or by.is_owner


def owns_one(by: User) -> bool:
    """Owns at least one account."""
    return AccountAccess.objects.filter(user=by, role=AccountAccess.Role.OWNER).exists()


def must_own(by: User) -> None:
    """Raises NotAllowed for somebody who owns no account."""
    if not owns_one(by):
        raise NotAllowed


def _must_change(row: DeskRoutine, by: User) -> None:
    if not may_change(row, by):
        raise NotAllowed


def _condition(one: Condition) -> Condition:
    """Words folded, amounts as numbers; nonsense is refused."""
    values = tuple(value.strip() for value in one.values if value.strip())[:MOST_VALUES]
    if one.what is What.WORDS:
        values = tuple(" ".join(fold(value).split())[:LONGEST_WORD] for value in values)
    if one.what is What.VALUE_OVER:
        values = tuple(_amount(value) for value in values)
    if not values:
        raise Invalid("empty", _("A condition has no value."), field=one.what.value)
    return Condition(what=one.what, values=values)


def _step(one: Step) -> Step:
    value = one.value.strip()
    if one.do is Do.SNOOZE and not 0 < (whole_number(value) or 0) <= MOST_HOURS:
        raise Invalid("hours", _("Put off for 1 to 720 hours."), field="snooze")
    if not value:
        raise Invalid("empty", _("A step has no value."), field=one.do.value)
    return Step(do=one.do, value=value[:LONGEST_NOTE])


def _amount(text: str) -> str:
    try:
        amount = Decimal(text.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        raise Invalid("amount", _("Write an amount, for example 200."), field="value_over") from None
    if not amount.is_finite() or amount < 0:
        raise Invalid("amount", _("Write an amount, for example 200."), field="value_over")
    return str(amount)
