"""A text on its way to the checks: everything they need to know around it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kontuar.actions import around as surroundings
from kontuar.actions import deliver_mail, mail_reply, policies
from kontuar.actions.errors import Invalid
from kontuar.actions.uploads import NewFile
from kontuar.actions.ways import is_by_hand
from kontuar.connectors import get as connector_named
from kontuar.facts.around import Around
from kontuar.facts.drafts import DraftFacts, DraftKind, Finding, Severity
from kontuar.facts.messages import Role, ThreadKind
from kontuar.rules import places
from kontuar.rules.mail_answer import is_robots
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks import all_findings, heated
from kontuar.rules.rule import Confidence
from kontuar.rules.sending_policy import ChannelRule
from kontuar.store.models import Account, Case, Shipment, Thread, User

GRAVITY = {Severity.STOP: 0, Severity.WARNING: 1, Severity.HINT: 2}
HIS_OWN = (ThreadKind.PROBLEM.value, ThreadKind.CLAIM.value)
SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"\xff\xd8\xff": "image/jpeg",
    b"%PDF-": "application/pdf",
}


def findings(
    case: Case, text: str, *, by: User | None, kind: str, file_sizes: tuple[int, ...], now: datetime
) -> tuple[Finding, ...]:
    """What the checks notice in ``text``, gravest first."""
    to = deliver_mail.recipient_of(case) if deliver_mail.is_by_letter(case.account) else None
    known = surroundings.of_case(case, starts=kind == "start", now=now)
    signed = signature(case, by)
    draft = DraftFacts(
        text=text,
        kind=DraftKind.NEW_CONVERSATION if kind == "start" else DraftKind.ANSWER,
        started_by_us=not _is_begun_by_buyer(case, kind),
        attachment_sizes=file_sizes,
        signature=signed,
        order_id=case.order.external_id if case.order else "",
        own_numbers=_own_numbers(case),
        has_recipient=to is None or bool(to),
        is_to_robot=is_robots(to or ""),
        reading=surroundings.read(text, case, known, signature=signed, now=now),
        around=known,
    )
    thread = None if kind == "start" else case.thread
    found = all_findings(draft, policy_in(case.account, thread, now=now), now)
    return tuple(sorted(found, key=lambda finding: GRAVITY[finding.severity]))


def is_heated(case: Case, text: str, *, now: datetime) -> bool:
    """Whether a text is one that no timer may send."""
    read = surroundings.read(text, case, Around(zone=case.account.zone), now=now)
    return heated.is_heated(text, read)


def policy_in(account: Account, thread: Thread | None, *, now: datetime) -> Policy:
    """The policy with the limits of the place a text goes to: discussions take longer ones than talks."""
    policy = policies.policy(account, now=now)
    if deliver_mail.is_by_letter(account):
        return mail_reply.policy_of(policy, account, thread.buyer if thread else None, now=now)
    if is_by_hand(account):
        return _where_a_person_sends(policy, account)
    channel, issue_channel = policy.sending.channel, policy.sending.issue_channel
    if thread is None or channel is None or issue_channel is None:
        return policy
    limits = connector_named(account.platform).limits_in(thread.external_id)
    return places.in_issue(policy) if limits.text_characters > channel.text_length else policy


def _where_a_person_sends(policy: Policy, account: Account) -> Policy:
    """The seller names the limit of such a place, if it has one; no marketplace's terms hold there."""
    limit = account.settings.get("text_limit")
    if type(limit) is not int:
        return policy
    channel = ChannelRule(
        rule_id="",
        version="",
        source="",
        checked_on=policy.on,
        confidence=Confidence.OWN,
        text_length=limit,
        attachment_bytes=connector_named(account.platform).limits.attachment_bytes,
    )
    return places.by_letter(policy, channel)


def _is_begun_by_buyer(case: Case, kind: str) -> bool:
    """Discussions, problems and claims are his, also before his own words in them were read."""
    is_his = kind != "start" and case.thread is not None and case.thread.kind in HIS_OWN
    return is_his or case.messages.filter(role=Role.BUYER.value).exists()


def _own_numbers(case: Case) -> tuple[str, ...]:
    numbers = [case.order.external_id] if case.order else []
    numbers += [case.offer.external_id] if case.offer else []
    if case.order_id:
        numbers += Shipment.objects.filter(order_id=case.order_id).values_list("waybill", flat=True)
    return tuple(numbers)


def signature(case: Case, by: User | None) -> str:
    """What is put under a text: the account's signature, else the person's own."""
    return (case.account.signature or (by.signature if by else "")).strip()


def with_signature(text: str, signature: str) -> str:
    """The text as it leaves: the signature under it, once."""
    body = text.strip()
    return body if not signature or body.endswith(signature) else f"{body}\n\n{signature}"


def without_signature(text: str, signature: str) -> str:
    """The text as it was written."""
    return text.removesuffix(signature).rstrip() if signature else text


def media_type_of(content: bytes) -> str:
    """The kind of file by its first bytes, empty when it is none the marketplace takes."""
    return next((kind for head, kind in SIGNATURES.items() if content.startswith(head)), "")


def check_files(files: Sequence[NewFile], account: Account) -> None:
    """Only what Allegro takes: png, gif, bmp, tiff, jpeg, pdf (spec of 2026-07-18). A mail takes anything."""
    if not connector_named(account.platform).limits.attachment_types:
        return
    for file in files:
        if not media_type_of(file.content):
            raise Invalid(
                "file_kind",
                _(
                    "NOT sent: Allegro takes pictures (png, jpeg, gif, bmp, tiff) and PDF only. The text is kept."
                ),
                field="files",
            )
