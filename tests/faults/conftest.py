"""A market, a desk, and its database: a file of its own, or a fresh one on a throw-away server."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kontuar.practice_market import serve
from tests import tables
from tests.faults.clerk import Office
from tests.faults.desk import Desk
from tests.faults.rampage import CLERKS, LEASE, LONG_LEASE
from tests.ports import free_ports


@pytest.fixture
def kill_database() -> Iterator[str]:
    """An address for DATABASE_URL; empty for SQLite."""
    if os.environ.get("KONTUAR_TEST_DB") != "postgres":
        yield ""
        return
    from tests import postgres

    with postgres.new_database(postgres.for_this_run()) as url:
        yield url


@pytest.fixture
def market() -> Iterator[serve.RunningMarket]:
    running = serve.run(scenario="empty", live=False, seed=7)
    running.market.settings.requests_per_minute = 100_000
    # The pause between messages serialises sending by itself: without it the claim has to.
    running.market.settings.seconds_between_messages = 0.0
    yield running
    running.close()


@pytest.fixture
def make_desk(tmp_path: Path, kill_database: str) -> Iterator[Any]:
    desks: list[Desk] = []

    def make(plan: dict[str, Any], *, without: str = "") -> Desk:
        env = {**os.environ, "KONTUAR_DATA": str(tmp_path / "desk"), "WITHOUT": without}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        env.pop("DATABASE_URL", None)
        if kill_database:
            env["DATABASE_URL"] = kill_database
        else:
            tables.lay_into(tmp_path / "desk")
        lease = LEASE if len(plan["sellers"]) <= 5 else LONG_LEASE
        # On PostgreSQL the four processes are two of each kind, on SQLite one of them answers for the screens.
        ports = free_ports(2 if kill_database else 1)
        plan = {**plan, "lease": lease, "ports": ports, "password": secrets.token_urlsafe(12)}
        clerks = Office(ports, "ala", plan["password"], clerks=min(CLERKS, len(plan["sellers"])))
        desk = Desk(env=env, plan=plan, clerks=clerks)
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.stop()
