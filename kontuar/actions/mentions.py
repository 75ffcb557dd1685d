"""Calling a colleague in a note: the case stands on his list until he has seen it."""

from datetime import datetime

from kontuar.actions import bulk
from kontuar.store.models import AccountAccess, Case, Mention, Note, User
from kontuar.text import mentions


def read(note: Note, *, now: datetime) -> list[User]:
    """Call who is named in a new note, the writer aside; only people who may see the account can be called."""
    if "@" not in note.text:
        return []
    people = {user.pk: user for user in who_can_be_called(note.case)}
    known = mentions.handles({pk: (user.username, user.display_name) for pk, user in people.items()})
    called = [people[pk] for pk in mentions.called(note.text, known) if pk != note.author_id]
    bulk.insert(
        (Mention(note=note, user=user, at=now) for user in called),
        unique=("note_id", "user_id"),
    )
    return called


def who_can_be_called(case: Case) -> list[User]:
    """Active people who may see the case's account."""
    seen_by = AccountAccess.objects.filter(account=case.account_id, user__is_active=True).values("user")
    return list(User.objects.filter(pk__in=seen_by).order_by("display_name", "username"))


def seen(case: Case, by: User, *, now: datetime) -> int:
    """The person has seen what he was called to on this case; how many calls that were."""
    rows = Mention.objects.filter(note__case=case, user=by, seen_at=None)
    return rows.update(seen_at=now)


def unseen(case: Case, by: User) -> int:
    """Back on the list: the newest call is not seen any more."""
    newest = Mention.objects.filter(note__case=case, user=by).order_by("-at", "-pk").first()
    return Mention.objects.filter(pk=newest.pk).update(seen_at=None) if newest else 0
