"""How the demo's conversations are written down: one `Talk` each, its turns in order."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message: hours before the demo's start, who (b buyer, s seller), and the words."""

    hours: float
    who: str
    text: str
    about: str | None = None
    """`ask:KEY` a question on an offer, `order` the talk's order, `mail` an e-mail, None plain."""
    file: bool = False
    more_files: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    buyer: str
    turns: tuple[Turn, ...]
    language: str = "pl-PL"
    temper: str = "kind"
    bought: str | None = None
    """Key of the offer bought for this talk; see `demo_talks_*` for when and how it was sent."""
    bought_hours: float = 0
    parcel: str = "delivered"
    """delivered, stuck, late, waiting, cancelled or paid (to be sent in its time)."""
    problem: str | None = None
    """subType: the talk is a POST_PURCHASE_ISSUE thread."""
    closed: bool = False
    tags: tuple[str, ...] = field(default=())


def b(
    hours: float, text: str, about: str | None = None, *, file: bool = False, more_files: bool = False
) -> Turn:
    """A buyer's turn."""
    return Turn(hours=hours, who="b", text=text, about=about, file=file, more_files=more_files)


def s(hours: float, text: str) -> Turn:
    """A seller's turn."""
    return Turn(hours=hours, who="s", text=text)
