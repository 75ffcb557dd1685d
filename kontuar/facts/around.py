"""What stands around a draft: the order it speaks of, the buyer it goes to, and what we said before."""

from dataclasses import dataclass
from datetime import datetime

from kontuar.facts.reading import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAround:
    """The order a draft speaks of. ``is_sent`` is True once a number, a scan or the state shows it left."""

    external_id: str
    is_sent: bool = False
    dispatch_by: datetime | None = None
    arrive_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierWord:
    """A message of ours that the buyer has, with what the text engine found claimed in it."""

    text: str
    written_at: datetime
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The surroundings of one draft; what is not known is empty, and its check then stays silent.

    ``names`` are the buyer's as order and mail give them; ``buyers_text`` his words since our last ones.
    ``greeting`` is the form of address that fits his name, with no comma after. ``other_orders`` are his other
    orders' ids. ``is_social``: a place without an interface, where no marketplace's terms hold. ``zone`` is the
    seller's, in which days are counted.
    """

    zone: str = "UTC"
    is_public: bool = False
    is_mail: bool = False
    is_social: bool = False
    is_claim: bool = False
    buyers_text: str = ""
    names: tuple[str, ...] = ()
    greeting: str = ""
    order: OrderAround | None = None
    other_orders: tuple[str, ...] = ()
    earlier: tuple[EarlierWord, ...] = ()
    wanted: frozenset[str] = frozenset()
    """Matters of taste the house wants to be told of, by the text engine's codes."""
    unaccepted: tuple[str, ...] = ()
    """Texts a language model proposed in this matter that nobody has accepted."""
