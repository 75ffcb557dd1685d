"""Nothing lost, nothing doubled, whoever dies when."""

from typing import Any

import pytest

from kontuar.practice_market import serve
from tests.faults.rampage import run

pytestmark = pytest.mark.slow


def test_every_answer_is_delivered_once_or_stands_with_its_reason(
    market: serve.RunningMarket, make_desk: Any
) -> None:
    assert run(market, make_desk) == []
