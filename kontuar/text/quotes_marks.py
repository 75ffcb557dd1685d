"""Where earlier mail begins: "… wrote:", header blocks, "-----Original Message-----", reply markers.

Every look is at one line, or at up to four joined, so the whole takes time in proportion to the text.
"""

from __future__ import annotations

from typing import NamedTuple

from kontuar.text import quotes_words as words
from kontuar.text.fold import fold_aligned
from kontuar.text.quotes_lines import Line

WRAPPED = 4
"""Most lines an attribution is broken over."""
MAX_JOINED = 600
"""Most characters of an attribution."""
HEADER_LINES = 20
"""Most lines of a header block."""


class Mark(NamedTuple):
    """Lines ``first`` to ``last`` introduce earlier mail."""

    first: int
    last: int
    forward: bool
    alone: bool
    """A line such as "-----Original Message-----", which headers or "… wrote:" may follow."""


def find_marks(lines: list[Line]) -> dict[int, Mark]:
    """Return the marks by their first line. None overlaps another."""
    found: dict[int, Mark] = {}
    taken = -1
    for at, line in enumerate(lines):
        if at <= taken or not line.folded:
            continue
        mark = _single(lines, at) or _header_block(lines, at) or _attribution(lines, at, taken)
        if mark:
            found[mark.first] = mark
            taken = mark.last
    return found


def next_filled(lines: list[Line], after: int, reach: int = 50) -> Line | None:
    """Return the next line that is not blank, looking ``reach`` lines ahead."""
    for line in lines[after + 1 : after + 1 + reach]:
        if not line.blank:
            return line
    return None


# -- one line ----------------------------------------------------------------------------------------


def _single(lines: list[Line], at: int) -> Mark | None:
    folded = lines[at].folded
    if len(folded) > 160:
        return None
    if words.REPLY_MARKER.search(folded) and (not folded[0].isalnum() or len(folded) < 90):
        return Mark(at, at, False, True)
    forward = bool(words.FORWARD.search(folded))
    if not (forward or words.ORIGINAL.search(folded)) or not words.NOUN.search(folded):
        return None
    dashed = words.DASHES.match(folded) and len(folded.split()) <= 8 and not words.ADDRESS.search(folded)
    begun = forward and folded.endswith(":") and words.BEGIN.match(folded)
    named = folded.startswith("original message processed by")
    return Mark(at, at, forward, True) if dashed or begun or named else None


# -- header blocks -----------------------------------------------------------------------------------


def _role(line: Line) -> tuple[str, str]:
    """Return the role of a header line ("from", "sent" …) and its value, or two empty strings."""
    name, colon, value = line.folded.partition(":")
    if not colon or len(name) > 24:
        return "", ""
    return words.HEADERS.get(name.strip(" *_-"), ""), value


def _header_block(lines: list[Line], at: int) -> Mark | None:
    line = lines[at]
    ruled = _is_ruled(line.folded)
    first = at
    if ruled:
        first = next((n for n in range(at + 1, min(at + 4, len(lines))) if not lines[n].blank), at)
        if lines[first].depth != line.depth:
            return None
    if not _role(lines[first])[0]:
        return None
    last, values = _block(lines, first)
    return Mark(at, last, False, False) if _is_block(values, lines[first].folded, ruled) else None


def _is_ruled(folded: str) -> bool:
    """A rule, bare or with a few words in it: "----- Reply message -----"."""
    inside = len(folded) <= 80 and folded.endswith(("--", "__", "==")) and words.DASHES.match(folded)
    return bool(words.RULE.match(folded) or inside)


def _block(lines: list[Line], first: int) -> tuple[int, dict[str, str]]:
    """Return the last line of the block that begins at ``first`` and the value of each role."""
    values: dict[str, str] = {}
    at = last = first
    depth = lines[first].depth
    limit = min(len(lines), first + HEADER_LINES)
    while at < limit and lines[at].depth == depth:
        role, value = _role(lines[at])
        if role and not (role in values and role in ("from", "subject")):
            values[role] = value
            last = at
        elif role or not _goes_on(lines, at, last):
            break
        elif not lines[at].blank and lines[at].folded.startswith(("<", "[")):
            values["from"] = values.get("from", "") + lines[at].folded
            last = at
        at += 1
    return last, values


def _goes_on(lines: list[Line], at: int, last: int) -> bool:
    """Whether line ``at``, no header itself, may stand inside a block: wrapped, or a blank between headers."""
    line = lines[at]
    if not line.blank and line.folded.startswith(("<", "[")) and "@" in line.folded and at == last + 1:
        return True
    after = lines[at + 1] if at + 1 < len(lines) else None
    return at == last + 1 and after is not None and bool(_role(after)[0])


def _is_block(values: dict[str, str], folded: str, ruled: bool) -> bool:
    if "from" not in values:
        return False
    if len(values) == 1:
        # Flattened to one line by a converter of HTML.
        inside = sum(f" {name}:" in folded for name, role in words.HEADERS.items() if role != "from")
        return inside >= 2 and bool(words.ADDRESS.search(folded))
    others = values.keys() - {"from", "other"}
    if words.ADDRESS.search(values["from"]):
        return bool(others - {"cc"})
    if "subject" in others and ("to" in others or "sent" in others):
        return True
    return ("sent" in others and "to" in others) or (ruled and bool(others & {"sent", "date"}))


# -- attributions ------------------------------------------------------------------------------------


