"""What a mail's parts are: the text to read, the files that hang on it, mails within it, dates for a calendar."""

from dataclasses import dataclass, field

from kontuar.connectors.mail import charsets, limits, names, sniff, tnef, transfer
from kontuar.connectors.mail.invitations import invitations
from kontuar.connectors.mail.params import field_of
from kontuar.connectors.mail.tree import Part, Taking, take_apart
from kontuar.connectors.mail.words import decoded
from kontuar.facts.mails import Invitation, MailFile

_WRAPPERS = ("application/ms-tnef", "application/vnd.ms-tnef")
_TEXTS = ("text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown")
_MAILS = ("message/rfc822", "message/global", "message/news")


@dataclass(slots=True)
class Block:
    """One stretch of text: plain, HTML, or both ways of saying the same."""

    text: str = ""
    html: str = ""


@dataclass(slots=True)
class Gathered:
    """What one mail holds, in order."""

    depth: int
    blocks: list[Block] = field(default_factory=list)
    files: list[MailFile] = field(default_factory=list)
    mails: list[tuple[Taking, Part]] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)

    @property
    def html(self) -> str:
        """The HTML as it came, the stretches one after the other; ``""`` if there is none. Dangerous."""
        return "\n<hr>\n".join(block.html for block in self.blocks if block.html)


def gather(taking: Taking, part: Part, depth: int) -> Gathered:
    """Walk one mail. ``depth`` 0 is the mail itself, 1 a mail attached to it."""
    held = Gathered(depth)
    _walk(taking, held, part)
    return held


def _walk(taking: Taking, held: Gathered, part: Part) -> None:
    if part.parts:
        if part.media_type == "multipart/alternative":
            _alternative(taking, held, part)
        else:
            for child in part.parts:
                _walk(taking, held, child)
        return
    disposition = field_of(part.get("content-disposition"))
    if part.media_type in _MAILS and _mail(taking, held, part):
        _keep_mail(taking, held, part)
        return
    content, trouble = transfer.undo(
        taking.raw[part.start : part.end], part.get("content-transfer-encoding").decode("latin-1")
    )
    if trouble:
        taking.trouble(trouble)
    named = bool(disposition.params.get("filename") or part.content_type.params.get("name"))
    is_text = part.media_type in _TEXTS or (part.level == 0 and part.media_type.startswith("text/"))
    if part.media_type.startswith("multipart/"):  # no parts were found in it
        is_text = part.level < limits.NESTING
    if part.media_type == "text/calendar":
        found = invitations(_text(taking, part, content)[0])
        held.invitations += found
    elif is_text and not disposition.value.startswith("attachment") and not named:
        _read_text(taking, held, part, content, broken=trouble == "encoding_broken")
        return
    wrapper = part.media_type in _WRAPPERS or sniff.sniffed(content) == "application/ms-tnef"
    if wrapper and _unwrapped(taking, held, content):
        return
    if content or named:
        _keep(taking, held, part, content, is_raw=trouble == "encoding_broken")


def _alternative(taking: Taking, held: Gathered, part: Part) -> None:
    """The same said in several ways: the plain one and the last HTML make one block; other ways are files."""
    inner = Gathered(held.depth)
    for child in part.parts:
        _walk(taking, inner, child)
    block = Block(
        text="\n\n".join(one.text for one in inner.blocks if one.text.strip()),
        html=next((one.html for one in reversed(inner.blocks) if one.html), ""),
    )
    if block.text or block.html:
        held.blocks.append(block)
    held.files += inner.files
    held.mails += inner.mails
    held.invitations += inner.invitations


def _read_text(taking: Taking, held: Gathered, part: Part, content: bytes, *, broken: bool) -> None:
    if broken:
        if content.strip():
            _keep(taking, held, part, content, is_raw=True)
        return
    text, damaged = _text(taking, part, content)
    is_html = part.media_type == "text/html"
    limit = limits.HTML_CHARACTERS if is_html else limits.TEXT_CHARACTERS
    if len(text) > limit:
        taking.trouble("text_too_long")
        text, damaged = text[:limit], True
    if damaged:
        _keep(taking, held, part, content, is_raw=True)
    if text.strip():
        held.blocks.append(Block(html=text) if is_html else Block(text=text))


