"""Cut a mail's plain text: the writer's own words, the signature, the earlier mail. Nothing is lost.

``split("Tak, proszę.\\n\\nW dniu … Sklep pisze:\\n> Czy wymienić?").reply == "Tak, proszę."``

Linear and line-based. When unsure it cuts nothing: a lost word of a buyer is worse than a quote shown.
The pieces stand in the order of the text and cover it, so a screen may fold them and unfold them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kontuar.text import quotes_signs as signs
from kontuar.text.quotes_lines import Line, lines_of
from kontuar.text.quotes_marks import Mark, find_marks, next_filled

ROUNDS = 4
"""How often the reply found is cut again until nothing more falls off."""
SPILL = 55
"""Characters a quoted line has at least when a mail program broke it and lost the mark on the rest."""


class Kind(StrEnum):
    """What a piece of a mail is."""

    REPLY = "reply"
    SIGNATURE = "signature"
    """Closing and name, "-- " and what follows, the word of a device, disclaimers, footers."""
    QUOTED = "quoted"
    """Earlier mail, with the lines that introduce it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """``text[start:end]`` is of one kind."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A mail's text in pieces that cover it without gap or overlap, in its order.

    ``reply``, ``signature`` and ``quoted`` are the pieces of each kind put together, without the blank
    lines around them. Answers between quoted lines are reply; to see what they answer, show the pieces.
    ``messages`` counts the mails in the text: each mark begins one, and so do words above the first.
    ``is_forward``: what is quoted was
    passed on by the writer, who may want it to be read.
    """

    text: str
    pieces: tuple[Piece, ...]
    reply: str
    signature: str
    quoted: str
    messages: int
    is_forward: bool


def split(text: str) -> Parts:
    """Split the plain text of one mail. Takes time in proportion to its length; raises nothing."""
    lines = lines_of(text)
    marks = find_marks(lines)
    kinds = _kinds(lines, marks)
    if not _settle(text, lines, kinds):
        kinds = [Kind.REPLY] * len(lines)
    pieces = _pieces(lines, kinds)
    return Parts(
        text=text,
        pieces=pieces,
        reply=_together(text, pieces, Kind.REPLY),
        signature=_together(text, pieces, Kind.SIGNATURE),
        quoted=_together(text, pieces, Kind.QUOTED),
        messages=_count(lines, marks, kinds),
        is_forward=any(mark.forward for mark in list(marks.values())[:1]),
    )


# -- the kind of each line -----------------------------------------------------------------------------


def _kinds(lines: list[Line], marks: dict[int, Mark]) -> list[Kind]:
    kinds = _quotes(lines, marks)
    _spilt(lines, kinds)
    _signatures(lines, kinds)
    if not any(kind is Kind.REPLY and not line.blank for kind, line in zip(kinds, lines, strict=True)):
        return _nothing_else(lines, marks, kinds)
    return kinds


def _quotes(lines: list[Line], marks: dict[int, Mark]) -> list[Kind]:
    """Quoted or not, line by line; a mark with words above it and no ">" below takes all that follows."""
    kinds = [Kind.QUOTED if line.depth else Kind.REPLY for line in lines]
    at, words_above = 0, False
    while at < len(lines):
        line, mark = lines[at], marks.get(at)
        if mark and not line.depth:
            kinds[at : mark.last + 1] = [Kind.QUOTED] * (mark.last + 1 - at)
            if words_above and _takes_the_rest(lines, marks, mark):
                kinds[at:] = [Kind.QUOTED] * (len(lines) - at)
                break
            at = mark.last
        elif not line.blank and not line.depth and not signs.is_device(line):
            words_above = True
        at += 1
    return kinds


def _takes_the_rest(lines: list[Line], marks: dict[int, Mark], mark: Mark) -> bool:
    below = next_filled(lines, mark.last)
    return below is None or not below.depth


def _spilt(lines: list[Line], kinds: list[Kind]) -> None:
    """Give the rest of a long quoted line, broken by a mail program, back to its quote."""
    spilt = False
    for at in range(1, len(lines) - 1):
        line, above, below = lines[at], lines[at - 1], lines[at + 1]
        if line.depth or line.blank or kinds[at] is Kind.QUOTED:
            continue
        runs_on = above.depth > 0 and below.depth > 0 and not above.blank and line.body[0].islower()
        open_ended = not above.body.endswith((".", "!", "?", ":", ";")) or (
            spilt and above.body.endswith(".")
        )
        if runs_on and open_ended and above.end - above.start >= SPILL:
            kinds[at] = Kind.QUOTED
            spilt = True


def _signatures(lines: list[Line], kinds: list[Kind]) -> None:
    """Cut the signature off each run of reply lines."""
    first = 0
    while first < len(lines):
        if kinds[first] is not Kind.REPLY:
            first += 1
            continue
        end = first
        while end < len(lines) and kinds[end] is Kind.REPLY:
            end += 1
        first = _past_pgp(lines, kinds, first, end)
        _unmarked(lines, kinds, first, end)
        stop = next((at for at in range(first, end) if kinds[at] is Kind.QUOTED), end)
        cut = signs.sign_start(lines, first, stop)
        kinds[cut:stop] = [Kind.SIGNATURE] * (stop - cut)
        first = end


