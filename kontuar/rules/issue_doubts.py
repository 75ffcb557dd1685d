"""What does not agree about an issue, as codes: platforms contradict themselves, so no single field is believed.

rules.md D14: wrong and stale statuses, last words that lie, counts of nothing, dates of the year 2050, two claims
in one talk were all reported. Every doubt names the report it comes from (a thread of allegro/allegro-api, read
2026-11-22). A doubt changes no clock by itself: it tells a person to look at the platform's own page.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kontuar.facts.issue_facts import IssueFacts, Said
from kontuar.facts.issues import IssueKind, IssueStatus, LastWord
from kontuar.facts.messages import Role
from kontuar.facts.refunds import RefundStatus
from kontuar.rules.issue_status import is_over
from kontuar.rules.policy import Policy

PEOPLE = frozenset({Role.BUYER, Role.SELLER})
OPENS_BEFORE = timedelta(hours=1)
"""What was said so long before a claim was opened was said about something else."""
CLOSED_WORDS = re.compile(
    r"zamkni[eę]t|zako[nń]czy[lł]|zako[nń]czon|\bclosed\b|geschlossen|beendet", re.IGNORECASE
)
"""What is said of something that is over; asking to end it ("prosi o zakończenie") is not."""
REJECTED_WORDS = re.compile(
    r"odrzuc|nie\s+uzna|nieuznan|odmow|odmów|\brejected\b|\bdeclined\b|abgelehnt", re.IGNORECASE
)
ACCEPTED_WORDS = re.compile(r"\buzna|zaakceptow|przyj[eę]t|\baccepted\b|anerkannt", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that does not agree. ``source`` is the thread it is known from, ``about`` what disagrees."""

    code: str
    source: str = ""
    about: dict[str, str | int] = field(default_factory=dict)


def doubts(facts: IssueFacts, policy: Policy, now: datetime) -> tuple[Doubt, ...]:
    """Everything that does not agree at ``now``, gravest first."""
    return tuple(found for check in CHECKS if (found := check(facts, policy, now)) is not None)


def moments(facts: IssueFacts, policy: Policy) -> tuple[datetime, ...]:
    """When time alone may raise a doubt."""
    past = _past_at(facts, policy)
    return () if past is None else (past,)


def _panel(facts: IssueFacts, _policy: Policy, _now: datetime) -> Doubt | None:
    """A person looked at the platform's page and saw something else than its interface says."""
    if facts.panel_status is None or facts.panel_status is facts.issue.status:
        return None
    about: dict[str, str | int] = {"panel": facts.panel_status.value, "platform": facts.issue.status.value}
    return Doubt(code="panel_says_otherwise", about=about)


def _decided_otherwise(facts: IssueFacts, _policy: Policy, _now: datetime) -> Doubt | None:
    """The platform's status and its own line in the talk name opposite decisions (#12340, #12402)."""
    if facts.issue.kind is not IssueKind.CLAIM or not is_over(facts.status):
        return None
    said = next((verdict for line in reversed(_platforms(facts)) if (verdict := _verdict(line.text))), None)
    if said is None or said is facts.status or facts.status is IssueStatus.CLOSED:
        return None
    about: dict[str, str | int] = {"status": facts.status.value, "talk": said.value}
    return Doubt(code="decided_otherwise_in_talk", source="#12340", about=about)


def _verdict(text: str) -> IssueStatus | None:
    """What decision a line of the platform's tells; None when it tells none."""
    if REJECTED_WORDS.search(text):
        return IssueStatus.REJECTED
    return IssueStatus.ACCEPTED if ACCEPTED_WORDS.search(text) else None


def _closed_in_talk(facts: IssueFacts, _policy: Policy, _now: datetime) -> Doubt | None:
    """Still called open although the talk's own last line of the platform says that it is closed (#13050)."""
    if is_over(facts.status) or facts.issue.kind is IssueKind.RETURN:
        return None
    lines = _platforms(facts)
    if not lines or not CLOSED_WORDS.search(lines[-1].text):
        return None
    if any(line.written_at > lines[-1].written_at for line in _peoples(facts)):
        return None
    return Doubt(code="open_but_closed_in_talk", source="#13050", about={"status": facts.status.value})


def _past_at(facts: IssueFacts, policy: Policy) -> datetime | None:
    """When an issue still called open becomes doubtful."""
    date, rule = facts.issue.decide_by, policy.issues.dates
    if rule is None or is_over(facts.status) or date is None or _absurd(date, facts, policy):
        return None
    return date + rule.long_past


