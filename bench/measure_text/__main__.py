"""``python -m bench.measure_text [--write] [--quick]``: print the table of figures, or put it into the docs.

``--quick`` leaves out what must be trained (minutes). Data that are absent give a line saying so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator

from bench import measure_quotes
from bench.measure_text import figures, meant, sources, suggestions, trained
from bench.measure_text.figures import Row

PAGE = sources.ROOT / "docs" / "developers" / "text-engine.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


STARTS = 7


def start() -> Iterator[Row]:
    """Cold starts, each in a process of its own; the middle one counts."""
    command = [sys.executable, "-m", "bench.measure_text.start"]
    told = []
    for _ in range(STARTS):
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=sources.ROOT)
        told.append(json.loads(done.stdout))
    told.sort(key=lambda one: one["first_ms"])
    middle, worst = told[STARTS // 2], told[-1]
    ratio = middle["first_ms"] / middle["yardstick_ms"]
    first = (
        f"{middle['first_ms']:.0f} ms, {ratio:.0f} yardsticks (import before it {middle['import_ms']:.0f} ms); "
        f"worst {worst['first_ms']:.0f} ms"
    )
    yield Row(
        what="First reading after start (pl)",
        figure=first,
        baseline="goal ≤ 500 ms",
        data=f"processor time, {STARTS} fresh processes; the yardstick took {middle['yardstick_ms']:.0f} ms",
    )
    memory = (
        f"{middle['polish_mb']:.0f} MB with Polish, {middle['all_mb']:.0f} MB with all languages installed"
    )
    yield Row(
        what="Memory above the process without it", figure=memory, baseline="goal ≤ 80 MB", data="resident"
    )


def measure(quick: bool) -> Iterator[Row]:
    """Yield all rows, or a row saying why a figure is missing."""
    parts: list[Callable[[], Iterator[Row]]] = [
        *figures.ALL,
        *meant.ALL,
        *suggestions.ALL,
        *measure_quotes.ALL,
        start,
        *([] if quick else trained.ALL),
    ]
    for part in parts:
        print(f"measuring {part.__name__} …", file=sys.stderr)
        try:
            yield from part()
        except (FileNotFoundError, StopIteration, ImportError) as missing:
            yield Row(what=part.__name__, figure=f"not measured: {missing}", baseline="", data="")


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| what | figure | baseline or goal | data and licence |", "| --- | --- | --- | --- |"]
    lines += [f"| {row.what} | {row.figure} | {row.baseline} | {row.data} |" for row in rows]
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(prog="python -m bench.measure_text", description=__doc__)
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/developers/text-engine.md"
    )
    parser.add_argument("--quick", action="store_true", help="leave out what must be trained")
    options = parser.parse_args()
    made = table(list(measure(options.quick)))
    print(made)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        head, _, rest = page.partition(BEGIN)
        _, _, tail = rest.partition(END)
        PAGE.write_text(f"{head}{BEGIN}\n{made}\n{END}{tail}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
