"""``python -m bench.measure_text [--write] [--quick]``: print the table of figures, or put it into the docs.

``--quick`` leaves out what must be trained (minutes). Data that are absent give a line saying so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator

from bench.measure_text import figures, sources, trained
from bench.measure_text.figures import Row

PAGE = sources.ROOT / "docs" / "developers" / "text-engine.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def start() -> Iterator[Row]:
    """Cold start in a process of its own."""
    command = [sys.executable, "-m", "bench.measure_text.start"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=sources.ROOT)
    told = json.loads(done.stdout)
    first = f"{told['first_ms']:.0f} ms (import before it {told['import_ms']:.0f} ms)"
    yield Row(
        what="First reading after start (pl)", figure=first, baseline="goal ≤ 500 ms", data="processor time"
    )
    memory = f"{told['polish_mb']:.0f} MB with Polish, {told['all_mb']:.0f} MB with all languages installed"
    yield Row(
        what="Memory above the process without it", figure=memory, baseline="goal ≤ 80 MB", data="resident"
    )


def measure(quick: bool) -> Iterator[Row]:
    """Yield all rows, or a row saying why a figure is missing."""
    parts: list[Callable[[], Iterator[Row]]] = [*figures.ALL, start, *([] if quick else trained.ALL)]
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
