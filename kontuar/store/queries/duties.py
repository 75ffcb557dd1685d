"""One duty or one mark, for who may see its account."""

from kontuar.store.models import Duty, Mark, User
from kontuar.store.queries.access import account_ids


def duty(user: User, duty_id: int) -> Duty | None:
    """The duty with its subject, or None: it ended, or is not for this person."""
    rows = Duty.objects.select_related("account", "order", "issue", "case")
    return rows.filter(account_id__in=account_ids(user), pk=duty_id).first()


def mark(user: User, mark_id: int) -> Mark | None:
    """The mark with its subject, or None."""
    rows = Mark.objects.select_related("account", "order", "issue", "case")
    return rows.filter(account_id__in=account_ids(user), pk=mark_id).first()
