"""What a question means, as 512 numbers: questions that ask the same in other words lie near each other.

Google's Universal Sentence Encoder, multilingual, third edition (Yang and others, 2019; Apache-2.0), with the pieces
that Polish, German and English need (``bench/measure_text/make_meaning.py``). Pieces become vectors; three layers
look at 2, 3 and 5 neighbours; the mean over the text goes through four small layers. numpy and the weights are taken in
at the first question, not at start; the pieces' vectors, most of the file, stay in it and are read when needed.
Nothing here belongs into the everyday reading of a message: a question takes a millisecond or two.
"""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import finalize

from kontuar.facts.reading import Language
from kontuar.text.language import guess, identify
from kontuar.text.pieces import MAX_CHARS, MAX_PIECES, Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

# Of numbers this small several threads work longer than one: a question took 24 ms instead of 2.5 on a machine that did
# something else too. numpy reads it when it is taken in, which is later than this.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

FILE = Path(__file__).parent / "data" / "meaning.bin"
KNOWN = frozenset({Language.PL, Language.EN, Language.DE})
"""The languages the encoder has learnt and whose pieces were kept."""
WIDTH = 512
_LAYER = 256
_LOOKS = ((2, 0), (3, 1), (5, 2))
"""How many neighbours a layer sees, and how many of them stand before."""
# Pieces worked on together: weights are read once for them, and all fits into the processor's cache.
_AT_ONCE = 400
_SMALL = 1e-12
# New pieces that one look may read (some 30 ms), and texts whose vectors are kept (1 kB each).
_MOST_NEW, _KEPT = 400, 6000


class Encoder:
    """The pieces and weights of a file that ``bench/measure_text/make_meaning.py`` wrote."""

    def __init__(self, path: Path) -> None:
        import numpy as np

        file = path.open("rb", buffering=0)  # kept open: who exchanges the file does not mix two of them
        finalize(self, file.close)
        length = int.from_bytes(file.read(4), "little")
        header = json.loads(file.read(length))
        self._file, self._turn = file, Lock()

        def part(name: str) -> NDArray[Any]:
            kind, shape, begin = header["parts"][name]
            file.seek(4 + length + begin)
            return np.frombuffer(file.read(int(np.prod(shape)) * np.dtype(kind).itemsize), kind).reshape(
                shape
            )

        names = part("names").tobytes().decode("utf-8").split("\n")
        self.pieces = Pieces(names, part("scores").tolist())
        self._table: int = 4 + length + header["parts"]["table"][2]
        self._low, self._step = part("low"), part("step")
        self.weights: dict[str, Numbers] = {
            name: _widened(part(name), header["steps"].get(name))
            for name in header["parts"]
            if name[0] == "_"
        }

    def vectors(self, texts: Sequence[str]) -> Numbers:
        """Return a row of length one for each text."""
        import numpy as np

        made = np.empty((len(texts), WIDTH), np.float32)
        begun, waiting = 0, 0
        group: list[list[int]] = []
        for number, text in enumerate(texts):
            cut = self.pieces.cut(text)
            if group and waiting + len(cut) > _AT_ONCE:
                made[begun:number] = self._read(group)
                begun, waiting, group = number, 0, []
            group.append(cut)
            waiting += len(cut)
        if group:
            made[begun:] = self._read(group)
        return made

    def given(self, pieces: NDArray[np.intp]) -> Numbers:
        """Return the vectors of pieces by themselves, a row each. They are read from the file, 512 bytes a piece."""
        import numpy as np

        wanted, places = np.unique(pieces, return_inverse=True)
        raw = np.empty((len(wanted), WIDTH), np.uint8)
        with self._turn:
            for row, piece in zip(raw, wanted.tolist(), strict=True):
                self._file.seek(self._table + piece * WIDTH)
                self._file.readinto(row.data)
        rows: Numbers = raw * self._step[wanted, None] + self._low[wanted, None]
        return rows[places]

    def _read(self, group: list[list[int]]) -> Numbers:
        """The forward pass for some texts, their pieces in one row."""
        import numpy as np

        lengths = np.array([len(cut) for cut in group])
        begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        flat = np.concatenate([np.array(cut) for cut in group])
        given = self.given(flat)
        seen = self._seen(given, _neighbours(begins, lengths))
        w = self.weights
        counted = lengths[:, None].astype(np.float32)
        normal = _normal(np.hstack((given, seen)), w["_out_gain"], w["_out_bias"])
        summed = np.add.reduceat(normal, begins, axis=0) @ w["_out"] + counted * w["_out_add"]
        mean = summed / np.sqrt(counted)
        first = np.maximum(np.maximum(mean @ w["_dense0"], 0) @ w["_dense1"] + mean @ w["_past1"], 0)
        second = np.maximum(first @ w["_dense2"], 0)
        told = np.tanh(first @ w["_past3"] + second @ w["_dense3"])
        whole: Numbers = told / np.sqrt(np.maximum((told * told).sum(1, keepdims=True), _SMALL))
        return whole

    def _seen(self, given: Numbers, places: NDArray[np.intp]) -> Numbers:
        """What the three layers of neighbours make of the pieces' vectors."""
        import numpy as np

        w, count = self.weights, len(given)
        padded = np.zeros((count + 1, _LAYER), np.float32)  # the last row stands for what is outside a text
        made = []
        for size, before in _LOOKS:
            start = _normal(
                given @ w[f"_in{size}"] + w[f"_in_add{size}"], w[f"_gain{size}"], w[f"_bias{size}"]
            )
            near = places[:, 2 - before : 2 - before + size]
            for layer in ("a", "b"):
                padded[:count] = start
                wide = padded[near].reshape(count, size * _LAYER)
                start = start + np.maximum(wide @ w[f"_{layer}{size}"] + w[f"_{layer}_add{size}"], 0)
            made.append(start)
        return np.hstack(made)


