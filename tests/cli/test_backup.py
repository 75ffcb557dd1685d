"""A copy of a running desk is put back whole, asleep, or not at all."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.cli.backup import archive, databases
from tests import tables
from tests.running import STRANGE_TO_A_TEST, Program, kontuar

type Run = Callable[..., tuple[int, str]]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def new_database(tmp_path: Path) -> Iterator[Callable[[], dict[str, str]]]:
    """The environment's part that names a database of its own: SQLite by the folder, or one more on PostgreSQL."""
    if os.environ.get("KONTUAR_TEST_DB") != "postgres":
        yield dict
        return
    from tests import postgres

    with ExitStack() as made:
        yield lambda: {"DATABASE_URL": made.enter_context(postgres.new_database(postgres.for_this_run()))}


def desk(do: str, folder: Path, **environment: str) -> Any:
    """Fill the desk of a data folder, or tell what stands in it."""
    env = {name: value for name, value in os.environ.items() if name not in STRANGE_TO_A_TEST}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    env |= {"KONTUAR_DATA": str(folder), **environment}
    if do == "fill" and "DATABASE_URL" not in environment:
        tables.lay_into(folder)
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.backup_desk", do], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if do == "tell" else None


@pytest.mark.slow
@pytest.mark.parametrize("is_encrypted", [False, True], ids=["bare", "encrypted"])
def test_a_copy_of_a_running_desk_is_put_back_whole_and_asleep(
    run: Run,
    start: Callable[..., Program],
    tmp_path: Path,
    new_database: Callable[[], dict[str, str]],
    is_encrypted: bool,
) -> None:
    here, there = new_database(), new_database()
    desk("fill", tmp_path / "data", **here)
    serve = start("serve", "--port", "0", **here)
    serve.wait_for(r"Kontuar: http", seconds=120)
    words: list[str] = []
    key = tmp_path / "key.txt"
    if is_encrypted:
        key.write_text(run("backup-key")[1])
        words = ["--with-keys", "--for", key.read_text().split("--for ")[1].split()[0]]
    code, said = run("backup", str(tmp_path / "copy"), *words, **here)
    assert code == 0, said
    serve.stop()
    held = (tmp_path / "copy").read_bytes()
    # A long name: three letters turn up by chance in half a megabyte of encrypted bytes.
    assert (b"about.json" in held) is not is_encrypted
    words = ["--key", str(key)] if is_encrypted else []
    assert run("restore", str(tmp_path / "copy"), "--check", *words)[0] == 0
    data = {"KONTUAR_DATA": str(tmp_path / "new"), **there}
    code, said = run("restore", str(tmp_path / "copy"), *words, **data)
    assert code == 0, said
    found = desk("tell", tmp_path / "new", **there)
    assert found == {
        "texts": ["Żółta łódź?"],
        "file": 700_000,
        "watch_only": True,
        "account": "paused",
        "outgoing": ["unsure"],
        "spooled": 1,
        "small": False,
        "token": "a" if is_encrypted else "",
    }
    assert desk("tell", tmp_path / "data", **here)["outgoing"] == ["queued"]


def test_a_copy_of_a_file_that_is_being_written_is_of_one_moment(tmp_path: Path) -> None:
    """Two tables get a row each in one transaction, as fast as they can; no copy sees one without the other."""
    live, over, begun = tmp_path / "live", threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(live, isolation_level=None, timeout=60)) as line:
            line.executescript("PRAGMA journal_mode=WAL; CREATE TABLE a (x); CREATE TABLE b (x);")
            while not over.is_set():
                line.executescript("BEGIN; INSERT INTO a VALUES (1); INSERT INTO b VALUES (1); COMMIT;")
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(60)
        for number in range(5):
            copy = tmp_path / f"copy{number}"
            databases.snapshot({"ENGINE": "django.db.backends.sqlite3", "NAME": live}, copy)
            with closing(sqlite3.connect(copy)) as line:
                [(of_a, of_b)] = line.execute("SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)")
            assert of_a == of_b > 0
    finally:
        over.set()
        writer.join()


def test_the_keys_leave_in_an_encrypted_copy_only(run: Run, tmp_path: Path) -> None:
    code, said = run("backup", str(tmp_path / "copy"), "--with-keys")
    assert code == 1
    assert "KEYS" in said
    assert not (tmp_path / "copy").exists()


@dataclass(frozen=True)
class Copies:
    """A bare and an encrypted copy of one desk, on SQLite; ``key`` is the file that opens the second."""

    data: Path
    bare: Path
    encrypted: Path
    key: Path


def command(*words: str, folder: Path, **environment: str) -> tuple[int, str]:
    program = kontuar(*words, folder=folder, **environment)
    code = program.process.wait(180)
    program.reader.join()
    return code, "".join(program.lines)


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    folder = tmp_path_factory.mktemp("copies")
    desk("fill", folder / "data")
    key = folder / "key.txt"
    key.write_text(command("backup-key", folder=folder)[1])
    for_whom = key.read_text().split("--for ")[1].split()[0]
    assert command("backup", str(folder / "bare"), folder=folder)[0] == 0
    assert command("backup", str(folder / "encrypted"), "--for", for_whom, folder=folder)[0] == 0
    return Copies(folder / "data", folder / "bare", folder / "encrypted", key)


