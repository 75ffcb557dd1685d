"""A new desk's tables are made at once. They are what the long way makes, and a desk that began it ends there, too."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests import postgres
from tests.running import STRANGE_TO_A_TEST

ROOT = Path(__file__).parents[2]
LOAD = "from kontuar.cli.load import load; load();"
AT_ONCE = f"{LOAD} from kontuar.cli import schema; schema.bring_up_to_date();"
BEGUN = f"{LOAD} from tests.tables import the_long_way; the_long_way(('kontuar', '0012_rhythm')); {AT_ONCE}"
"""The long way, left and gone on with by a later version."""
TELL = "from tests.privacy.shape import told; import json; print(json.dumps(told()))"


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[dict[str, str]]]:
    """The environments' parts that name two new, empty databases."""
    folders = [{"KONTUAR_DATA": str(tmp_path / name)} for name in ("at_once", "begun")]
    if request.param == "sqlite":
        yield folders
        return
    try:
        server = postgres.for_this_run()
    except postgres.NoPostgres as missing:
        pytest.skip(str(missing))
    with ExitStack() as made:
        yield [
            folder | {"DATABASE_URL": made.enter_context(postgres.new_database(server))} for folder in folders
        ]


def shape(way: str, where: dict[str, str]) -> dict[str, Any]:
    """Tables, columns, indexes and constraints that this way makes."""
    env = {name: value for name, value in os.environ.items() if name not in STRANGE_TO_A_TEST}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-c", way + TELL],
        cwd=ROOT,
        env=env | where,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_made_at_once_the_tables_are_those_of_the_long_way(databases: list[dict[str, str]]) -> None:
    at_once, begun = (shape(way, where) for way, where in zip((AT_ONCE, BEGUN), databases, strict=True))
    assert len(at_once) > 80
    assert at_once == begun
