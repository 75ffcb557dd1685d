"""The name a file may be shown and kept under: one line, no folders, nothing that turns it round."""

import re

from kontuar.connectors.mail import charsets, limits, sniff
from kontuar.connectors.mail.params import Field
from kontuar.connectors.mail.tree import Part
from kontuar.connectors.mail.words import decoded

_TURNS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def name_of(part: Part, disposition: Field, number: int, media_type: str) -> tuple[str, str]:
    """The name, and a trouble: ``name_missing`` (made up from type and number), ``name_hides`` or ``""``."""
    location = decoded(part.get("content-location")).partition("?")[0]
    for found in (disposition.params.get("filename"), part.content_type.params.get("name"), location):
        name = safe(found or "")
        if name:
            return name, "name_hides" if _TURNS.search(found or "") else ""
    stem = "mail" if media_type == "message/rfc822" else "part"
    return f"{stem}-{number}{sniff.extension(media_type)}", "name_missing"


def safe(name: str) -> str:
    """``""`` when nothing is left of it."""
    name = charsets.one_line(_TURNS.sub("", name))
    name = re.split(r"[/\\]", name)[-1] or name
    name = re.sub(r'[<>:"|?*/\\]', "_", name).strip(" .")
    if len(name) > limits.NAME_CHARACTERS:
        stem, dot, ending = name.rpartition(".")
        kept = dot + ending if dot and len(ending) <= 12 else ""
        name = (stem if kept else name)[: limits.NAME_CHARACTERS - len(kept)] + kept
    return name
