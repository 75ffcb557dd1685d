"""Lines of Today, bundles and groups of them: plain words for the loops that write them."""

from dataclasses import dataclass

from kontuar.web.labels import Chip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line with everything said. ``outside`` is the page on the marketplace its button leads to, if any;
    ``settle`` the address that calls it done.
    """

    id: str
    case_id: int
    url: str
    platform: str
    letter: str
    account: str
    buyer: str
    what: str
    text: str
    language: str
    chip: Chip | None
    lost: str
    button: str
    in_place: str
    tag: str
    assignee: str
    at: str = ""
    outside: str = ""
    settle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Lines that share kind, step and day. ``late`` says how many are past their limit, ``""`` for none."""

    id: str
    text: str
    late: str
    items: tuple[Item, ...]


type Shown = Item | Bundle


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines of one kind."""

    code: str
    title: str
    items: tuple[Shown, ...]
