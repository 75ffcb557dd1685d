"""Days of issues at a market where much goes wrong: at the end every issue, word and status is here."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kontuar.connector_kit.errors import AuthExpired, RateLimited, Temporary
from kontuar.facts.issues import Issue
from kontuar.facts.messages import Message, Role

from .conftest import BUYER, Stall

STEPS = 40
FAULTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("html_error", {"status": 504}),
    ("dropped", {}),
    ("lost_answer", {"mode": "close"}),
    ("too_many", {"retry_after": 1}),
    ("issue_missing", {}),
    ("issue_count_zero", {}),
    ("issue_last_message", {}),
    ("issue_chat_oldest_first", {}),
)


class Reader:
    """A worker that is killed now and then: what it read before storing is lost, cursor and all."""

    def __init__(self, stall: Stall, chance: random.Random) -> None:
        self.stall, self.chance = stall, chance
        self.client = stall.open()
        self.cursor: dict[str, Any] = {}
        self.words: set[str] = set()
        self.statuses: dict[str, str] = {}

    def step(self, stream: str, *, may_die: bool = True, subjects: tuple[str, ...] = ()) -> None:
        cursor = self.cursor if stream == "issues" else {}
        for _ in range(100):
            try:
                since = self.stall.now - timedelta(days=60)
                batch = self.client.pull(stream, cursor, now=self.stall.now, subjects=subjects, since=since)
            except (Temporary, RateLimited):
                return
            except AuthExpired:
                self.client = self.stall.open()
                continue
            if may_die and self.chance.random() < 0.15:
                return
            cursor = dict(batch.cursor)
            self.cursor = cursor if stream == "issues" else self.cursor
            for fact in batch.facts:
                if isinstance(fact, Message) and fact.role is Role.BUYER:
                    self.words.add(fact.text)
                if isinstance(fact, Issue):
                    self.statuses[fact.external_id] = fact.raw_status
            if not batch.more:
                return
        raise AssertionError(f"{stream} never ends")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_issue_and_no_word_in_one_is_lost(make_stall: Callable[..., Stall], seed: int) -> None:
    stall, chance = make_stall(seed=seed), random.Random(seed)
    order = stall.buy()["id"]
    reader = Reader(stall, chance)
    said: set[str] = set()
    open_ones: list[str] = []
    for kind, params in FAULTS:
        stall.fault(kind, probability=0.08, params=params)
    for number in range(STEPS):
        if chance.random() < 0.4:
            said.add(text := f"Sprawa {number}")
            opener = stall.discuss if chance.random() < 0.5 else stall.claim
            open_ones.append(opener(order, text)["id"])
        for issue in chance.sample(open_ones, min(2, len(open_ones))):
            said.add(text := f"Słowo {number} {issue}")
            stall.say(issue, text)
        discussions = [one for one in open_ones if stall.get(f"/issues/{one}")["type"] == "DISPUTE"]
        if discussions and chance.random() < 0.15:
            stall.post(f"/buyers/{BUYER}/issue-close", issue=discussions[0])
            open_ones.remove(discussions[0])
        reader.step("issues")
        stall.later(minutes=chance.choice((1, 5, 60, 300)))
    stall.calm()
    stall.later(days=1, hours=8)
    reader.client = stall.open()
    reader.step("issues", may_die=False)
    reader.step("issue_talks", may_die=False, subjects=tuple(open_ones))
    truth = {issue["id"]: issue["status"] for issue in stall.get("/issues")["issues"]}
    assert reader.statuses == truth
    assert said - reader.words == set()
