"""Files that go with a message of ours: kept where files lie, handed over before the message."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kontuar.connector_kit.contract import Client
from kontuar.facts.deeds import UploadAttachment
from kontuar.store import files as stored
from kontuar.store.models import Outgoing, OutgoingFile


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file a person attached."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


class FileTrouble(Exception):
    """A file of ours cannot be read or is not what was kept; nothing of the message left."""


def keep(outgoing: Outgoing, files: Sequence[NewFile]) -> None:
    """Write the files under names of ours, down to the disk, and note them."""
    for file in files:
        OutgoingFile.objects.create(
            outgoing=outgoing,
            name=Path(file.name).name[:255],
            media_type=file.media_type[:100],
            size=len(file.content),
            path=put(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
        )


def put(content: bytes) -> str:
    """Write a file that is to leave, down to the disk; returns its name (``store/files.py``)."""
    name = f"outgoing/{secrets.token_hex(16)}"
    stored.put(name, content)
    return name


def copy(source: Outgoing, target: Outgoing) -> None:
    """The same files go with a message that is sent again; they are handed over anew."""
    for file in source.files.all():
        OutgoingFile.objects.create(
            outgoing=target,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            path=file.path,
            sha256=file.sha256,
        )


def hand_over(client: Client, outgoing: Outgoing) -> tuple[str, ...]:
    """Upload what is not there yet; returns the platform's ids in order. Raises FileTrouble."""
    ids: list[str] = []
    for file in outgoing.files.order_by("pk"):
        if not file.external_id:
            receipt = client.perform(
                UploadAttachment(
                    name=file.name,
                    media_type=file.media_type,
                    content=content(file.path, file.sha256),
                    thread_id=outgoing.thread_external_id,
                )
            )
            OutgoingFile.objects.filter(pk=file.pk).update(external_id=receipt.external_id)
            file.external_id = receipt.external_id
        ids.append(file.external_id)
    return tuple(ids)


def content(path: str, sha256: str) -> bytes:
    """What was put there; FileTrouble when it cannot be read or is something else."""
    try:
        found = stored.read(path)
    except OSError as error:
        raise FileTrouble(f"the file cannot be read ({type(error).__name__})") from None
    if hashlib.sha256(found).hexdigest() != sha256:
        raise FileTrouble("the file is not what was kept")
    return found
