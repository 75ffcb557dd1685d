"""The desk's list of tags, and putting them on cases. Every deed can be repeated, and is undone by its opposite."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import bulk, journal
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import AccountAccess, Case, CaseTag, JournalEntry, Tag, User
from kontuar.store.queries import access
from kontuar.text.fold import fold

LONGEST = 40
MOST = 200
"""Tags of a desk that are in use. A list nobody can read helps nobody."""


def make(by: User, name: str, *, tone: str = "plain", now: datetime) -> Tag:
    """Add a tag to the desk's list; one of that name that was ended comes back. Whoever may answer may add one."""
    must_answer(by)
    name, key = _name(name)
    if tone not in Tag.Tone.values:
        raise Invalid("tone", _("Choose one of the kinds."), field="tone")
    if Tag.objects.filter(ended_at=None).exclude(key=key).count() >= MOST:
        raise Invalid("too_many", _("There are 200 tags already. End some that nobody uses."), field="name")
    row, is_new = Tag.objects.get_or_create(
        key=key, defaults={"name": name, "tone": tone, "made_by": by, "made_at": now}
    )
    came_back = Tag.objects.filter(pk=row.pk, ended_at__isnull=False).update(
        ended_at=None, tone=tone, name=name
    )
    if is_new or came_back:
        journal.record("tag.made", at=now, actor=by, tag=row.pk)
        row.refresh_from_db()
    return row


@transaction.atomic
def change(tag: Tag, by: User, *, name: str, tone: str, now: datetime) -> None:
    """Give a tag another name or kind, everywhere it stands. Owners of the desk and whoever made it may."""
    _must_keep(tag, by)
    name, key = _name(name)
    if tone not in Tag.Tone.values:
        raise Invalid("tone", _("Choose one of the kinds."), field="tone")
    if Tag.objects.filter(key=key).exclude(pk=tag.pk).exists():
        raise Invalid("taken", _("There is a tag of that name already."), field="name")
    Tag.objects.filter(pk=tag.pk).update(name=name, key=key, tone=tone)
    journal.record("tag.changed", at=now, actor=by, tag=tag.pk)


@transaction.atomic
def end(tag: Tag, by: User, *, now: datetime) -> None:
    """It can be put on no case any more, and stays where it is."""
    _must_keep(tag, by)
    if Tag.objects.filter(pk=tag.pk, ended_at=None).update(ended_at=now):
        journal.record("tag.ended", at=now, actor=by, tag=tag.pk)


@transaction.atomic
def bring_back(tag: Tag, by: User, *, now: datetime) -> None:
    """It can be put on cases again."""
    _must_keep(tag, by)
    if Tag.objects.filter(pk=tag.pk, ended_at__isnull=False).update(ended_at=None):
        journal.record("tag.brought_back", at=now, actor=by, tag=tag.pk)


def put(case: Case, tag: Tag, by: User, *, now: datetime) -> bool:
    """Put a tag on a case; False when it stood there already."""
    return bool(put_on([case.pk], tag, by, now=now))


@transaction.atomic
def put_by_name(case: Case, by: User, name: str, *, now: datetime) -> bool:
    """Put a tag on by its name; one that is new to the desk is made. False when it stood there already."""
    if not access.can_work(by, case.account_id):
        raise NotAllowed
    key = _name(name)[1]
    known = Tag.objects.filter(key=key, ended_at=None).first()
    return put(case, known or make(by, name, now=now), by, now=now)


@transaction.atomic
def put_on(case_ids: Collection[int], tag: Tag, by: User, *, now: datetime) -> list[int]:
    """Put a tag on many cases; those where it stands now and did not before."""
    rows = _workable(case_ids, by)
    if tag.ended_at is not None:
        raise Invalid("ended", _("This tag was ended. Choose another."), field="tag")
    return add([row.pk for row in rows], tag, by, now=now)


def add(case_ids: Collection[int], tag: Tag, by: User | None, *, now: datetime) -> list[int]:
    """The rows alone, without asking who may; must run inside a transaction. ``by`` None is a rule."""
    wanted = set(case_ids)
    held = set(CaseTag.objects.filter(case__in=wanted, tag=tag).values_list("case_id", flat=True))
    fresh = sorted(wanted - held)
    rows = [CaseTag(case_id=pk, tag=tag, by=by, at=now) for pk in fresh]
    bulk.insert(rows, unique=("case_id", "tag_id"))
    journal.write(_entries("case.tagged", fresh, tag, by, now))
    return fresh


def take(case: Case, tag: Tag, by: User, *, now: datetime) -> bool:
    """Take a tag off a case; False when it did not stand there."""
    return bool(take_off([case.pk], tag, by, now=now))


@transaction.atomic
def take_off(case_ids: Collection[int], tag: Tag, by: User, *, now: datetime) -> list[int]:
    """Take a tag off many cases; those it stood on."""
    rows = [row.pk for row in _workable(case_ids, by)]
    held = CaseTag.objects.filter(case__in=rows, tag=tag)
    found = sorted(held.values_list("case_id", flat=True))
    held.delete()
    journal.write(_entries("case.untagged", found, tag, by, now))
    return found


def must_answer(by: User) -> None:
    """Raises NotAllowed for somebody who may answer on no account at all."""
    roles = AccountAccess.objects.filter(user=by, role__in=access.CAN_WORK)
    if not by.is_owner and not roles.exists():
        raise NotAllowed


def may_keep(tag: Tag, by: User) -> bool:
    """May rename it and end it."""
    return by.is_owner or tag.made_by_id == by.pk


def _must_keep(tag: Tag, by: User) -> None:
    if not may_keep(tag, by):
        raise NotAllowed


def _name(text: str) -> tuple[str, str]:
    """The name as it is shown, and the key it exists by."""
    name = " ".join(text.split())
    if not name:
        raise Invalid("empty", _("The tag has no name."), field="name")
    if len(name) > LONGEST:
        raise Invalid("too_long", _("A tag has at most 40 characters."), field="name")
    return name, fold(name)[:LONGEST]


def _workable(case_ids: Collection[int], by: User) -> list[Case]:
    rows = list(access.cases(by).filter(pk__in=case_ids).select_related("account").only("pk", "account"))
    if any(not access.can_work(by, account_id) for account_id in {row.account_id for row in rows}):
        raise NotAllowed
    return rows


def _entries(
    verb: str, case_ids: Collection[int], tag: Tag, by: User | None, now: datetime
) -> list[JournalEntry]:
    rows = Case.objects.filter(pk__in=case_ids).select_related("account").only("pk", "account")
    return [journal.entry(verb, at=now, actor=by, case=row, tag=tag.pk) for row in rows]
