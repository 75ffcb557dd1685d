"""The law's clocks, opened by a person's word that a message is a complaint or a withdrawal.

H1 (Poland, art. 7a of the consumer rights act): a consumer's complaint is answered within 14 days, else it counts as
accepted; nothing of the kind was seen for Lithuania. H4: after a withdrawal the money goes back within 14 days of the
statement. H8: the same terms in Lithuania.
Orientation, not legal advice. What the marketplace itself calls a claim or a return has its own, shorter clocks.
The rule in prose and its examples: ``docs/rules/law.md``.
"""

from kontuar.facts.case import CaseFacts, Pledge, PledgeKind
from kontuar.rules.clock_policy import LawTerm
from kontuar.rules.duties.claim import end_of_day
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.policy import Policy


def duties(facts: CaseFacts, policy: Policy) -> tuple[Duty, ...]:
    """One for the oldest complaint and one for the oldest withdrawal, where the country's law is known."""
    if not facts.pledges:
        return ()
    terms = {
        PledgeKind.COMPLAINT: (DutyKind.COMPLAINT, policy.orders.complaint),
        PledgeKind.WITHDRAWAL: (DutyKind.WITHDRAWAL, policy.orders.withdrawal),
    }
    found = []
    for said, (kind, term) in terms.items():
        oldest = min(
            (one for one in facts.pledges if one.kind is said), key=lambda one: one.since_at, default=None
        )
        if oldest is not None and term is not None:
            found.append(_duty(kind, oldest, term, policy))
    return tuple(found)


def _duty(kind: DutyKind, pledge: Pledge, term: LawTerm, policy: Policy) -> Duty:
    due_at = end_of_day(pledge.since_at, term.days, policy.calendar)
    is_complaint = kind is DutyKind.COMPLAINT
    return Duty(
        kind=kind,
        since_at=pledge.since_at,
        due_at=due_at,
        safer_by=due_at,
        warn_at=max(pledge.since_at, policy.calendar.office_time_before(due_at, term.warn_before)),
        origin=Origin.PERSON,
        rule_id=term.rule_id,
        rule_version=term.version,
        lost="complaint_accepted" if is_complaint and term.silence_accepts else "law_sets_this",
        next_step="answer_complaint" if is_complaint else "give_money_back",
        is_counted=False,
    )
