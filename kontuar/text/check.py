"""``kontuar check FILE --channel allegro --lang pl``: read anybody's text and say what was noticed.

Exit status: 0 nothing, 1 hints or warnings only, 2 errors, 3 the file could not be read.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from kontuar.facts.reading import Area, Finding, Language, Reading, Severity
from kontuar.text import house, reader, spelling
from kontuar.text.house import House
from kontuar.text.reader import Context

# Longest message per channel in characters; None: not limited. Allegro: message centre API, text ≤ 2000.
LIMITS: dict[str, int | None] = {"allegro": 2000, "ebay": 2000, "etsy": None, "mail": None, "any": None}
MAX_BYTES = 400_000
OK, NOTICED, WRONG, UNREADABLE = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(argv)
    try:
        text = _text_of(options.file)
    except (OSError, UnicodeDecodeError) as error:
        print(f"kontuar check: {options.file}: {error}", file=sys.stderr)
        return UNREADABLE
    try:
        style = house.of_file(_text_of(options.style)) if options.style else None
    except (OSError, ValueError) as error:
        print(f"kontuar check: {options.style}: {error}", file=sys.stderr)
        return UNREADABLE
    chosen = Language(options.lang) if options.lang else None
    if options.buyer:
        reading = reader.read_buyer(text, known_language=chosen)
    else:
        reading = reader.read_draft(text, _context(options.known, chosen, style))
    findings = [*reading.findings, *_length(text, options.channel)]
    if options.json:
        print(json.dumps({**_plain(reading), "findings": _plain(findings)}, ensure_ascii=False, indent=2))
    else:
        _print(text, reading, findings, buyer=options.buyer)
    return _status(findings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kontuar check", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("file", help="a UTF-8 text file, or - for standard input")
    parser.add_argument("--channel", choices=sorted(LIMITS), default="any")
    parser.add_argument(
        "--lang", choices=["pl", "lt", "en", "de"], help="the language meant; told by itself if absent"
    )
    parser.add_argument("--known", default="", help="words that are right, set apart by commas")
    parser.add_argument("--style", help="a house style, as the settings of the desk export it")
    parser.add_argument(
        "--buyer", action="store_true", help="read it as a buyer's message: language, asks, intents"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _context(known: str, language: Language | None, style: House | None) -> Context:
    """Without a style everything is told, also what is a matter of taste."""
    words = frozenset(known.split(",")) if known else frozenset()
    if style is None:
        return Context(language=language, known_words=words)
    return Context(
        language=language,
        known_words=words | style.known_words,
        style=style.style,
        check_commas=style.checks_commas,
    )


def _text_of(name: str) -> str:
    raw = sys.stdin.buffer.read(MAX_BYTES) if name == "-" else _head(Path(name))
    return raw.decode("utf-8-sig")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise OSError(f"longer than {MAX_BYTES} bytes")
    return raw


def _length(text: str, channel: str) -> list[Finding]:
    limit = LIMITS[channel]
    if limit is None or len(text.strip()) <= limit:
        return []
    detail = f"{len(text.strip())} > {limit}"
    return [
        Finding(
            code="length.too_long",
            area=Area.CLAIM,
            severity=Severity.ERROR,
            start=limit,
            end=len(text),
            text="",
            detail=detail,
        )
    ]


def _status(findings: Sequence[Finding]) -> int:
    if any(finding.severity is Severity.ERROR for finding in findings):
        return WRONG
    return NOTICED if findings else OK


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name.name: _plain(getattr(value, name.name)) for name in dataclasses.fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _print(text: str, reading: Reading, findings: Sequence[Finding], *, buyer: bool) -> None:
    print(f"language: {reading.language} ({reading.language_confidence:.2f})")
    if buyer:
        print(f"temper: {reading.temper.heat} ({reading.temper.anger:.2f})")
        for ask in reading.asks:
            print(f"{ask.kind}: {ask.text}")
        for intent in reading.intents:
            print(f"intent: {intent.kind} ({intent.confidence:.2f}) {intent.text}".rstrip())
    for claim in () if buyer else reading.claims:
        print(f"claim: {claim.kind}: {claim.text}")
    for finding in findings:
        line = text.count("\n", 0, finding.start) + 1
        column = finding.start - (text.rfind("\n", 0, finding.start) + 1) + 1
        what = finding.detail or finding.text
        print(f"{line}:{column} {finding.severity} {finding.code}: {what}{_suggested(finding, reading)}")


def _suggested(finding: Finding, reading: Reading) -> str:
    offered = finding.suggestions
    if finding.code == "spelling.unknown" and not offered:
        offered = spelling.suggest(finding.text, reading.language, 3)
    return f" → {', '.join(offered)}" if offered else ""


if __name__ == "__main__":
    sys.exit(main())
