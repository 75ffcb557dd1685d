"""Put a heated answer off: the text stays a draft, the case rests, and no timer ever sends it (S001-16).

A rest is a case that waits, with an entry in the journal saying that it rests to cool. When it ends the case is open
again with the text in the composer of whoever wrote it. Nothing of it stands in the outbox, so nothing can leave.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from kontuar.actions import draft, drafts, journal, policies, reply, triage
from kontuar.actions.errors import ChangedMeanwhile, Invalid
from kontuar.actions.rights import must_work
from kontuar.drafters import holding
from kontuar.facts.messages import Role
from kontuar.facts.reading import Heat, Language
from kontuar.rules import cool_down
from kontuar.store.models import Case, Duty, JournalEntry, Outgoing, User
from kontuar.text import temper

VERB = "reply.cooled"
HOT = frozenset({Heat.ANGRY, Heat.VULGAR})
MOST_READ = 10_000
_READ: dict[int, bool] = {}
"""Whether last words are heated, by their hash: a talk is looked at again and again, and no words are kept here."""
ANSWERS = ("answer", "problem")
"""Kinds of duty that a holding answer is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooling:
    """A case at rest. ``by`` put it off; ``due_at`` is when the answer is owed, None when it is not.

    ``holding`` is the short answer proposed meanwhile, which promises the real one by ``promised_at``.
    """

    by: User | None
    ends_at: datetime
    due_at: datetime | None
    holding: str
    promised_at: datetime


def is_buyer_heated(case: Case) -> bool:
    """Whether the buyer's last words, where they are the last of the talk, are angry or vulgar."""
    if case.last_role != Role.BUYER.value:
        return False
    key = hash((case.last_text, case.language))
    if key not in _READ:
        if len(_READ) >= MOST_READ:
            _READ.clear()
        known = case.language in {one.value for one in Language}
        read = temper.read(case.last_text, Language(case.language) if known else Language.UNKNOWN)
        _READ[key] = read.heat in HOT
    return _READ[key]


def put_by(case: Case, by: User, *, text: str, wanted: datetime, now: datetime) -> datetime:
    """Keep the text as this person's draft and let the case rest; when it ends."""
    must_work(by, case.account_id)
    if wanted <= now:
        raise Invalid("in_the_past", _("Choose a time in the future."), field="until")
    ends_at = cool_down.ends_at(wanted, _due_at(case), now)
    with transaction.atomic():
        drafts.keep(case, by, text, now=now)
        triage.wait(case, by, until=ends_at, what_for=_("a calm answer"), now=now)
        journal.record(VERB, at=now, actor=by, case=case, until=ends_at.isoformat())
    return ends_at


def of(case: Case, *, now: datetime) -> Cooling | None:
    """The rest this case is in, None when it is in none."""
    if case.state != Case.State.WAITING or case.waiting_until is None or case.waiting_until <= now:
        return None
    entries = JournalEntry.objects.filter(case=case, verb=VERB).select_related("actor")
    last = entries.order_by("-at", "-pk").first()
    if last is None or last.detail.get("until") != case.waiting_until.isoformat():
        return None
    policy = policies.policy(case.account, now=now)
    promised_at = cool_down.promised_at(case.waiting_until, policy.calendar)
    due_at = _due_at(case)
    text = holding.draft(promised_at, language=draft.language_of(case), zone=ZoneInfo(case.account.zone))
    return Cooling(
        by=last.actor,
        ends_at=case.waiting_until,
        due_at=due_at,
        holding=text if due_at is not None and due_at > now else "",
        promised_at=promised_at,
    )


def take_over(case: Case, by: User, *, now: datetime) -> None:
    """A colleague answers instead: the case is open again and his. The other's draft stays the other's."""
    must_work(by, case.account_id)
    if of(case, now=now) is None:
        raise ChangedMeanwhile
    with transaction.atomic():
        triage.reopen(case, by, now=now)
        triage.assign(case, by, to=by, now=now)
        journal.record("reply.taken_over", at=now, actor=by, case=case)


def send_holding(
    case: Case, by: User, *, text: str, key: UUID, seen_buyer_at: datetime | None, now: datetime
) -> Outgoing:
    """Send the holding answer; the case then waits until what it promised. The heated draft stays where it is."""
    must_work(by, case.account_id)
    rest = of(case, now=now)
    if rest is None and not Outgoing.objects.filter(key=key).exists():
        raise ChangedMeanwhile
    return reply.send(
        case,
        by,
        text=text,
        key=key,
        then=Outgoing.Then.WAIT,
        wait_until=rest.promised_at if rest else None,
        seen_buyer_at=seen_buyer_at,
        leaves_draft=True,
        now=now,
    )


def _due_at(case: Case) -> datetime | None:
    rows = Duty.objects.filter(case=case, kind__in=ANSWERS).order_by("safer_by")
    return rows.values_list("safer_by", flat=True).first()