def _widened(raw: NDArray[Any], step: float | None) -> Numbers:
    import numpy as np

    return raw.astype(np.float32) if step is None else raw.astype(np.float32) * np.float32(step)


def _normal(rows: Numbers, gain: Numbers, bias: Numbers) -> Numbers:
    import numpy as np

    rows -= rows.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + _SMALL)
    rows *= (1 / spread)[:, None]
    rows *= gain
    rows += bias
    return rows


def _neighbours(begins: NDArray[np.intp], lengths: NDArray[np.intp]) -> NDArray[np.intp]:
    """For each piece the places of itself, two before and two behind; the row after the last for none."""
    import numpy as np

    count = int(lengths.sum())
    places = np.arange(count)[:, None] + np.arange(-2, 3)
    first = np.repeat(begins, lengths)[:, None]
    inside = (places >= first) & (places < first + np.repeat(lengths, lengths)[:, None])
    return np.where(inside, places, count)


@cache
def encoder() -> Encoder:
    """Return the shipped encoder; a tenth of a second the first time."""
    return Encoder(FILE)


def knows(text: str) -> bool:
    """Whether the encoder has learnt the text's language: surely told, or for a few words guessed."""
    language, _ = identify(text)
    return (guess(text) if language is Language.UNKNOWN else language) in KNOWN


def beginning(text: str) -> str:
    """Return the part of ``text`` that is read."""
    return text[:MAX_CHARS]


def cosines(text: str, others: Sequence[str]) -> dict[str, float]:
    """Return how near ``others`` are to ``text`` in meaning: 1 for the same, about 0 for nothing in common.

    Others met before cost nothing; of new ones only the first are read, so that a look stays short. Those left out
    are not in the answer.
    """
    import numpy as np

    text = beginning(text)
    known = kept([text, *others])
    asked = known[text].astype(np.float32)
    return {one: float(known[one].astype(np.float32) @ asked) for one in others if one in known}


_VECTORS: OrderedDict[bytes, NDArray[np.float16]] = OrderedDict()
"""By the digest of a text: what buyers wrote is not kept for their sake."""
_LOCK = Lock()


def kept(texts: Sequence[str]) -> dict[str, NDArray[np.float16]]:
    """Return the vectors of texts met before and of the first new ones, in half the width."""
    import numpy as np

    digests = {text: blake2b(text.encode(errors="replace"), digest_size=16).digest() for text in texts}
    with _LOCK:
        found = {text: _VECTORS[digest] for text, digest in digests.items() if digest in _VECTORS}
    read, left = encoder(), _MOST_NEW
    new: list[str] = []
    for text in dict.fromkeys(texts):
        if text not in found:
            left -= min(len(text) // 3 + 4, MAX_PIECES)
            if left < 0:
                break
            new.append(text)
    found |= dict(zip(new, read.vectors(new).astype(np.float16), strict=True))
    with _LOCK:
        for text, vector in found.items():
            _VECTORS[digests[text]] = vector
            _VECTORS.move_to_end(digests[text])
        while len(_VECTORS) > _KEPT:
            _VECTORS.popitem(last=False)
    return found
