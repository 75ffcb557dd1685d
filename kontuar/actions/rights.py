"""Who may act on an account."""

from kontuar.actions.errors import NotAllowed
from kontuar.store.models import User
from kontuar.store.queries import access


def must_work(by: User, account_id: int) -> None:
    """Raises NotAllowed for whoever may not answer, close, hold and note on the account."""
    if not access.can_work(by, account_id):
        raise NotAllowed
