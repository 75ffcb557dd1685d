"""``kontuar mail pipe``: whole on the disk before we say yes, and nothing of the program is loaded."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kontuar.cli import mail_pipe

MAIL = b"From: a@example.org\n\nDzie\xc5\x84 dobry\n"


def _pipe(data: Path, *words: str, mail: bytes = MAIL) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "KONTUAR_DATA": str(data)}
    return subprocess.run(
        [sys.executable, "-m", "kontuar", "mail", *words], input=mail, env=env, capture_output=True
    )


def test_a_mail_is_kept_word_for_word_and_only_for_us(tmp_path: Path) -> None:
    assert _pipe(tmp_path, "pipe", "--mailbox", "sklep").returncode == 0
    (kept,) = (tmp_path / "spool" / "mail" / "new").iterdir()
    assert kept.read_bytes() == MAIL
    assert kept.name.startswith("sklep,")
    assert kept.stat().st_mode & 0o077 == 0
    assert not list((tmp_path / "spool" / "mail" / "tmp").iterdir())


def test_nothing_of_the_program_is_loaded(tmp_path: Path) -> None:
    code = "import sys; from kontuar.cli.main import main; main(['mail', 'pipe']); print(*sys.modules)"
    env = {**os.environ, "KONTUAR_DATA": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], input=MAIL, env=env, capture_output=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.decode().split()}
    assert not loaded & {"django", "nh3", "structlog", "httpx2", "sqlite3"}


@pytest.mark.parametrize(
    ("words", "mail", "code"),
    [
        (["pipe"], b"", mail_pipe.BAD_MAIL),
        (["pipe", "--mailbox", "../x"], MAIL, mail_pipe.USAGE),
        (["fetch"], MAIL, mail_pipe.USAGE),
        ([], MAIL, mail_pipe.USAGE),
    ],
)
def test_what_is_not_kept_has_the_exit_code_servers_know(
    tmp_path: Path, words: list[str], mail: bytes, code: int
) -> None:
    assert _pipe(tmp_path, *words, mail=mail).returncode == code
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_disk_that_refuses_means_later(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("in the way")
    assert _pipe(tmp_path, "pipe").returncode == mail_pipe.TRY_LATER


@pytest.mark.parametrize(("size", "code"), [(1000, mail_pipe.OK), (1001, mail_pipe.BAD_MAIL)])
def test_a_mail_over_the_limit_leaves_nothing(tmp_path: Path, size: int, code: int) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"x" * size)
    os.close(writing)
    try:
        assert mail_pipe.spool(reading, str(tmp_path), most=1000) == code
    finally:
        os.close(reading)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == (code == mail_pipe.OK)


def test_mails_at_the_same_time_do_not_meet(tmp_path: Path) -> None:
    def one() -> None:
        reading, writing = os.pipe()
        os.write(writing, MAIL)
        os.close(writing)
        mail_pipe.spool(reading, str(tmp_path))
        os.close(reading)

    threads = [threading.Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list((tmp_path / "new").iterdir())) == 20
