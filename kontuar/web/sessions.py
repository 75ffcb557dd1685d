"""Django's sessions in the database, looked up by a query that is put together once: every page asks it."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from kontuar.store.queries.ready import Ready

_RUNNING = Ready(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(db.SessionStore):
    """As Django's own; only the reading is quicker."""

    def _get_session_from_db(self) -> Session | None:
        found = _RUNNING.first(Session, self.session_key or "", timezone.now())
        if found is None:
            self._session_key = None
        return found
