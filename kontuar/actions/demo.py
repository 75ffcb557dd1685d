"""Marking a desk as a demonstration, so that its screens say so and one click removes it."""

from datetime import datetime

from django.db import transaction

from kontuar.actions import journal
from kontuar.actions.errors import NotAllowed
from kontuar.store.models import Account, Desk

PRACTICE = "practice"


@transaction.atomic
def mark(*, now: datetime) -> None:
    """Say that this desk shows the practice market; NotAllowed where a real account is connected."""
    if Account.objects.exclude(application__place=PRACTICE).exists():
        raise NotAllowed("not-a-demo")
    Desk.objects.get_or_create(pk=1)
    Desk.objects.filter(pk=1).update(is_demo=True)
    journal.record("desk.demo_marked", at=now)
