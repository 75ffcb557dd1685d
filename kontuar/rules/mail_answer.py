"""An answer by mail: where it may go, what it is called, and which mails it continues. Letters in, letters out."""

import re
from collections.abc import Iterable, Sequence

LONGEST_ADDRESS = 254
"""Characters, by RFC 5321 (4.5.3.1.3: a path of 256 with its brackets)."""
LONGEST_SUBJECT = 200
"""Characters we take over of the subject we answer, without our sign."""
LONGEST_ID = 250
"""Of a Message-ID in a chain: a line of a header ends at 998 (RFC 5322, 2.1.1), and a real id is far shorter."""
LAST_OF_CHAIN = 20

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}"
_LABEL = r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM}){{0,20}}@(?:{_LABEL}\.){{1,10}}{_LABEL}")
_ROBOT = re.compile(
    r"(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|nie[-_.]?odpowiadaj|neatsakyti|nicht[-_.]?antworten|mailer-daemon"
    r"|postmaster|bounces?)(?=[@+._-])"
)
_AGAIN = re.compile(
    r"(?:(?:re|odp|aw|antw|ats)\.?\s{0,3}(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s{0,3}[:：]\s*)+",
    re.IGNORECASE,
)
"""Answered, in English, Polish, German and Lithuanian; some programs count."""
_SIGN = re.compile(r"\s*\[#([Kk]-[0-9A-Za-z-]{2,40})\]")
_ID = re.compile(rf"[^\s<>\x00-\x1f\x7f]{{3,{LONGEST_ID}}}")


def safe_address(text: str) -> str:
    """The address when it is one plain address a mail can go to, its domain in small letters; else ``""``.

    Quoted local parts, addresses of a machine by number and names without a dot are refused: nobody who buys
    writes from one, and each is a way to smuggle something in. Letters outside ASCII may stand in the domain only:
    before the @ most servers take none (RFC 6531).
    """
    local, _, domain = text.strip().rpartition("@")
    whole = f"{local}@{domain.lower()}"
    fits = len(whole) <= LONGEST_ADDRESS and len(local) <= 64 and _ADDRESS.fullmatch(whole)
    return whole if fits and not domain.rpartition(".")[2].isdecimal() else ""


def is_robots(address: str) -> bool:
    """Whether the address says of itself that nobody reads there."""
    return bool(_ROBOT.match(address.strip().casefold()))


def signs(subject: str) -> tuple[str, ...]:
    """The signs of cases that stand in a subject, without their brackets."""
    return tuple(_SIGN.findall(subject))


def answer_subject(subject: str, *, sign: str = "", old_signs: Iterable[str] = ()) -> str:
    """``Re:`` once, whatever stood there, then the subject, then ``sign`` in its brackets, once.

    ``old_signs`` are our own signs that give way to it. What another desk wrote there stays.
    """
    ours = {one.upper() for one in (sign, *old_signs)}
    plain = " ".join("".join(ch if ch.isprintable() else " " for ch in subject).split())
    plain = _SIGN.sub(lambda match: "" if match[1].upper() in ours else match[0], plain).strip()
    plain = plain[_end_of_agains(plain) :]
    parts = ("Re:", plain[:LONGEST_SUBJECT].strip(), f"[#{sign}]" if sign else "")
    return " ".join(part for part in parts if part)


def _end_of_agains(subject: str) -> int:
    match = _AGAIN.match(subject)
    return match.end() if match else 0


def chain(references: Sequence[str], answered: str) -> tuple[str, ...]:
    """The mails before an answer, oldest first, the answered one last; the first and the last of a long chain.

    What is no id is left out: it would break the header it is written into.
    """
    known = [one for one in (*references, answered) if _ID.fullmatch(one)]
    last_places = {one: place for place, one in enumerate(known)}
    known = [one for place, one in enumerate(known) if last_places[one] == place]
    return tuple(known if len(known) <= LAST_OF_CHAIN + 1 else [known[0], *known[-LAST_OF_CHAIN:]])
