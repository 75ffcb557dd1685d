"""An answer by mail: the letter it becomes, and the same letter in its case once a server took it.

Its Message-ID comes from the row's key and is written into the row before the first try. So whatever shows the
letter again (the sent folder, an answer, a bounce) says which row it is, also when the server's answer was lost.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kontuar.actions import chain_people, claims, mail_token, receive, streams, uploads
from kontuar.connector_kit.contract import Batch, Fact, Way
from kontuar.connector_kit.errors import Refused
from kontuar.connectors import get as connector_named
from kontuar.facts.deeds import LetterFile, WriteLetter
from kontuar.facts.mails import Letter as LetterFact
from kontuar.facts.mails import MailAddress, MailKind
from kontuar.facts.messages import Message, Role, Thread
from kontuar.rules import mail_answer
from kontuar.rules.mail_answer import safe_address
from kontuar.store.models import Account, AwaySent, Case, Letter, Outgoing, OutgoingFile

MOST_COPIES = 20
LONGEST_DOMAIN = 55
"""Characters of a domain in our Message-IDs: rows keep ids of 90 characters as they are."""
_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,78}")


def is_by_letter(account: Account) -> bool:
    """Whether what this account sends is a mail."""
    return connector_named(account.platform).capabilities.get(WriteLetter) is Way.API


def letter(row: Outgoing, *, now: datetime) -> WriteLetter:
    """The mail a row becomes. Raises FileTrouble, and Refused when nobody is there to write to."""
    answered = answered_letter(row.case)
    address = safe_address(row.buyer_login)
    if not address:
        raise Refused("There is no address to write to.", code="no_address")
    return WriteLetter(
        message_id=row.external_id or _minted(row),
        thread_id=row.thread_external_id,
        to=MailAddress(name=_name_of(address, answered), address=address),
        cc=tuple(MailAddress(name="", address=one) for one in _copies(row, address)),
        subject=subject_of(row.case),
        text=row.text,
        written_at=now,
        references=mail_answer.chain(answered.references, answered.mail_id) if answered else (),
        files=tuple(_file(file) for file in row.files.order_by("pk")),
        is_automatic=AwaySent.objects.filter(outgoing=row).exists(),
    )


def answered_letter(case: Case) -> Letter | None:
    """The buyer's newest mail in a case; where he wrote none, the newest one there is."""
    rows = Letter.objects.filter(account_id=case.account_id, message__case=case)
    rows = rows.select_related("message").order_by("-message__written_at", "-pk")
    return rows.filter(message__role=Role.BUYER.value).first() or rows.first()


def subject_of(case: Case) -> str:
    """The subject an answer in this case will have."""
    answered = answered_letter(case)
    subject = answered.subject if answered else case.subject
    settings = case.account.settings
    ours = [one for one in mail_answer.signs(subject) if mail_token.case_of(case.account, one)]
    sign = mail_token.token_of(case) if settings.get("subject_token", True) else ""
    return mail_answer.answer_subject(subject, sign=sign, old_signs=ours)


def recipient_of(case: Case) -> str:
    """Whom an answer in this case goes to: where the buyer wants answers, else himself; ``""`` for nobody.

    A marketplace's notice is answered there: nobody reads what is sent to its robot. Machines that stand in the
    talk are never written to.
    """
    answered = answered_letter(case)
    if answered and answered.kind == MailKind.NOTICE.value:
        return ""
    is_his = (
        answered is not None and answered.message is not None and answered.message.role == Role.BUYER.value
    )
    wished = (answered.reply_to, answered.from_address) if answered and is_his else ()
    ours = chain_people.own_addresses(case.account)
    found = (safe_address(one) for one in (*wished, case.buyer.login))
    return next((one for one in found if one and one.casefold() not in ours), "")


def note_id(row: Outgoing, deed: WriteLetter, *, owner: str) -> None:
    """The id stands in the row before anything leaves: an answer lost on the way is found again by it."""
    claims.held_outgoing(row.pk, owner=owner).update(external_id=deed.message_id)
    row.external_id = deed.message_id


def take_in(row: Outgoing, sent: LetterFact, *, now: datetime) -> None:
    """Keep the letter a server took, in the talk the row belongs to. Inside a transaction."""
    account = row.account
    facts = connector_named(account.platform).read(
        sent.raw, login=account.login, settings=account.settings, received_at=now, is_sent=True
    )
    at_home = tuple(_in_thread(fact, row.thread_external_id) for fact in facts)
    receive.batch(account, Batch(facts=at_home, cursor={}), now=now)


def read_soon(account: Account, *, now: datetime) -> None:
    """Read the mailbox now: what a server took stands in the sent folder, whatever we heard of it."""
    live = [spec.name for spec in connector_named(account.platform).streams if not spec.once]
    streams.named_soon(account, live, now=now)


def _in_thread(fact: Fact, thread_id: str) -> Fact:
    """We know what it answers; the headers need not be asked."""
    if not thread_id:
        return fact
    if isinstance(fact, Message):
        return replace(fact, thread_id=thread_id, answers=())
    return replace(fact, external_id=thread_id) if isinstance(fact, Thread) else fact


def _minted(row: Outgoing) -> str:
    domain = str(row.account.settings.get("address", row.account.login)).rpartition("@")[2].lower()
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_domain = ""
    short = ascii_domain[-LONGEST_DOMAIN:]
    if short != ascii_domain:
        short = short.partition(".")[2]
    return f"k.{row.key.hex}@{short or 'mail.invalid'}"


def _name_of(address: str, answered: Letter | None) -> str:
    """The name he writes under, while we write to the address he wrote from."""
    is_his = answered is not None and answered.from_address.casefold() == address.casefold()
    return answered.from_name if answered is not None and is_his else ""


def _copies(row: Outgoing, address: str) -> Sequence[str]:
    named = [safe_address(str(one)) for one in row.cc]
    return [one for one in dict.fromkeys(named) if one and one != address][:MOST_COPIES]


def _file(file: OutgoingFile) -> LetterFile:
    declared = file.media_type.lower()
    return LetterFile(
        name=file.name,
        media_type=declared if _TYPE.fullmatch(declared) else "application/octet-stream",
        content=uploads.content(file.path, file.sha256),
    )
