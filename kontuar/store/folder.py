"""Files in a folder: on this machine, or on a network disk several machines share."""

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

FEW = 8
"""Up to so many files are brought to the disk one by one. Beyond it one call for all is many times quicker (measured
on ext4: 0.1 ms a file instead of 1 to 3), though it waits for what other programs write, too."""
DRAFTS = "incoming"


class Folder:
    """A place of files (``store/files.py``) below one folder."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)

    def put(self, files: Mapping[str, bytes]) -> None:
        """To the disk, names and all; a file of that name and length is there already."""
        wanted = {name: self._path(name) for name in files}
        missing = [name for name, path in wanted.items() if not _is_there(path, len(files[name]))]
        if not missing:
            return
        drafts = self._drafts()
        written = {name: os.path.join(drafts, secrets.token_hex(16)) for name in missing}
        at_once = len(written) > FEW and hasattr(os, "sync")
        try:
            for name, path in written.items():
                _write(path, files[name], is_synced=not at_once)
            if at_once:
                os.sync()
            folders = _rename([(path, wanted[name]) for name, path in written.items()])
        except BaseException:
            for path in written.values():
                Path(path).unlink(missing_ok=True)
            raise
        if at_once:
            os.sync()
            return
        for folder in folders:
            _sync_folder(folder)

    def read(self, name: str) -> bytes:
        """All of it."""
        return Path(self._path(name)).read_bytes()

    def has(self, name: str) -> bool:
        """Whether it is there."""
        try:
            return os.path.isfile(self._path(name))
        except FileNotFoundError:
            return False

    def remove(self, name: str) -> int:
        """How many bytes it had."""
        if not self.has(name):
            return 0
        path = Path(self._path(name))
        size = path.stat().st_size
        path.unlink(missing_ok=True)
        return size

    def listed(self, below: str) -> Iterator[tuple[str, int]]:
        """Files alone: no links, nothing half written."""
        for name, told in self._files(below):
            yield name, told.st_size

    def written(self, below: str) -> Iterator[tuple[str, datetime]]:
        """As the disk remembers."""
        for name, told in self._files(below):
            yield name, datetime.fromtimestamp(told.st_mtime, UTC)

    def _files(self, below: str) -> Iterator[tuple[str, os.stat_result]]:
        root = Path(self._root)
        for folder, folders, names in os.walk(root / os.path.dirname(below)):
            # Drafts lie in a folder of their own below mail/.
            folders[:] = sorted(one for one in folders if not (one == DRAFTS and Path(folder) != root))
            for name in sorted(names):
                path = Path(folder, name)
                found = path.relative_to(root).as_posix()
                if found.startswith(below) and path.is_file() and not path.is_symlink():
                    yield found, path.stat()

    def _drafts(self) -> str:
        """A folder on the same disk as theirs; copies leave it out."""
        folder = os.path.join(self._root, "mail", DRAFTS)
        os.makedirs(folder, exist_ok=True)
        return folder

    def _path(self, name: str) -> str:
        return os.path.join(self._root, sound(name))


def sound(name: str) -> str:
    """The name, if it is one of ours; FileNotFoundError for what would lead elsewhere."""
    if any(part in ("", ".", "..") for part in name.split("/")) or "\\" in name or "\0" in name:
        raise FileNotFoundError("not a name of ours")
    return name


def _is_there(path: str, size: int) -> bool:
    try:
        return os.stat(path).st_size == size
    except OSError:
        return False


def _write(path: str, raw: bytes, *, is_synced: bool) -> None:
    # Without a buffer and without pathlib: a first import is mostly small files.
    with open(path, "xb", buffering=0) as file:
        rest = memoryview(raw)
        while rest:
            rest = rest[file.write(rest) :]
        if is_synced:
            os.fsync(file.fileno())


def _rename(pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Give the files their names; the folders whose names changed."""
    folders = set[str]()
    for source, target in pairs:
        folder = os.path.dirname(target)
        if folder not in folders and not os.path.isdir(folder):
            os.makedirs(folder, exist_ok=True)
            folders.add(os.path.dirname(folder))
        folders.add(folder)
        os.replace(source, target)
    return folders


def _sync_folder(folder: str) -> None:
    """The names too; a system without it (Windows) keeps them by itself."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
