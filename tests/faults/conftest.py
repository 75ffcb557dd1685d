"""Which database the kill test runs on: a file of its own, or a fresh database on a throw-away server."""

import os
import secrets
from collections.abc import Iterator

import pytest


@pytest.fixture
def kill_database() -> Iterator[str]:
    """An address for DATABASE_URL; empty for SQLite."""
    if os.environ.get("KONTUAR_TEST_DB") != "postgres":
        yield ""
        return
    import psycopg

    from tests import postgres

    server = postgres.for_this_run()
    name = f"kill_{secrets.token_hex(4)}"
    base = server.rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{base}/{name}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
