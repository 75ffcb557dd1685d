"""Who looks at a conversation, where an owner of the desk lets colleagues see it; and who answered meanwhile.

Neither is a lock: both tell, and the person decides.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import bulk, journal
from kontuar.actions.errors import ActionProblem, NotAllowed
from kontuar.facts.messages import Role
from kontuar.store.models import Case, CaseLook, Desk, Message, Outgoing, User

EVERY = timedelta(seconds=25)
"""How often a look is written down."""
SWEPT_AFTER = timedelta(days=1)
TAKEN_BACK = (Outgoing.State.DRAFT, Outgoing.State.CANCELLED)


class AnsweredMeanwhile(ActionProblem):
    """A colleague answered after the page was shown; the draft is kept, and sending again sends it."""

    code = "answered-meanwhile"

    def __init__(self, name: str) -> None:
        super().__init__(
            text=_(
                "NOT sent yet: %(name)s answered here while you were writing. The text is kept. Read the other answer;"
                " if yours is still needed, send it again."
            )
            % {"name": name}
        )


@transaction.atomic
def switch(by: User, *, is_on: bool, now: datetime) -> None:
    """Let colleagues see who looks at a conversation, or not; switched off, what was noted goes."""
    if not by.is_owner:
        raise NotAllowed
    Desk.objects.get_or_create(pk=1)
    if Desk.objects.filter(pk=1).exclude(shows_presence=is_on).update(shows_presence=is_on):
        journal.record("desk.presence_on" if is_on else "desk.presence_off", at=now, actor=by)
    if not is_on:
        CaseLook.objects.all().delete()


def note(case_id: int, user: User, *, now: datetime) -> None:
    """The person has the case open; written down at most every half minute."""
    held = CaseLook.objects.filter(case=case_id, user=user)
    if held.filter(seen_at__lt=now - EVERY).update(seen_at=now) or held.exists():
        return
    CaseLook.objects.filter(seen_at__lt=now - SWEPT_AFTER).delete()
    bulk.insert([CaseLook(case_id=case_id, user=user, seen_at=now)], unique=("case_id", "user_id"))


def must_be_first(case: Case, by: User, opened_at: datetime | None) -> None:
    """Raises AnsweredMeanwhile when somebody else answered since the page was shown (None: not known, not asked)."""
    if opened_at is None:
        return
    ours = Outgoing.objects.filter(case=case, composed_at__gt=opened_at, composed_by__isnull=False)
    other = ours.exclude(composed_by=by).exclude(state__in=TAKEN_BACK).select_related("composed_by").first()
    if other is not None:
        raise AnsweredMeanwhile(str(other.composed_by))
    elsewhere = Message.objects.filter(
        case=case, role=Role.SELLER.value, first_seen_at__gt=opened_at, outgoing=None
    )
    if found := elsewhere.filter(written_at__gt=opened_at).values_list("author_login", flat=True).first():
        raise AnsweredMeanwhile(found)
