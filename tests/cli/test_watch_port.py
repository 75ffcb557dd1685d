"""A worker without screens tells a monitor how it is, and nobody else its numbers."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from kontuar.actions.beat import Beat
from kontuar.cli import watch_port
from kontuar.cli.watch_port import WatchPort
from kontuar.connector_kit import meters
from kontuar.store.queries.health import SWEPT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker() -> Iterator[dict[str, Any]]:
    """A port, and whether the worker behind it lives."""
    told: dict[str, Any] = {"lives": True}
    port = WatchPort(host="127.0.0.1", port=0, is_alive=lambda: told["lives"])
    told["url"] = f"http://127.0.0.1:{port.port}"
    yield told
    port.close()


def asked(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_worker_is_well_while_it_lives_and_somebody_looks_for_what_is_due(worker: dict[str, Any]) -> None:
    cache.delete(SWEPT)
    assert asked(f"{worker['url']}/health")[0] == 503
    Beat().swept(now=timezone.now())
    status, text = asked(f"{worker['url']}/health")
    assert (status, json.loads(text)["status"]) == (200, "ok")
    worker["lives"] = False
    status, text = asked(f"{worker['url']}/health")
    assert (status, json.loads(text)["worker"]) == (503, "ended")


def test_a_workers_own_calls_are_counted_there(worker: dict[str, Any]) -> None:
    meters.CALLS.add("watch.example", "ok")
    status, text = asked(f"{worker['url']}/metrics")
    assert status == 200
    assert 'kontuar_platform_calls_total{host="watch.example",result="ok"}' in text
    assert "kontuar_database_up 1" in text


def test_with_a_token_only_who_brings_it_is_told(worker: dict[str, Any], settings: Any) -> None:
    settings.METRICS_TOKEN = "dlugie-haslo"
    assert asked(f"{worker['url']}/metrics")[0] == 404
    assert asked(f"{worker['url']}/metrics", Authorization="Bearer inne")[0] == 404
    assert asked(f"{worker['url']}/metrics", Authorization="Bearer dlugie-haslo")[0] == 200


@pytest.mark.parametrize(("address", "may"), [("127.0.0.1", True), ("::1", True), ("203.0.113.9", False)])
def test_without_a_token_only_this_machine_is_told(address: str, may: bool) -> None:
    assert watch_port._may(address, "") is may


@pytest.mark.parametrize("path", ["/", "/../metrics", "/wiadomosci/"])
def test_there_is_nothing_else(worker: dict[str, Any], path: str) -> None:
    assert asked(worker["url"] + path)[0] == 404
