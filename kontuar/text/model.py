"""Small linear text classifiers that need nothing but the standard library.

Features are words, word pairs and character n-grams, hashed (CRC-32) into a table; a text is a
tf-idf vector of length one; each label has one row of weights. Training (``bench/measure_text``) may use
scikit-learn; reading needs one dot product per label. A model file is a line of JSON (the
header) followed by zlib-compressed bytes: one idf row, then a row of signed weights per label.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain
from operator import itemgetter
from pathlib import Path
from zlib import crc32

_WORD = re.compile(r"[^\W\d_]+|\d+|[?!]+")
_MAX_CHARS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Which features a model sees. ``bits`` is the logarithm of the table's length."""

    bits: int
    words: int = 2  # longest run of words; 0 for none
    char_min: int = 2
    char_max: int = 5  # 0 for no character n-grams
    max_chars: int = _MAX_CHARS


@cache
def _of_words(shape: Shape) -> Callable[[str], tuple[int, ...]]:
    """Return what hashes the features inside one word; words come again, so they are remembered."""
    mask = (1 << shape.bits) - 1
    whole, sizes = bool(shape.words), range(shape.char_min, shape.char_max + 1)

    @lru_cache(maxsize=8000)
    def hashed(word: str) -> tuple[int, ...]:
        padded = f" {word} "
        raw = padded.encode("utf-8", "surrogatepass")
        # Where each letter begins among the bytes; a letter outside ASCII takes several.
        ends = range(len(raw) + 1) if len(raw) == len(padded) else _ends(padded)
        found = [crc32(b"\x01" + raw[1:-1]) & mask] if whole else []
        for size in sizes:
            found += [crc32(raw[first:last]) & mask for first, last in zip(ends, ends[size:], strict=False)]
        return tuple(found)

    return hashed


def _ends(text: str) -> list[int]:
    return [0, *accumulate(len(char.encode("utf-8", "surrogatepass")) for char in text)]


def counts(text: str, shape: Shape) -> Counter[int]:
    """Count the hashed features of ``text`` (already folded or lower-cased by the caller)."""
    tokens = [token[:40] for token in _WORD.findall(text[: shape.max_chars])]
    found = Counter(chain.from_iterable(map(_of_words(shape), tokens)))
    mask = (1 << shape.bits) - 1
    for size in range(2, shape.words + 1):
        spans = zip(*(tokens[offset:] for offset in range(size)), strict=False)
        joined = (("\x02" + " ".join(span)[:80]).encode("utf-8", "surrogatepass") for span in spans)
        found.update([crc32(span) & mask for span in joined])
    return found


class LinearModel:
    """A loaded model. ``scores`` gives one number per label: above 0 means "yes" for that label."""

    def __init__(self, header: Mapping[str, object], raw: bytes) -> None:
        shape = header["shape"]
        assert isinstance(shape, dict)
        self.shape = Shape(**shape)
        self.labels: list[str] = list(header["labels"])  # type: ignore[call-overload]
        self.bias: list[float] = list(header["bias"])  # type: ignore[call-overload]
        self.scale: list[float] = list(header["scale"])  # type: ignore[call-overload]
        self.idf_scale = float(header["idf_scale"])  # type: ignore[arg-type]
        size = 1 << self.shape.bits
        self._idf = raw[:size]
        self._rows = []
        for number in range(len(self.labels)):
            begin = size * (number + 1)
            self._rows.append(array("b", raw[begin : begin + size]))

    def scores(self, text: str) -> dict[str, float]:
        """Return label → score for a text prepared as in training (folded)."""
        indexes, values = self._vector(text)
        if not indexes:
            return dict(zip(self.labels, self.bias, strict=True))
        pick = itemgetter(*indexes, indexes[0])  # one too many, so that the result is a tuple
        values = [*values, 0.0]
        return {
            label: bias + scale * math.sumprod(pick(row), values)
            for label, bias, scale, row in zip(self.labels, self.bias, self.scale, self._rows, strict=True)
        }

    def _vector(self, text: str) -> tuple[list[int], list[float]]:
        found = counts(text, self.shape)
        idf = self._idf
        kept = [(index, number) for index, number in found.items() if idf[index]]
        indexes = [index for index, _ in kept]
        values = [
            (1.0 + math.log(number)) * idf[index] if number > 1 else float(idf[index])
            for index, number in kept
        ]
        norm = math.sqrt(math.sumprod(values, values)) or 1.0
        return indexes, [value / norm for value in values]


def pack(
    path: Path,
    *,
    shape: Shape,
    labels: Sequence[str],
    idf: Sequence[float],
    weights: Sequence[Sequence[float]],
    bias: Sequence[float],
    note: str,
) -> None:
    """Write a model file. ``idf`` and ``weights`` rows have 2**bits entries; unseen idf is 0."""
    idf_scale = max(idf) / 255 or 1.0
    body = bytearray(min(255, round(value / idf_scale)) for value in idf)
    scales = []
    for row in weights:
        scale = max(abs(value) for value in row) / 127 or 1.0
        scales.append(scale)
        body += array("b", [round(value / scale) for value in row]).tobytes()
    header = {
        "shape": {name: getattr(shape, name) for name in Shape.__dataclass_fields__},
        "labels": list(labels),
        "bias": [round(float(value), 6) for value in bias],
        "scale": scales,
        "idf_scale": idf_scale,
        "note": note,
    }
    path.write_bytes(json.dumps(header).encode() + b"\n" + zlib.compress(bytes(body), 9))


def load(path: Path) -> LinearModel:
    """Read a model file written by :func:`pack`."""
    head, _, body = path.read_bytes().partition(b"\n")
    return LinearModel(json.loads(head), zlib.decompress(body))
