"""Parts of the machine tests may ask for: databases, a browser, reference material.

On a person's machine a missing part skips the tests that need it, with a line that says how to get it. In CI
nothing is skipped: a skip is a failure there.
"""

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
IN_CI = bool(os.environ.get("CI"))

settings.register_profile("everyday", max_examples=30, deadline=None)
settings.register_profile(
    "ci", max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks something of SQLite alone is no part of a run on PostgreSQL: left out, not skipped."""
    if os.environ.get("KONTUAR_TEST_DB") != "postgres":
        return
    left_out = [item for item in items if item.get_closest_marker("sqlite")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


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
