"""A mail in the spool is in every copy, whatever the worker does with it meanwhile."""

import io
import os
import tarfile
import threading
from pathlib import Path
from typing import Any

import pytest

from kontuar.cli.backup import command, databases, spooled

WAY = ("unplaced", "new", "cur", "broken", "cur", "new")


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    for folder in set(WAY):
        (tmp_path / "spool" / "mail" / folder).mkdir(parents=True)
    path = tmp_path / "spool" / "mail" / "unplaced" / ",1-aa.eml"
    path.write_bytes(b"Subject: x\n\ny")
    return path


def test_a_mail_that_is_carried_from_folder_to_folder_is_found(mail: Path, tmp_path: Path) -> None:
    stop, root = threading.Event(), mail.parents[1]

    def carry() -> None:
        here, turn = mail, 0
        while not stop.is_set():
            turn += 1
            folder = WAY[turn % len(WAY)]
            name = f"{turn}~owner~1~{mail.name}" if folder == "cur" else mail.name
            there = root / folder / name
            here.rename(there)
            here = there
            stop.wait(0.002)

    carrier = threading.Thread(target=carry)
    carrier.start()
    try:
        for number in range(5):
            scratch = tmp_path / f"scratch-{number}"
            scratch.mkdir()
            ((name, path),) = spooled.copied(tmp_path, scratch)
            assert name.startswith("spool/mail/")
            assert path.read_bytes() == b"Subject: x\n\ny"
    finally:
        stop.set()
        carrier.join()


@pytest.mark.django_db
def test_a_mail_that_is_taken_in_while_the_database_is_copied_is_in_the_copy(
    mail: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path

    def take_in_and_copy(_named: object, dump: Path) -> None:
        dump.write_bytes(b"a database from before the mail was taken in")
        os.unlink(mail)

    monkeypatch.setattr(databases, "snapshot", take_in_and_copy)
    sink = io.BytesIO()
    command._pack(sink, with_keys=False)
    sink.seek(0)
    with tarfile.open(fileobj=sink) as tar:
        held = tar.extractfile("spool/mail/unplaced/,1-aa.eml")
        assert held is not None
        assert held.read() == b"Subject: x\n\ny"


def test_two_mails_of_one_name_are_two(mail: Path, tmp_path: Path) -> None:
    (tmp_path / "spool" / "mail" / "new" / mail.name).write_bytes(b"Subject: another\n\nz")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    assert len(spooled.copied(tmp_path, scratch)) == 2


def test_where_no_mail_was_ever_handed_over_there_is_none(tmp_path: Path) -> None:
    assert spooled.copied(tmp_path, tmp_path) == []
