"""Spelling dictionaries: Hunspell's, shipped for pl, lt and en, from the system for de.

The German dictionary is under the GPL and is not shipped; ``missing()`` says how to get it, for
``doctor``. A dictionary is loaded when first asked for and stays (pl 25 MB, the others about 9 MB
each). Polish and English words are looked up among all their forms (``forms.py``), so that Hunspell itself is
wanted there only for suggestions that are more than two slips away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from kontuar.facts.reading import Language
from kontuar.text import forms

SHIPPED = Path(__file__).parent / "data" / "dict"
_NAMES = {
    Language.PL: ("pl_PL",),
    Language.LT: ("lt_LT", "lt"),
    Language.EN: ("en_US",),
    Language.DE: ("de_DE", "de_DE_frami", "de_AT", "de_CH"),
}
_EXTRA = {Language.EN: "en_GB_extra.txt"}
_WITH_FORMS = (Language.PL, Language.EN)
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


class HunspellBook:
    """Hunspell, loaded when it is first needed: all forms of a language, where they are at hand, spare it most days."""

    def __init__(self, path: Path, extra: frozenset[str], every: forms.Forms | None) -> None:
        self._path = path
        self._extra = extra
        self._forms = every
        self._memory: dict[str, bool] = {}
        self._loading = Lock()
        self._loaded: Any = None

    def knows(self, word: str) -> bool:
        known = self._memory.get(word)
        if known is None:
            known = self._ask(word)
            if len(self._memory) > 20_000:
                self._memory.clear()
            self._memory[word] = known
        return known

    def load(self) -> Any:
        """Return Hunspell itself (0.3 s for Polish the first time)."""
        with self._loading:
            if self._loaded is None:
                import hunspell  # type: ignore[import-untyped]  # chunspell: 20 ms and a C library

                self._loaded = hunspell.Hunspell(self._path.stem, hunspell_data_dir=str(self._path.parent))
        return self._loaded

    def _ask(self, word: str) -> bool:
        if len(word) > MAX_WORD:
            return False
        plain = word.replace("’", "'")
        if self._forms is not None and plain.replace("'", "").isalpha():
            return any(spelt in self._forms for spelt in _cases(plain))
        try:
            return bool(self.load().spell(word)) or word in self._extra or word.lower() in self._extra
        except UnicodeEncodeError:  # a letter this language does not have
            return False

    def suggest(self, word: str) -> tuple[str, ...]:
        if len(word) > MAX_WORD:
            return ()
        try:
            return tuple(self.load().suggest(word))
        except (UnicodeEncodeError, ImportError):
            return ()


def _cases(word: str) -> Iterator[str]:
    """Yield how a word may stand in the dictionary, as Hunspell sees it: "Dom" is "dom", "ANNA" is "Anna"."""
    yield word
    if word.isupper():
        yield word.capitalize()
        yield word.lower()
    elif word[0].isupper() and word[1:].islower():
        yield word.lower()


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


def forms_of(language: Language) -> Path:
    """Return where all forms of a shipped dictionary lie."""
    return SHIPPED.parent / f"forms_{language}.bin"


def extra_words(language: Language) -> frozenset[str]:
    """Return the words that are right beside those of the shipped dictionary: British spellings."""
    name = _EXTRA.get(language)
    return frozenset((SHIPPED / name).read_text(encoding="utf-8").split()) if name else frozenset()


@cache
def _load(path: Path, language: Language) -> HunspellBook:
    if path.parent == SHIPPED and language in _WITH_FORMS:
        return HunspellBook(path, frozenset(), forms.load(forms_of(language)))
    book = HunspellBook(path, extra_words(language), None)
    book.load()
    return book


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
            _FOUND[key] = _load(path, language)
        except ImportError:
            return None
    return _FOUND[key]


def missing() -> dict[Language, str]:
    """Return the languages without a dictionary and how to get one (for ``kontuar doctor``)."""
    how = _HOW.get(sys.platform, _HOW["linux"])
    return {language: how for language in _NAMES if find(language) is None}
