"""The way of mails into the desk: the only place where letters enter.

``prepared`` goes before the threads are stored, ``letters`` after their messages are. Both cost nothing for a
portion without letters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from kontuar.actions import buyers, chains, forgotten, notices
from kontuar.actions import letters as kept
from kontuar.actions.touched import Touched
from kontuar.connector_kit.contract import Fact
from kontuar.facts.mails import Letter as LetterFact
from kontuar.facts.messages import Attachment
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import Thread as ThreadFact
from kontuar.store.models import Account, Letter, Message
from kontuar.store.models import Attachment as AttachmentRow

TOLD_APART_BY = (
    "external_id", "digest", "subject", "sent_at", "from_address", "troubles", "is_sent", "message_id"
)  # fmt: skip


def prepared(account: Account, facts: Sequence[Fact], *, now: datetime) -> Sequence[Fact]:
    """The facts as they are to be stored: known mails left out, each message in its thread, no second case for
    what a marketplace's interface tells itself. Makes the people who write."""
    found = [fact for fact in facts if isinstance(fact, LetterFact)]
    if not found:
        return chains.resolved(account, facts)
    facts = chains.resolved(account, _news(account, facts, found))
    facts = notices.split(account, facts, now=now)
    _people(account, facts, now)
    return facts


def letters(account: Account, facts: Sequence[Fact], touched: Touched, *, now: datetime) -> None:
    """Keep the letters of a portion whose messages are stored. Must run in the same transaction."""
    found = [fact for fact in facts if isinstance(fact, LetterFact)]
    if not found:
        return
    rows = {row.external_id: row for row in touched.messages or ()}
    if missing := [fact.message_id for fact in found if fact.message_id not in rows]:
        for some in batched(missing, kept.AT_ONCE):
            known = Message.objects.select_related("thread__buyer")
            rows |= {row.external_id: row for row in known.filter(account=account, external_id__in=some)}
    touched.letters = len(kept.keep(account, found, rows, now=now))


def lay_down(account: Account, facts: Iterable[Fact]) -> None:
    """Bring the new mails of a portion to the disk before the transaction that stores it begins.

    What has a known id waits: most such mails are not stored again, and a file without a row would stay for ever.
    """
    found = [fact for fact in facts if isinstance(fact, LetterFact)]
    if found:
        found = forgotten.letters(account, list(facts))
        known = kept.known(account, {fact.message_id for fact in found})
        kept.lay_down({fact.mail.digest: fact.raw for fact in found if fact.message_id not in known})


# --- which mails are new -----------------------------------------------------------------------------


def _news(account: Account, facts: Sequence[Fact], found: Sequence[LetterFact]) -> Sequence[Fact]:
    """Without the mails we hold; another mail under the id of a known one is told by its content instead.

    Message-IDs are anybody's to write: two different mails may carry the same, and neither may be lost or take
    the place of the other.
    """
    known = _held(account, {fact.message_id for fact in found})
    fates: list[str] = []
    for fact in found:
        name, held = fact.message_id, known.get(fact.message_id)
        if held and not _is_same(held, fact):
            name = f"sha256:{fact.mail.digest}"
            held = known.get(name) or _held(account, {name}).get(name)
        fates.append("" if held else name)
        known.setdefault(name, _of_fact(fact))
    is_plain = all(name == fact.message_id for name, fact in zip(fates, found, strict=True))
    return facts if is_plain else _without(facts, fates)


@dataclass(frozen=True, slots=True)
class _Held:
    """What tells a mail from another of the same id; ``row`` is the message of one that is stored."""

    digest: str
    author: str
    subject: str
    is_sent: bool
    sent_at: datetime | None
    """None when its date was not its own."""
    text: str | None = None
    files: tuple[tuple[str, int | None], ...] = ()
    row: int | None = None


def _of_fact(fact: LetterFact) -> _Held:
    mail = fact.mail
    is_dated = not kept.UNDATED.intersection(mail.troubles)
    return _Held(
        digest=mail.digest,
        author=mail.author.key[:254],
        subject=mail.subject[:300],
        is_sent=fact.is_sent,
        sent_at=mail.sent_at if is_dated else None,
        text=mail.text,
        files=tuple((file.name[:255], file.size) for file in mail.files),
    )


def _of_row(row: Letter) -> _Held:
    is_dated = not kept.UNDATED.intersection(row.troubles)
    return _Held(
        digest=row.digest,
        author=row.from_address.casefold(),
        subject=row.subject,
        is_sent=row.is_sent,
        sent_at=row.sent_at if is_dated else None,
        row=row.message_id,
    )


def _is_same(held: _Held, fact: LetterFact) -> bool:
    """The same bytes, or the same words by another way: servers add headers, and a provider files what we send."""
    other = _of_fact(fact)
    if held.digest == other.digest:
        return True
    if held.author != other.author or (other.is_sent and not held.is_sent):
        return False  # what we find in the sent folder is our word, though it lay in the inbox before
    if other.is_sent:
        return True
    is_alike = held.subject == other.subject and (held.sent_at or other.sent_at) == (
        other.sent_at or held.sent_at
    )
    return is_alike and _says(held) == (other.text, other.files)