def _past_pgp(lines: list[Line], kinds: list[Kind], first: int, end: int) -> int:
    """Skip "-----BEGIN PGP SIGNED MESSAGE-----" and its "Hash:"; return where the words begin."""
    at = next((near for near in range(first, end) if not lines[near].blank), end)
    if at == end or not lines[at].folded.startswith("-----begin pgp signed"):
        return first
    below = at + 1
    while below < min(end, at + 4) and (lines[below].blank or lines[below].folded.startswith("hash:")):
        below += 1
    kinds[at:below] = [Kind.SIGNATURE] * (below - at)
    return below


def _unmarked(lines: list[Line], kinds: list[Kind], first: int, end: int) -> None:
    """What stands below "Sent from my …", alone between blank lines, is earlier mail without a mark."""
    if end < len(lines):
        return
    for at in range(first + 2, end - 2):
        if not (lines[at].folded and lines[at - 1].blank and lines[at + 1].blank):
            continue
        if signs.is_device(lines[at]) and not _footer_below(lines, at, end):
            kinds[at + 1 : end] = [Kind.QUOTED] * (end - at - 1)
            return


def _footer_below(lines: list[Line], at: int, end: int) -> bool:
    """Whether the next filled line is a footer or belongs to a signature, not earlier mail."""
    below = next((near for near in range(at + 1, end) if not lines[near].blank), end)
    return below == end or signs.is_footer(lines, below, below, end) or lines[below].folded == "--"


def _nothing_else(lines: list[Line], marks: dict[int, Mark], kinds: list[Kind]) -> list[Kind]:
    """No word of the writer's is left: then a closing is the word, or the forward, or quotes without a mark."""
    signed = [at for at, kind in enumerate(kinds) if kind is Kind.SIGNATURE and not lines[at].blank]
    if signed:
        silent = signs.is_device(lines[signed[0]]) or lines[signed[0]].folded == "--"
        return kinds if silent else [Kind.REPLY if kind is Kind.SIGNATURE else kind for kind in kinds]
    if not marks:
        return [Kind.REPLY] * len(lines)
    if next(iter(marks.values())).forward:
        start, end = _forwarded(lines, marks)
        kinds[start:end] = [Kind.REPLY] * (end - start)
    return kinds


def _forwarded(lines: list[Line], marks: dict[int, Mark]) -> tuple[int, int]:
    """Where the words passed on stand: below the marks at the top, above the next one."""
    start = 0
    for mark in marks.values():
        if any(not line.blank for line in lines[start : mark.first]):
            return start, mark.first
        start = mark.last + 1
    return start, len(lines)


# -- settle, blank lines, pieces ---------------------------------------------------------------------------


def _settle(text: str, lines: list[Line], kinds: list[Kind]) -> bool:
    """Cut the reply again, as if it were the mail, until it stays; False when it does not."""
    for _ in range(ROUNDS):
        _blanks(lines, kinds)
        left = _left(lines, kinds)
        if not left or len(left) == len(lines):
            return True
        part = lines_of("".join(text[lines[at].start : lines[at].end] for at in left))[: len(left)]
        again = _kinds(part, find_marks(part))
        if all(kind is Kind.REPLY for kind in again):
            return True
        for at, kind in zip(left, again, strict=False):
            kinds[at] = kind
    return False


def _left(lines: list[Line], kinds: list[Kind]) -> list[int]:
    """The reply's lines, without the blank ones at either end."""
    left = [at for at, kind in enumerate(kinds) if kind is Kind.REPLY]
    filled = [place for place, at in enumerate(left) if not lines[at].blank or lines[at].depth]
    return left[filled[0] : filled[-1] + 1] if filled else []


def _blanks(lines: list[Line], kinds: list[Kind]) -> None:
    """Blank lines go with the cut piece below them, else with what stands above."""
    for at in range(len(lines) - 2, -1, -1):
        if lines[at].blank and not lines[at].depth and kinds[at + 1] is not Kind.REPLY:
            kinds[at] = kinds[at + 1]


def _pieces(lines: list[Line], kinds: list[Kind]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    start = 0
    for at, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if at + 1 == len(lines) or kinds[at + 1] is not kind:
            pieces.append(Piece(kind=kind, start=start, end=line.end))
            start = line.end
    return tuple(pieces)


def _together(text: str, pieces: tuple[Piece, ...], kind: Kind) -> str:
    """The pieces of one kind, without blank lines at either end."""
    joined = "".join(text[piece.start : piece.end] for piece in pieces if piece.kind is kind).rstrip()
    lead = len(joined) - len(joined.lstrip())
    return joined[joined.rfind("\n", 0, lead) + 1 :]


def _count(lines: list[Line], marks: dict[int, Mark], kinds: list[Kind]) -> int:
    """How many mails the text holds: a rule and the headers right below it are one mark."""
    found = 0
    above: Mark | None = None
    for mark in marks.values():
        between = lines[above.last + 1 : mark.first] if above and above.alone else []
        found += above is None or not above.alone or any(not line.blank for line in between)
        above = mark
    first = min(marks, default=len(lines))
    found += any(not line.blank and not line.depth for line in lines[:first])
    if not marks and Kind.QUOTED in kinds:
        found += 1
    return max(found, 1)
