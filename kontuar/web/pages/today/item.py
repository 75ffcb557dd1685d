"""A line of Today and a group of them: plain words for the template's loops."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kontuar.web.labels import Chip

if TYPE_CHECKING:
    from kontuar.web.pages.today.bundles import Bundle


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
class Group:
    """Lines of one kind."""

    code: str
    title: str
    items: tuple["Item | Bundle", ...]
