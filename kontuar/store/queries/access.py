"""Who may see and do what. Every other query begins here: an account one has no access to does not exist."""

from django.db.models import QuerySet

from kontuar.store.models import Account, AccountAccess, Case, Order, Outgoing, User
from kontuar.store.queries.once import once
from kontuar.store.queries.ready import Ready

CAN_WORK = (AccountAccess.Role.OWNER, AccountAccess.Role.AGENT)
_ROLES = Ready(
    lambda user: AccountAccess.objects.filter(user=user).order_by("pk").values_list("account_id", "role")
)


def _roles(user: User) -> dict[int, str]:
    return once(("roles", user.pk), lambda: dict(_ROLES(user.pk)))


def accounts(user: User) -> QuerySet[Account]:
    """Accounts the person may see."""
    return Account.objects.filter(accesses__user=user)


def account_ids(user: User) -> list[int]:
    """Their ids, for use in other queries' filters."""
    return list(_roles(user))


def roles_of(user: User) -> dict[int, str]:
    """Account id → the person's role there."""
    return dict(_roles(user))


def can_work(user: User, account_id: int) -> bool:
    """May answer, close, hold, note."""
    return _roles(user).get(account_id) in CAN_WORK


def workable_ids(user: User) -> list[int]:
    """Ids of the accounts the person works on."""
    return [pk for pk, role in _roles(user).items() if role in CAN_WORK]


def may_still_work(user_id: int | None, account_id: int) -> bool:
    """Whether what this person asked for earlier may still leave: he is there and works on the account."""
    works = AccountAccess.objects.filter(account_id=account_id, role__in=CAN_WORK, user__is_active=True)
    return user_id is not None and works.filter(user_id=user_id).exists()


def can_own(user: User, account_id: int) -> bool:
    """May lift watch-only, sign in again, change the account's settings and its people."""
    return _roles(user).get(account_id) == AccountAccess.Role.OWNER


def cases(user: User) -> QuerySet[Case]:
    """Cases of the accounts the person may see."""
    return Case.objects.filter(account_id__in=account_ids(user))


def orders(user: User) -> QuerySet[Order]:
    """Orders of the accounts the person may see."""
    return Order.objects.filter(account_id__in=account_ids(user))


def outbox(user: User) -> QuerySet[Outgoing]:
    """Outgoing messages of the accounts the person may see."""
    return Outgoing.objects.filter(account_id__in=account_ids(user))
