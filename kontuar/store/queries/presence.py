"""Who else looks at a case at this moment, and who writes there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kontuar.store.models import CaseLook, Draft, User
from kontuar.store.queries.ready import Ready

LOOKS_FOR = timedelta(seconds=50)
"""A page asks four times a minute, and every second time is written down."""
WRITES_FOR = timedelta(seconds=60)
"""What somebody types is kept as a draft a second after the last key."""

_LOOKS = Ready(
    lambda case, since: CaseLook.objects.filter(
        case=case, seen_at__gte=since, user__is_active=True
    ).values_list("user_id")
)
_WRITES = Ready(
    lambda case, since: Draft.objects.filter(
        case=case, updated_at__gte=since, user__is_active=True
    ).values_list("user_id")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Names of the others, each in one of the two."""

    looking: tuple[str, ...] = ()
    writing: tuple[str, ...] = ()


def others(case_id: int, user: User, *, now: datetime) -> Here:
    """Everybody but the person. Two queries, three where somebody is there."""
    writing = {pk for (pk,) in _WRITES(case_id, now - WRITES_FOR)} - {user.pk}
    looking = {pk for (pk,) in _LOOKS(case_id, now - LOOKS_FOR)} - {user.pk} - writing
    if not (writing or looking):
        return Here()
    names = {row.pk: str(row) for row in User.objects.filter(pk__in=writing | looking)}
    return Here(looking=_named(looking, names), writing=_named(writing, names))


def _named(ids: set[int], names: dict[int, str]) -> tuple[str, ...]:
    return tuple(sorted((names[pk] for pk in ids if pk in names), key=str.casefold))
