"""Where the writer's words end and a signature, the word of a device or a footer begins.

A lost word is worse than a shown signature: what says something, asks, or names an order or an
account stays with the words above it.
"""

from __future__ import annotations

import re

from kontuar.text import quotes_words as words
from kontuar.text.quotes_lines import Line

TAIL = 12
"""Most filled lines below a closing, a rule or a bare "--"."""
LONG_TAIL = 60
"""Most filled lines below "--" when a contact stands among them, and of a footer."""
_EDGES = " ,.;:!?-–—*_()\"'"
_TITLES = (
    "mgr",
    "inż",
    "inz",
    "dr",
    "prof",
    "lek",
    "adw",
    "mec",
    "hab",
    "dipl.-ing",
    "ing",
    "mr",
    "mrs",
    "ms",
)
_SMALL = ("von", "van", "de", "der", "z", "i", "and", "und", "ir", "the", "of", "da", "di", "del", "la")
_EMOJI = re.compile(r"[^\w\s.,;:!?'\"()/&@+*–—-]+")


def is_device(line: Line) -> bool:
    """Whether the line is "Sent from my iPhone" or its like, and no sentence of the writer's."""
    folded = re.sub(r"[<(\[]?https?://\S*", "", line.folded, count=3).strip(" *_[]\"'-")
    found = words.DEVICE.match(folded)
    if not found or len(folded) > 140:
        return False
    rest = folded[found.end() :]
    product = bool(words.PRODUCT.search(folded))
    short = len(rest.split()) <= 7 and not re.search(r"[,;?!]|\w\. \w", rest)
    if product:
        return (
            short
            or "outlook" in found[0]
            or "brevity" in folded
            or (len(folded.split()) <= 14 and "," not in rest)
        )
    mine = bool(words.OF_MINE.search(rest)) and len(rest.split()) <= 6
    linked = folded != line.folded.strip(" *_[]\"'-") and len(rest.split()) <= 3
    return short and (mine or linked)


def sign_start(lines: list[Line], first: int, end: int) -> int:
    """Return where the signature of the lines ``first`` to ``end`` (excluded) begins, or ``end``."""
    cut = _first_block(lines, first, end)
    while True:
        last = _last_filled(lines, first, cut)
        if last < first:
            return cut
        earlier = _device_at_end(lines, first, last)
        earlier = _closing(lines, first, last) if earlier is None else earlier
        earlier = _rule(lines, first, last) if earlier is None else earlier
        earlier = _card(lines, first, last) if earlier is None else earlier
        if earlier is None:
            return cut
        cut = earlier


# -- from the top ------------------------------------------------------------------------------------


def _first_block(lines: list[Line], first: int, end: int) -> int:
    """The first delimiter or footer: all below it goes with it."""
    filled = sum(not line.blank for line in lines[first:end])
    for at in range(first, end):
        line = lines[at]
        if line.blank:
            continue
        filled -= 1
        if line.folded.startswith("-----begin pgp signature"):
            return at
        if filled > LONG_TAIL:
            continue
        if line.folded == "--" and _is_signed(lines[at + 1 : end], filled):
            return at
        if is_footer(lines, first, at, end):
            return _with_rule(lines, first, at)
    return end


def _is_signed(below: list[Line], filled: int) -> bool:
    """Whether what stands below "--" can be a signature."""
    if not filled:
        return False
    if any(words.STRONG_CONTACT.search(line.folded) for line in below):
        return True
    return filled <= TAIL and not any(line.folded.endswith("?") for line in below)


def is_footer(lines: list[Line], first: int, at: int, end: int) -> bool:
    """A disclaimer, the word of a virus scanner, of a mailing list: at the start of a paragraph."""
    folded = lines[at].folded.lstrip("*_-=[( ")
    if words.RULE.match(lines[at].folded):
        return any(words.LIST_FOOTER.search(line.folded) for line in lines[at + 1 : min(at + 4, end)])
    if at > first and not lines[at - 1].blank and not words.RULE.match(lines[at - 1].folded):
        return False
    if words.FOOTER.match(folded):
        return True
    if not words.NOTICE.match(folded) and lines[at].folded:
        return False
    text = " ".join(line.folded or line.body.lower() for line in lines[at : min(at + 4, end)])
    return bool(words.NOTICE.match(folded or text) and words.SECRET.search(text))


def _with_rule(lines: list[Line], first: int, at: int) -> int:
    above = _last_filled(lines, first, at)
    return above if above > first and words.RULE.match(lines[above].folded) else at


def _last_filled(lines: list[Line], first: int, end: int) -> int:
    at = end - 1
    while at >= first and lines[at].blank:
        at -= 1
    return at


# -- from the bottom ---------------------------------------------------------------------------------


def _device_at_end(lines: list[Line], first: int, last: int) -> int | None:
    return last if is_device(lines[last]) else None


