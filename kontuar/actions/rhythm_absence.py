"""Absences: planned by the person, or by an owner of the desk; they begin and end by themselves.

The notice is a text to copy or to put into the marketplace's or the mailbox's own automatic answer. Kontuar sends it
to nobody.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import Absence, User

LONGEST = timedelta(days=366)
LONGEST_NOTICE = 2000
MOST_PLANS = 50


@transaction.atomic
def plan(
    by: User,
    *,
    user: User,
    deputy: User | None,
    first_day: date,
    last_day: date,
    today: date,
    now: datetime,
) -> Absence:
    """``user`` is away from ``first_day`` to ``last_day``, both included, and ``deputy`` stands in.

    ``today`` is the desk's date. Raises NotAllowed for another's absence unless by an owner, Invalid with the field.
    """
    if by.pk != user.pk and not by.is_owner:
        raise NotAllowed()
    if last_day < first_day:
        raise Invalid("ends-before", _("The last day must not be before the first."), field="last_day")
    if last_day < today:
        raise Invalid("is-past", _("These days are over."), field="last_day")
    if last_day - first_day > LONGEST:
        raise Invalid("too-long", _("A year is the most."), field="last_day")
    if deputy is not None and (deputy.pk == user.pk or not deputy.is_active):
        raise Invalid("bad-deputy", _("Choose somebody else who works here."), field="deputy")
    # two plans at once for the same days: the person's row is held while we look
    User.objects.select_for_update().get(pk=user.pk)
    mine = Absence.objects.filter(user=user, last_day__gte=today)
    if mine.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        raise Invalid("overlaps", _("Another absence is planned for some of these days."), field="first_day")
    if mine.count() >= MOST_PLANS:
        raise Invalid("too-many", field="first_day")
    row = Absence.objects.create(
        user=user, deputy=deputy, first_day=first_day, last_day=last_day, created_at=now
    )
    journal.record("absence.planned", at=now, actor=by, person=user.pk, deputy=deputy.pk if deputy else None)
    return row


@transaction.atomic
def call_off(row: Absence, by: User, *, today: date, now: datetime) -> None:
    """One that has not begun is forgotten; one that runs ended yesterday: the person is back today."""
    _check(row, by)
    if row.first_day >= today:
        Absence.objects.filter(pk=row.pk).delete()
    else:
        Absence.objects.filter(pk=row.pk, last_day__gte=today).update(last_day=today - timedelta(days=1))
    journal.record("absence.called_off", at=now, actor=by, person=row.user_id)


def keep_notice(row: Absence, by: User, *, text: str) -> None:
    """The person's own words instead of the suggested ones; empty goes back to those."""
    _check(row, by)
    Absence.objects.filter(pk=row.pk).update(notice=text.strip()[:LONGEST_NOTICE])


def _check(row: Absence, by: User) -> None:
    if by.pk != row.user_id and not by.is_owner:
        raise NotAllowed()