def _attribution(lines: list[Line], at: int, taken: int) -> Mark | None:
    """An attribution is looked for at its first line, reading on while the lines run on.

    One that begins with a name alone may be the wrapped end of one that begins with a date, but that
    one was found first, at its own first line.
    """
    if not _may_open(lines[at]):
        return None
    for last in range(at, min(at + WRAPPED, len(lines))):
        line = lines[last]
        if line.depth != lines[at].depth or not line.folded:
            return None
        if last > at and _ends_sentence(lines[last - 1].folded):
            return None
        if _may_end(line.folded) and _spans(lines, at, last):
            return Mark(at, last, False, False)
        if last == at and _runs_into_text(line):
            return Mark(at, at, False, False)
    return None


def _runs_into_text(line: Line) -> bool:
    """ "On 3 June 2026 at 10:12, A <a@…> wrote:   Dear …": the earlier mail begins on the same line."""
    head, colon, _ = line.folded.partition(">")
    verb = words.VERB.match(line.folded, len(head) + 2) if colon else None
    if not verb or line.folded[verb.end() : verb.end() + 1] != ":":
        return False
    exact = bool(words.DATE.search(head) and words.TIME.search(head))
    return exact and _dated_start(head) and "<" in head and bool(words.ADDRESS.search(head))


def _spans(lines: list[Line], first: int, last: int) -> bool:
    """Whether the lines from ``first`` to ``last`` are one attribution, and no shorter end of them is."""
    if not _joined(lines, first, last):
        return False
    dated = _dated_start(lines[first].folded)
    for shorter in range(first + 1, last + 1):
        if (_dated_start(lines[shorter].folded) or not dated) and _joined(lines, shorter, last):
            return False
    return True


def _joined(lines: list[Line], first: int, last: int) -> bool:
    if not _may_open(lines[first]):
        return False
    part = lines[first : last + 1]
    joined = " ".join(line.folded for line in part)
    if len(joined) > MAX_JOINED:
        return False
    return _is_attribution(joined, " ".join(line.body for line in part), _quoted_below(lines, last))


def _may_open(line: Line) -> bool:
    first = line.body.lstrip("-*_•|\"'„“”<([ \ufeff")[:1]
    return first.isdigit() or first.isupper() or (first.isalpha() and _dated_start(line.folded))


def _dated_start(folded: str) -> bool:
    bare = folded.lstrip("-*_| ")
    return bare[:1].isdigit() or bool(words.INTRO.match(bare) or words.WEEKDAY.match(bare))


def _ends_sentence(joined: str) -> bool:
    last = joined.rsplit(" ", 1)[-1]
    return joined.endswith(("!", "?")) or (last.endswith(".") and len(last) > 5)


def _may_end(folded: str) -> bool:
    return folded.rstrip(" *_").endswith(":") or bool(words.VERB_LAST.search(folded))


def _quoted_below(lines: list[Line], last: int) -> bool:
    below = next_filled(lines, last, reach=4)
    return below is not None and below.depth > lines[last].depth


def _is_attribution(joined: str, raw: str, quoted: bool) -> bool:
    verb = words.VERB.search(joined)
    colon = joined.rstrip(" *_").endswith(":")
    if verb and words.FIRST_PERSON.search(joined):
        return False
    address = bool(words.ADDRESS.search(joined))
    if colon and address and words.QUOTING.match(joined):
        return True
    date, time = bool(words.DATE.search(joined)), bool(words.TIME.search(joined))
    if _dated_start(joined) and (date or time):
        return _is_dated(joined, raw, verb is not None, address, date and time, quoted, colon)
    return bool(verb) and colon and _is_named(joined, raw, date or time, quoted)


def _is_dated(
    joined: str, raw: str, verb: bool, address: bool, exact: bool, quoted: bool, colon: bool
) -> bool:
    """It begins with a date or a word that goes before one."""
    if not verb:
        closed = joined.rstrip(" *_:").endswith((">", ")", "&gt;", "]")) and bool(
            words.BRACKETED.search(joined)
        )
        return colon and closed
    if quoted or address:
        return colon or address
    return exact and colon and _names_someone(raw)


def _is_named(joined: str, raw: str, dated: bool, quoted: bool) -> bool:
    """It begins with a name: "Jan Lis <jan@…> wrote:", "Jan Lis wrote:" above a quoted block."""
    last = bool(words.VERB_LAST.search(joined))
    if _bracketed(joined):
        return dated or last
    return quoted and last and _names_someone(raw) and len(joined.split()) <= 8


def _bracketed(joined: str) -> bool:
    return bool(words.BRACKETED.search(joined.replace("&lt;", "<").replace("&gt;", ">")))


def _names_someone(raw: str) -> bool:
    """Whether what is neither date nor verb is a name: every word of it begins with a capital."""
    if verb := words.VERB.search(fold_aligned(raw)):
        raw = f"{raw[: verb.start()]} {raw[verb.end() :]}"
    parts = [part.strip(",:;.()\"'„”“*-") for part in raw.split()]
    dated = [at for at, part in enumerate(parts) if any(char.isdigit() for char in part)]
    names = [part for part in parts[dated[-1] + 1 if dated else 0 :] if part]
    names = [part for part in names if part not in ("AM", "PM", "Uhr", "CET", "CEST", "UTC", "GMT")]
    return bool(names) and all(not part[0].isalpha() or part[0].isupper() for part in names)
