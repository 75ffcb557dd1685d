"""Lists people keep: filters over conversations, each person on the accounts he may see.

A list shows what is open or waits unless it asks for closed ones, and counts only such: few rows, found by the
index of state. Counting stops at ``MOST_COUNTED``, so that no number costs a walk.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from kontuar.facts.numbers import whole_number
from kontuar.store.models import Account, Case, CaseTag, SavedView, User
from kontuar.store.queries import access
from kontuar.store.queries.ready import Ready
from kontuar.text.fold import fold

MOST_COUNTED = 100
MOST_VIEWS = 50
MOST_WORDS = 8
LIVE = (Case.State.OPEN, Case.State.WAITING)
KINDS = ("talk", "problem", "claim", "mail", "first")
"""A plain talk, a discussion or problem, a claim, a mail; ``first`` is a talk without an order yet."""
STANDINGS = ("calm", "soon", "late")
STATES = ("", *Case.State.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list asks for; an empty value asks nothing. ``assignee`` is a person's number, ``me`` or ``nobody``,
    ``waiting_hours`` how long the buyer's last word has waited at least.
    """

    account: int | None = None
    kind: str = ""
    tag: int | None = None
    assignee: str = ""
    standing: str = ""
    state: str = ""
    language: str = ""
    waiting_hours: int = 0
    text: str = ""

    @property
    def is_live(self) -> bool:
        """Asks only for what is open or waits."""
        return self.state != Case.State.CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A list with its name, as a person sees it."""

    pk: int
    name: str
    is_shared: bool
    is_own: bool
    filters: Filters


_VIEWS = Ready(
    lambda user: (
        SavedView.objects.filter(Q(owner=user) | Q(is_shared=True))
        .order_by("name", "pk")
        .values_list("pk", "name", "is_shared", "owner_id", "wish")[:MOST_VIEWS]
    )
)


def of(user: User) -> list[View]:
    """The person's own lists and the shared ones, by name. One query."""
    return [
        View(pk=pk, name=name, is_shared=shared, is_own=owner == user.pk, filters=read(wish))
        for pk, name, shared, owner, wish in _VIEWS(user.pk)
    ]


def one(user: User, view_id: int) -> View | None:
    """One of them; another's own list does not exist."""
    return next((view for view in of(user) if view.pk == view_id), None)


def read(wish: Mapping[str, Any]) -> Filters:
    """Filters out of what is kept or typed; nonsense asks nothing."""
    text = {name: str(wish.get(name) or "").strip() for name in Filters.__slots__}
    return Filters(
        account=_number(text["account"]),
        kind=text["kind"] if text["kind"] in KINDS else "",
        tag=_number(text["tag"]),
        assignee=text["assignee"]
        if text["assignee"] in ("me", "nobody") or _number(text["assignee"])
        else "",
        standing=text["standing"] if text["standing"] in STANDINGS else "",
        state=text["state"] if text["state"] in STATES else "",
        language=text["language"][:8],
        waiting_hours=min(_number(text["waiting_hours"]) or 0, 24 * 365),
        text=text["text"][:100],
    )


def kept(filters: Filters) -> dict[str, Any]:
    """As it is kept; what asks nothing is left out."""
    return {name: value for name in Filters.__slots__ if (value := getattr(filters, name))}


def cases(user: User, filters: Filters, *, now: datetime) -> QuerySet[Case]:
    """The conversations of a list, in no order."""
    mine = [pk for pk in access.account_ids(user) if filters.account in (None, pk)]
    rows = Case.objects.filter(account_id__in=mine, last_message_at__isnull=False)
    asked: list[tuple[object, Callable[[], Q]]] = [
        (True, lambda: Q(state=filters.state) if filters.state else Q(state__in=LIVE)),
        (filters.kind, lambda: _kind(filters.kind, mine)),
        (filters.tag, lambda: Q(pk__in=CaseTag.objects.filter(tag=filters.tag).values("case"))),
        (filters.assignee, lambda: _assignee(filters.assignee, user)),
        (filters.standing, lambda: Q(standing=filters.standing)),
        (filters.language, lambda: Q(language=filters.language)),
        (filters.waiting_hours, lambda: _waits_since(now - timedelta(hours=filters.waiting_hours))),
        (filters.text, lambda: _words(filters.text)),
    ]
    for is_asked, condition in asked:
        if is_asked:
            rows = rows.filter(condition())
    return rows


def places(
    user: User, filters: Filters, after: tuple[datetime, int] | None, many: int, *, now: datetime
) -> list[tuple[datetime, int]]:
    """Where its rows stand, the newest first: last message and case."""
    rows = cases(user, filters, now=now)
    if after:
        at, pk = after
        rows = rows.filter(Q(last_message_at__lt=at) | Q(pk__lt=pk), last_message_at__lte=at)
    found = rows.order_by("-last_message_at", "-pk").values_list("last_message_at", "pk")
    return [(at, pk) for at, pk in found[:many] if at is not None]


def count(user: User, filters: Filters, *, now: datetime) -> int | None:
    """How many there are, at most ``MOST_COUNTED``; None for a list of closed ones or of words."""
    if not filters.is_live or filters.text:
        return None
    return cases(user, filters, now=now).order_by()[:MOST_COUNTED].count()


def _kind(kind: str, mine: Sequence[int]) -> Q:
    if kind == "mail":
        return Q(account_id__in=Account.objects.filter(pk__in=mine, platform="mail").values("pk"))
    if kind == "first":
        return Q(order=None, thread__kind="talk")
    return Q(thread__kind=kind)


def _assignee(who: str, user: User) -> Q:
    if who == "nobody":
        return Q(assignee=None)
    return Q(assignee_id=user.pk if who == "me" else int(who))


def _waits_since(at: datetime) -> Q:
    return ~Q(last_role="seller") & Q(last_message_at__lte=at)


def _words(text: str) -> Q:
    wanted = Q()
    for word in fold(text).split()[:MOST_WORDS]:
        wanted &= Q(search_text__contains=word)
    return wanted


def _number(text: str) -> int | None:
    return whole_number(text, digits=9)
