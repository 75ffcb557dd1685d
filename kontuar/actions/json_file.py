"""What templates and questions are handed over in: one JSON file, versioned and of limited size."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kontuar.actions.errors import Invalid

LARGEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of an import: how many are new or changed. With ``errors`` nothing was kept."""

    kept: int = 0
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of file: its name, version and the list it holds."""

    name: str
    version: int
    holds: str

    def written(self, entries: Sequence[Any]) -> bytes:
        """The file."""
        whole = {"format": self.name, "version": self.version, self.holds: entries}
        return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"

    def read(self, content: bytes, *, another: str) -> list[Any]:
        """Its entries, unchecked; Invalid for what is too large, no JSON, or (``another``) not of this kind."""
        whole = _json(content)
        entries = whole.get(self.holds) if isinstance(whole, dict) else None
        if not isinstance(entries, list) or whole.get("format") != self.name:
            raise Invalid("no-format", another, field="file")
        if whole.get("version") != self.version:
            raise Invalid("version", _("This file is of a version that is not known here."), field="file")
        return entries


def _must_be_sound(found: Any) -> None:
    r"""ValueError for what JSON can write and no database takes: half a character (``\ud800``), or ``\u0000``."""
    json.dumps(found, ensure_ascii=False).encode()
    left = [found]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            left += one
        elif isinstance(one, str) and "\0" in one:
            raise ValueError("NUL")


def _json(content: bytes) -> Any:
    if len(content) > LARGEST:
        raise Invalid("too-big", _("The file is larger than 1 MB."), field="file")
    try:
        found = json.loads(content.decode("utf-8-sig"))
        _must_be_sound(found)
        return found
    except json.JSONDecodeError as error:
        words = _("The file is no JSON: line %(line)d.") % {"line": error.lineno}
        raise Invalid("no-json", words, field="file") from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise Invalid("no-json", _("The file cannot be read as text."), field="file") from None