def _says(held: _Held) -> tuple[str | None, tuple[tuple[str, int | None], ...]]:
    """Text and files of a mail that may be the same; asked of the database for the few that are alike."""
    if held.row is None:
        return held.text, held.files
    text = Message.objects.filter(pk=held.row).values_list("text", flat=True).first()
    files = AttachmentRow.objects.filter(message=held.row).order_by("pk")
    return text, tuple(files.values_list("name", "size"))


def _held(account: Account, names: Iterable[str]) -> dict[str, _Held]:
    held: dict[str, _Held] = {}
    for some in batched(names, kept.AT_ONCE):
        rows = Letter.objects.filter(account=account, external_id__in=some)
        for row in rows.only(*TOLD_APART_BY):
            held[row.external_id] = _of_row(row)
    return held


def _without(facts: Sequence[Fact], fates: Sequence[str]) -> Sequence[Fact]:
    """Each letter by its fate: the id it is kept under, empty when we hold it.

    A connector tells a mail as thread, message, letter, in this order: they go or are renamed together.
    """
    left: list[Fact] = []
    waiting: list[Fact] = []
    names = iter(fates)
    for fact in facts:
        if not isinstance(fact, LetterFact):
            waiting.append(fact)
            continue
        own, name = next(names), fact.message_id
        if not own:
            left += [one for one in waiting if not _is_of(one, name)]
        elif own != name:
            is_ours = fact.is_sent
            left += [*(_renamed(one, name, own, is_ours=is_ours) for one in waiting)]
            left.append(replace(fact, message_id=own))
        else:
            left += [*waiting, fact]
        waiting = []
    return _with_their_threads([*left, *waiting])


def _is_of(fact: Fact, message_id: str) -> bool:
    return isinstance(fact, MessageFact) and fact.external_id == message_id


def _renamed(fact: Fact, name: str, own: str, *, is_ours: bool) -> Fact:
    """A mail of another id, which also begins another thread where it answers nothing, unless we wrote it."""
    if isinstance(fact, ThreadFact) and fact.external_id == name and not is_ours:
        return replace(fact, external_id=own)
    if not isinstance(fact, MessageFact) or fact.external_id != name:
        return fact
    files = tuple(_file(file, name, own) for file in fact.attachments)
    place = own if fact.thread_id == name and not is_ours else fact.thread_id
    return replace(fact, external_id=own, thread_id=place, attachments=files)


def _file(file: Attachment, message_id: str, own: str) -> Attachment:
    return replace(file, external_id=own + file.external_id.removeprefix(message_id))


def _with_their_threads(facts: Sequence[Fact]) -> Sequence[Fact]:
    """Threads stay where a message of theirs is left."""
    wanted = {fact.thread_id for fact in facts if isinstance(fact, MessageFact)}
    return [fact for fact in facts if not isinstance(fact, ThreadFact) or fact.external_id in wanted]


# --- who writes --------------------------------------------------------------------------------------


def _people(account: Account, facts: Sequence[Fact], now: datetime) -> None:
    """Make the buyers of these threads with what their mails say of them: a name, the half of a masked address."""
    logins = dict.fromkeys(fact.buyer_login for fact in facts if isinstance(fact, ThreadFact))
    names: dict[str, str] = {}
    masked: dict[str, str] = {}
    for fact in facts:
        if not isinstance(fact, LetterFact):
            continue
        mail = fact.mail
        others = (*mail.to, *mail.cc) if fact.is_sent else (mail.author, *mail.reply_to)
        for one in others:
            if one.key in logins and one.name and one.name.casefold() != one.key:
                names.setdefault(one.key, one.name[:120])
        if fact.verdict.masked and mail.author.key in logins:
            masked[mail.author.key] = fact.verdict.masked.buyer[:100]
    names |= _told_of(facts)
    buyers.introduced(account, logins, names=names, masked=masked, now=now)


def _told_of(facts: Sequence[Fact]) -> dict[str, str]:
    """Names of those a marketplace's notices tell of, by login; the marketplace's where it names nobody."""
    logins = {fact.external_id: fact.buyer_login for fact in facts if isinstance(fact, ThreadFact)}
    places = {fact.external_id: fact.thread_id for fact in facts if isinstance(fact, MessageFact)}
    told = [fact for fact in facts if isinstance(fact, LetterFact) and notices.is_notice(fact)]
    found: dict[str, str] = {}
    for fact in told:
        login = logins.get(places.get(fact.message_id, ""), "")
        name = (fact.verdict.notice.buyer_login if fact.verdict.notice else "") or fact.mail.author.name
        if login and name:
            found[login] = name[:120]
    return found
