"""``kontuar backup FILE``, ``kontuar backup key``, ``kontuar restore FILE``."""

import json
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import IO

from kontuar.cli.backup import archive, databases, spooled
from kontuar.cli.backup.archive import About, Broken, Writer
from kontuar.cli.load import load
from kontuar.cli.words import say

PASSING = ("small",)
"""Below the folder of files: what can be made again."""
KEY_FILE_BYTES = 10_000


def make_key(_given: Namespace) -> int:
    """A new pair of keys: the private one to be kept apart from the copies, the public one to make them."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    print(
        say(
            en="# Keep these lines in a file apart from the copies: without it they cannot be opened.",
            pl="# Zachowaj te wiersze w pliku z dala od kopii: bez niego nie da się ich otworzyć.",
        )
    )
    print(f"# kontuar backup FILE --for {identity.to_public()}")
    print(str(identity))
    return 0


def backup(given: Namespace) -> int:
    """Write a copy of everything into one file, while the desk runs. 1 and a line that says why if it cannot."""
    load()
    target = Path(given.file).resolve()
    if given.with_keys and not given.recipient:
        return _no(
            say(
                en="KEYS goes into an encrypted copy only (--for): whoever has both opens your shops.",
                pl="Plik KEYS trafia tylko do kopii zaszyfrowanej (--for): kto ma oba, otwiera sklepy.",
            )
        )
    try:
        with _draft_of(target) as file:
            count, size = _write(file, given.recipient, with_keys=given.with_keys)
    except (Broken, OSError) as problem:
        return _no(say(en=f"No copy was made: {_why(problem)}.", pl=f"Kopia nie powstała: {_why(problem)}."))
    print(
        say(
            en=f"{target}: {size / 1_000_000:.1f} MB, the database and {count} files.",
            pl=f"{target}: {size / 1_000_000:.1f} MB, baza i pliki ({count}).",
        )
    )
    return 0


def _write(file: IO[bytes], recipient: str, *, with_keys: bool) -> tuple[int, int]:
    if recipient:
        with archive.encrypted(file, recipient) as sink:
            count = _pack(sink, with_keys=with_keys)
    else:
        count = _pack(file, with_keys=with_keys)
    file.flush()
    os.fsync(file.fileno())
    return count, file.tell()


def _pack(sink: IO[bytes], *, with_keys: bool) -> int:
    from django.conf import settings
    from django.db import connection

    from kontuar.store import files

    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="copying-") as scratch:
        dump, mails = Path(scratch) / "database", Path(scratch) / "mails"
        mails.mkdir()
        waiting = spooled.copied(Path(settings.DATA_DIR), mails)
        # The database before the files: a file is on the disk before a row names it, so none can be missing.
        databases.snapshot(settings.DATABASES["default"], dump)
        writer = Writer(sink)
        about = About(
            format=archive.FORMAT,
            version=metadata.version("kontuar"),
            engine=connection.vendor,
            made_at=datetime.now(UTC),
            migrations=_migrations(),
            has_keys=with_keys,
        )
        writer.add_bytes(archive.ABOUT, about.as_bytes())
        writer.add_file(archive.DATABASE, dump)
        if with_keys:
            writer.add_file(archive.KEYS, Path(settings.DATA_DIR) / "KEYS")
        shared = files.is_shared()
        if shared:
            _add_shared(writer)
        else:
            for name, path in _files(Path(settings.DATA_DIR), archive.ATTACHMENTS):
                _add(writer, name, path)
        for name, path in waiting:
            writer.add_file(name, path)
        writer.close()
    return writer.count - 1 - with_keys


def _add(writer: Writer, name: str, path: Path) -> None:
    try:
        writer.add_file(name, path)
    except FileNotFoundError:
        # Somebody had it removed since: then its row is to go as well.
        return


def _add_shared(writer: Writer) -> None:
    """What lies in a bucket, under the names it would have in the folder: a copy can be put back into either."""
    from kontuar.store import files

    place = files.place()
    for name, _ in place.listed(""):
        full = f"{archive.ATTACHMENTS}/{name}"
        if name.split("/")[0] in PASSING or not archive.is_ours(full):
            continue
        try:
            writer.add_message_file(full, place.read(name))
        except FileNotFoundError:
            # Somebody had it removed since.
            continue


def _files(data: Path, below: str) -> Iterator[tuple[str, Path]]:
    for folder, folders, names in os.walk(data / below):
        folders[:] = sorted(name for name in folders if name not in PASSING)
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(data).as_posix(), path


def _migrations() -> tuple[str, ...]:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    applied = MigrationRecorder(connection).applied_migrations()
    return tuple(sorted(name for app, name in applied if app == "kontuar"))


@contextmanager
def _draft_of(target: Path) -> Iterator[IO[bytes]]:
    """Whole under its name or not there: the last good copy is replaced by a whole one only."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def restore(given: Namespace) -> int:
    """Check a copy and put it back into an empty data folder (and an empty database)."""
    path = Path(given.file)
    try:
        key = _key(given.key)
        if given.check:
            about = _read(path, key, lambda name, content: None)
            _say_sound(about)
            return 0
        return _put_back(path, key)
    except (Broken, OSError) as problem:
        return _no(
            say(
                en=f"This copy was not put back: {_why(problem)}. Nothing was changed.",
                pl=f"Kopii nie przywrócono: {_why(problem)}. Nic nie zmieniono.",
            )
        )


