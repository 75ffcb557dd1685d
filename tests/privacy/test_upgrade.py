"""Bringing a database up: one process at a time on either database, and long changes go on where they stopped."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.running import STRANGE_TO_A_TEST

ROOT = Path(__file__).parents[2]
START = "from kontuar.cli.load import load; load(); from kontuar.cli import schema; schema.bring_up_to_date()"
COUNT = (
    "from kontuar.cli.load import load; load(); from django.db import connection; c = connection.cursor();"
    "c.execute('SELECT count(*), count(DISTINCT app || name) FROM django_migrations'); print(*c.fetchone());"
    "from kontuar.cli import schema; print(len(schema.waiting()))"
)


def begin(folder: Path, *words: str, **environment: str) -> "subprocess.Popen[str]":
    env = {name: value for name, value in os.environ.items() if name not in STRANGE_TO_A_TEST}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    env |= {"KONTUAR_DATA": str(folder), **environment}
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def end(process: "subprocess.Popen[str]") -> tuple[int, str]:
    said, _nothing = process.communicate(timeout=300)
    return process.returncode, said


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The environment's part that names a new, empty database."""
    if request.param == "sqlite":
        yield {}
        return
    try:
        server = postgres.for_this_run()
    except postgres.NoPostgres as missing:
        pytest.skip(str(missing))
    with postgres.new_database(server) as url:
        yield {"DATABASE_URL": url}


@pytest.mark.slow
def test_processes_that_start_at_once_change_the_tables_once(
    tmp_path: Path, database: dict[str, str]
) -> None:
    both = [begin(tmp_path, "-c", START, **database) for _ in range(2)]
    assert [end(one) for one in both] == [(0, ""), (0, "")]
    code, said = end(begin(tmp_path, "-c", COUNT, **database))
    assert code == 0, said
    all_of_them, different, waiting = said.split()
    assert all_of_them == different
    assert waiting == "0"


@pytest.mark.slow
def test_a_long_change_that_was_killed_goes_on_with_what_is_left(tmp_path: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        return end(begin(tmp_path, "-m", "tests.privacy.long_change", *words))

    assert run("fill")[0] == 0
    assert run("change", "4")[0] == 9
    assert run("tell") == (0, ",x\n"), "whole batches are done, the one it died in is not"
    assert run("change", "0") == (0, "700\n")
    assert run("tell") == (0, "x\n"), "every row once"
