"""Second factors: who has to have one, taking a lost one away, and the journal of both.

Adding, checking and removing one's own is allauth's work (``kontuar/web/pages/security``); it reports here.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, visits
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import Desk, User
from kontuar.store.queries.visits import in_care_of

CHANGES = frozenset({"factor_added", "factor_removed", "codes_made", "password_changed"})


def record(user: User, change: str, *, now: datetime, kind: str = "") -> None:
    """A person changed how he signs in: ``change`` is one of ``CHANGES``, ``kind`` of which factor."""
    assert change in CHANGES
    journal.record(f"team.{change}", at=now, actor=user, user=user.pk, kind=kind)


@transaction.atomic
def demand(by: User, of: str, *, now: datetime) -> None:
    """Say who has to have a second factor; whoever has none is asked for it at the next sign-in.

    People already signed in are asked within minutes.
    """
    if not by.is_owner:
        raise NotAllowed()
    if of not in Desk.SecondFactor.values:
        raise Invalid("unknown-demand", field="of")
    Desk.objects.get_or_create(pk=1)
    if Desk.objects.filter(pk=1).exclude(second_factor=of).update(second_factor=of):
        journal.record("team.factor_demanded", at=now, actor=by, of=of)


@transaction.atomic
def take_away(person: User, by: User | None, *, now: datetime) -> int:
    """Take a lost second factor away, recovery codes too, and sign the person out everywhere.

    ``by`` is an owner of the desk in whose care the person is; None is the shell of the machine.
    Says how many factors it were.
    """
    if by is not None and not in_care_of(by).filter(pk=person.pk).exists():
        raise NotAllowed()
    found = Authenticator.objects.filter(user=person)
    count = found.count()
    if not count:
        raise Invalid("no-factor", _("This person has no second factor. Nothing was changed."))
    found.delete()
    visits.forget(person)
    journal.record("team.factors_taken", at=now, actor=by, user=person.pk, count=count)
    return count