def _put_back(path: Path, key: str) -> int:
    folder = Path(os.environ.get("KONTUAR_DATA", "data")).resolve()
    _must_be_empty(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".putting-back-") as scratch:
        root = Path(scratch) / "data"
        root.mkdir(mode=0o700)
        about = _read(path, key, _keeper(root))
        _must_fit(about)
        _into_database(root, about)
        _into_bucket(root)
        if folder.exists():
            folder.rmdir()
        os.replace(root, folder)
    _say_done(about, folder)
    return 0


def _into_database(root: Path, about: About) -> None:
    """All of it beside the place it is for: the folder gets its name when everything is well."""
    # Whatever happens from here on: this home is none a database knows, so the next start finds a copy.
    (root / "HOME").write_text(json.dumps({"home": databases.RESTORED, "generation": 0}), encoding="utf-8")
    os.environ["KONTUAR_DATA"] = str(root)
    load()
    from django.conf import settings
    from django.db import connection

    if connection.vendor != about.engine:
        raise Broken(
            say(
                en=f"it is a copy of {about.engine}, and the settings name {connection.vendor}",
                pl=f"to kopia bazy {about.engine}, a ustawienia wskazują {connection.vendor}",
            )
        )
    _must_be_empty_bucket()
    databases.put_back(settings.DATABASES["default"], root / archive.DATABASE)


def _into_bucket(root: Path) -> None:
    """Where files lie in a bucket, those of the copy go there."""
    from kontuar.store import files

    if not files.is_shared():
        return
    place = files.place()
    for name, path in list(_files(root, archive.ATTACHMENTS)):
        place.put({name.removeprefix(f"{archive.ATTACHMENTS}/"): path.read_bytes()})
        path.unlink()


def _must_be_empty_bucket() -> None:
    from kontuar.store import files

    if files.is_shared() and next(files.place().listed(""), None):
        raise Broken(
            say(
                en="the bucket that KONTUAR_FILES names holds files already",
                pl="w miejscu wskazanym w KONTUAR_FILES są już pliki",
            )
        )


def _must_be_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise Broken(
            say(
                en=f"the folder {folder} is not empty; name another one by KONTUAR_DATA",
                pl=f"katalog {folder} nie jest pusty; wskaż inny w KONTUAR_DATA",
            )
        )


def _must_fit(about: About) -> None:
    """An older program cannot read a newer database."""
    known = {path.stem for path in (Path(__file__).parents[2] / "store" / "migrations").glob("0*.py")}
    if newer := set(about.migrations) - known:
        raise Broken(
            say(
                en=f"a newer Kontuar made it ({about.version}, {', '.join(sorted(newer))}); install that one",
                pl=f"zrobił ją nowszy Kontuar ({about.version}, {', '.join(sorted(newer))}); zainstaluj go",
            )
        )


def _keeper(root: Path) -> Callable[[str, IO[bytes]], None]:
    def keep(name: str, content: IO[bytes]) -> None:
        target = root / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while piece := content.read(archive.PIECE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    return keep


def _read(path: Path, key: str, keep: Callable[[str, IO[bytes]], None]) -> About:
    with archive.opened(path, key) as source:
        return archive.read(source, keep)


def _key(path: str | None) -> str:
    """The private key from its file; lines that begin with # are remarks, as age has it."""
    if not path:
        return ""
    text = Path(path).read_bytes()[:KEY_FILE_BYTES].decode("ascii", "replace")
    lines = [line.strip() for line in text.splitlines()]
    return next((line for line in lines if line and not line.startswith("#")), "")


def _say_sound(about: About) -> None:
    print(
        say(
            en=f"Whole: made {about.made_at:%Y-%m-%d %H:%M} UTC by Kontuar {about.version}, {about.engine}.",
            pl=f"Cała: zrobił ją {about.made_at:%Y-%m-%d %H:%M} UTC Kontuar {about.version}, {about.engine}.",
        )
    )


def _say_done(about: About, folder: Path) -> None:
    _say_sound(about)
    print(
        say(
            en=f"Put back into {folder}. Nothing is read or sent until you allow it: at the next start every "
            "account is paused and watch-only, and what was unsent stands as unsure.",
            pl=f"Przywrócono do {folder}. Nic nie zostanie odczytane ani wysłane bez zgody: przy następnym "
            "uruchomieniu wszystkie konta są wstrzymane i w trybie „tylko podgląd”, a niewysłane wiadomości "
            "czekają na sprawdzenie.",
        )
    )
    if not about.has_keys:
        print(
            say(
                en="KEYS was not in the copy: put yours into the folder before the start, or sign every "
                "account in again.",
                pl="W kopii nie było pliku KEYS: włóż swój do katalogu przed uruchomieniem albo zaloguj "
                "ponownie każde konto.",
            )
        )


def _why(problem: Exception) -> str:
    if isinstance(problem, OSError):
        return (problem.strerror or type(problem).__name__).lower()
    return str(problem)


def _no(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
