"""Somebody of the desk says that two buyers are one person, and takes it back. Nothing is joined but what he sees."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal
from kontuar.actions.errors import Invalid
from kontuar.actions.rights import must_work
from kontuar.store.models import Buyer, Case, User


@transaction.atomic
def tie(case: Case, other: Buyer, by: User, *, now: datetime) -> None:
    """The buyer of ``case`` is ``other``, too: both may work on both accounts. Tied to somebody else, he moves over."""
    must_work(by, case.account_id)
    must_work(by, other.account_id)
    if other.pk == case.buyer_id:
        raise Invalid("himself", _("This is the same row already."))
    rows = {row.pk: row for row in Buyer.objects.select_for_update().filter(pk__in=(case.buyer_id, other.pk))}
    person = rows[other.pk].person or other.pk
    Buyer.objects.filter(pk__in=rows).update(person=person)
    journal.record("buyer.tied", at=now, actor=by, case=case, buyer=case.buyer_id, other=other.pk)


@transaction.atomic
def part(case: Case, by: User, *, now: datetime) -> None:
    """The buyer of ``case`` stands for himself again. Twice does nothing more."""
    must_work(by, case.account_id)
    if Buyer.objects.filter(pk=case.buyer_id, person__isnull=False).update(person=None):
        journal.record("buyer.parted", at=now, actor=by, case=case, buyer=case.buyer_id)
