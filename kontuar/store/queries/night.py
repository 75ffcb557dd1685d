"""Who can be told at night."""

from kontuar.store.models import Account, AccountAccess, User


def owners_with_mail(account: Account) -> list[User]:
    """The account's owners who are let in and have an e-mail address."""
    rows = User.objects.filter(
        accesses__account=account, accesses__role=AccountAccess.Role.OWNER, is_active=True
    )
    return list(rows.exclude(email="").order_by("pk"))
