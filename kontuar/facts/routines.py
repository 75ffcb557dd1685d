"""Routines a desk sets up for itself: when news of a buyer is so and so, then this is done to its conversation."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class What(StrEnum):
    """What a condition looks at."""

    ACCOUNT = "account"
    CHANNEL = "channel"
    INTENT = "intent"
    LANGUAGE = "language"
    WORDS = "words"
    OFFER = "offer"
    ORDER_STATE = "order_state"
    VALUE_OVER = "value_over"
    TAG = "tag"


class Do(StrEnum):
    """What may be done. Nothing here sends."""

    TAG = "tag"
    ASSIGN = "assign"
    NOTE = "note"
    TEMPLATE = "template"
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One of ``values`` has to be found. Words are folded, numbers of rows and amounts are texts."""

    what: What
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is done. ``value``: a tag, a person, a note's words, a template, or hours to put off."""

    do: Do
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """All conditions have to hold. After one that is ``is_last`` none of those behind it is asked."""

    pk: int
    conditions: tuple[Condition, ...]
    steps: tuple[Step, ...]
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A new word of a buyer with what is known around it. ``text`` is folded; ``value`` is the order's total."""

    account: int
    channel: str
    text: str = field(repr=False)
    language: str = ""
    intents: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    order_state: str = "none"
    value: Decimal | None = None
    tags: frozenset[int] = frozenset()
