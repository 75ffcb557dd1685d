"""A real S3 server on this machine, for tests that keep files in a bucket."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def server() -> Iterator[str]:
    """Its address."""
    from moto.server import ThreadedMotoServer  # it is slow to load, and few tests need it

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    try:
        host, port = running.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        running.stop()


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """One server for the whole run."""
    with server() as address:
        yield address


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A bucket of its own, as a program finds it in its environment."""
    import httpx2

    name = f"biuro-{secrets.token_hex(4)}"
    httpx2.put(f"{s3}/{name}").raise_for_status()
    found = {
        "KONTUAR_FILES": f"s3://{name}/kontuar",
        "AWS_ENDPOINT_URL": s3,
        "AWS_ACCESS_KEY_ID": "ala",
        "AWS_SECRET_ACCESS_KEY": "ma-kota",
        "AWS_REGION": "us-east-1",
    }
    for key, value in found.items():
        monkeypatch.setitem(os.environ, key, value)
    return found
