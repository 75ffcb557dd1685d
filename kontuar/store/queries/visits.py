"""Where people are signed in, and who may look after whom."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from kontuar.store.models import AccountAccess, Invitation, User, Visit


def visits(user: User, *, now: datetime) -> list[Visit]:
    """Browsers the person is signed in at, the latest first; those whose session has ended are left out."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return list(Visit.objects.filter(user=user, session_key__in=alive).order_by("-seen_at", "-pk"))


def in_care_of(by: User) -> QuerySet[User]:
    """Colleagues whose sign-in an owner of the desk looks after.

    Those with a role on an account he owns and those he invited; never himself, nor another owner of the desk.
    """
    if not by.is_owner:
        return User.objects.none()
    owned = AccountAccess.objects.filter(user=by, role=AccountAccess.Role.OWNER).values("account")
    theirs = AccountAccess.objects.filter(account__in=owned).values("user")
    invited = Invitation.objects.filter(created_by=by, used_by__isnull=False).values("used_by")
    return User.objects.filter(Q(pk__in=theirs) | Q(pk__in=invited), is_active=True, is_owner=False).exclude(
        pk=by.pk
    )