def _long_past(facts: IssueFacts, policy: Policy, now: datetime) -> Doubt | None:
    """Still called open long after its own date for the decision (#13050)."""
    past = _past_at(facts, policy)
    if past is None or now < past or facts.issue.decide_by is None:
        return None
    about: dict[str, str | int] = {"date": facts.issue.decide_by.isoformat()}
    return Doubt(code="open_past_its_date", source="#13050", about=about)


def _absurd_date(facts: IssueFacts, policy: Policy, _now: datetime) -> Doubt | None:
    """A date no such issue can have (#8944). The rule's own date is used instead."""
    issue = facts.issue
    for name, date in (("decide_by", issue.decide_by), ("status_due_at", issue.status_due_at)):
        if date is not None and _absurd(date, facts, policy):
            return Doubt(code="date_absurd", source="#8944", about={"which": name, "date": date.isoformat()})
    return None


def _absurd(date: datetime, facts: IssueFacts, policy: Policy) -> bool:
    return not policy.issues.believes(date, facts.since_at)


def _last_word(facts: IssueFacts, _policy: Policy, _now: datetime) -> Doubt | None:
    """The platform says the other side wrote last (#12196: a file alone is not noticed; #12119: stale)."""
    said = {LastWord.SELLER: Role.SELLER, LastWord.BUYER: Role.BUYER}.get(facts.issue.last_word)
    spoken = _peoples(facts)
    if said is None or not spoken or spoken[-1].role is said:
        return None
    about: dict[str, str | int] = {"says": said.value, "read": spoken[-1].role.value}
    return Doubt(code="last_word_differs", source="#12196", about=about)


def _count(facts: IssueFacts, _policy: Policy, _now: datetime) -> Doubt | None:
    """Fewer messages counted than people have written (#11852: nought)."""
    count, read = facts.issue.message_count, len(_peoples(facts))
    if count is None or count >= read:
        return None
    return Doubt(code="fewer_counted_than_read", source="#11852", about={"count": count, "read": read})


def _cut(facts: IssueFacts, _policy: Policy, _now: datetime) -> Doubt | None:
    """More messages than can be read (#13381): what is shown here is not all."""
    if not facts.issue.is_talk_cut:
        return None
    about: dict[str, str | int] = {"count": facts.issue.message_count or 0, "read": len(facts.talk)}
    return Doubt(code="talk_cut", source="#13381", about=about)


def _two_claims(facts: IssueFacts, _policy: Policy, _now: datetime) -> Doubt | None:
    """The talk of another claim of the same order seems to be mixed in (#12168)."""
    opened_at = facts.issue.opened_at
    if facts.issue.kind is not IssueKind.CLAIM or not facts.other_claims or opened_at is None:
        return None
    earlier = [line for line in facts.talk if line.written_at < opened_at - OPENS_BEFORE]
    if not earlier:
        return None
    about: dict[str, str | int] = {"claims": facts.other_claims + 1, "earlier": len(earlier)}
    return Doubt(code="two_claims_in_talk", source="#12168", about=about)


def _no_money(facts: IssueFacts, _policy: Policy, _now: datetime) -> Doubt | None:
    """A return that is finished although its money was called off or failed, and none was paid (#14040)."""
    if facts.issue.kind is not IssueKind.RETURN or facts.status is not IssueStatus.CLOSED:
        return None
    states = [refund.status for refund in facts.refunds]
    unpaid = [status for status in states if status in (RefundStatus.CALLED_OFF, RefundStatus.FAILED)]
    if not unpaid or len(unpaid) < len(states):
        return None
    return Doubt(code="finished_without_money", source="#14040", about={"refund": unpaid[-1].value})


def _platforms(facts: IssueFacts) -> Sequence[Said]:
    """The platform's own announcements: one line each. Its longer lines repeat what the buyer wrote."""
    said = (line for line in facts.talk if line.role not in PEOPLE)
    return [line for line in said if "\n" not in line.text.strip()]


def _peoples(facts: IssueFacts) -> Sequence[Said]:
    return [line for line in facts.talk if line.role in PEOPLE and not line.is_stopped]


type Check = Callable[[IssueFacts, Policy, datetime], Doubt | None]
CHECKS: Iterable[Check] = (
    _panel,
    _decided_otherwise,
    _closed_in_talk,
    _long_past,
    _no_money,
    _absurd_date,
    _last_word,
    _count,
    _cut,
    _two_claims,
)
