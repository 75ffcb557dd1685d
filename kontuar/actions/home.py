"""Is this database the one we left, or a copy, or an older state of it?

The database and a file beside it (``HOME`` in the data folder) hold the same name and a counter that grows
at every start, and the database remembers the file or server it lived in. A copy or a restored backup
breaks the agreement; then nothing may leave by itself: every account becomes watch-only and everything
unsent becomes unsure, until a person has looked. Accounts are paused too: a refresh token works once, and
a copy that renews its access would sign the living desk out.

What this cannot see: a whole machine cloned with its disk (file, marker and file number are the same), and
a PostgreSQL base backup started beside an empty data folder (server identity and database are the same, and
a folder without a marker counts as another machine joining). Before starting such a twin, make sure that
the first one is stopped for good, or give the twin a database of its own by dump and restore, which is seen.
"""

import json
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Coalesce

from kontuar.actions import journal
from kontuar.actions.ways import BY_HAND, HAND_PLATFORMS
from kontuar.store.models import Account, Desk, Outgoing, OutgoingDeed
from kontuar.store.queries.desk import the_desk

UNSENT = (Outgoing.State.HELD, Outgoing.State.QUEUED, Outgoing.State.SENDING)


def check_home(now: datetime) -> bool:
    """Called at every start of a process. True when the database was found to be a copy."""
    marker = _read_marker()
    place = _place_of_database()
    with transaction.atomic():
        desk = _desk_row()
        is_copy = bool(desk.home) and _is_copy(desk, marker, place)
        if is_copy:
            _make_safe(now)
        home = desk.home if desk.home and not is_copy else secrets.token_hex(16)
        generation = max(desk.generation, int(marker.get("generation", 0))) + 1
        Desk.objects.filter(pk=desk.pk).update(home=home, generation=generation, place=place)
        # After the commit: a marker that lags behind is harmless, one ahead of a rolled-back database
        # would call the database a copy.
        transaction.on_commit(lambda: _write_marker({"home": home, "generation": generation}))
    return is_copy


def _is_copy(desk: Desk, marker: dict[str, Any], place: str) -> bool:
    """Another file or server than the one it lived in, another folder's, or older than the folder knows.

    A folder without a marker is another machine joining a shared PostgreSQL: its place is the same.
    """
    if desk.place != place:
        return True
    if not marker:
        return False
    return marker.get("home") != desk.home or int(marker.get("generation", 0)) > desk.generation


def _desk_row() -> Desk:
    desk = the_desk()
    if desk._state.adding:
        desk.save(force_insert=True)
    return Desk.objects.select_for_update().get(pk=desk.pk)


def _make_safe(now: datetime) -> None:
    # Where a person sends with his own hands, a copy sends nothing twice.
    ours = Account.objects.exclude(platform__in=HAND_PLATFORMS)
    waiting = Outgoing.objects.filter(state__in=UNSENT).exclude(hold_reason=BY_HAND)
    ours.filter(is_watch_only=False).update(
        is_watch_only=True, watch_only_changed_at=now, watch_only_reason="copied"
    )
    ours.filter(state=Account.State.ACTIVE).update(state=Account.State.PAUSED, watch_only_reason="copied")
    for row in waiting.select_related("case"):
        journal.record("outgoing.unsure", at=now, case=row.case, outgoing=row.pk, reason="restored")
    waiting.update(
        state=Outgoing.State.UNSURE,
        reason="restored",
        lease_until=None,
        looked_at=None,
        # The desk that was copied may have sent it at any moment since it was written.
        sending_at=Coalesce("sending_at", "composed_at"),
    )
    OutgoingDeed.objects.filter(state__in=UNSENT).update(
        state=OutgoingDeed.State.UNSURE,
        reason="restored",
        lease_until=None,
        looked_at=None,
        sending_at=Coalesce("sending_at", "asked_at"),
    )
    journal.record("desk.found_copied", at=now)


def _place_of_database() -> str:
    """What a copy cannot bring along: the file's own number, or the server's identity and database."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT system_identifier::text, (SELECT oid::text FROM pg_database"
                " WHERE datname = current_database()) FROM pg_control_system()"
            )
            return ":".join(cursor.fetchone())
    return str(os.stat(str(settings.DATABASES["default"]["NAME"])).st_ino)


def _marker_path() -> Path:
    return Path(settings.DATA_DIR) / "HOME"


def _read_marker() -> dict[str, Any]:
    try:
        found = json.loads(_marker_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_marker(values: dict[str, Any]) -> None:
    path = _marker_path()
    draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    draft.write_text(json.dumps(values), encoding="utf-8")
    os.replace(draft, path)
