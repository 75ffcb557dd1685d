"""What a person has to know and may choose before answering a mail: whom it goes to, its subject, copies, limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kontuar.actions import chain_people, deliver_mail
from kontuar.actions.errors import Invalid
from kontuar.connectors import get as connector_named
from kontuar.facts.mails import MailKind, Notice
from kontuar.rulebook.load import policy_for
from kontuar.rules import places
from kontuar.rules.mail_answer import safe_address
from kontuar.rules.policy import Policy
from kontuar.rules.rule import Confidence
from kontuar.rules.sending_policy import ChannelRule
from kontuar.store import rebuild
from kontuar.store.models import Account, Buyer, Case, Letter

READS_ONLY, NO_ADDRESS, ELSEWHERE = "reads_only", "no_address", "elsewhere"
MASKS = "allegro"
"""The marketplace whose buyers write from masked addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """An answer by mail before it is written.

    ``to`` is where it will go, ``others`` whom else the buyer wrote to (for a copy, if a person wants it).
    ``why_not`` is empty, or the code why nothing can be sent: ``reads_only`` (the mailbox has no server for
    sending), ``no_address`` (the mail names nobody to answer), ``elsewhere`` (it is the notice of a marketplace,
    ``place``, and answered there, at ``page`` if that is known). ``market`` names the marketplace that delivers to
    a masked address and whose terms hold there. Limits as ``connector_kit.contract.Limits``, the files together.
    """

    to: str
    subject: str
    others: tuple[str, ...]
    why_not: str
    market: str
    text_characters: int
    files_bytes: int
    place: str = ""
    page: str = ""


def envelope(case: Case) -> Envelope | None:
    """What an answer in this case goes out with; None where answers are no mails."""
    if not deliver_mail.is_by_letter(case.account):
        return None
    limits = connector_named(case.account.platform).limits
    to = deliver_mail.recipient_of(case)
    reason = "" if to else NO_ADDRESS
    told = _notice(case) if not to else None
    return Envelope(
        to=to,
        subject=deliver_mail.subject_of(case),
        others=_others(case, to),
        why_not=ELSEWHERE if told else reason if can_send(case.account) else READS_ONLY,
        place=told.platform if told else "",
        page=told.page if told else "",
        market=MASKS if case.buyer.masked else "",
        text_characters=limits.text_characters,
        files_bytes=limits.attachment_bytes,
    )


def _notice(case: Case) -> Notice | None:
    """What a marketplace told, where it is its notice that wants an answer."""
    answered = deliver_mail.answered_letter(case)
    is_notice = answered is not None and answered.kind == MailKind.NOTICE.value
    return rebuild.notice(answered) if answered and is_notice else None


def can_send(account: Account) -> bool:
    """False for a mailbox that is only read: no server for sending is set."""
    return bool(account.settings.get("smtp")) or not deliver_mail.is_by_letter(account)


def addressee(case: Case) -> str:
    """Whom an answer goes to, as the outbox names him: his address, elsewhere his login."""
    by_letter = deliver_mail.is_by_letter(case.account)
    return (deliver_mail.recipient_of(case) if by_letter else "") or case.buyer.login


def must_be_able(account: Account) -> None:
    """Raises Invalid where nothing can be sent at all."""
    if not can_send(account):
        raise Invalid(
            READS_ONLY,
            _(
                "NOT sent: this mailbox is only read, no server for sending is set. The text is kept. An owner"
                " can set it in Accounts."
            ),
        )


def copies(account: Account, asked: Sequence[str]) -> list[str]:
    """The addresses for a copy, each once; Invalid names the first that is none."""
    wanted = [one.strip() for one in asked if one.strip()]
    if wanted and not deliver_mail.is_by_letter(account):
        raise Invalid("no_copies", _("A copy can be sent by mail only. The text is kept."), field="cc")
    for one in wanted:
        if not safe_address(one):
            raise Invalid(
                "bad_address",
                _("NOT sent: “%(address)s” is no e-mail address. The text is kept.") % {"address": one[:80]},
                field="cc",
            )
    found = list(dict.fromkeys(safe_address(one) for one in wanted))
    if len(found) > deliver_mail.MOST_COPIES:
        raise Invalid("too_many_copies", _("NOT sent: at most 20 copies. The text is kept."), field="cc")
    return found


def policy_of(policy: Policy, account: Account, buyer: Buyer | None, *, now: datetime) -> Policy:
    """The account's policy with what its server takes, and a marketplace's terms where it stands between."""
    limits = connector_named(account.platform).limits
    channel = ChannelRule(
        rule_id="",
        version="",
        source="",
        checked_on=policy.on,
        confidence=Confidence.OWN,
        text_length=limits.text_characters,
        attachment_bytes=limits.attachment_bytes,
        is_together=True,
    )
    placed = places.by_letter(policy, channel)
    if buyer is None or not buyer.masked:
        return placed
    zone = ZoneInfo(account.zone)
    market = policy_for(MASKS, account.country, now.astimezone(zone).date(), zone=zone)
    return places.to_masked(placed, market)


def _others(case: Case, to: str) -> tuple[str, ...]:
    answered = deliver_mail.answered_letter(case)
    if answered is None:
        return ()
    left_out = chain_people.own_addresses(case.account) | {to.casefold()}
    named = (safe_address(one) for one in _named(answered))
    found = dict.fromkeys(one for one in named if one and one.casefold() not in left_out)
    return tuple(found)[: deliver_mail.MOST_COPIES]


def _named(letter: Letter) -> list[str]:
    return [str(one.get("address", "")) for one in (*letter.to, *letter.cc)]
