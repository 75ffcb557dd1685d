"""Mail that came back: to whom, why, and which mail of ours (RFC 3464, and the forms of servers that know no RFC)."""

import re
from itertools import islice

from kontuar.connectors.mail import bounce_words, charsets
from kontuar.facts.mails import Bounce, BounceWhy, Mail

_ADDRESS = r"[^\s@<>\"',;:()\[\]]{1,64}@[A-Za-z0-9.-]{1,253}"
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_DAEMON = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|mdaemon|microsoftexchange[0-9a-f]{8})")
_CODE = re.compile(r"(?<![\d.])[45]\d\d[ -]|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])|\bSMTP\b")
_REPLY = re.compile(r"^\s*(re|odp|aw|sv|ats|fwd?|pd|wg)\s*:", re.IGNORECASE)
_STATUSES = (
    (r"[45]\.1\.[1236]|5\.1\.0|5\.1\.10", BounceWhy.NO_SUCH_MAILBOX), (r"5\.2\.1", BounceWhy.NO_SUCH_MAILBOX),
    (r"[45]\.2\.2", BounceWhy.MAILBOX_FULL), (r"[45]\.2\.3|[45]\.3\.4", BounceWhy.TOO_LARGE),
    (r"5\.4\.4|5\.1\.2|5\.4\.310", BounceWhy.NO_SUCH_DOMAIN), (r"[45]\.7\.\d+", BounceWhy.REFUSED),
    (r"[45]\.4\.\d+|4\.\d\.\d+", BounceWhy.UNREACHABLE),
)  # fmt: skip


def bounces_of(mail: Mail) -> tuple[tuple[Bounce, ...], str]:
    """One per recipient, and the Message-ID of the mail that came back (``""`` if it cannot be told).

    Empty when the mail is no bounce: read receipts (``disposition-notification``) are none.
    """
    groups = _groups(mail) if _is_report(mail) else []
    found = [bounce for group in groups if (bounce := _of_group(group))]
    # Who reports of recipients one by one and of none that failed, reports that all went well.
    if not found and not any("action" in group for group in groups) and _is_daemon(mail):
        found = _of_words(mail)
    kept = {bounce.recipient.casefold(): bounce for bounce in reversed(found)}
    return tuple(reversed(kept.values()))[:100], _original(mail) if found else ""


def _is_report(mail: Mail) -> bool:
    """Its parts may be believed. A person who passes a bounce on attaches the same parts to her own words."""
    return mail.media_type == "multipart/report" or _has_daemons_name(mail) or _is_daemon(mail)


def _groups(mail: Mail) -> list[dict[str, str]]:
    """The fields of every ``message/delivery-status``: one group per recipient; the first tells of the server."""
    groups = list[dict[str, str]]()
    for file in mail.files:
        if file.declared_type not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        text = charsets.printable(charsets.decode(file.content[:200_000])[0])
        for block in re.split(r"\n[ \t]*\n", re.sub(r"\n[ \t]+(?=\S)", " ", text)):
            fields = re.findall(r"(?m)^([A-Za-z-]{1,60}) *: *(.*)$", block)
            groups.append({name.lower(): value.strip() for name, value in reversed(fields)})
    return groups[:500]


def _of_group(group: dict[str, str]) -> Bounce | None:
    # What we wrote to first: a forward's target means nothing to us.
    recipient = _typed(group.get("original-recipient", "")) or _typed(group.get("final-recipient", ""))
    action = group.get("action", "").split("(")[0].strip().lower()
    if not recipient or action in ("delivered", "relayed", "expanded"):
        return None
    diagnostic = re.sub(r"^[\w-]+; *", "", group.get("diagnostic-code", "")[:4_000])
    status = _STATUS.search(group.get("status", "")) or _STATUS.search(diagnostic)
    code = status[1] if status else ""
    return Bounce(
        recipient=recipient,
        status=code,
        why=_why(code, diagnostic),
        is_final=action == "failed" or (action != "delayed" and not code.startswith("4")),
        diagnostic=diagnostic[:500],
    )


def _typed(value: str) -> str:
    """``rfc822; somebody@example.org`` without its type, brackets and remarks."""
    found = re.search(_ADDRESS, value.partition(";")[2] or value)
    return found[0].strip(".") if found else ""


def _why(code: str, words: str) -> BounceWhy:
    exact = next((why for pattern, why in _STATUSES if code and re.fullmatch(pattern, code)), None)
    if exact and exact is not BounceWhy.UNREACHABLE:
        return exact
    said = next((why for why, pattern in bounce_words.WHY if pattern.search(words)), None)
    return said or exact or BounceWhy.UNKNOWN


def _is_daemon(mail: Mail) -> bool:
    """A server wrote it: two signs of different kinds, and more where buyers use the same words.

    "Nie dostarczono" is what buyers write of parcels, and their automatic answers have no return path either:
    so a subject counts only with a daemon's address or a server's code, and never in an answer.
    """
    daemon = _has_daemons_name(mail)
    empty = any(name == "return-path" and value.replace(" ", "") == "<>" for name, value in mail.headers)
    named = bool(mail.header("x-failed-recipients"))
    report = (
        mail.media_type == "multipart/report" and "delivery-status" in mail.header("content-type").lower()
    )
    subject = bool(bounce_words.SUBJECT.search(mail.subject)) and not _REPLY.match(mail.subject)
    return (
        (daemon and (subject or named or report))
        or (empty and (named or report))
        or (named and (report or subject))
        or (empty and subject and bool(_CODE.search(mail.text[:20_000])))
    )


def _has_daemons_name(mail: Mail) -> bool:
    name = mail.author.name.lower()
    written = bool(_DAEMON.match(mail.author.key) or _DAEMON.match(name.replace(" ", "-")))
    return written or "mail delivery" in name


def _of_words(mail: Mail) -> list[Bounce]:
    text = mail.text[:20_000]
    named = re.findall(_ADDRESS, mail.header("x-failed-recipients"))
    # qmail and its kin: the address alone on a line, in brackets, with a colon after it
    named = named or re.findall(rf"(?m)^[ \t]*<?({_ADDRESS})>?:?[ \t]*(?:\(.*\))?\r?$", text)
    own = {mail.author.key, *(one.key for one in mail.to)}
    others = (one for one in re.findall(_ADDRESS, text[:4_000]) if one.casefold() not in own)
    named = named or re.findall(rf"<({_ADDRESS})>", text)[:1] or list(islice(others, 1))
    status = _STATUS.search(text)
    code = status[1] if status else ""
    why = _why(code, text[:4_000])
    final = not code.startswith("4") and not bounce_words.STILL_TRYING.search(
        f"{mail.subject}\n{text[:1_000]}"
    )
    recipients = [one for one in dict.fromkeys(named) if one.casefold() not in own] or [""]
    return [
        Bounce(recipient=one, status=code, why=why, is_final=final, diagnostic=code)
        for one in recipients[:20]
    ]


def _original(mail: Mail) -> str:
    if mail.nested and mail.nested[0].message_id:
        return mail.nested[0].message_id
    texts = [
        charsets.decode(f.content[:100_000])[0]
        for f in mail.files
        if f.declared_type == "text/rfc822-headers"
    ]
    for text in (*texts, mail.text[:100_000]):
        found = re.search(r"(?im)^[> ]*message-id:\s*<([^<>\s]{3,500})>", text)
        if found:
            return found[1]
    return next(iter(mail.in_reply_to), "") or next(reversed(mail.references), "")
