"""Reads and checks the data files of one marketplace. Anything doubtful is an error with file and line."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

from kontuar.rulebook.record import RulebookError, RuleRecord, Source, Value
from kontuar.rulebook.schema import SCHEMA
from kontuar.rules.policy import Confidence

_KEYS = {
    "id",
    "says",
    "valid_from",
    "valid_to",
    "confidence",
    "confirmed",
    "checked_on",
    "sources",
    "values",
    "readings",
}
_SOURCE_KEYS = {"title", "address", "date"}


def read_folder(folder: Traversable, marketplace: str) -> tuple[RuleRecord, ...]:
    """All rules of a marketplace, checked alone and against each other."""
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    texts = {f.name: f.read_text(encoding="utf-8") for f in files}
    sources = read_sources(texts.pop("sources.toml", ""), f"{marketplace}/sources.toml")
    records = [
        record
        for name, text in texts.items()
        for record in read_rules(text, f"{marketplace}/{name}", marketplace, sources)
    ]
    check_versions(records)
    return tuple(records)


def read_sources(text: str, file: str) -> dict[str, Source]:
    """The sources by code."""
    found: dict[str, Source] = {}
    for code, raw in _toml(text, file).get("source", {}).items():
        line = _line_of(text, rf"\[source\.{re.escape(code)}\]")
        if set(raw) != _SOURCE_KEYS or not all(isinstance(v, str) and v for v in raw.values()):
            raise RulebookError(
                f"{file}:{line}: source {code} needs exactly title, address and date as texts"
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
    return tuple(
        _RuleReader(item, text, file, line, marketplace, sources).record()
        for item, line in zip(raw.get("rule", []), starts, strict=True)
    )


def check_versions(records: list[RuleRecord]) -> None:
    """The versions of a rule follow each other without overlap or gap."""
    by_id: dict[str, list[RuleRecord]] = {}
    for record in records:
        by_id.setdefault(record.rule_id, []).append(record)
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
        raise RulebookError(f"{file}: {error}") from error


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

    def record(self) -> RuleRecord:
        if unknown := sorted(set(self.raw) - _KEYS):
            self.fail(f"unknown key {unknown[0]}", unknown[0])
        if self.rule_id not in SCHEMA:
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
            file=self.file,
            line=self.line,
        )

    def fail(self, what: str, key: str = "") -> None:
        line = _line_of(self.text, rf'"?{re.escape(key)}"?\s*=', self.line) if key else self.line
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

    def confidence(self) -> Confidence:
        value = self.raw.get("confidence")
        if value not in set(Confidence):
            self.fail(f"confidence must be one of {', '.join(Confidence)}", "confidence")
        return Confidence(str(value))

    def named_sources(self) -> tuple[Source, ...]:
        codes = self.raw.get("sources")
        if not isinstance(codes, list) or not codes:
            self.fail("source is missing", "sources")
        for code in codes or []:
            if code not in self.sources:
                self.fail(f"source {code} is not in sources.toml", "sources")
        return tuple(self.sources[code] for code in codes or [])

    def readings(self, confidence: Confidence) -> dict[str, dict[str, Value]]:
        raw = self.raw.get("readings", {})
        if (confidence is Confidence.CONFLICTING) != bool(raw):
            self.fail("readings and confidence 'conflicting' go together", "confidence")
        if not raw:
            if "confirmed" in self.raw:
                self.fail("confirmed without readings", "confirmed")
            return {}
        if "values" in self.raw or len(raw) < 2:
            self.fail("a conflicting rule has two or more readings and no [rule.values]")
        if self.raw.get("confirmed") not in raw:
            self.fail("confirmed must name one of the readings", "confirmed")
        return {name: self.values(values, f"reading '{name}'") for name, values in raw.items()}

    def values(self, raw: dict[str, Any], where: str) -> dict[str, Value]:
        schema = SCHEMA[self.rule_id]
        if unknown := sorted(set(raw) - set(schema)):
            self.fail(f"unknown value {unknown[0]} in {where}", unknown[0])
        if missing := sorted(set(schema) - set(raw)):
            self.fail(f"value {missing[0]} is missing in {where}")
        for key, value in raw.items():
            if wanted := schema[key](value):
                self.fail(f"{key} must be {wanted}", key)
        return {key: tuple(v) if isinstance(v, list) else v for key, v in raw.items()}
