"""The file of a copy: a tar with ``about.json``, the database, the files of messages, and their checksums last.

It is written and read as a stream, so a copy larger than the memory and, encrypted, never bare on the disk.
Encryption is that of age (age-encryption.org, X25519): whoever has the private key can open the copy with the
``age`` program too. Everything read from a copy is suspect: names, kinds, sizes and sums are checked.
"""

import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyrage

from kontuar.cli.backup import spooled

FORMAT = 1
ABOUT, SUMS, DATABASE, KEYS = "about.json", "SHA256SUMS", "database", "KEYS"
ATTACHMENTS = "attachments"
FOLDERS = (ATTACHMENTS, *spooled.FOLDERS)
"""Below the data folder: files of messages, and mails a mail server handed over that are not in the database yet."""
AGE = b"age-encryption.org/"
PIECE = 1024 * 1024
MOST_ABOUT = 64 * 1024
MOST_SUMS = 1024 * 1024 * 1024


class Broken(Exception):
    """The copy cannot be used; the text is for people and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a copy is of. ``engine`` is ``sqlite`` or ``postgresql``, ``migrations`` those the database had."""

    format: int
    version: str
    engine: str
    made_at: datetime
    migrations: tuple[str, ...]
    has_keys: bool

    def as_bytes(self) -> bytes:
        """JSON."""
        return json.dumps({**asdict(self), "made_at": self.made_at.isoformat()}, indent=1).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "About":
        """Broken when it is not what we write."""
        try:
            found: dict[str, Any] = json.loads(content)
            if found["format"] != FORMAT:
                raise Broken("made by another version of Kontuar, in a form this one does not know")
            return cls(
                format=FORMAT,
                version=str(found["version"]),
                engine=str(found["engine"]),
                made_at=datetime.fromisoformat(found["made_at"]),
                migrations=tuple(map(str, found["migrations"])),
                has_keys=bool(found["has_keys"]),
            )
        except (ValueError, KeyError, TypeError):
            raise Broken("its description cannot be read") from None


class Writer:
    """Adds files and remembers their sums."""

    def __init__(self, target: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._sums: list[str] = []
        self.count = 0

    def add_bytes(self, name: str, content: bytes) -> None:
        """A small one."""
        self._add(name, io.BytesIO(content), len(content))

    def add_message_file(self, name: str, content: bytes) -> None:
        """A file of a message, read whole: none is larger than what is accepted."""
        self.add_bytes(name, content)
        self.count += 1

    def add_file(self, name: str, path: Path) -> None:
        """One from the disk, as long as it is now; OSError when it is gone."""
        with path.open("rb") as file:
            self._add(name, file, os.fstat(file.fileno()).st_size)
        self.count += 1

    def close(self) -> None:
        """The sums, and the end."""
        content = "".join(self._sums).encode()
        self._plain(SUMS, io.BytesIO(content), len(content))
        self._tar.close()

    def _add(self, name: str, file: IO[bytes], size: int) -> None:
        summing = _Summing(file)
        self._plain(name, summing, size)
        self._sums.append(f"{summing.sum.hexdigest()}  {name}\n")

    def _plain(self, name: str, file: Any, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self._tar.addfile(entry, file)


class _Summing:
    """A file whose bytes are summed as they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.sum.update(piece)
        return piece


@contextmanager
def encrypted(target: IO[bytes], recipient: str) -> Iterator[IO[bytes]]:
    """What is written into the value given reaches ``target`` encrypted; Broken for a key that is none."""
    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise Broken("this is no public key of age; it begins with age1") from None
    with _through(lambda source: pyrage.encrypt_io(source, target, [key])) as sink:
        yield sink


@contextmanager
def _through(work: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """``work`` reads in a thread of its own what is written here."""
    outlet, inlet = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with os.fdopen(outlet, "rb") as source:
            try:
                work(source)
            except BaseException as problem:
                failed.append(problem)

    thread = threading.Thread(target=run, name="encryption")
    thread.start()
    try:
        with os.fdopen(inlet, "wb") as sink:
            yield sink
    except BrokenPipeError:
        thread.join()
        raise (failed[0] if failed else Broken("encryption ended early")) from None
    finally:
        thread.join()
    if failed:
        raise failed[0]


@contextmanager
def opened(path: Path, key: str) -> Iterator[IO[bytes]]:
    """The tar inside, decrypted where it is encrypted; Broken without the right key."""
    with path.open("rb") as file:
        is_encrypted = file.read(len(AGE)) == AGE
        file.seek(0)
        if not is_encrypted:
            yield file
            return
        if not key:
            raise Broken("it is encrypted: name the file with the private key by --key")
        with _decrypted(file, key) as plain:
            yield plain


@contextmanager
def _decrypted(file: IO[bytes], key: str) -> Iterator[IO[bytes]]:
    try:
        identity = pyrage.x25519.Identity.from_str(key)
    except pyrage.IdentityError:
        raise Broken("this is no private key of age; it begins with AGE-SECRET-KEY-") from None
    outlet, inlet = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with os.fdopen(inlet, "wb") as sink:
            try:
                pyrage.decrypt_io(file, sink, [identity])
            except BaseException as problem:
                failed.append(problem)

    thread = threading.Thread(target=run, name="decryption")
    thread.start()
    try:
        with os.fdopen(outlet, "rb") as source:
            yield source
    except (tarfile.ReadError, Broken):
        thread.join()
        if failed:
            raise Broken("the key does not fit, or the copy is damaged") from None
        raise
    finally:
        thread.join()
    if failed:
        raise Broken("the key does not fit, or the copy is damaged")


def read(source: IO[bytes], keep: Callable[[str, IO[bytes]], None]) -> About:
    """Hand every file on to ``keep`` by name and check every sum; Broken when anything is not as written."""
    about: About | None = None
    sums: dict[str, str] = {}
    told: dict[str, str] | None = None
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            for entry in tar:
                if told is not None:
                    raise Broken("something stands behind its end")
                content = _content(tar, entry)
                if entry.name == SUMS:
                    told = _told(content.read(MOST_SUMS))
                    continue
                summing = _Summing(content)
                if entry.name == ABOUT:
                    about = About.from_bytes(summing.read(MOST_ABOUT))
                elif about is None:
                    raise Broken("its description is missing")
                else:
                    keep(entry.name, summing)  # type: ignore[arg-type]
                while summing.read(PIECE):
                    continue
                sums[entry.name] = summing.sum.hexdigest()
    except (tarfile.TarError, EOFError):
        raise Broken("it is cut off, or no copy of Kontuar at all") from None
    if about is None or told is None:
        raise Broken("it is cut off: its end is missing")
    if told != sums:
        raise Broken("its files are not those that were written: damaged or changed")
    return about


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    if not entry.isfile() or not is_ours(entry.name):
        raise Broken("it holds something no copy of Kontuar holds")
    content = tar.extractfile(entry)
    if content is None:
        raise Broken("it is damaged")
    return content


def is_ours(name: str) -> bool:
    """Names we write: nothing absolute, nothing upwards, nothing but the known places."""
    path = PurePosixPath(name)
    if str(path) != name or "\\" in name or "\x00" in name or any(part in ("..", ".") for part in path.parts):
        return False
    if any(name.startswith(f"{folder}/") for folder in FOLDERS):
        return True
    return name in (ABOUT, SUMS, DATABASE, KEYS)


def _told(content: bytes) -> dict[str, str]:
    try:
        pairs = [line.split("  ", 1) for line in content.decode().splitlines()]
        return {name: digest for digest, name in pairs}
    except ValueError:
        raise Broken("its checksums cannot be read") from None
