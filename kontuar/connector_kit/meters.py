"""Counting what this process does, for whoever watches: counters and histograms in the text form of Prometheus.

Each process counts for itself and is asked by itself (docs/developers/operations.md), so nothing is shared and nothing
is written down. Labels hold kinds and names of ours, never a person, a text or an address with a number in it.
Form: Prometheus text exposition 0.0.4.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
MOST_SERIES = 500
"""Of one meter. Labels come from small sets; should one ever not, the rest is left out rather than kept for ever."""


class Counter:
    """Only goes up."""

    kind = "counter"

    def __init__(self, name: str, words: str, labels: Sequence[str]) -> None:
        self.name, self.words, self.labels = name, words, tuple(labels)
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, ...], float] = {}

    def add(self, *values: str, by: float = 1.0) -> None:
        """``values`` in the order of the labels."""
        with self._lock:
            if values in self._counts or len(self._counts) < MOST_SERIES:
                self._counts[values] = self._counts.get(values, 0.0) + by

    def lines(self) -> Iterator[str]:
        """One for each combination of labels."""
        with self._lock:
            found = sorted(self._counts.items())
        for values, count in found:
            yield line(self.name, dict(zip(self.labels, values, strict=True)), count)


class Histogram:
    """How long things took, in buckets of ``SECONDS``."""

    kind = "histogram"

    def __init__(self, name: str, words: str, labels: Sequence[str]) -> None:
        self.name, self.words, self.labels = name, words, tuple(labels)
        self._lock = threading.Lock()
        self._found: dict[tuple[str, ...], list[float]] = {}

    def took(self, seconds: float, *values: str) -> None:
        """``values`` in the order of the labels."""
        with self._lock:
            if values not in self._found and len(self._found) >= MOST_SERIES:
                return
            row = self._found.setdefault(values, [0.0] * (len(SECONDS) + 2))
            for number, limit in enumerate(SECONDS):
                if seconds <= limit:
                    row[number] += 1
            row[-2] += 1
            row[-1] += seconds

    def lines(self) -> Iterator[str]:
        """Buckets, sum and count of each combination of labels."""
        with self._lock:
            found = sorted((values, tuple(row)) for values, row in self._found.items())
        for values, row in found:
            labels = dict(zip(self.labels, values, strict=True))
            for limit, count in zip((*map(str, SECONDS), "+Inf"), row, strict=False):
                yield line(f"{self.name}_bucket", {**labels, "le": limit}, count)
            yield line(f"{self.name}_sum", labels, row[-1])
            yield line(f"{self.name}_count", labels, row[-2])


CALLS = Counter(
    "kontuar_platform_calls_total", "Calls to platforms by what came of them.", ("host", "result")
)
REQUESTS = Histogram("kontuar_request_seconds", "Pages, by screen and answer.", ("view", "method", "status"))


def counted() -> str:
    """What this process has counted since its start."""
    return "".join(f"{row}\n" for meter in (CALLS, REQUESTS) for row in _whole(meter))


def gauge(name: str, words: str, values: Mapping[tuple[tuple[str, str], ...], float]) -> str:
    """A number that goes up and down; ``values`` by their labels."""
    rows = [line(name, dict(labels), value) for labels, value in sorted(values.items())]
    return "\n".join([f"# HELP {name} {words}", f"# TYPE {name} gauge", *rows]) + "\n"


def line(name: str, labels: Mapping[str, str], value: float) -> str:
    """One value."""
    inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    shown = str(int(value)) if value == int(value) else repr(round(value, 6))
    return f"{name}{{{inside}}} {shown}" if inside else f"{name} {shown}"


def _whole(meter: Counter | Histogram) -> Iterator[str]:
    yield f"# HELP {meter.name} {meter.words}"
    yield f"# TYPE {meter.name} {meter.kind}"
    yield from meter.lines()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
