"""A rule's name tag: what every value in force carries, so that a duty or a finding can name its rule."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Confidence(StrEnum):
    """How well a rule is known."""

    SEEN = "seen"
    INFERRED = "inferred"
    CONFLICTING = "conflicting"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule's name tag: ``version`` is its valid-from date as text, ``source`` an address."""

    rule_id: str
    version: str
    source: str
    checked_on: date
    confidence: Confidence