def _text(taking: Taking, part: Part, content: bytes) -> tuple[str, bool]:
    """The text, and whether letters of it were lost."""
    decoded_text, trouble = charsets.decode(content, part.content_type.params.get("charset", ""))
    if trouble:
        taking.trouble(trouble)
    return charsets.printable(decoded_text), trouble == "text_damaged"


def _mail(taking: Taking, held: Gathered, part: Part) -> bool:
    """Take the mail inside apart; False if it is too deep, or nothing but a file."""
    if held.depth >= limits.NESTING or part.level >= limits.NESTING:
        taking.trouble("nested_too_deep")
        return False
    within, start, end = taking, part.start, part.end
    encoding = part.get("content-transfer-encoding").decode("latin-1").strip().lower()
    if encoding.startswith(("base64", "quoted")):  # RFC 2046 forbids it, and yet it comes
        content, trouble = transfer.undo(taking.raw[start:end], encoding)
        if trouble == "encoding_broken":
            return False
        within = Taking(content, parts=taking.parts, headers=taking.headers, troubles=taking.troubles)
        start, end = 0, len(content)
    while start < end and within.raw[start] in b"\r\n":
        start += 1
    if start >= end:
        return False
    held.mails.append((within, take_apart(within, start, end, level=part.level + 1)))
    taking.parts, taking.headers = within.parts, within.headers
    return True


def _keep_mail(taking: Taking, held: Gathered, part: Part) -> None:
    """The attached mail as a file too; deeper ones lie in the outermost file."""
    if held.depth == 0:
        encoding = part.get("content-transfer-encoding").decode("latin-1")
        content, _ = transfer.undo(taking.raw[part.start : part.end], encoding)
        _keep(taking, held, part, content, is_raw=False)


def _keep(taking: Taking, held: Gathered, part: Part, content: bytes, *, is_raw: bool) -> None:
    disposition = field_of(part.get("content-disposition"))
    told = bool(part.content_type.value) or part.media_type in _MAILS
    declared = part.media_type if told else "application/octet-stream"
    shown, pretends = (declared, False) if is_raw else sniff.media_type(content, declared)
    if pretends:
        taking.trouble("file_type_differs")
    name, trouble = names.name_of(part, disposition, len(held.files) + 1, shown)
    if trouble == "name_hides":
        taking.trouble(trouble)
    content_id = decoded(part.get("content-id")).strip("<> ")
    inline = disposition.value.startswith("inline") or (bool(content_id) and not disposition.value)
    held.files.append(
        MailFile(
            name=name,
            media_type=shown,
            declared_type=declared,
            content=content,
            content_id=content_id[: limits.ID_CHARACTERS],
            inline=inline and not is_raw,
            is_raw=is_raw,
        )
    )


def _unwrapped(taking: Taking, held: Gathered, content: bytes) -> bool:
    """Outlook's wrapper opened; False when it has to stay a file because something in it could not be read."""
    found = tnef.unwrap(content)
    taking.trouble("winmail" if found.whole else "winmail_broken")
    for number, one in enumerate(found.files, len(held.files) + 1):
        shown, pretends = sniff.media_type(one.content, one.media_type or "application/octet-stream")
        if pretends:
            taking.trouble("file_type_differs")
        held.files.append(
            MailFile(
                name=names.safe(one.name) or f"part-{number}{sniff.extension(shown)}",
                media_type=shown,
                declared_type=one.media_type,
                content=one.content,
                content_id=one.content_id.strip("<> "),
            )
        )
    if found.text.strip() or found.html.strip():
        held.blocks.append(Block(text=found.text, html=found.html))
    return found.whole and bool(found.files or found.text.strip() or found.html.strip())
