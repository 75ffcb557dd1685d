"""Tags, calls and what was noted: of one case for its page, of the desk for its list."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from kontuar.store.models import Case, CaseMatter, CaseTag, Mention, Tag, User
from kontuar.store.queries import access
from kontuar.store.queries.ready import Ready

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCase:
    """A tag that stands on a case."""

    pk: int
    name: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A tag of the desk's list and on how many open or waiting cases of the person's accounts it stands."""

    tag: Tag
    count: int


_ON_CASES = Ready(
    lambda ids: (
        CaseTag.objects.filter(case_id__in=ids)
        .order_by("tag__name", "tag_id")
        .values_list("case_id", "tag_id", "tag__name", "tag__tone")
    )
)
_CALLS = Ready(
    lambda case, user: (
        Mention.objects.filter(note__case=case, user=user, seen_at=None)
        .order_by("at")
        .values_list("note__author__display_name", "note__author__username", "note__text")
    )
)
UNSEEN = Ready(
    lambda user, mine: (
        Mention.objects.filter(user=user, seen_at=None, note__case__account_id__in=mine)
        .values_list("note__case_id")
        .distinct()
    )
)
"""Conversations the person was called to and has not seen."""


def tags_of(case_ids: list[int]) -> dict[int, tuple[OnCase, ...]]:
    """Case id → its tags by name. One query."""
    found: dict[int, list[OnCase]] = {}
    for case_id, pk, name, tone in _ON_CASES(case_ids):
        found.setdefault(case_id, []).append(OnCase(pk=pk, name=name, tone=tone))
    return {case_id: tuple(tags) for case_id, tags in found.items()}


def tags() -> list[Tag]:
    """The desk's list, ended ones left out. One query."""
    return sorted(Tag.objects.filter(ended_at=None)[:MOST], key=lambda tag: tag.name.casefold())


def used(user: User) -> list[Used]:
    """The whole list, ended tags last, with how much each is used. Walks the tagged cases."""
    mine = access.account_ids(user)
    live = Q(case_tags__case__account_id__in=mine) & ~Q(case_tags__case__state=Case.State.CLOSED)
    rows = Tag.objects.annotate(cases=Count("case_tags", filter=live))
    found = [Used(tag=row, count=row.cases) for row in rows]
    return sorted(found, key=lambda one: (one.tag.ended_at is not None, one.tag.name.casefold()))


def tag(tag_id: int) -> Tag | None:
    """One tag of the list."""
    return Tag.objects.filter(pk=tag_id).first()


def matter(case_id: int) -> CaseMatter | None:
    """What was noted of a case."""
    return CaseMatter.objects.filter(case_id=case_id).select_related("changed_by").first()


def calls(case_id: int, user: User) -> list[tuple[str, str]]:
    """Who called the person here and has not been seen yet: name and words, oldest first. One query."""
    return [(name or login or "", text) for name, login, text in _CALLS(case_id, user.pk)]


def unseen_calls(user: User) -> int:
    """How many calls the person has not seen. One query."""
    return UNSEEN.count(user.pk, access.account_ids(user))


def last_change(case_id: int) -> datetime | None:
    """When something was last noted of a case."""
    return CaseMatter.objects.filter(case_id=case_id).values_list("changed_at", flat=True).first()
