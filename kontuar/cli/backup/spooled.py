"""Mails that mail servers handed over and no worker has taken in yet, for a copy of a running desk.

They are copied before the database: what is taken in meanwhile then stands in both, and as every mail has an id it is
stored once. The other way round it would stand in neither.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kontuar.actions.spool_files import BROKEN, HELD, NEW, UNPLACED

type Mail = tuple[int, int]
"""Its place on the disk and its time in nanoseconds: what a renaming leaves as it is."""
FOLDERS = tuple(f"spool/mail/{folder}" for folder in (NEW, HELD, UNPLACED, BROKEN))
LOOKS = 50
QUIET_NS = 20_000_000
"""So long nothing may have been renamed before a look: file systems tell time in ticks of some milliseconds."""


def copied(data: Path, scratch: Path) -> list[tuple[str, Path]]:
    """Names below the data folder, and where in ``scratch`` the mails of these names lie now.

    Workers rename mails from folder to folder while one looks, so that one look may miss some: it is looked again until
    nothing was renamed meanwhile, or fifty times.
    """
    found: dict[Mail, tuple[str, Path]] = {}
    for look in range(LOOKS):
        if look:
            time.sleep(QUIET_NS / 1e9)
        begun, before = time.time_ns(), _changed(data)
        for name, path in _files(data):
            # Gone is what was renamed or taken in: another look has it, or the database.
            with suppress(FileNotFoundError):
                _keep(name, path, scratch, found)
        if before == _changed(data) and max(before, default=0) < begun - QUIET_NS:
            break
    return list(found.values())


def _keep(name: str, path: Path, scratch: Path, found: dict[Mail, tuple[str, Path]]) -> None:
    seen = path.stat()
    mail = seen.st_ino, seen.st_mtime_ns
    if mail not in found:
        target = scratch / str(len(found))
        shutil.copyfile(path, target)
        found[mail] = name, target


def _changed(data: Path) -> list[int]:
    """When each folder was last changed, in nanoseconds."""
    return [(data / folder).stat().st_mtime_ns for folder in FOLDERS if (data / folder).is_dir()]


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        if (data / folder).is_dir():
            for path in sorted((data / folder).iterdir()):
                if path.is_file() and not path.is_symlink():
                    yield f"{folder}/{path.name}", path
