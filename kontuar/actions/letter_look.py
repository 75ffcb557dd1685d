"""A kept mail opened to be looked at: as it was sent, and what it holds. The bytes are read each time anew."""

import base64
from datetime import datetime
from urllib.parse import quote

from kontuar.actions import journal, letters, pictures
from kontuar.actions.errors import NotAllowed
from kontuar.connector_kit.errors import ConnectorError
from kontuar.connectors import get as connector_named
from kontuar.facts.mails import Mail, MailFile, ShownLetter
from kontuar.store.models import Letter, User
from kontuar.store.queries import access

MOST_INLINE = 12
INLINE_BYTES = 4_000_000
"""Of all pictures within one mail's text together, after they were made small."""
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def opened(letter: Letter, by: User) -> Mail:
    """The mail read again; raises ``letters.LetterGone``, also where its connector was taken out."""
    _must_see(letter, by)
    try:
        return letters.mail_of(letter)
    except (KeyError, ConnectorError):
        raise letters.LetterGone from None


def raw(letter: Letter, by: User) -> bytes:
    """The bytes as they came; raises ``letters.LetterGone``."""
    _must_see(letter, by)
    return letters.raw_of(letter)


def as_sent(letter: Letter, by: User) -> ShownLetter:
    """Its HTML made harmless; pictures of other servers only when a person asked for them."""
    mail = opened(letter, by)
    return connector_named(letter.account.platform).show_letter(
        mail,
        remote=letter.images_allowed_at is not None,
        inline=_inline(mail),
        links=not letter.looks_like or letter.kind == "notice",
    )


def pictures_elsewhere(letter: Letter, by: User) -> ShownLetter:
    """The same without any picture: to say how many would be fetched from where."""
    mail = opened(letter, by)
    return connector_named(letter.account.platform).show_letter(mail)


def allow_images(letter: Letter, by: User, *, now: datetime) -> None:
    """Let the browser fetch the pictures of this one mail from other servers."""
    if not access.can_work(by, letter.account_id):
        raise NotAllowed
    if Letter.objects.filter(pk=letter.pk, images_allowed_at=None).update(images_allowed_at=now):
        journal.record("letter.images", at=now, actor=by, account=letter.account, letter=letter.pk)


def _inline(mail: Mail) -> dict[str, str]:
    """Content-ID → the picture itself, made anew: nothing of the stranger's file reaches the browser."""
    found: dict[str, str] = {}
    left = INLINE_BYTES
    wanted = [one for one in mail.files if one.content_id and one.media_type in PICTURES][:MOST_INLINE]
    for one in wanted:
        made = _made(mail, one)
        if made and len(made) <= left:
            left -= len(made)
            address = "data:image/webp;base64," + base64.b64encode(made).decode("ascii")
            found[one.content_id] = found[quote(one.content_id)] = address
    return found


def _made(mail: Mail, one: MailFile) -> bytes:
    """Only what the text asks for is decoded."""
    named = one.content_id in mail.html or quote(one.content_id) in mail.html
    return pictures.small(one.content, pictures.INLINE) if named else b""


def _must_see(letter: Letter, by: User) -> None:
    if letter.account_id not in access.account_ids(by):
        raise NotAllowed
