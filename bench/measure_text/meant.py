"""The figures of what questions mean: the nearest question asked before, and what the encoder costs."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench.measure_text import sources
from bench.measure_text.figures import BANKING, Row, spans_of, times
from bench.measure_text.start import resident
from kontuar.text import meaning
from kontuar.text.similar import Index

START = datetime(2026, 1, 1, tzinfo=UTC)


def similar() -> Iterator[Row]:
    """Nearest question: recall by intent, and time among 100,000."""
    rows = sources.banking()
    chance = random.Random(1)
    chance.shuffle(rows)
    held, kept = rows[:1000], rows[1000:]
    told = []
    for by_meaning in (False, True):
        index = Index(by_meaning=by_meaning)
        index.add_all(
            (intent, text, START + timedelta(minutes=number)) for number, (text, intent) in enumerate(kept)
        )
        found = [([one.key for one in index.nearest(text, at_least=0)], intent) for text, intent in held]
        at_1, at_3 = (sum(intent in keys[:most] for keys, intent in found) / len(held) for most in (1, 3))
        told.append(f"recall@1 {at_1:.3f}, @3 {at_3:.3f}")
    yield Row(
        what="Similar: a question of the same intent, by stems and meaning",
        figure=told[1],
        baseline=f"by stems alone: {told[0]}",
        data=BANKING,
    )
    large = Index(by_meaning=True)
    for number in range(100_000):
        left, right = chance.choice(rows)[0].split(), chance.choice(rows)[0].split()
        cut = chance.randrange(len(left))
        large.add(
            str(number), " ".join(left[:cut] + right[:4] + left[cut:]), START + timedelta(minutes=number)
        )
    new, again = (spans_of(large.nearest, [text for text, _ in held[:200]]) for _ in range(2))
    yield Row(
        what="Similar: among 100,000, by stems and meaning",
        figure=f"{times(new)}; asked again {times(again)}",
        baseline="goal < 50 ms",
        data="questions shuffled from banking77; processor time",
    )


def encoder() -> Iterator[Row]:
    """What the encoder takes, in a process of its own."""
    command = [sys.executable, "-m", "bench.measure_text.meant"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=sources.ROOT)
    told = json.loads(done.stdout)
    yield Row(
        what="Encoder of meaning",
        figure=f"file {told['file_mb']:.0f} MB; first question {told['first_ms']:.0f} ms; then "
        f"{told['one_ms']:.1f} ms a question, {told['many_ms']:.1f} ms among others; memory {told['first_mb']:.0f} MB "
        f"with numpy, {told['used_mb']:.0f} MB after 2,000 questions",
        baseline="goal: engine ≤ 80 MB; first ≤ 500 ms",
        data=f"{BANKING}; processor time",
    )


def main() -> None:
    """Take in the encoder, read one question, then many; prints one line of JSON."""
    texts = [text for text, _ in sources.banking()][:2000]
    before, began = resident(), time.process_time()
    meaning.cosines("where is my parcel", ["has my parcel been sent"])
    first, first_mb = time.process_time() - began, resident() - before
    read = meaning.encoder()
    began = time.process_time()
    read.vectors(texts)
    many = (time.process_time() - began) / len(texts)
    began = time.process_time()
    for text in texts[:200]:
        read.vectors([text])
    one = (time.process_time() - began) / 200
    for begin in range(0, len(texts), 10):
        meaning.cosines(texts[0], texts[begin : begin + 10])
    told = {
        "file_mb": meaning.FILE.stat().st_size / 1e6,
        "first_ms": first * 1000,
        "first_mb": first_mb,
        "one_ms": one * 1000,
        "many_ms": many * 1000,
        "used_mb": resident() - before,
    }
    print(json.dumps(told))


ALL = [similar, encoder]

if __name__ == "__main__":
    main()
