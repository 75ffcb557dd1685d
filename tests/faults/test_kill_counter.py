"""The kill test finds what it is for: with a safeguard taken out the same run shows doubles or losses."""

from typing import Any

import pytest

from kontuar.practice_market import serve
from tests.faults.rampage import run

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("safeguard", "finding"), [("claim", "times: "), ("lease", "stands as sending"), ("unsure", "times: ")]
)
def test_without_a_safeguard_the_same_run_finds_doubles_or_losses(
    market: serve.RunningMarket,
    make_desk: Any,
    safeguard: str,
    finding: str,
) -> None:
    found = run(market, make_desk, without=safeguard, patience=30.0)
    print("\n".join(found[:5]))
    assert [trouble for trouble in found if finding in trouble]
