"""Time and memory of the engine from a cold start, in a process of its own; prints one line of JSON."""

from __future__ import annotations

import json
import time
from pathlib import Path


def resident() -> float:
    """Return resident memory in MB (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Import, read once, then read in all four languages."""
    before = resident()
    began = time.process_time()
    from kontuar.facts.reading import Language
    from kontuar.text import reader

    imported = time.process_time()
    text = "Dzień dobry, Pani Anno, paczka została nadana wczoraj i dotrze jutro. Pozdrawiam, Jan Nowak"
    reader.read_draft(text, reader.Context(language=Language.PL, answers_to="Kiedy dotrze paczka?"))
    read = time.process_time()
    polish = resident() - before
    for language in (Language.EN, Language.LT, Language.DE):
        reader.read_draft(text, reader.Context(language=language))
    every = resident() - before
    from bench.measure_text.figures import yardstick  # not before: it would be part of what is measured

    told = {
        "yardstick_ms": yardstick(),
        "import_ms": (imported - began) * 1000,
        "first_ms": (read - imported) * 1000,
        "polish_mb": polish,
        "all_mb": every,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
