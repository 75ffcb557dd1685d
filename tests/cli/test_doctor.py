"""The doctor: what it knows of the machine, and that its report tells nothing private."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kontuar.cli.doctor import disks, machine
from kontuar.cli.doctor.line import Level
from tests.running import Program

type Start = Callable[..., Program]
type Run = Callable[..., tuple[int, str]]


@pytest.mark.parametrize(
    ("version", "has_fault"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_versions_with_the_wal_reset_fault_are_known(version: tuple[int, int, int], has_fault: bool) -> None:
    assert machine.has_wal_reset_fault(version) is has_fault
    levels = {line.level for line in machine.sqlite(version)}
    assert (Level.CARE in levels) is has_fault
    assert Level.WRONG not in levels


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/desk /srv/desk nfs4 rw 0 0
//server/share /mnt/big\\040share cifs rw 0 0
/dev/sdb1 /srv/desk/local xfs rw 0 0
C:\\ /mnt/c 9p rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "is_good"),
    [
        ("/var/lib/kontuar", True),
        ("/srv/desk", False),
        ("/srv/desk/data", False),
        ("/srv/desktop", True),
        ("/srv/desk/local/data", True),
        ("/mnt/big share/data", False),
        ("/mnt/c/Users", False),
    ],
)
def test_network_disks_are_told_from_local_ones(folder: str, is_good: bool) -> None:
    kind = disks._deepest(disks._linux(MOUNTS), Path(folder))
    assert disks.may_lock(kind) is is_good


def test_an_empty_machine_is_well(run: Run) -> None:
    code, said = run("doctor")
    assert code == 0
    assert "nie ma jeszcze stanowiska" in said


def test_looking_makes_nothing(run: Run, tmp_path: Path) -> None:
    run("doctor")
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
@pytest.mark.slow
def test_keys_others_can_read_are_wrong_and_the_report_names_no_place(
    run: Run, start: Start, tmp_path: Path
) -> None:
    program = start("web", "--port", "0", has_tables=True)
    program.wait_for("Kontuar: ", seconds=120)
    program.stop()
    assert run("doctor")[0] == 0
    (tmp_path / "data" / "KEYS").chmod(0o644)
    code, said = run("doctor")
    assert code == 1
    assert str(tmp_path) in said
    code, said = run("doctor", "--report")
    assert code == 1
    assert str(tmp_path) not in said


def test_a_damaged_key_file_is_said_in_words(run: Run, start: Start, tmp_path: Path) -> None:
    program = start("web", "--port", "0", has_tables=True)
    program.wait_for("Kontuar: ", seconds=120)
    program.stop()
    (tmp_path / "data" / "KEYS").write_text("nothing")
    code, said = run("doctor")
    assert code == 1
    assert "KEYS" in said
    assert "Traceback" not in said


def test_postgresql_is_looked_at_as_well(run: Run, postgres_url: str) -> None:
    code, said = run("doctor", DATABASE_URL=postgres_url)
    assert code == 0
    assert "PostgreSQL" in said
