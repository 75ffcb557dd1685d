"""How well the cut agrees with a careful seller, on threads that were tuned on and on those kept back."""

import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from kontuar.facts.messages import Role
from kontuar.rules.matching import cut
from tests.rules_matching.threads import Cutter, Row, Score, Thread, arrive, ours, read_threads, score

THREADS = read_threads()
TUNED = tuple(thread for thread in THREADS if not thread.is_held_out)
HELD_OUT = tuple(thread for thread in THREADS if thread.is_held_out)
AWKWARD_FROM = 97  # from this number on the file holds threads written to find faults
DOCUMENT = Path(__file__).parents[2] / "docs" / "rules" / "cases.md"

PARTS = {
    "tuned on": TUNED,
    "kept back": HELD_OUT,
    "tuned on, ordinary": tuple(t for t in TUNED if t.number < AWKWARD_FROM),
    "tuned on, awkward": tuple(t for t in TUNED if t.number >= AWKWARD_FROM),
    "kept back, ordinary": tuple(t for t in HELD_OUT if t.number < AWKWARD_FROM),
    "kept back, awkward": tuple(t for t in HELD_OUT if t.number >= AWKWARD_FROM),
}


def one_case_a_thread(rows: tuple[Row, ...]) -> list[int | None]:
    return [1] * len(rows)


def three_days_of_silence(rows: tuple[Row, ...]) -> list[int | None]:
    """The plainest cut: a new case after three days without a word."""
    order = sorted(range(len(rows)), key=lambda index: rows[index].hint.written_at)
    keys: list[int | None] = [1] * len(rows)
    for before, here in pairwise(order):
        is_long = rows[here].hint.written_at - rows[before].hint.written_at > timedelta(days=3)
        keys[here] = (keys[before] or 1) + is_long
    return keys


def sureness(threads: tuple[Thread, ...]) -> Counter[tuple[bool, bool]]:
    """(sure, right) of every message: right is joining a case begun by its own matter, or beginning one."""
    told: Counter[tuple[bool, bool]] = Counter()
    for thread in threads:
        begun: dict[int | None, int] = {}
        for row, placement in zip(thread.rows, arrive(thread.rows), strict=True):
            if placement.case_key in begun:
                is_right = begun[placement.case_key] == row.case
            else:
                is_right = row.case not in begun.values()
                begun[placement.case_key] = row.case
            told[placement.is_sure, is_right] += 1
    return told


def shown(name: str, result: Score) -> str:
    """A line of the document's table of figures."""
    return (
        f"| {name} | {result.threads} | {result.messages} | {result.precision:.3f} | {result.recall:.3f} "
        f"| {result.b3_precision:.3f} | {result.b3_recall:.3f} | {result.whole} |"
    )


def figures() -> list[str]:
    """Every line of the document's table of figures, measured now."""
    everything: tuple[tuple[str, tuple[Thread, ...], Cutter], ...] = (
        *((f"ours, {name}", part, ours()) for name, part in PARTS.items()),
        ("one case a thread, kept back", HELD_OUT, one_case_a_thread),
        ("three days of silence, kept back", HELD_OUT, three_days_of_silence),
    )
    return [shown(name, score(part, cutter)) for name, part, cutter in everything]


def test_the_file_holds_enough_threads_of_every_sort() -> None:
    assert len(THREADS) >= 80
    assert [thread.number for thread in THREADS] == list(range(1, len(THREADS) + 1))
    assert len(HELD_OUT) * 3 == len(THREADS)
    for thread in THREADS:
        assert {row.case for row in thread.rows} == set(range(1, max(row.case for row in thread.rows) + 1))
        assert len({row.hint.thread_kind for row in thread.rows}) == 1
    hints = [row.hint for thread in THREADS for row in thread.rows]
    assert {hint.role for hint in hints} == set(Role)
    assert sum(hint.is_closer for hint in hints) > 50
    assert any(not hint.is_delivered for hint in hints)


@pytest.mark.parametrize(
    ("part", "precision", "recall"),
    [("tuned on", 0.95, 0.96), ("kept back", 0.87, 0.84), ("kept back, ordinary", 0.97, 0.94)],
)
def test_the_cut_agrees_with_the_labels(
    part: str, precision: float, recall: float, capsys: pytest.CaptureFixture[str]
) -> None:
    result = score(PARTS[part], ours())
    with capsys.disabled():
        print(f"\ncases, {part}: {result}")
    assert result.precision >= precision
    assert result.recall >= recall


def test_the_cut_beats_both_plain_ways() -> None:
    mine = score(HELD_OUT, ours())
    for plain in (one_case_a_thread, three_days_of_silence):
        other = score(HELD_OUT, plain)
        assert mine.b3 > other.b3
        assert mine.pairs > other.pairs


def test_what_is_told_as_unsure_is_wrong_far_more_often() -> None:
    told = sureness(THREADS)
    sure = told[True, False] / (told[True, True] + told[True, False])
    unsure = told[False, False] / (told[False, True] + told[False, False])
    assert sure < 0.05
    assert unsure > 3 * sure


def test_cutting_a_whole_thread_at_once_is_no_worse_than_one_by_one() -> None:
    def at_once(rows: tuple[Row, ...]) -> list[int | None]:
        return [placement.case_key for placement in cut([row.hint for row in rows])]

    assert score(HELD_OUT, at_once).pairs >= score(HELD_OUT, ours()).pairs - 0.01


def test_the_figures_in_the_document_are_the_measured_ones() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    written = re.findall(r"^\| (?:ours|one case|three days).*$", text, re.MULTILINE)
    assert written == figures()


def bursts_turned(rows: tuple[Row, ...]) -> list[int]:
    """The order of arrival with every burst turned about: a buyer's messages ten minutes apart at most.

    A seller's answers are left alone: which of two he wrote first is what tells whom each answers.
    """
    runs: list[list[int]] = []
    for index, row in enumerate(rows):
        last = rows[runs[-1][-1]].hint if runs else None
        quick = last is not None and abs(row.hint.written_at - last.written_at) <= timedelta(minutes=10)
        if last is not None and quick and last.role is row.hint.role is Role.BUYER:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [index for run in runs for index in reversed(run)]


def test_turning_every_burst_of_a_buyer_about_changes_little(capsys: pytest.CaptureFixture[str]) -> None:
    turned = same = 0
    for thread in THREADS:
        order = bursts_turned(thread.rows)
        straight = [placement.case_key for placement in arrive(thread.rows)]
        about = {i: p.case_key for i, p in zip(order, arrive([thread.rows[i] for i in order]), strict=True)}
        if order != sorted(order):
            turned += 1
            pairs = [(i, j) for i in order for j in order if i < j]
            same += all((straight[i] == straight[j]) == (about[i] == about[j]) for i, j in pairs)
    with capsys.disabled():
        print(f"\ncases: bursts turned about in {turned} threads, cut the same in {same}")
    assert turned >= 10
    assert same / turned >= 0.9
