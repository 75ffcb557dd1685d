"""What is said of a mail: who wrote to whom, what was wrong with it, what kind it is, why one did not arrive.

Trouble codes: ``kontuar/connectors/mail/README.md``.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.store import rebuild
from kontuar.store.models import Letter
from kontuar.web import labels
from kontuar.web.look import Look

MOST_NAMED = 12


def people(letter: Letter) -> tuple[tuple[str, str], ...]:
    """From, To, Cc and where answers go when that is elsewhere: names of the lines and what stands in them."""
    answers = letter.reply_to if letter.reply_to.casefold() != letter.from_address.casefold() else ""
    lines = (
        (pgettext("mail", "From"), _one(letter.from_name, letter.from_address)),
        (_("Answers go to"), answers),
        (pgettext("mail", "To"), several(letter.to)),
        (pgettext("mail", "Cc"), several(letter.cc)),
    )
    return tuple((name, value) for name, value in lines if value)


def _one(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address and name != address else name or address


def several(found: Iterable[Mapping[str, str]]) -> str:
    """Addresses in a line; of a long list the first ones and how many more."""
    rows = list(found)
    named = [_one(row.get("name", ""), row.get("address", "")) for row in rows[:MOST_NAMED]]
    rest = len(rows) - MOST_NAMED
    return ", ".join(named) + (" " + _("and %(n)d more") % {"n": rest} if rest > 0 else "")


def pretends(letter: Letter) -> str:
    """The warning above a mail whose sender pretends to be a marketplace; ``""`` for any other."""
    if not letter.looks_like or letter.kind == "notice":
        return ""
    values = {"platform": labels.platform(letter.looks_like), "address": letter.from_address or "?"}
    return (
        _(
            "This mail looks like one of %(platform)s, but it comes from %(address)s. It may be a fraud: links in "
            "it are switched off. Give no passwords or card numbers; look on %(platform)s itself."
        )
        % values
    )


def limit_told(letter: Letter, look: Look) -> tuple[str, ...]:
    """The limit a marketplace's own mail names. It is shown and moves no clock: its rules do."""
    told = rebuild.notice(letter).respond_by if letter.notice else None
    return (_("the mail says: until %(when)s") % {"when": labels.moment(told, look)},) if told else ()


def troubles(codes: Iterable[str]) -> list[str]:
    """What was wrong, in plain words, each once; codes that need no word of ours are left out."""
    return list(dict.fromkeys(words for code in codes if (words := _trouble(code))))


def _trouble(code: str) -> str:
    over = _("The mail is so large that not all of it is shown; the original holds everything.")
    broken = _("The mail was built wrongly; Kontuar read what could be read. The original is kept.")
    letters = _("Some letters could not be read; the original is kept.")
    return {
        "empty": _("The mail is empty."),
        "unreadable": _("The mail could not be read. It is kept as it came, as a file."),
        "too_large_to_fetch": _(
            "The mail is too large to fetch: here are its headers, the rest is at the provider."
        ),
        "not_fetched": _("The mail server did not give this mail out. Look at it at the provider."),
        "mail_too_large": over,
        "headers_too_many": over,
        "header_too_long": over,
        "parts_too_many": over,
        "nested_too_deep": over,
        "text_too_long": over,
        "headers_end_missing": broken,
        "header_broken": broken,
        "boundary_missing": broken,
        "text_after_end": broken,
        "encoding_unknown": broken,
        "encoding_repaired": broken,
        "encoding_broken": _("A part of the mail could not be decoded; it is kept as a file."),
        "header_damaged": letters,
        "text_damaged": letters,
        "charset_wrong": _("The mail named the wrong alphabet; its letters were guessed."),
        "date_missing": _("The mail has no date: shown is when it came."),
        "date_wrong": _("The date in the mail cannot be true: shown is when it came."),
        "sender_missing": _("The mail names no sender."),
        "file_type_differs": _("A file pretends to be of another kind. Open it only if you expected it."),
        "name_hides": _(
            "A file's name held hidden signs that turn it round. Open it only if you expected it."
        ),
        "winmail_broken": _("Outlook's winmail.dat could not be opened wholly; it is kept as a file."),
    }.get(code, "")


def kind(code: str) -> str:
    """What kind of mail it is; ``""`` for a person's."""
    return {
        "notice": _("marketplace's notice"),
        "auto_reply": _("automatic reply"),
        "automatic": _("automatic mail"),
        "bounce": _("report of the mail server"),
        "list": _("mailing list"),
        "loop": _("our own mail come back"),
    }.get(code, "")


def why_undelivered(why: str, recipient: str) -> str:
    """Why a mail did not arrive, in plain words."""
    words = {
        "no_such_mailbox": _("There is no mailbox %(address)s."),
        "no_such_domain": _("There is no mail server for %(address)s. Is the address spelt right?"),
        "mailbox_full": _("The mailbox %(address)s is full."),
        "too_large": _("The mail is too large for the mailbox %(address)s."),
        "refused": _("The server of %(address)s refused the mail."),
        "unreachable": _("The server of %(address)s does not answer."),
    }
    return words.get(why, _("The mail did not reach %(address)s.")) % {"address": recipient}
