"""What the text engine tells of a message as it arrives: cheap marks that lists and clocks need."""

from kontuar.facts.messages import MessageKind, Role
from kontuar.store.models import Case, Message
from kontuar.text import quotes
from kontuar.text.closers import is_closer
from kontuar.text.language import identify

__all__ = ["is_closer", "language", "newest", "newest_of"]
KNOWN = {"pl", "lt", "en", "de"}
MOST_READ = 20_000
"""Characters of a mail in which its own words are looked for; people write above what they quote."""
LANGUAGE_SHOWS = 200
"""Characters by which a language is told: two sentences say what ten say, in a part of the time."""
_KEPT = "_newest"


def language(text: str) -> str:
    """``pl``, ``lt``, ``en``, ``de`` or empty, by the text's beginning."""
    found = identify(text[:LANGUAGE_SHOWS])[0].value
    return found if found in KNOWN else ""


def newest(text: str) -> str:
    """What the writer of a mail says himself: without earlier mails and signature; all of it if nothing is left."""
    parts = quotes.split(text[:MOST_READ])
    return parts.reply or parts.text


def last_question(case: Case) -> str:
    """The newest words of the buyer's last message; empty where he wrote none."""
    last = case.messages.filter(role=Role.BUYER.value).order_by("-written_at", "-pk").first()
    return newest_of(last) if last else ""


def newest_of(row: Message) -> str:
    """The newest words of a message: those of a mail, the text of any other. Read once for each row in memory."""
    if row.kind != MessageKind.MAIL.value:
        return row.text
    kept = row.__dict__.get(_KEPT)
    if kept is None or kept[0] != row.text:
        kept = row.__dict__[_KEPT] = (row.text, newest(row.text))
    return str(kept[1])
