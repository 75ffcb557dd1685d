"""Both databases see every test that uses one."""

import re

from tests.house.source import ROOT

USES = re.compile(r"django_db|KONTUAR_TEST_DB|DATABASE_URL")


def test_every_folder_whose_tests_use_the_database_runs_on_postgresql_too() -> None:
    [found] = re.findall(r"^with_database=\(([^)]*)\)$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    listed = set(found.split())
    using = {
        path.parent.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if USES.search(path.read_text(encoding="utf-8"))
    } - {"tests/house"}
    assert using, "no test uses a database any more?"
    missing = {folder for folder in using if not any(f"{folder}/".startswith(f"{one}/") for one in listed)}
    assert not missing, f"add to with_database in .ci/run: {sorted(missing)}"
