"""Read the labelled threads, cut them as they would arrive, and measure how well that was done."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from kontuar.facts.case import CaseState
from kontuar.facts.messages import Message, MessageKind, MessageStatus, Role, ThreadKind
from kontuar.rules.matching import (
    OURS,
    CaseSketch,
    CutPolicy,
    MessageHint,
    Placement,
    grown,
    hint_of,
    opened,
    place,
)

FILE = Path(__file__).parent / "labelled_threads.toml"
ROLES = {"B": Role.BUYER, "S": Role.SELLER, "M": Role.MARKETPLACE, "R": Role.AUTOMAT}
KINDS = {
    "q": MessageKind.QUESTION,
    "m": MessageKind.MESSAGE,
    "e": MessageKind.MAIL,
    "p": MessageKind.PROBLEM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One message of a labelled thread and the case a person put it in."""

    case: int
    hint: MessageHint
    waits: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A labelled thread; its rows stand in order of arrival."""

    number: int
    about: str
    rows: tuple[Row, ...]

    @property
    def is_held_out(self) -> bool:
        return self.number % 3 == 0


def read_row(line: str, thread_kind: ThreadKind, orders: dict[str, list[str]]) -> Row:
    """One line of ``talk``, as the head of the file explains it."""
    head, said = line.split(" | ", 1)
    case, role, kind, written_at, *marks = head.split()
    subject, text = said[1:].split("» ", 1) if said.startswith("«") else ("", said)
    order = next((mark for mark in marks if mark.startswith("Z")), "")
    if unknown := {m for m in marks if m[0] not in "AZ"} - {"closer", "blocked", "waits"}:
        raise ValueError(f"unknown mark {unknown} in {line!r}")
    message = Message(
        external_id="",
        thread_id="",
        author_login="",
        role=ROLES[role],
        text=text,
        written_at=datetime.fromisoformat(written_at).replace(tzinfo=UTC),
        kind=KINDS[kind],
        status=MessageStatus.BLOCKED if "blocked" in marks else MessageStatus.DELIVERED,
        subject=subject,
        offer_id=next((mark for mark in marks if mark.startswith("A")), ""),
        order_id=order,
    )
    hint = hint_of(
        message,
        thread_kind=thread_kind,
        is_closer="closer" in marks,
        order_offer_ids=orders[order] if order else (),
    )
    return Row(case=int(case), hint=hint, waits="waits" in marks, text=text)


def read_threads(path: Path = FILE) -> tuple[Thread, ...]:
    """Every labelled thread of the file."""
    found = []
    for raw in tomllib.loads(path.read_text(encoding="utf-8"))["thread"]:
        kind, orders = ThreadKind(raw.get("thread_kind", "talk")), raw.get("orders", {})
        rows = tuple(read_row(line, kind, orders) for line in raw["talk"].strip().splitlines())
        found.append(Thread(number=raw["number"], about=raw["about"], rows=rows))
    return tuple(found)


def arrive(rows: Sequence[Row], policy: CutPolicy = OURS) -> list[Placement]:
    """Place messages one by one as they arrive; ``case_key`` is always filled in."""
    cases: dict[int, CaseSketch] = {}
    told = []
    for row in rows:
        placement = place(row.hint, tuple(cases.values()), policy)
        key = placement.case_key or len(cases) + 1
        case = grown(cases[key], row.hint) if key in cases else opened(key, row.hint)
        waits = row.waits or (case.state is CaseState.WAITING and row.hint.role is not Role.BUYER)
        cases[key] = replace(case, state=CaseState.WAITING if waits else CaseState.OPEN)
        told.append(replace(placement, case_key=key))
    return told


type Cutter = Callable[[tuple[Row, ...]], Sequence[int | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Pairwise: of the pairs put together how many belong so, and the reverse. B-cubed: the mean a message."""

    precision: float
    recall: float
    b3_precision: float
    b3_recall: float
    whole: int
    threads: int
    messages: int

    @property
    def pairs(self) -> float:
        """Harmonic mean of the pairwise figures."""
        return 2 * self.precision * self.recall / ((self.precision + self.recall) or 1)

    @property
    def b3(self) -> float:
        """Harmonic mean of the B-cubed figures."""
        return 2 * self.b3_precision * self.b3_recall / (self.b3_precision + self.b3_recall)

    def __str__(self) -> str:
        return (
            f"pairs P {self.precision:.3f} R {self.recall:.3f} | "
            f"B-cubed P {self.b3_precision:.3f} R {self.b3_recall:.3f} | "
            f"{self.whole} of {self.threads} threads without a fault, {self.messages} messages"
        )


def score(threads: Iterable[Thread], cutter: Cutter) -> Score:
    """Measure a way of cutting against the labels."""
    pairs: Counter[tuple[bool, bool]] = Counter()
    b3_precision, b3_recall = [], []
    whole = count = 0
    for thread in threads:
        both = [(row.case, key) for row, key in zip(thread.rows, cutter(thread.rows), strict=True)]
        mine = Counter((a[0] == b[0], a[1] == b[1]) for a, b in combinations(both, 2))
        pairs += mine
        whole += not (mine[True, False] or mine[False, True])
        count += 1
        for label, key in both:
            together = both.count((label, key))
            b3_precision.append(together / sum(k == key for _, k in both))
            b3_recall.append(together / sum(each == label for each, _ in both))
    right = pairs[True, True]
    return Score(
        precision=right / ((right + pairs[False, True]) or 1),
        recall=right / ((right + pairs[True, False]) or 1),
        b3_precision=sum(b3_precision) / len(b3_precision),
        b3_recall=sum(b3_recall) / len(b3_recall),
        whole=whole,
        threads=count,
        messages=len(b3_precision),
    )


def ours(policy: CutPolicy = OURS) -> Cutter:
    """Our rules, messages arriving one by one."""
    return lambda rows: [placement.case_key for placement in arrive(rows, policy)]
