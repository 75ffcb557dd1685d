"""Keeping a list of conversations under a name, for oneself or for all."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import SavedView, User
from kontuar.store.queries import views
from kontuar.store.queries.views import MOST_VIEWS, Filters

LONGEST = 60


@transaction.atomic
def keep(
    by: User, *, name: str, filters: Filters, is_shared: bool, view: SavedView | None = None, now: datetime
) -> SavedView:
    """Keep a new list, or change one of one's own."""
    if view is not None and not may_change(view, by):
        raise NotAllowed
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Invalid("name", _("Give the list a name of at most 60 characters."), field="name")
    values = {"name": name, "is_shared": is_shared, "wish": views.kept(filters)}
    if view is None:
        if SavedView.objects.filter(owner=by).count() >= MOST_VIEWS:
            raise Invalid("too_many", _("There are 50 lists already. Remove one first."), field="name")
        row = SavedView.objects.create(owner=by, made_at=now, **values)
    else:
        SavedView.objects.filter(pk=view.pk).update(**values)
        row = view
    journal.record("view.kept", at=now, actor=by, view=row.pk, shared=is_shared)
    return row


@transaction.atomic
def remove(view: SavedView, by: User, *, now: datetime) -> None:
    """The list goes; no conversation is touched."""
    if not may_change(view, by):
        raise NotAllowed
    if SavedView.objects.filter(pk=view.pk).delete()[0]:
        journal.record("view.removed", at=now, actor=by, view=view.pk)


def may_change(view: SavedView, by: User) -> bool:
    """Its owner; a shared one also an owner of the desk."""
    return view.owner_id == by.pk or (view.is_shared and by.is_owner)
