"""Where the measurements' data lie (beside the repository) and how they are read."""

from __future__ import annotations

import ast
import csv
import gettext
import json
import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
LABELLED = ROOT / "tests" / "text" / "labelled"
_MARKUP = re.compile(r"%\([^)]*\)s|%[sd]|\{[^}]*\}|<[^>]*>|&\w+;")
_LETTERS = re.compile(r"[^\W\d_]+")


def jsonl(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def faq_questions() -> list[str]:
    """Return 900 questions people ask a marketplace."""
    path = SHARED / "allegro_faq_questions" / "allegro_faq_questions.tsv"
    return [line.split("\t")[1].strip() for line in path.read_text(encoding="utf-8").splitlines()]


def corrected_sentences() -> list[dict[str, Any]]:
    """Return Polish sentences with expert corrections."""
    return jsonl(SHARED / "polish_gec" / "documents_1_10.jsonl")


def banking() -> list[tuple[str, str]]:
    """Return (question, intent) of banking77's train part."""
    with (SHARED / "banking77" / "train.csv").open(encoding="utf-8") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def review_sentences() -> list[str]:
    """Return sentences of Polish consumer reviews."""
    found = []
    for row in jsonl(SHARED / "polish_emotion" / "reviews.jsonl"):
        parts = row["sentences"] if isinstance(row["sentences"], list) else ast.literal_eval(row["sentences"])
        found += [part["text"] for part in parts]
    return found


def interface_texts(language: str) -> list[str]:
    """Return translated interface texts of Django and allauth: four words and more (BSD, MIT)."""
    found: set[str] = set()
    packages = Path(sysconfig.get_paths()["purelib"])
    for name in ("django", "allauth"):
        for path in (packages / name).glob(f"**/locale/{language}/LC_MESSAGES/*.mo"):
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            found.update(_clean(catalogue.items()))
    return sorted(found)


def _clean(pairs: Any) -> Iterator[str]:
    for key, value in pairs:
        if key and isinstance(value, str) and value != key:
            text = _MARKUP.sub(" ", value).strip()
            if len(_LETTERS.findall(text)) >= 4 and len(text) < 160:
                yield text
