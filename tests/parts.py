"""Parts of the machine tests may ask for: databases, a browser, reference material.

On a person's machine a missing part skips the tests that need it, with a line that says how to get it. In CI
nothing is skipped: a skip is a failure there.
"""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
IN_CI = bool(os.environ.get("CI"))
LONGEST = ("test_kill.py", "test_kill_counter.py", "test_mail_kill.py", "test_every_url.py", "test_seed.py")
"""Files that take a minute and more; they are begun first (pytest is told --no-loadscope-reorder)."""

settings.register_profile("everyday", max_examples=30, deadline=None)
settings.register_profile(
    "ci", max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "deep", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "everyday"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: "pytest.CallInfo[None]"
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test has failed: a missing part there is a hole nobody would see."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome, report.longrepr = "failed", f"{item.nodeid}: nothing is skipped in CI. {reason}"
    return report


@pytest.fixture(autouse=True)
def umask() -> Generator[None]:
    """A command run within the test process keeps its files for its user alone; the tests after it are not it."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture
def no_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database outside of any transaction, as a page has it; the test itself leaves nothing in it."""
    from django.db import connection

    with django_db_blocker.unblock():
        yield
        connection.close()


DATABASE_OF_THE_RUN = {
    "db",
    "transactional_db",
    "no_transaction",
    "live_server",
    "kill_database",
    "new_database",
}
"""The fixtures by which a test gets the database the run is on; ``django_db`` brings the first two."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first, so that no process ends with them alone; on PostgreSQL what has to do with it.

    Left out there, not skipped: what asks something of SQLite alone, and what never sees the database of the run.
    """
    items.sort(key=_rank)  # files stay together, and tests in their order
    if os.environ.get("KONTUAR_TEST_DB") != "postgres":
        return
    left_out = {id(item) for item in items if not _meets_postgres(item)}
    config.hook.pytest_deselected(items=[item for item in items if id(item) in left_out])
    items[:] = [item for item in items if id(item) not in left_out]


def _rank(item: pytest.Item) -> int:
    return LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST)


def _meets_postgres(item: pytest.Item) -> bool:
    if item.get_closest_marker("sqlite"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(DATABASE_OF_THE_RUN)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself whole."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid}: nothing is skipped in CI. {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the repository (real data, published specifications)."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not beside the repository; this test reads its reference material.")
    return SHARED


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of a throw-away PostgreSQL, whatever database the suite itself runs on."""
    try:
        return postgres.for_this_run()
    except postgres.NoPostgres as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium on this machine."""
    named = os.environ.get("KONTUAR_CHROMIUM", "")
    for name in (named, "chromium", "chromium-browser", "google-chrome", "chrome", "msedge"):
        if name and (found := shutil.which(name)):
            return found
    pytest.skip("No Chromium was found. Debian: apt install chromium; or KONTUAR_CHROMIUM=/path/to/chrome.")
