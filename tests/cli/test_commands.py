"""The command line, run for real in a folder of its own."""

import re
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import Program

type Start = Callable[..., Program]
type Run = Callable[..., tuple[int, str]]

ADDRESS = r"Kontuar: (http://localhost:\d+)"


def _page(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.status, answer.read().decode()


def test_help_loads_nothing_of_the_program() -> None:
    code = "import sys; from kontuar.cli.main import parser; parser(); print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_help_speaks_the_persons_language(run: Run) -> None:
    assert "wypróbuj" in run("--help", KONTUAR_LANGUAGE="pl")[1]
    assert "try it" in run("--help", KONTUAR_LANGUAGE="en")[1]


def test_an_unknown_command_is_refused(run: Run) -> None:
    code, said = run("fly")
    assert code == 2
    assert "fly" in said


def test_version_names_what_a_helper_asks_first(run: Run) -> None:
    code, said = run("version")
    assert code == 0
    assert re.fullmatch(r"kontuar \S+ \(Python 3\.\d+\.\d+\S*, SQLite [\d.]+, \w+\)\n", said)


def test_serve_prints_where_to_go_and_ends_when_asked(start: Start, tmp_path: Path) -> None:
    program = start("serve", "--port", "0")
    address = program.wait_for(ADDRESS, seconds=120)[1]
    key = program.wait_for(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", seconds=120)[0]
    status, page = _page(f"{address}/start/")
    assert status == 200
    assert key not in page
    assert program.stop() == 0
    assert (tmp_path / "data" / "kontuar.sqlite3").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "data" / "kontuar.sqlite3-wal").exists(), "the last one to leave closes the log"


@pytest.mark.slow
def test_two_that_start_at_once_make_the_tables_once(start: Start) -> None:
    both = [start("web", "--port", "0"), start("web", "--port", "0")]
    for program in both:
        address = program.wait_for(ADDRESS, seconds=120)[1]
        assert _page(f"{address}/health")[0] == 200


def test_a_taken_port_is_said_in_words(run: Run, start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = run("web", "--port", str(port))
    assert code == 1
    assert str(port) in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_newer_database_is_refused_untouched(start: Start, run: Run, tmp_path: Path) -> None:
    program = start("web", "--port", "0", has_tables=True)
    program.wait_for(ADDRESS, seconds=120)
    program.stop()
    path = tmp_path / "data" / "kontuar.sqlite3"
    with sqlite3.connect(path) as base:
        base.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('kontuar', '9999_later', '2030-01-01')"
        )
    base.close()
    before = path.read_bytes()
    for command in (["web", "--port", "0"], ["work"]):
        code, said = run(*command)
        assert code == 1
        assert "9999_later" in said
        assert "Traceback" not in said
    assert path.read_bytes() == before
    code, said = run("doctor")
    assert code == 1
    assert "nowszy Kontuar" in said


def test_a_wrong_database_address_is_said_in_words(run: Run) -> None:
    code, said = run("serve", DATABASE_URL="mysql://somewhere/desk")
    assert code == 1
    assert "postgresql://" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_password_can_be_given_anew_from_the_shell(run: Run, start: Start) -> None:
    program = start("web", "--port", "0", has_tables=True)
    program.wait_for(ADDRESS, seconds=120)
    program.stop()
    make = (
        "from django.utils import timezone; from kontuar.cli.load import load; load(); from kontuar.actions import team; "
        "team.create_owner(username='ala', password='klamerka-7-sznurek', display_name='Ala', language='pl', "
        "now=timezone.now())"
    )
    folder = Path(program.environment["KONTUAR_DATA"])
    subprocess.run([sys.executable, "-c", make], env=program.environment, cwd=folder.parent, check=True)
    code, said = run("user", "reset", "ala")
    assert code == 0
    assert re.search(r"Nowe hasło: \S{12,}", said)
    assert "ala\tAla\twłaściciel" in run("user", "list")[1]
    code, said = run("user", "reset", "ala", "--second-factor")
    assert code == 1
    assert "drugiego" in said or "second factor" in said
    code, said = run("user", "reset", "nikt")
    assert code == 1
    assert "Traceback" not in said