def test_a_copy_is_never_put_back_over_a_desk(run: Run, copies: Copies) -> None:
    code, said = run("restore", str(copies.bare), KONTUAR_DATA=str(copies.data))
    assert code == 1
    assert "nie jest pusty" in said
    assert desk("tell", copies.data)["outgoing"] == ["queued"]


@pytest.mark.parametrize("harm", ["cut", "changed", "other key", "no key"])
def test_a_damaged_copy_is_refused_and_leaves_nothing(
    run: Run, tmp_path: Path, copies: Copies, harm: str
) -> None:
    copy, words = tmp_path / "copy", []
    content = bytearray((copies.encrypted if "key" in harm else copies.bare).read_bytes())
    if harm == "cut":
        content = content[: len(content) // 2]
    elif harm == "changed":
        content[content.index(b"picture")] ^= 1
    elif harm == "other key":
        (tmp_path / "key.txt").write_text(run("backup-key")[1])
        words = ["--key", str(tmp_path / "key.txt")]
    copy.write_bytes(content)
    code, said = run("restore", str(copy), *words, KONTUAR_DATA=str(tmp_path / "new"))
    assert code == 1, said
    assert "Nic nie zmieniono" in said
    assert not (tmp_path / "new").exists()


def test_a_copy_by_a_newer_program_is_refused(run: Run, tmp_path: Path) -> None:
    about = {
        "format": 1, "version": "9.9", "engine": "sqlite", "made_at": "2026-11-20T09:00:00+00:00",
        "migrations": ["0001_start", "9999_future"], "has_keys": False,
    }  # fmt: skip
    with (tmp_path / "copy").open("wb") as file:
        writer = archive.Writer(file)
        writer.add_bytes("about.json", json.dumps(about).encode())
        writer.add_bytes("database", b"whatever")
        writer.close()
    code, said = run("restore", str(tmp_path / "copy"), KONTUAR_DATA=str(tmp_path / "new"))
    assert code == 1
    assert "9999_future" in said
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "spool/mail/tmp/x",
        "/etc/passwd",
        "attachments/../../evil",
        "attachments",
        "attachments//x",
        "HOME",
        "a\\b",
    ],
)
def test_no_name_in_a_copy_leads_out_of_the_folder(name: str) -> None:
    assert not archive.is_ours(name)


@given(st.text(max_size=40))
def test_a_name_of_a_file_stays_below_its_folder(rest: str) -> None:
    name = f"attachments/{rest}"
    if archive.is_ours(name):
        assert Path("/data", name).resolve().is_relative_to("/data/attachments")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE])
def test_nothing_but_plain_files_is_taken_from_a_copy(kind: bytes) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        entry = tarfile.TarInfo("attachments/x")
        entry.type, entry.linkname = kind, "/etc/passwd"
        tar.addfile(entry)
    held.seek(0)
    with pytest.raises(archive.Broken):
        archive.read(held, lambda name, content: None)


@pytest.mark.slow
def test_before_its_tables_change_an_older_database_is_copied(tmp_path: Path) -> None:
    changes = (
        "from kontuar.cli import load, schema;load.load();from tests.tables import the_long_way;"
        "the_long_way(('kontuar', '0004_search'), ('account', '0001_initial'));schema.bring_up_to_date()"
    )
    env = {name: value for name, value in os.environ.items() if name not in STRANGE_TO_A_TEST}
    env |= {"KONTUAR_DATA": str(tmp_path)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-c", changes], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    kept = list((tmp_path / "before-upgrade").iterdir())
    assert [file.name for file in kept] == ["0004_search.sqlite3"]
    assert "letter" not in tables_of(kept[0])
    assert "letter" in tables_of(tmp_path / "kontuar.sqlite3")


KEEP = (
    "import sys; from kontuar.cli import load, schema; load.load();"
    "from django.db import connection; from django.db.migrations.recorder import MigrationRecorder;"
    "MigrationRecorder(connection).record_applied('kontuar', '0001_start');"
    "schema.LARGEST = int(sys.argv[1]); schema._keep_what_was()"
)


def kept(folder: Path, largest: int, **environment: str) -> tuple[int, str, list[str]]:
    """Exit code, words, and the copies there are, when the tables of an older database are about to change."""
    env = {name: value for name, value in os.environ.items() if name not in STRANGE_TO_A_TEST}
    env |= {"KONTUAR_DATA": str(folder), "KONTUAR_LANGUAGE": "en", **environment}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-c", KEEP, str(largest)], cwd=ROOT, env=env, capture_output=True, text=True
    )
    return done.returncode, done.stderr, sorted(path.name for path in (folder / "before-upgrade").glob("*"))


def test_nothing_changes_before_there_is_a_copy_on_postgresql_too(
    tmp_path: Path, new_database: Callable[[], dict[str, str]]
) -> None:
    here = new_database()
    on_postgresql = "DATABASE_URL" in here
    code, said, found = kept(tmp_path, 0, **here)
    if on_postgresql:
        assert (code, found) == (1, [])
        assert "KONTUAR_COPIED=1" in said
        assert kept(tmp_path, 0, KONTUAR_COPIED="1", **here)[0] == 0
    code, said, found = kept(tmp_path, 10**12, **here)
    assert code == 0, said
    assert found == ["0001_start.dump" if on_postgresql else "0001_start.sqlite3"]
    head = (tmp_path / "before-upgrade" / found[0]).read_bytes()[:6]
    assert head in (b"PGDMP\x01", b"SQLite")


def tables_of(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as line:
        return {name for (name,) in line.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
