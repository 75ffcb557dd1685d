"""Praise in buyers' messages, counted: whom it was for, and what."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kontuar.actions import journal
from kontuar.actions.errors import Invalid, Text
from kontuar.actions.rights import must_work
from kontuar.actions.suggestions import must_be_buyers
from kontuar.store.models import Case, Message, Outgoing, Praise, User
from kontuar.store.queries import access

WHAT: tuple[tuple[str, Text], ...] = (
    ("speed", pgettext_lazy("praise for", "a quick answer")),
    ("help", pgettext_lazy("praise for", "good advice")),
    ("dispatch", pgettext_lazy("praise for", "quick sending")),
    ("packing", pgettext_lazy("praise for", "good packing")),
    ("product", pgettext_lazy("praise for", "the product")),
    ("other", pgettext_lazy("praise for", "something else")),
)
CODES = frozenset(code for code, _label in WHAT)


@transaction.atomic
def note(message: Message, by: User, *, what: str, person: User | None, now: datetime) -> Praise:
    """Count a message as praise; noted again, it is put right. ``person`` None is the shop as a whole."""
    must_work(by, message.account_id)
    must_be_buyers(message)
    if what not in CODES:
        raise Invalid("unknown", _("Choose one of the list."), field="what")
    if person is not None and person.pk not in {one.pk for one in people(message.account_id)}:
        raise Invalid("no_access", _("This person may not work this account."), field="person")
    row, _is_new = Praise.objects.update_or_create(
        message=message,
        defaults={
            "account_id": message.account_id,
            "person": person,
            "what": what,
            "by": by,
            "at": message.written_at,
        },
    )
    journal.record("praise.noted", at=now, actor=by, case=message.case, what=what)
    return row


@transaction.atomic
def take_back(row: Praise, by: User, *, now: datetime) -> None:
    """It is no praise. Twice does nothing more."""
    must_work(by, row.account_id)
    if Praise.objects.filter(pk=row.pk).delete()[0]:
        case = row.message.case if row.message else None
        journal.record("praise.taken_back", at=now, actor=by, account=row.account, case=case)


def people(account_id: int) -> list[User]:
    """Who may be praised: everybody who answers on the account."""
    rows = User.objects.filter(
        accesses__account_id=account_id, accesses__role__in=access.CAN_WORK, is_active=True
    )
    return sorted(rows.distinct(), key=lambda user: str(user).casefold())


def likely(case: Case) -> User | None:
    """Who wrote last to this buyer, by which the form is filled in."""
    ours = Outgoing.objects.filter(case=case, composed_by__isnull=False).exclude(state="cancelled")
    last = ours.select_related("composed_by").order_by("-composed_at", "-pk").first()
    return last.composed_by if last else case.assignee
