"""A database with all tables and nothing in it, for programs under test that need not make it themselves.

Making the tables takes ten seconds of a slow machine's time. They are made once in a run of the tests, in a process
of its own; who wants them gets a copy. That a first start makes them is asked by tests that begin with nothing
(tests/cli/test_commands.py, tests/browser/test_first_run.py).
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAME = "kontuar.sqlite3"
MAKE = (
    "from kontuar.cli.load import load; load(); from kontuar.cli import schema; schema.bring_up_to_date();"
    "from django.db import connections; connections.close_all()"
)
PATIENCE = 600.0
"""Seconds for another process of the same run to make them."""


def lay_into(data: Path) -> None:
    """Lay them into a data folder that has none; it is made as the program makes it."""
    made = _made()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(made, data / NAME)
    (data / NAME).chmod(0o600)


def the_long_way(*targets: tuple[str, str]) -> None:
    """Make the tables of this process's database as a desk did that began before they were made at once."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.loader.replace_migrations = False  # type: ignore[attr-defined, unused-ignore]
    executor.loader.build_graph()
    ends = [end for end in executor.loader.graph.leaf_nodes() if end not in executor.loader.replacements]
    executor.migrate(list(targets) or ends)


def _made() -> Path:
    """The original: by the first process that asks, the others wait for it."""
    home = Path(os.environ["KONTUAR_TEST_FOLDER"]) / "tables"
    try:
        home.mkdir(parents=True)
    except FileExistsError:
        return _made_by_another(home / NAME)
    draft = home / "draft"
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PUBLIC_URL")}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(
        [sys.executable, "-c", MAKE], cwd=ROOT, env={**env, "KONTUAR_DATA": str(draft)}, check=True
    )
    assert not (draft / f"{NAME}-wal").exists(), "all of it is in the one file"
    os.replace(draft / NAME, home / NAME)
    return home / NAME


def _made_by_another(path: Path) -> Path:
    until = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < until, "the process that makes the tables has died"
        time.sleep(0.1)
    return path
