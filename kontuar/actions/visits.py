"""Browsers people are signed in at: noticed, shown, ended."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from kontuar.actions import journal
from kontuar.actions.errors import NotAllowed
from kontuar.store.models import User, Visit
from kontuar.store.queries.visits import in_care_of


@transaction.atomic
def begin(user: User, *, session_key: str, device: str, network: str, now: datetime) -> Visit:
    """Note a browser that has just signed in; what is left of sessions that are gone is swept out."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    Visit.objects.filter(user=user).exclude(session_key__in=alive).delete()
    made, _new = Visit.objects.update_or_create(
        session_key=session_key,
        defaults={
            "user": user,
            "device": device[:60],
            "network": network[:60],
            "began_at": now,
            "seen_at": now,
        },
    )
    return made


def seen(visit_id: int, user: User, *, session_key: str, network: str, now: datetime) -> bool:
    """Note that the browser is still there (under a new key after a change of password).

    False when the visit is gone.
    """
    row = Visit.objects.filter(pk=visit_id, user=user)
    return bool(row.update(session_key=session_key, network=network[:60], seen_at=now))


@transaction.atomic
def end(visit: Visit, by: User, *, now: datetime) -> None:
    """Sign that browser out at once: one's own, or a colleague's in one's care."""
    _end(by, visit.user, [visit.session_key], now)


@transaction.atomic
def end_others(user: User, by: User, *, keep: str = "", now: datetime) -> int:
    """Sign a person out everywhere but at the session ``keep``; says how many browsers it was."""
    keys = list(
        Visit.objects.filter(user=user).exclude(session_key=keep).values_list("session_key", flat=True)
    )
    if keys or by.pk != user.pk:
        _end(by, user, keys, now)
    return len(keys)


def forget(user: User, *, keep: str = "") -> None:
    """After a new password, which ended the other sessions: what is left of them goes too."""
    keys = list(
        Visit.objects.filter(user=user).exclude(session_key=keep).values_list("session_key", flat=True)
    )
    _delete(keys)


def _end(by: User, user: User, keys: list[str], now: datetime) -> None:
    if by.pk != user.pk and not in_care_of(by).filter(pk=user.pk).exists():
        raise NotAllowed()
    _delete(keys)
    journal.record("team.visits_ended", at=now, actor=by, user=user.pk, count=len(keys))


def _delete(keys: list[str]) -> None:
    Session.objects.filter(session_key__in=keys).delete()
    Visit.objects.filter(session_key__in=keys).delete()
