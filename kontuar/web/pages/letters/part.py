"""A mail in the talk: the newest words, what is folded away, who wrote to whom, and what was wrong with it.

Everything comes from rows: the letter's bytes are not read to show a talk.
"""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kontuar.store.models import Letter, Message
from kontuar.text import quotes
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.pages.letters import words
from kontuar.web.pages.letters.linked import linked

CUT_AT = 200_000
"""Characters of one mail that are looked at for quotes; what is behind stands on the mail's own page."""
SHOWN = 20_000
"""Characters of a mail's own words in the talk."""
FOLDED = 600
"""Characters of folded text that come with the page; longer ones come when they are unfolded."""
_ANSWERED = re.compile(r"\A(?:(?:re|fwd?|odp|pd|aw|wg|sv|ats|ang)(?:\s?\[\d+\])?\s?:\s*)+", re.IGNORECASE)
_TOKEN = re.compile(r"\s*\[#K-[0-9A-Za-z-]{2,40}\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a mail. ``label`` names a folded one, ``""`` for words that are shown; ``more`` is where a
    long folded one is fetched from, ``is_cut`` says that the rest stands on the mail's own page."""

    text: SafeString
    label: str = ""
    is_open: bool = False
    more: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPart:
    """What an entry of the talk shows for a mail. ``people`` are lines of names; ``strip`` is a warning about
    the sender; ``inside`` where what the mail holds (a date, another mail) is fetched from."""

    subject: str
    writer: str
    people: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    whole: str
    strip: str = ""
    troubles: tuple[str, ...] = ()
    page: str = ""
    as_sent: str = ""
    inside: str = ""
    newest: str = ""
    """The writer's own words alone, for a glance."""


def part(row: Message, letter: Letter | None, *, before: str, has_inside: bool) -> MailPart:
    """``before`` is the subject above it in the talk: the same one again is not shown."""
    is_safe = not (letter and pretends(letter))
    parts = quotes.split(row.text[:CUT_AT])
    page = to("letter", letter.pk) if letter else ""
    return MailPart(
        subject=row.subject if plain_subject(row.subject) != plain_subject(before) else "",
        writer=(letter.from_name or letter.from_address) if letter else row.author_login,
        people=words.people(letter) if letter else (),
        pieces=pieces(row, parts, is_safe=is_safe),
        newest=parts.reply[:SHOWN].strip(),
        whole=to("message_whole", row.pk),
        strip=words.pretends(letter) if letter else "",
        troubles=tuple(words.troubles(letter.troubles)) if letter else (),
        page=page,
        as_sent=to("letter_as_sent", letter.pk) if letter and letter.has_html else "",
        inside=to("letter_inside", letter.pk) if letter and has_inside else "",
    )


def pretends(letter: Letter) -> bool:
    """Whether it says it comes from a marketplace and does not."""
    return bool(letter.looks_like) and letter.kind != "notice"


def plain_subject(subject: str) -> str:
    """Without "Re:" and our token, for comparing."""
    return " ".join(_ANSWERED.sub("", _TOKEN.sub("", subject).strip()).split()).casefold()


def pieces(row: Message, parts: quotes.Parts, *, is_safe: bool) -> tuple[Piece, ...]:
    """The text in its order; blank pieces are left out."""
    found = []
    for number, one in enumerate(parts.pieces):
        text = parts.text[one.start : one.end].strip("\n")
        if not text.strip():
            continue
        if one.kind is quotes.Kind.REPLY:
            shown = text.rstrip()[:SHOWN]
            found.append(Piece(text=linked(shown, is_safe=is_safe), is_cut=len(shown) < len(text.rstrip())))
        else:
            found.append(_folded(row, number, one.kind, text, parts.is_forward, is_safe))
    if len(row.text) > CUT_AT:
        found.append(Piece(text=SafeString(""), is_cut=True))
    return tuple(found)


def _folded(
    row: Message, number: int, kind: quotes.Kind, text: str, is_forward: bool, is_safe: bool
) -> Piece:
    is_quote = kind is quotes.Kind.QUOTED
    label = _("Earlier mail") if is_quote else _("Signature")
    if len(text) > FOLDED:
        more = f"{reverse('message_whole', args=[row.pk])}?czesc={number}"
        size = labels.file_size(len(text.encode()))
        return Piece(text=SafeString(""), label=f"{label}, {size}", more=more)
    return Piece(text=linked(text, is_safe=is_safe), label=label, is_open=is_quote and is_forward)


def one_piece(text: str, number: int) -> str | None:
    """The folded piece of that number, whole; None if there is none."""
    parts = quotes.split(text[:CUT_AT])
    if not 0 <= number < len(parts.pieces):
        return None
    found = parts.pieces[number]
    return text[found.start : found.end].strip("\n")
