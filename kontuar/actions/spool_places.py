"""For which mailbox is a mail that a mail server handed over?

By the name given to ``kontuar mail pipe --mailbox``: the mailbox's address written with hyphens
(``sklep-example-com``), else what stands before its ``@``, else its label written so, else its account's number;
a name fits only if one mailbox alone has it. Else by what the mail server wrote into the mail: whom it delivered to
(Delivered-To, X-Original-To, Envelope-To), then To and Cc: each mailbox named there gets it. Else, where no
name was given, the only mailbox there is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kontuar.store.models import Account

MOST_HEAD_BYTES = 256 * 1024
DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
ADDRESSED = ("to", "cc")
_BETWEEN = re.compile(r"[\s<>()\[\],;:\"']+")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """What a mailbox is called. All in small letters."""

    account_id: int
    address: str
    aliases: tuple[str, ...]
    label: str


def mailboxes() -> tuple[Mailbox, ...]:
    """All mail accounts, whatever their state. One query."""
    rows = Account.objects.filter(platform="mail").order_by("pk")
    return tuple(map(_mailbox, rows.only("pk", "login", "label", "settings")))


def places(mailbox: str, raw: bytes, known: Sequence[Mailbox]) -> tuple[int, ...]:
    """Ids of the accounts a mail is for; none when that cannot be told."""
    if mailbox and (named := _named(mailbox, known)):
        return (named,)
    head = dict.fromkeys((*DELIVERED, *ADDRESSED), "")
    for name, value in _fields(raw):
        if name in head:
            head[name] = f"{head[name]} {value}"
    for fields in (DELIVERED, ADDRESSED):
        if found := _addressed(" ".join(head[name] for name in fields), known):
            return found
    return (known[0].account_id,) if len(known) == 1 and not mailbox else ()


def _mailbox(account: Account) -> Mailbox:
    given = account.settings
    aliases = given.get("aliases")
    return Mailbox(
        account_id=account.pk,
        address=str(given.get("address") or account.login).casefold(),
        aliases=tuple(str(one).casefold() for one in aliases) if isinstance(aliases, list) else (),
        label=account.label.casefold(),
    )


def _named(name: str, known: Iterable[Mailbox]) -> int | None:
    wanted = _spelled(name)
    ways: tuple[Callable[[Mailbox], str], ...] = (
        lambda box: _spelled(box.address),
        lambda box: _spelled(box.address.partition("@")[0]),
        lambda box: _spelled(box.label),
        lambda box: str(box.account_id),
    )
    boxes = list(known)
    for way in ways:
        found = [box.account_id for box in boxes if way(box) == wanted]
        if len(found) == 1:
            return found[0]
    return None


def _spelled(text: str) -> str:
    return _NO_LETTERS.sub("-", text.casefold()).strip("-")


def _addressed(text: str, known: Iterable[Mailbox]) -> tuple[int, ...]:
    """Mailboxes whose address or alias stands in ``text``, also with a ``+tag``."""
    words = {word.casefold() for word in _BETWEEN.split(text) if "@" in word}
    words |= {_without_tag(word) for word in words}
    return tuple(box.account_id for box in known if words & {box.address, *box.aliases})


def _without_tag(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _fields(raw: bytes) -> Iterator[tuple[str, str]]:
    """The header's fields, unfolded. Nothing here can fail: what is no field is passed over."""
    name, value = "", ""
    for line in raw[:MOST_HEAD_BYTES].decode("latin-1").splitlines():
        if not line:
            break
        if line[0] in " \t":
            value += line
            continue
        if name:
            yield name, value
        name, colon, value = line.partition(":")
        name = name.strip().lower() if colon else ""
    if name:
        yield name, value
