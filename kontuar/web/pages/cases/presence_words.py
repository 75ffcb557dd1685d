"""Who else is at a case, in words."""

from django.utils.translation import ngettext

from kontuar.actions import presence
from kontuar.store.models import User
from kontuar.store.queries import presence as query
from kontuar.web.look import Look


def here(case_id: int, user: User, look: Look) -> str:
    """Notes that the person looks, and says who else does; nothing where the desk does not show it."""
    if not look.has_presence:
        return ""
    presence.note(case_id, user, now=look.now)
    found = query.others(case_id, user, now=look.now)
    parts = []
    if found.writing:
        names = ", ".join(found.writing)
        parts.append(
            ngettext("%(names)s is writing here", "%(names)s are writing here", len(found.writing))
            % {"names": names}
        )
    if found.looking:
        names = ", ".join(found.looking)
        parts.append(
            ngettext("%(names)s is looking at this", "%(names)s are looking at this", len(found.looking))
            % {"names": names}
        )
    return "; ".join(parts)
