"""Lines of a header as we write them: encoded (RFC 2047, RFC 2231), folded, and nothing smuggled in. Pure.

The standard library's writer is not used here: it breaks long Message-IDs into encoded words, and an id that is not
read back as it was breaks the chain of a talk.
"""

import binascii
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from kontuar.connector_kit.errors import Refused
from kontuar.connectors.mail import charsets
from kontuar.facts.mails import MailAddress

LINE = 76
"""Characters of a line (RFC 5322, 2.1.1 wants at most 78)."""
WORD_BYTES = 45
"""Of UTF-8 in one encoded word: 60 in base64, with its frame below 75 (RFC 2047, 2)."""
NAME_CHARACTERS = 60
"""Of a file's name in one piece (RFC 2231, 3)."""

_PLAIN = re.compile(r"[ -~]*")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_ID = re.compile(r"[!-;=?-~]{1,500}")


def field(name: str, pieces: Iterable[str]) -> bytes:
    """``Name: pieces``, folded between pieces. No piece holds anything but printable ASCII."""
    lines, line = list[str](), f"{name}:"
    for piece in pieces:
        assert _PLAIN.fullmatch(piece), name
        if len(line) + 1 + len(piece) > LINE and line.strip() and not line.endswith(":"):
            lines.append(line)
            line = ""
        line += f" {piece}"
    return "\r\n".join([*lines, line]).encode("ascii") + b"\r\n"


def words(text: str) -> list[str]:
    """Text of one line, in pieces between which a line may end."""
    text = charsets.one_line(text)
    pieces = text.split(" ")
    is_plain = _PLAIN.fullmatch(text) and "=?" not in text and all(len(one) < 70 for one in pieces)
    return pieces if is_plain else _encoded(text)


def _encoded(text: str) -> list[str]:
    """Encoded words, cut between characters."""
    out, held = list[str](), b""
    for letter in text:
        letters = letter.encode("utf-8", "replace")
        if len(held) + len(letters) > WORD_BYTES:
            out.append(held.decode())
            held = b""
        held += letters
    out.append(held.decode())
    return [f"=?utf-8?b?{binascii.b2a_base64(one.encode(), newline=False).decode()}?=" for one in out]


def mailboxes(addresses: Sequence[MailAddress]) -> list[str]:
    """``"Name" <address>``, one or more, for From, To and Cc."""
    out = list[str]()
    for number, one in enumerate(addresses):
        comma = "," if number + 1 < len(addresses) else ""
        name, address = charsets.one_line(one.name), ascii_address(one.address)
        out += [*(_named(name) if name else []), f"<{address}>{comma}" if name else f"{address}{comma}"]
    return out


def _named(name: str) -> list[str]:
    """Quoted, so that commas and the like are only letters; encoded where it is not plain."""
    if _PLAIN.fullmatch(name) and "=?" not in name and len(name) < 70:
        return ['"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"']
    return _encoded(name)


def ascii_address(address: str) -> str:
    """The address as SMTP wants it, its domain in IDNA. Refused when it is none a mail can go to."""
    local, _, domain = address.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        domain = ""
    if not local.isascii():
        raise Refused("letters outside ASCII before the @ are not supported", code="bad_address")
    if len(local) > 64 or len(domain) > 253 or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise Refused("this is no address a mail can go to", code="bad_address")
    return f"{local}@{domain}"


def message_id(one: str) -> str:
    """``<id>``, whether it came with its brackets or without. Refused when it is none."""
    bare = one.strip().removeprefix("<").removesuffix(">")
    if not _ID.fullmatch(bare) or "@" not in bare:
        raise Refused("this is no Message-ID", code="bad_message_id")
    return f"<{bare}>"


def message_ids(many: Iterable[str]) -> list[str]:
    """Those that can be written down: a stranger's id may be anything, and ours for one without is a digest."""
    bare = (one.strip().removeprefix("<").removesuffix(">") for one in many)
    return [f"<{one}>" for one in dict.fromkeys(bare) if _ID.fullmatch(one) and "@" in one]


def parameter(name: str, value: str) -> list[str]:
    """``; name="value"``, by RFC 2231 in pieces where it is long or not plain."""
    is_plain = _PLAIN.fullmatch(value) and not re.search(r'["\\]|=\?', value)
    if is_plain and len(value) <= NAME_CHARACTERS:
        return [f'{name}="{value}"']
    coded = "utf-8''" + quote(value.encode("utf-8", "replace"), safe="")
    if len(coded) <= NAME_CHARACTERS:
        return [f"{name}*={coded}"]
    pieces = re.findall(rf"(?:%[0-9A-F]{{2}}|.){{1,{NAME_CHARACTERS // 3}}}", coded)
    return [f"{name}*{number}*={piece}" for number, piece in enumerate(pieces)]
