"""The server ends without cutting anybody off."""

import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from kontuar.cli.server import Server


def test_an_answer_under_way_is_finished_when_the_server_ends() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], respond: Callable[..., Any]) -> Iterable[bytes]:
        begun.set()
        assert may_end.wait(120)
        respond("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "200000")])
        return [b"x" * 200_000]

    server = Server(slow, host="127.0.0.1", port=0)
    got: list[bytes] = []

    def ask() -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/", timeout=120) as answer:
            got.append(answer.read())

    person = threading.Thread(target=ask)
    person.start()
    assert begun.wait(60)
    closing = threading.Thread(target=server.close)
    closing.start()
    may_end.set()
    closing.join()
    person.join()
    assert [len(one) for one in got] == [200_000]
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{server.port}/", timeout=60)
