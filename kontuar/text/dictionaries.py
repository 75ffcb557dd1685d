"""Spelling dictionaries: Hunspell's, shipped for pl, lt and en, from the system for de.

The German dictionary is under the GPL and is not shipped; ``missing()`` says how to get it, for
``doctor``. A dictionary is loaded when first asked for and stays (pl 25 MB, the others about 9 MB
each).
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from kontuar.facts.reading import Language
from kontuar.text import grams

SHIPPED = Path(__file__).parent / "data" / "dict"
GRAMS = SHIPPED.parent / "polish_grams.bin"
_NAMES = {
    Language.PL: ("pl_PL",),
    Language.LT: ("lt_LT", "lt"),
    Language.EN: ("en_US",),
    Language.DE: ("de_DE", "de_DE_frami", "de_AT", "de_CH"),
}
_EXTRA = {Language.EN: "en_GB_extra.txt"}
_HOW = {
    "linux": "apt install hunspell-de-de (Debian, Ubuntu), dnf install hunspell-de (Fedora)",
    "darwin": "put de_DE.aff and de_DE.dic (LibreOffice dictionaries) into ~/Library/Spelling",
    "win32": "put de_DE.aff and de_DE.dic (LibreOffice dictionaries) into a folder named in KONTUAR_DICTIONARIES",
}
_LOCK = Lock()
MAX_WORD = 40


class Dictionary(Protocol):
    """What spelling needs of a dictionary."""

    def knows(self, word: str) -> bool:
        """True when the word, in this case, is right."""

    def suggest(self, word: str) -> tuple[str, ...]:
        """Return the dictionary's own suggestions; may take 0.2 s."""


class _Hunspell:
    def __init__(self, hunspell: Any, extra: frozenset[str], runs: grams.Grams | None) -> None:
        self._hunspell = hunspell
        self._extra = extra
        self._runs = runs
        self._memory: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        known = self._memory.get(word)
        if known is None:
            known = self._ask(word)
            if len(self._memory) > 20_000:
                self._memory.clear()
            self._memory[word] = known
        return known

    def _ask(self, word: str) -> bool:
        if len(word) > MAX_WORD:
            return False
        if self._runs and word.islower() and word.isalpha() and not self._runs.may_be_word(word):
            return False
        try:
            return bool(self._hunspell.spell(word)) or word in self._extra or word.lower() in self._extra
        except UnicodeEncodeError:  # a letter this language does not have
            return False

    def suggest(self, word: str) -> tuple[str, ...]:
        if len(word) > MAX_WORD:
            return ()
        try:
            return tuple(self._hunspell.suggest(word))
        except UnicodeEncodeError:
            return ()


def folders() -> list[Path]:
    """Return where dictionaries are looked for, first match first."""
    return list(_folders(os.environ.get("KONTUAR_DICTIONARIES", "")))


@cache
def _folders(named: str) -> tuple[Path, ...]:
    home = Path.home()
    system = (
        Path("/usr/share/hunspell"),
        Path("/usr/share/myspell/dicts"),
        Path("/usr/local/share/hunspell"),
    )
    chosen = (Path(part) for part in named.split(os.pathsep) if part)
    return (*chosen, SHIPPED, *system, home / "Library/Spelling", Path("/Library/Spelling"))


def find(language: Language) -> Path | None:
    """Return the .dic file of a language, or None."""
    for folder in folders():
        for name in _NAMES.get(language, ()):
            if (folder / f"{name}.dic").is_file() and (folder / f"{name}.aff").is_file():
                return folder / f"{name}.dic"
    return None


# What was found once is not looked for at every word; what was missing may be installed meanwhile.
_FOUND: dict[tuple[Language, tuple[Path, ...]], Dictionary] = {}


@cache
def _load(path: Path, extra: str) -> Dictionary:
    import hunspell  # type: ignore[import-untyped]  # chunspell: 20 ms and a C library, so only when spelling is wanted

    words: frozenset[str] = frozenset()
    if extra:
        words = frozenset((SHIPPED / extra).read_text(encoding="utf-8").split())
    loaded = hunspell.Hunspell(path.stem, hunspell_data_dir=str(path.parent))
    runs = grams.load(GRAMS) if path == SHIPPED / "pl_PL.dic" else None
    return _Hunspell(loaded, words, runs)


def dictionary(language: Language) -> Dictionary | None:
    """Return the dictionary of a language, or None where there is none on this machine."""
    key = (language, tuple(folders()))
    if (ready := _FOUND.get(key)) is not None:
        return ready
    path = find(language)
    if path is None:
        return None
    with _LOCK:
        try:
            _FOUND[key] = _load(path, _EXTRA.get(language, ""))
        except ImportError:
            return None
    return _FOUND[key]


def missing() -> dict[Language, str]:
    """Return the languages without a dictionary and how to get one (for ``kontuar doctor``)."""
    how = _HOW.get(sys.platform, _HOW["linux"])
    return {language: how for language in _NAMES if find(language) is None}
