"""Who works here, as far as a person may know: those who share an account, and those he invited."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kontuar.store.models import Account, AccountAccess, Invitation, User
from kontuar.store.queries import access


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person and the roles on the accounts the reader sees too (``""`` where there is none)."""

    user: User
    roles: tuple[tuple[Account, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The whole screen: ``owned`` are the accounts whose roles the reader may change."""

    members: tuple[Member, ...]
    accounts: tuple[Account, ...]
    owned: frozenset[int]
    invitations: tuple[Invitation, ...]


def team(user: User, *, now: datetime) -> Team:
    """Everybody the person may know of, himself first."""
    accounts = tuple(access.accounts(user).order_by("connected_at", "pk"))
    rows = AccountAccess.objects.filter(account__in=accounts)
    roles = {(row.user_id, row.account_id): row.role for row in rows}
    people = sorted(known_people(user), key=lambda other: (other.pk != user.pk, str(other).casefold()))
    owner = AccountAccess.Role.OWNER
    return Team(
        members=tuple(
            Member(user=one, roles=tuple((a, roles.get((one.pk, a.pk), "")) for a in accounts))
            for one in people
        ),
        accounts=accounts,
        owned=frozenset(a.pk for a in accounts if roles.get((user.pk, a.pk)) == owner),
        invitations=tuple(
            Invitation.objects.filter(created_by=user, used_at=None, expires_at__gt=now).order_by(
                "-created_at"
            )
        ),
    )


def known_people(user: User) -> QuerySet[User]:
    """Himself, those with a role on an account he sees, and those who came by his invitation."""
    mine = access.account_ids(user)
    return User.objects.filter(is_active=True).filter(
        Q(pk=user.pk)
        | Q(pk__in=AccountAccess.objects.filter(account_id__in=mine).values("user"))
        | Q(pk__in=Invitation.objects.filter(created_by=user, used_by__isnull=False).values("used_by"))
    )


def is_nobody_here() -> bool:
    """Nobody has ever been made: the first-run page stands open."""
    return not User.objects.exists()


def owned_accounts(user: User) -> list[Account]:
    """Accounts whose people the person decides."""
    owned = AccountAccess.objects.filter(user=user, role=AccountAccess.Role.OWNER).values("account")
    return list(Account.objects.filter(pk__in=owned).order_by("connected_at", "pk"))
