"""A fresh stall for every test; a served market where a real connection matters."""

from collections.abc import Iterator

import pytest

from kontuar.practice_market import serve
from tests.practice_market.stall import Stall, open_stall


@pytest.fixture
def stall() -> Stall:
    return open_stall()


@pytest.fixture
def served() -> Iterator[serve.RunningMarket]:
    running = serve.run(scenario="empty", live=False)
    yield running
    running.close()
