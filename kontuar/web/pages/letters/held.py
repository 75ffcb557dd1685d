"""What a mail holds besides its text, in words: dates for a calendar, mails within it, files with their kinds."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kontuar.facts.mails import Invitation, Mail, MailFile
from kontuar.store.models import Letter
from kontuar.web import labels
from kontuar.web.look import Look
from kontuar.web.pages.files import words as attached
from kontuar.web.pages.letters.linked import linked

LONGEST = 20_000
"""Characters of a mail within a mail."""
MOST_NESTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date somebody proposes. ``facts`` are named lines."""

    title: str
    what: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """A mail that came within another."""

    subject: str
    writer: str
    when: str
    text: SafeString
    is_cut: bool
    files: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Both, in the mail's order."""

    dates: tuple[Date, ...]
    mails: tuple[Within, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """A file with all that is known of it; ``url`` ``""`` where only the original holds it."""

    url: str
    name: str
    size: str
    kind: str
    declared: str
    beware: str
    is_raw: bool


def held(mail: Mail, look: Look, *, is_safe: bool) -> Held:
    """Dates of the mail and of mails within it, and those mails."""
    nested = _all(mail)
    dates = [*mail.invitations, *(one for within in nested for one in within.invitations)]
    return Held(
        dates=tuple(_date(one, look) for one in dates[:MOST_NESTED]),
        mails=tuple(_within(one, look, is_safe) for one in nested),
    )


def _all(mail: Mail) -> list[Mail]:
    """Mails within the mail, deeper ones after those that hold them."""
    found, waiting = list[Mail](), list(mail.nested)
    while waiting and len(found) < MOST_NESTED:
        one = waiting.pop(0)
        found.append(one)
        waiting = [*one.nested, *waiting]
    return found


def _date(one: Invitation, look: Look) -> Date:
    titles = {"CANCEL": _("Date called off"), "REPLY": _("Answer to an invitation")}
    lines = (
        (_("When"), _when(one, look)),
        (_("Where"), one.location),
        (_("Invited by"), one.organizer),
    )
    return Date(
        title=titles.get(one.method, _("Invitation")),
        what=one.summary,
        facts=tuple((name, value) for name, value in lines if value),
    )


def _when(one: Invitation, look: Look) -> str:
    if one.all_day_on:
        return _("%(day)s, all day") % {"day": formats.date_format(one.all_day_on, "j E Y")}
    if one.starts_at:
        return _range(one, one.starts_at, look)
    if not one.starts:
        return ""
    at = datetime.fromisoformat(one.starts)
    when = f"{formats.date_format(at, 'j E Y')}, {at.hour}:{at.minute:02}"
    return _("%(when)s (the zone is not said)") % {"when": when}


def _range(one: Invitation, starts_at: datetime, look: Look) -> str:
    begins = f"{formats.date_format(look.local(starts_at), 'j E Y')}, {labels.clock(starts_at, look)}"
    try:
        ends = datetime.fromisoformat(one.ends)
    except ValueError:
        return begins
    if ends.tzinfo is None or look.local(ends).date() != look.local(starts_at).date():
        return begins
    return f"{begins}–{labels.clock(ends, look)}"


def _within(one: Mail, look: Look, is_safe: bool) -> Within:
    writer = one.author
    names = ", ".join(file.name for file in one.files[:10])
    return Within(
        subject=one.subject or _("(no subject)"),
        writer=writer.name or writer.address,
        when=labels.absolute(one.sent_at, look),
        text=linked(one.text[:LONGEST], is_safe=is_safe),
        is_cut=len(one.text) > LONGEST,
        files=names,
    )


def files(mail: Mail, letter: Letter) -> tuple[ListedFile, ...]:
    """Every file of the mail; those of a message in a case can be had one by one."""
    rows = letter.message.attachments.all() if letter.message else ()
    urls = {row.external_id: reverse("file", args=[row.pk]) for row in rows if row.is_available}
    return tuple(
        _file(one, urls.get(f"{letter.external_id}#{number}", "")) for number, one in enumerate(mail.files)
    )


def _file(one: MailFile, url: str) -> ListedFile:
    differs = one.declared_type != one.media_type and one.declared_type != "application/octet-stream"
    return ListedFile(
        url=url,
        name=one.name,
        size=labels.file_size(one.size),
        kind=attached.kind(one.media_type) or one.media_type,
        declared=one.declared_type if differs else "",
        beware=attached.beware(one.name, one.media_type, one.declared_type),
        is_raw=one.is_raw,
    )
