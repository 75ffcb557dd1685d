"""One finding of the doctor."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """Only ``WRONG`` makes the command end with 1."""

    GOOD = "good"
    NOTE = "note"
    CARE = "care"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in the person's language; ``report`` is the same without names, paths and addresses."""

    level: Level
    text: str
    report: str = ""

    def __post_init__(self) -> None:
        if not self.report:
            object.__setattr__(self, "report", self.text)