def _closing(lines: list[Line], first: int, last: int) -> int | None:
    """The line of "Pozdrawiam" or "Thanks," with nothing but a name and contacts below it."""
    filled = 0
    for at in range(last, first - 1, -1):
        if lines[at].blank:
            continue
        filled += 1
        if filled > TAIL:
            break
        strength = _closes(lines[at])
        if strength:
            below = [line for line in lines[at + 1 : last + 1] if not line.blank]
            fits = _is_tail(below) if below else strength == 2
            return at if fits and (strength == 2 or len(below) <= 4) else None
        if _says_something(lines[at]):
            break
    return _slash(lines, first, last)


def _slash(lines: list[Line], first: int, last: int) -> int | None:
    """ "/John" as the last line."""
    body = lines[last].body
    return last if last > first and body.startswith("/") and _is_name(body[1:]) else None


def _closes(line: Line) -> int:
    """2: a closing ("Pozdrawiam, Jan"); 1: thanks or a wish that may close; 0: neither."""
    if not line.folded or len(line.folded) > 90 or line.folded.endswith("?"):
        return 0
    parts = [
        bare for part in re.split(r"[\s,/]+", _EMOJI.sub(" ", line.folded)) if (bare := part.strip(_EDGES))
    ]
    strength = used = 0
    for part in parts:
        if part in words.CLOSING:
            strength = 2
        elif part in words.CLOSING_WEAK:
            strength = strength or 1
        elif part not in words.CLOSING_FILLER:
            break
        used += 1
    if not strength or used == len(parts):
        return strength if used <= 9 else 0
    return strength if strength == 2 and _is_name(" ".join(line.body.split()[used:])) else 0


def _is_name(text: str) -> bool:
    """One to five words, each with a capital, as names and firms are written."""
    parts = [part for part in _EMOJI.sub(" ", text).split() if part.strip(_EDGES + "/&|")]
    if not 1 <= len(parts) <= 6 or text.rstrip().endswith(("?", "!", ":")):
        return False
    bare = [part.strip(_EDGES) for part in parts]
    while bare and bare[0].lower() in _TITLES:
        bare = bare[1:]
    return (
        bool(bare)
        and bare[0][:1].isupper()
        and all(part[:1].isupper() or part in _SMALL or not part for part in bare)
    )


def _is_contact(line: Line) -> bool:
    return (
        bool(words.CONTACT.search(line.folded) or words.PHONE.match(line.folded)) and len(line.folded) <= 120
    )


def _says_something(line: Line) -> bool:
    """Whether the line is words of the writer's, not a piece of a signature."""
    folded = line.folded
    if not folded or folded.endswith("?") or len(folded) > 120:
        return True
    if words.WEIGHTY.search(folded) and not words.STRONG_CONTACT.search(folded):
        return True
    if _is_contact(line) or words.RULE.match(folded):
        return False
    count = len(folded.split())
    return bool(
        words.TALK.match(folded)
        or count > 9
        or (folded.endswith((".", "!", ":", ",")) and count > 4)
        or (line.body[0].islower() and count > 1 and not _is_name(line.body))
    )


def _is_tail(below: list[Line]) -> bool:
    """Whether the lines below a closing are a name and what belongs to it."""
    opening = below[0]
    if not (_is_name(opening.body) or _is_contact(opening) or words.RULE.match(opening.folded)):
        return False
    return not any(_says_something(line) for line in below)


def _rule(lines: list[Line], first: int, last: int) -> int | None:
    """A rule with a short block below it that holds a telephone, an address of mail or of a site."""
    below: list[Line] = []
    for at in range(last, first, -1):
        line = lines[at]
        if line.blank:
            continue
        if words.RULE.match(line.folded):
            told = any(words.STRONG_CONTACT.search(part.folded) or _digits(part) for part in below)
            return at if told and not any(_says_something(part) for part in below) else None
        below.append(line)
        if len(below) > TAIL:
            return None
    return None


def _digits(line: Line) -> bool:
    return bool(words.PHONE.match(line.folded)) and sum(char.isdigit() for char in line.folded) <= 12


def _card(lines: list[Line], first: int, last: int) -> int | None:
    """A last paragraph that is a name and at least two ways to reach it, and no postal address."""
    at = last
    while at > first and not lines[at - 1].blank and last - at < 8:
        at -= 1
    block = lines[at : last + 1]
    if at == first or len(block) < 3 or not lines[at - 1].blank or not _is_name(block[0].body):
        return None
    above = _last_filled(lines, first, at)
    if above < first or lines[above].folded.endswith((":", "-")) or words.WEIGHTY.search(lines[above].folded):
        return None
    ways = sum(bool(words.STRONG_CONTACT.search(line.folded) or _digits(line)) for line in block[1:])
    postal = any(
        re.search(r"\b\d\d-\d{3}\b|^(?:ul|al|os)\.|\b\d{5}\b(?! ?\d)", line.folded) for line in block
    )
    return at if ways >= 2 and not postal and not any(_says_something(line) for line in block) else None
