"""Files of an incident: attached once, they go with each answer, unless its reviewer leaves one out."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import incidents, journal, uploads
from kontuar.actions.errors import ChangedMeanwhile, Invalid
from kontuar.actions.offer_sheets import LARGEST
from kontuar.actions.uploads import NewFile
from kontuar.store import files as stored
from kontuar.store.models import Incident, IncidentFile, User

MOST = 5


def add(row: Incident, by: User, file: NewFile, *, now: datetime) -> IncidentFile:
    """Keep a file for all answers to come. What a marketplace does not take is told where it is sent."""
    incidents.must_work(row, by)
    if not file.content or len(file.content) > LARGEST:
        raise Invalid("size", _("A file of an incident has at most 10 MB."), field="file")
    digest = hashlib.sha256(file.content).hexdigest()
    if same := IncidentFile.objects.filter(incident=row, sha256=digest).first():
        return same
    path = f"library/{secrets.token_hex(16)}"
    stored.put(path, file.content)
    with transaction.atomic():
        incidents.must_be_open(row)
        if IncidentFile.objects.filter(incident=row).count() >= MOST:
            raise Invalid("too-many", _("At most 5 files go with an answer."), field="file")
        made = IncidentFile.objects.create(
            incident=row,
            name=Path(file.name).name[:255],
            media_type=file.media_type[:100],
            size=len(file.content),
            path=path,
            sha256=digest,
            added_at=now,
            by=by,
        )
        journal.record("incident.file_added", at=now, actor=by, incident=row.pk, file=made.pk)
    return made


def drop(row: Incident, by: User, file_id: int, *, now: datetime) -> None:
    """It goes with no further answer; what was sent with it stays sent."""
    incidents.must_work(row, by)
    found = IncidentFile.objects.filter(pk=file_id, incident=row).first()
    if found is None:
        raise ChangedMeanwhile
    with transaction.atomic():
        incidents.must_be_open(row)
        found.delete()
        journal.record("incident.file_dropped", at=now, actor=by, incident=row.pk, file=file_id)
    stored.remove([found.path])


def of(row: Incident) -> list[IncidentFile]:
    """All of them, the first added first."""
    return list(IncidentFile.objects.filter(incident=row).order_by("pk"))


def to_send(row: Incident, chosen: Collection[int] | None) -> list[NewFile]:
    """As they leave with an answer; ``chosen`` None takes all. Invalid for one that cannot be read any more."""
    rows = [one for one in of(row) if chosen is None or one.pk in chosen]
    return [_to_send(one) for one in rows]


def _to_send(row: IncidentFile) -> NewFile:
    try:
        content = uploads.content(row.path, row.sha256)
    except uploads.FileTrouble:
        raise Invalid(
            "lost", _("NOT sent: a file of the incident cannot be read. Attach it again."), field="files"
        ) from None
    return NewFile(name=row.name, media_type=row.media_type, content=content)
