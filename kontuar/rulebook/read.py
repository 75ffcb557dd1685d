"""Reads and checks the data files of one marketplace. Anything doubtful is an error with file and line."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

from kontuar.rulebook.record import Book, RulebookError, RuleRecord, Since, Source, Value
from kontuar.rulebook.schema import schema_of
from kontuar.rules.rule import Confidence

_KEYS = {
    "id",
    "says",
    "valid_from",
    "valid_to",
    "confidence",
    "confirmed",
    "confirmed_by",
    "country",
    "valid_from_is",
    "third_party",
    "checked_on",
    "sources",
    "values",
    "readings",
}
_SOURCE_KEYS = {"title", "address", "date"}
_BOOK_KEYS = {"name", "kind", "connected", "note"}
_KINDS = ("marketplace", "mailbox", "law")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?|undated")
_ADDRESS = re.compile(r"https?://\S+|docs/\S+")
_COUNTRY = re.compile(r"[A-Z]{2}")
NOT_RULES = ("sources.toml", "book.toml")


def read_folder(folder: Traversable, marketplace: str) -> tuple[RuleRecord, ...]:
    """All rules of a marketplace, checked alone and against each other."""
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    texts = {f.name: f.read_text(encoding="utf-8") for f in files}
    sources = read_sources(texts.pop("sources.toml", ""), f"{marketplace}/sources.toml")
    is_law = read_book(texts.pop("book.toml", ""), marketplace).kind == "law"
    records = [
        record
        for name, text in texts.items()
        for record in read_rules(text, f"{marketplace}/{name}", marketplace, sources)
    ]
    check_versions(records)
    for record in records:
        if is_law and not record.country:
            raise RulebookError(f"{record.file}:{record.line}: {record.rule_id}: a law needs its country")
    return tuple(records)


def read_book(text: str, marketplace: str) -> Book:
    """What ``book.toml`` says of the folder; without one it is a marketplace we are connected to."""
    file = f"{marketplace}/book.toml"
    raw = _toml(text, file)
    if unknown := sorted(set(raw) - _BOOK_KEYS):
        raise RulebookError(f"{file}:{_line_of(text, unknown[0])}: unknown key {unknown[0]}")
    kind, connected = raw.get("kind", "marketplace"), raw.get("connected", True)
    if kind not in _KINDS:
        raise RulebookError(f"{file}:{_line_of(text, 'kind')}: kind must be one of {', '.join(_KINDS)}")
    if not isinstance(connected, bool):
        raise RulebookError(f"{file}:{_line_of(text, 'connected')}: connected must be true or false")
    for key in ("name", "note"):
        if not isinstance(raw.get(key, ""), str):
            raise RulebookError(f"{file}:{_line_of(text, key)}: {key} must be a text")
    name = raw.get("name", marketplace.capitalize())
    return Book(code=marketplace, name=name, kind=kind, is_connected=connected, note=raw.get("note", ""))


def read_sources(text: str, file: str) -> dict[str, Source]:
    """The sources by code."""
    found: dict[str, Source] = {}
    for code, raw in _toml(text, file).get("source", {}).items():
        line = _line_of(text, rf"\[source\.{re.escape(code)}\]")
        if set(raw) != _SOURCE_KEYS or not all(isinstance(v, str) and v for v in raw.values()):
            raise RulebookError(
                f"{file}:{line}: source {code} needs exactly title, address and date as texts"
            )
        if not _DAY.fullmatch(raw["date"]):
            line = _line_of(text, r"date\s*=", line)
            raise RulebookError(
                f"{file}:{line}: source {code}: date must be 2026, 2026-11, 2026-11-22 or undated"
            )
        if not _ADDRESS.fullmatch(raw["address"]):
            line = _line_of(text, r"address\s*=", line)
            raise RulebookError(
                f"{file}:{line}: source {code}: address must be a web address or a page of docs/"
            )
        found[code] = Source(code=code, **raw)
    return found


def read_rules(
    text: str, file: str, marketplace: str, sources: Mapping[str, Source]
) -> tuple[RuleRecord, ...]:
    """The rules of one file."""
    raw = _toml(text, file)
    if set(raw) - {"rule"}:
        raise RulebookError(
            f"{file}:1: only [[rule]] may stand here, not {', '.join(sorted(set(raw) - {'rule'}))}"
        )
    starts = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]
    rules = raw.get("rule", [])
    if not isinstance(rules, list) or len(rules) != len(starts):
        raise RulebookError(f"{file}:1: each rule begins with [[rule]] on a line of its own")
    return tuple(
        _RuleReader(item, text, file, line, marketplace, sources).record()
        for item, line in zip(rules, starts, strict=True)
    )


def check_versions(records: list[RuleRecord]) -> None:
    """The versions of a rule follow each other without overlap or gap."""
    by_id: dict[tuple[str, str], list[RuleRecord]] = {}
    for record in records:
        by_id.setdefault((record.rule_id, record.country), []).append(record)
    for versions in by_id.values():
        for earlier, later in pairwise(sorted(versions, key=lambda r: r.valid_from)):
            where = f"{later.file}:{later.line}: {later.rule_id} from {later.version}"
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                raise RulebookError(
                    f"{where} overlaps the version from {earlier.version} (line {earlier.line})"
                )
            if earlier.valid_to + timedelta(days=1) < later.valid_from:
                raise RulebookError(f"{where} leaves a gap after {earlier.valid_to} (line {earlier.line})")


def _toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        last = len(text.splitlines())
        raise RulebookError(f"{file}:{line.group(1) if line else last}: {error}") from error


def _line_of(text: str, pattern: str, after: int = 1) -> int:
    lines = text.splitlines()
    for number in range(after, len(lines) + 1):
        if number > after and re.match(r"\s*\[\[", lines[number - 1]):
            break
        if re.match(rf"\s*{pattern}", lines[number - 1]):
            return number
    return after


class _RuleReader:
    """One [[rule]] on its way to a record."""

    def __init__(
        self,
        raw: dict[str, Any],
        text: str,
        file: str,
        line: int,
        marketplace: str,
        sources: Mapping[str, Source],
    ) -> None:
        self.raw, self.text, self.file, self.line = raw, text, file, line
        self.marketplace, self.sources = marketplace, sources
        self.rule_id = str(raw.get("id", "?"))
        self.schema = schema_of(marketplace)

    def record(self) -> RuleRecord:
        if unknown := sorted(set(self.raw) - _KEYS):
            self.fail(f"unknown key {unknown[0]}", unknown[0])
        if self.rule_id not in self.schema:
            self.fail("unknown rule id", "id")
        confidence = self.confidence()
        readings = self.readings(confidence)
        confirmed = self.raw.get("confirmed", "")
        values = readings[confirmed] if readings else self.values(self.raw.get("values", {}), "[rule.values]")
        valid_from, valid_to = (
            self.day("valid_from"),
            self.day("valid_to", optional=True),
        )
        if valid_to is not None and valid_to < valid_from:
            self.fail("valid_to lies before valid_from", "valid_to")
        return RuleRecord(
            rule_id=self.rule_id,
            marketplace=self.marketplace,
            says=self.text_of("says"),
            valid_from=valid_from,
            valid_to=valid_to,
            confidence=confidence,
            checked_on=self.day("checked_on"),
            sources=self.named_sources(),
            values=values,
            readings=readings,
            confirmed=confirmed,
            confirmed_by=self.text_of("confirmed_by") if readings else "",
            country=self.country(),
            since=self.since(),
            is_third_party=self.is_third_party(),
            file=self.file,
            line=self.line,
        )

    def fail(self, what: str, key: str = "", after: int = 0) -> None:
        name = re.escape(key)
        place = rf'("?{name}"?\s*=|\[rule\.{name}\b)'
        line = _line_of(self.text, place, after or self.line) if key else self.line
        raise RulebookError(f"{self.file}:{line}: {self.rule_id}: {what}")

    def text_of(self, key: str) -> str:
        value = self.raw.get(key)
        if not isinstance(value, str) or not value.strip():
            self.fail(f"{key} must be a text", key)
        return str(value)

    def day(self, key: str, *, optional: bool = False) -> Any:
        value = self.raw.get(key)
        if value is None and optional:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fail(f"{key} must be a date", key)
        return value

    def country(self) -> str:
        value = self.raw.get("country", "")
        if "country" in self.raw and not (isinstance(value, str) and _COUNTRY.fullmatch(value)):
            self.fail("country must be two capital letters", "country")
        return str(value)

    def since(self) -> Since:
        value = self.raw.get("valid_from_is", "effective")
        if value not in set(Since):
            self.fail(f"valid_from_is must be one of {', '.join(Since)}", "valid_from_is")
        return Since(str(value))

    def is_third_party(self) -> bool:
        value = self.raw.get("third_party", False)
        if not isinstance(value, bool):
            self.fail("third_party must be true or false", "third_party")
        return bool(value)

    def confidence(self) -> Confidence:
        value = self.raw.get("confidence")
        if value not in set(Confidence):
            self.fail(f"confidence must be one of {', '.join(Confidence)}", "confidence")
        return Confidence(str(value))

    def named_sources(self) -> tuple[Source, ...]:
        codes = self.raw.get("sources")
        if not isinstance(codes, list) or not codes:
            self.fail("source is missing", "sources")
        elif len(set(map(str, codes))) < len(codes):
            self.fail("the same source twice", "sources")
        for code in codes or []:
            if code not in self.sources:
                self.fail(f"source {code} is not in sources.toml", "sources")
        return tuple(self.sources[code] for code in codes or [])

    def readings(self, confidence: Confidence) -> dict[str, dict[str, Value]]:
        raw = self.raw.get("readings", {})
        if (confidence is Confidence.CONFLICTING) != bool(raw):
            self.fail("readings and confidence 'conflicting' go together", "confidence")
        if not raw:
            for key in ("confirmed", "confirmed_by"):
                if key in self.raw:
                    self.fail(f"{key} without readings", key)
            return {}
        if "values" in self.raw or len(raw) < 2:
            self.fail("a conflicting rule has two or more readings and no [rule.values]")
        if self.raw.get("confirmed") not in raw:
            self.fail("confirmed must name one of the readings", "confirmed")
        return {name: self.values(values, f"reading '{name}'", name) for name, values in raw.items()}

    def values(self, raw: Any, where: str, reading: str = "") -> dict[str, Value]:
        head = rf'\[rule\.readings\."?{re.escape(reading)}"?\]'
        start = _line_of(self.text, head, self.line) if reading else self.line
        if not isinstance(raw, dict):
            self.fail(f"{where} must be a table")
        schema = self.schema[self.rule_id]
        if unknown := sorted(set(raw) - set(schema)):
            self.fail(f"unknown value {unknown[0]} in {where}", unknown[0], start)
        if missing := sorted(set(schema) - set(raw)):
            self.fail(f"value {missing[0]} is missing in {where}")
        for key, value in raw.items():
            if wanted := schema[key](value):
                self.fail(f"{key} must be {wanted}", key, start)
        return {key: tuple(v) if isinstance(v, list) else v for key, v in raw.items()}
