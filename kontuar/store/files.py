"""Where files lie: in the folder of attachments, or in a bucket that all machines share.

A file has a name below that place (``mail/<aa>/<digest>.eml``, ``incoming/…``, ``outgoing/…``, ``small/…``), is
written once, whole, and never changed. When ``put`` returns the file has reached the disk or the bucket, so a row
may name it. What cannot be read or written raises OSError, FileNotFoundError when there is no such file.

``settings.FILES_URL`` chooses: empty for the folder, ``s3://bucket/prefix`` for anything that speaks S3 (access and
address by the usual ``AWS_…`` variables). Who may see a file is asked before, where its row is found.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from kontuar.store.folder import Folder


class Place(Protocol):
    """What a place of files can do. Names are relative, with ``/`` between their parts."""

    def put(self, files: Mapping[str, bytes]) -> None:
        """Write those that are not there yet, each whole or not at all."""

    def read(self, name: str) -> bytes:
        """All of it."""

    def has(self, name: str) -> bool:
        """Whether it is there."""

    def remove(self, name: str) -> int:
        """Take it away; returns how many bytes it had, 0 when there was none."""

    def listed(self, below: str) -> Iterator[tuple[str, int]]:
        """Names and sizes of the files whose names begin with ``below``, in order."""

    def written(self, below: str) -> Iterator[tuple[str, datetime]]:
        """Their names and when each was put there, aware UTC."""


def place() -> Place:
    """Where this desk's files lie. SystemExit with plain words when the setting cannot be understood."""
    if not settings.FILES_URL:
        return Folder(Path(settings.ATTACHMENTS_DIR))
    return _bucket(settings.FILES_URL)


@lru_cache(maxsize=2)
def _bucket(url: str) -> Place:
    from kontuar.store.bucket import Bucket

    return Bucket(url)


def is_shared() -> bool:
    """Whether they lie in a bucket."""
    return bool(settings.FILES_URL)


def put(name: str, content: bytes) -> None:
    """Write one file."""
    place().put({name: content})


def read(name: str) -> bytes:
    """One file; FileNotFoundError, or another OSError when the place does not answer."""
    return place().read(name)


def is_there(name: str) -> bool:
    """Whether there is such a file; OSError when the place does not answer."""
    return place().has(name)


def remove(names: Iterable[str]) -> int:
    """Take files away; how many bytes they had."""
    here = place()
    return sum(here.remove(name) for name in names)


def remove_below(below: str) -> int:
    """Take away every file whose name begins so."""
    here = place()
    return sum(here.remove(name) for name, _ in list(here.listed(below)))


def remove_older(below: str, than: datetime) -> int:
    """Take away every file whose name begins so and that was put there before; how many. OSError as ever."""
    here = place()
    old = [name for name, at in here.written(below) if at < than]
    for name in old:
        here.remove(name)
    return len(old)
