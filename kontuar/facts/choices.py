"""What a buyer has to name when he buys: a colour, a pattern, a size … of an offer that sells several."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChoiceKind(StrEnum):
    """What is left to the buyer."""

    COLOUR = "colour"
    PATTERN = "pattern"
    SIZE = "size"
    MODEL = "model"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Buyers of ``offer_id`` since ``since_at`` name it. ``options`` are folded; without any, every word names it."""

    offer_id: str
    kind: ChoiceKind
    since_at: datetime
    options: tuple[str, ...] = ()
