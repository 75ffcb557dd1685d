"""How soon a mailbox's mails are to be answered: the owner's own number."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, reassess
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.actions.policies import MOST_ANSWER_HOURS
from kontuar.store.models import Account, User
from kontuar.store.queries import access


@transaction.atomic
def set_answer_hours(account: Account, by: User, hours: int, *, now: datetime) -> None:
    """From now on a mail is to be answered within ``hours`` hours of working days; every open case is judged again.

    Raises Invalid outside 1–240, NotAllowed for anybody but an owner of the account.
    """
    if not access.can_own(by, account.pk):
        raise NotAllowed()
    if not 1 <= hours <= MOST_ANSWER_HOURS:
        raise Invalid("bad-answer-hours", _("Choose between 1 and 240 hours."), field="answer_hours")
    row = Account.objects.select_for_update().get(pk=account.pk)
    if row.settings.get("answer_hours") == hours:
        return
    row.settings = {**row.settings, "answer_hours": hours}
    row.save(update_fields=["settings"])
    account.settings = row.settings
    reassess.everything(account, now=now)
    journal.record("account.changed", at=now, actor=by, account=account, answer_hours=hours)
