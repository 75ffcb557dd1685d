"""Several machines on PostgreSQL: one looks for what is due, all work, and a dead one holds up nobody."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import postgres
from tests.running import STRANGE_TO_A_TEST

ROOT = Path(__file__).parents[2]
LOCKS = {
    ("live:1", "live:1:1", "kontuar"),
    ("live:1", "live:1:2", "kontuar"),
    ("judge:0", "judge:0:all", "kontuar"),
}


@pytest.fixture
def database(postgres_url: str) -> Iterator[str]:
    """An empty database of its own, whatever the suite runs on."""
    with postgres.new_database(postgres_url) as url:
        yield url


def desk(*deeds: str, folder: Path, **environment: str) -> Any:
    env = {name: value for name, value in os.environ.items() if name not in STRANGE_TO_A_TEST}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    env |= {"KONTUAR_DATA": str(folder), **environment}
    words = [sys.executable, "-m", "tests.cli.machines_desk", *deeds]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_one_process_looks_all_work_and_a_dead_one_holds_up_no_lane(tmp_path: Path, database: str) -> None:
    found = desk("prepare", "sweep", "work", folder=tmp_path, DATABASE_URL=database)
    sweep, work = found["sweep"], found["work"]
    assert {tuple(job) for job in sweep["jobs"]} == LOCKS, "lock = lane, queueing lock = row"
    assert (sweep["made"], sweep["made_again"]) == (3, 0), "no row waits twice"
    assert sweep["first"]
    assert not sweep["second_while_first"]
    assert sweep["second_afterwards"], "whoever is left goes on looking"
    assert work["judged"], "the lane of a process that died is free again"
    assert (work["workers_left"], work["doing_left"]) == (0, 0), "a tidy end leaves nothing behind"
    assert work["swept"]


@pytest.mark.parametrize("runner", ["procrastinate", "both"])
def test_a_runner_that_cannot_work_here_is_refused_in_plain_words(tmp_path: Path, runner: str) -> None:
    env = {**os.environ, "KONTUAR_DATA": str(tmp_path / "data"), "KONTUAR_RUNNER": runner}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        env.pop(name, None)
    words = [sys.executable, "-m", "kontuar", "work"]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode != 0
    assert "KONTUAR_RUNNER is lanes or procrastinate" in done.stderr
    assert "Traceback" not in done.stderr
