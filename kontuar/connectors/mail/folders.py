"""Names of folders: as IMAP writes them, and which of them holds what was sent. Pure."""

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SENT_NAMES = (
    "sent", "sent items", "sent messages", "sent mail", "sent-mail", "sentmail",
    "wysłane", "elementy wysłane", "wysłana poczta", "wiadomości wysłane", "wysłane wiadomości", "poczta wysłana",
    "wyslane",
    "išsiųsti", "išsiųsta", "išsiųsti laiškai", "išsiųstieji", "išsiųsti elementai", "išsiųstos",
    "gesendet", "gesendete", "gesendete objekte", "gesendete elemente", "gesendete nachrichten", "gesendete e-mails",
    "postausgang",
)  # fmt: skip
"""Where a server marks no folder as the sent one (RFC 6154), programs call it by these: Outlook, Thunderbird, Apple
Mail, Gmail and web mails in English, Polish, Lithuanian and German."""

_LIST = re.compile(rb'\((?P<flags>[^)]*)\) +(?:"(?P<mark>(?:[^"\\]|\\.)*)"|NIL) +(?P<name>.+)', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """One folder of a mailbox. ``flags`` in small letters; ``mark`` stands between the parts of a name."""

    name: str
    mark: str
    flags: frozenset[str]

    @property
    def can_be_opened(self) -> bool:
        return not self.flags & {"\\noselect", "\\nonexistent"}

    @property
    def holds_all(self) -> bool:
        """Gmail's "All Mail" and the like: every mail of the mailbox a second time."""
        return "\\all" in self.flags

    @property
    def last(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(self.mark)[2] if self.mark else self.name


def folder_of(line: bytes | tuple[bytes, bytes]) -> Folder | None:
    """One answer to LIST, None when it cannot be read. A name with odd letters comes as a literal."""
    head, literal = line if isinstance(line, tuple) else (line, None)
    found = _LIST.match(head)
    if not found:
        return None
    name = literal if literal is not None else _bare(found["name"])
    mark = re.sub(rb"\\(.)", rb"\1", found["mark"] or b"")
    return Folder(
        name=decoded(name),
        mark=mark.decode("ascii", "replace"),
        flags=frozenset(found["flags"].decode("ascii", "replace").lower().split()),
    )


def sent_of(folders: Iterable[Folder]) -> Folder | None:
    """The folder of sent mails: marked as such, else called so, the least deep one first."""
    open_ones = [one for one in folders if one.can_be_opened]
    marked = next((one for one in open_ones if "\\sent" in one.flags), None)
    if marked:
        return marked
    named = [one for one in open_ones if one.last.casefold() in SENT_NAMES]
    return min(named, key=lambda one: (len(one.name), SENT_NAMES.index(one.last.casefold())), default=None)


def quoted(name: str) -> str:
    """A folder's name as an argument of a command."""
    return '"' + encoded(name).replace("\\", "\\\\").replace('"', '\\"') + '"'


def encoded(name: str) -> str:
    """Modified UTF-7 (RFC 3501, 5.1.3): everything but printable ASCII in base64, ``&`` as ``&-``."""
    return re.sub(r"[^ -~]+|&", _shifted, name)


def _shifted(match: re.Match[str]) -> str:
    if match[0] == "&":
        return "&-"
    content = base64.b64encode(match[0].encode("utf-16-be", "replace")).rstrip(b"=").replace(b"/", b",")
    return f"&{content.decode('ascii')}-"


def decoded(raw: bytes) -> str:
    """The other way; what is no modified UTF-7 stays as it is (some servers write UTF-8)."""
    text = raw.decode("utf-8", "replace")
    return re.sub(r"&([A-Za-z0-9+,]*)-", _unshifted, text)


def _unshifted(match: re.Match[str]) -> str:
    if not match[1]:
        return "&"
    content = match[1].replace(",", "/")
    try:
        return base64.b64decode(content + "=" * (-len(content) % 4)).decode("utf-16-be")
    except (ValueError, UnicodeError):
        return match[0]


def _bare(raw: bytes) -> bytes:
    raw = raw.strip()
    if raw[:1] == b'"' and raw[-1:] == b'"':
        return re.sub(rb"\\(.)", rb"\1", raw[1:-1], flags=re.DOTALL)
    return raw


def missing(wanted: Sequence[str], folders: Iterable[Folder]) -> list[str]:
    """Which of the wanted folders are not there. INBOX counts in any case (RFC 3501, 5.1)."""
    there = {one.name for one in folders if one.can_be_opened}
    return [name for name in wanted if name not in there and name.upper() != "INBOX"]
