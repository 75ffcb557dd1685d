"""Every form of a dictionary's words as one graph in a file: asking needs no loading.

Hunspell takes a third of a second to take in the Polish dictionary before it can say whether one word is right. The
3.8 million forms of its 308,000 words (``bench/measure_text/make_dictionary.py`` writes them out) share their
beginnings and ends in a minimal acyclic automaton of 2 MB, which the system maps into memory: a question costs a few
steps, and processes share the pages. An edge is 32 bits: 7 of the letter, whether a word may end here, whether it is
its node's last, 23 of the node it leads to (the number of that node's first edge; 0: nowhere).
"""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

LETTER, ENDS, LAST, NODE = 0x7F, 0x80, 0x100, 9
MOST_LETTERS, MOST_EDGES = LETTER, 1 << (32 - NODE)
# Beginnings remembered with the node they lead to: most steps are spent on the broad first nodes.
_TOP, _REMEMBERED = 3, 20_000
_HEAD = 1024  # bytes before the edges


class Forms:
    """The set of all forms. ``source`` is the CRC-32 of the dictionary they were made from."""

    def __init__(self, letters: str, edges: Sequence[int], source: int = 0) -> None:
        self.letters = letters
        self.source = source
        self._codes = {letter: number for number, letter in enumerate(letters, 1)}
        self._edges = edges
        self._tops: dict[str, int] = {}

    def __contains__(self, word: str) -> bool:
        """Return whether ``word`` is a form, in exactly this case."""
        top = word[:_TOP]
        edge = self._tops.get(top)
        if edge is None:
            if len(self._tops) >= _REMEMBERED:
                self._tops.clear()
            edge = self._tops[top] = self._walk(1 << NODE, top)
        edge = self._walk(edge, word[_TOP:])
        return bool(edge & ENDS)

    def _walk(self, edge: int, letters: str) -> int:
        """Return the edge that ``letters`` lead to from the end of ``edge``; 0 for none."""
        edges, codes = self._edges, self._codes
        for letter in letters:
            code, at = codes.get(letter, 0), edge >> NODE
            if not code or not at:
                return 0
            edge = edges[at]
            while (here := edge & LETTER) != code:
                if edge & LAST or here > code:
                    return 0
                at += 1
                edge = edges[at]
        return edge


def load(path: Path) -> Forms:
    """Open what :func:`pack` wrote; the file stays mapped as long as the forms are used."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    header = json.loads(mapped[:_HEAD])
    if sys.byteorder == "little":
        return Forms(header["letters"], memoryview(mapped)[_HEAD:].cast("I"), header["source"])
    edges = array("I", mapped[_HEAD:])
    edges.byteswap()
    return Forms(header["letters"], edges, header["source"])


def pack(path: Path, words: Iterable[str], source: int) -> int:
    """Write the graph of ``words`` (sorted by code point, each once) and return its number of edges."""
    words = list(words)
    letters = "".join(sorted({letter for word in words for letter in word}))
    if len(letters) > MOST_LETTERS:
        raise ValueError(f"{len(letters)} letters are too many")
    edges = _Builder({letter: number for number, letter in enumerate(letters, 1)}).build(words)
    if len(edges) > MOST_EDGES:
        raise ValueError(f"{len(edges):,} edges are too many")
    if sys.byteorder != "little":
        edges.byteswap()
    header = json.dumps({"letters": letters, "source": source}).encode()
    path.write_bytes(header.ljust(_HEAD) + edges.tobytes())
    return len(edges)


class _Builder:
    """Daciuk's way for sorted words: what no later word can change is looked up among the nodes made before."""

    def __init__(self, codes: dict[str, int]) -> None:
        self._codes = codes
        self._edges = array("I", [0])
        self._made: dict[tuple[int, ...], int] = {(): 0}
        self._path: list[list[int]] = [[]]  # the open nodes along the last word, each its edges so far

    def build(self, words: Iterable[str]) -> array[int]:
        # The root must be node 1, so that a reader need not be told: room for its edges is kept.
        self._edges.extend([0] * len(self._codes))
        last = ""
        for word in words:
            if word <= last:
                raise ValueError(f"{word!r} after {last!r}")
            shared = next(
                (n for n, (a, b) in enumerate(zip(word, last, strict=False)) if a != b),
                min(len(word), len(last)),
            )
            self._close(shared)
            for letter in word[shared:]:
                self._path[-1].append(self._codes[letter])
                self._path.append([])
            self._path[-2][-1] |= ENDS
            last = word
        self._close(0)
        for number, edge in enumerate(self._closed(self._path[0]), 1):
            self._edges[number] = edge
        return self._edges

    def _close(self, depth: int) -> None:
        while len(self._path) > depth + 1:
            node = self._closed(self._path.pop())
            at = self._made.get(node)
            if at is None:
                at = self._made[node] = len(self._edges)
                self._edges.extend(node)
            self._path[-1][-1] |= at << NODE

    @staticmethod
    def _closed(node: list[int]) -> tuple[int, ...]:
        return (*node[:-1], node[-1] | LAST) if node else ()
