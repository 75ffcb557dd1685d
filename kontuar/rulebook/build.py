"""From the rules in force on a day to a policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from kontuar.facts.issues import IssueKind
from kontuar.facts.messages import MessageKind, Role
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.rulebook.record import RulebookError, RuleRecord, Value
from kontuar.rulebook.schema import WEEKDAYS
from kontuar.rules.policy import (
    AnswerRule,
    Base,
    Counting,
    DispatchRule,
    EarlyRule,
    OwnTargets,
    ParcelRule,
    ProblemRule,
    PromiseRule,
    TimeLimit,
    Which,
)
from kontuar.rules.sending_policy import (
    ChannelRule,
    ContactRule,
    Notice,
    NoticeRule,
    OrderNeededRule,
    ReceiptRule,
    SendingRule,
)

OWN_MAIL = "own.mail"
NOTICE_RULES = ("B4", "B5", "B6", "B7", "B8")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The rules in force on one day, by id."""

    on: date
    marketplace: str
    by_id: Mapping[str, RuleRecord] = field(default_factory=dict)

    def __contains__(self, rule_id: str) -> bool:
        return rule_id in self.by_id

    def record(self, rule_id: str) -> RuleRecord:
        """The rule, or RulebookError when it does not hold on that day."""
        if rule_id not in self.by_id:
            raise RulebookError(f"{self.marketplace}: rule {rule_id} does not hold on {self.on}")
        return self.by_id[rule_id]

    def value(self, rule_id: str, key: str) -> Value:
        """The confirmed value."""
        return self.record(rule_id).values[key]

    def number(self, rule_id: str, key: str) -> int:
        return int(str(self.value(rule_id, key)))

    def minutes(self, rule_id: str, key: str) -> timedelta:
        return timedelta(minutes=self.number(rule_id, key))

    def hours(self, rule_id: str, key: str) -> timedelta:
        return timedelta(hours=self.number(rule_id, key))

    def words(self, rule_id: str, key: str) -> tuple[str, ...]:
        value = self.value(rule_id, key)
        return value if isinstance(value, tuple) else (str(value),)


def tag(rules: RuleSet, rule_id: str) -> dict[str, Any]:
    """The name tag every rule value carries."""
    record = rules.record(rule_id)
    return {
        "rule_id": rule_id,
        "version": record.version,
        "source": record.sources[0].address,
        "checked_on": record.checked_on,
        "confidence": record.confidence,
    }


def main_rule(rules: RuleSet) -> str:
    """The rule that limits an answer there, and says which days count."""
    return OWN_MAIL if OWN_MAIL in rules else "B1"


def holidays_of_seller(rules: RuleSet) -> bool:
    """Whose public holidays count: the seller's country, or the marketplace's (before 2024-04-15)."""
    return "B2" in rules and rules.value("B2", "holidays_of") == "seller"


def weekend(rules: RuleSet) -> frozenset[int]:
    """Weekday numbers that do not count."""
    return frozenset(WEEKDAYS.index(day) for day in rules.words(main_rule(rules), "weekend"))


def public_holidays_count(rules: RuleSet) -> bool:
    """False would let public holidays count as working days."""
    return bool(rules.value(main_rule(rules), "public_holidays"))


def answer_rule(rules: RuleSet, own: OwnTargets) -> AnswerRule:
    """B1, B2, B2a, B3, A3.3–A3.5, A3.11, B16 and our own warnings; in a mailbox our own target alone."""
    if OWN_MAIL in rules:
        return _mail_rule(rules, own)
    readings, confirmed = _readings(rules)
    return AnswerRule(
        confirmed=confirmed,
        readings=readings,
        base=Base(str(rules.value("A3.5", "base"))),
        which=Which(str(rules.value("A3.4", "which"))),
        covers=frozenset(map(MessageKind, rules.words("B3", "kinds"))),
        measured=frozenset(map(MessageKind, rules.words("A3.3", "kinds"))),
        closers_count=bool(rules.value("A3.11", "closers_count")),
        ended_by=frozenset(map(Role, rules.words("B16", "ended_by"))),
        question_target=own.question_target or rules.minutes("own.question", "opening_minutes"),
        measure_days=rules.number("A1.4", "days") if "A1.4" in rules else None,
        warn_before=own.answer_warn_before or rules.minutes("own.answer", "warn_opening_minutes"),
        checking_grace=own.checking_grace or rules.minutes("own.answer", "checking_minutes"),
        late_arrival=rules.minutes("own.answer", "late_arrival_minutes"),
    )


def _mail_rule(rules: RuleSet, own: OwnTargets) -> AnswerRule:
    """Nobody measures how fast a mail is answered, and no server checks an answer before it lets it through."""
    limit = _limit(rules, OWN_MAIL)
    limit = limit if own.mail_target is None else replace(limit, window=own.mail_target)
    return AnswerRule(
        confirmed=limit,
        readings=(limit,),
        base=Base(str(rules.value(OWN_MAIL, "base"))),
        which=Which(str(rules.value(OWN_MAIL, "which"))),
        covers=frozenset(MessageKind),
        measured=frozenset(),
        closers_count=bool(rules.value(OWN_MAIL, "closers_count")),
        opened_by=frozenset(map(Role, rules.words(OWN_MAIL, "opened_by"))),
        ended_by=frozenset(map(Role, rules.words(OWN_MAIL, "ended_by"))),
        warn_before=own.answer_warn_before or rules.minutes(OWN_MAIL, "warn_opening_minutes"),
        checking_grace=timedelta(0),
        late_arrival=rules.minutes(OWN_MAIL, "late_arrival_minutes"),
    )


def _readings(rules: RuleSet) -> tuple[tuple[TimeLimit, ...], TimeLimit]:
    """All readings of the answer time, and the confirmed one."""
    if "B2a" not in rules:
        only = _limit(rules, "B1")
        return (only,), only
    names = {str(values["counted_by"]) for values in rules.record("B2a").readings.values()}
    limits = {name: _limit(rules, name) for name in sorted(names)}
    return tuple(limits.values()), limits[str(rules.value("B2a", "counted_by"))]


def _limit(rules: RuleSet, rule_id: str) -> TimeLimit:
    counting = Counting(str(rules.value(rule_id, "counting")))
    return TimeLimit(window=rules.hours(rule_id, "hours"), counting=counting, **tag(rules, rule_id))


def problem_rule(rules: RuleSet, own: OwnTargets) -> ProblemRule | None:
    """D15 says by what a problem is limited; as long as no deadline is known, by our own target."""
    if "own.problem" not in rules:
        return None
    limited_by = str(rules.value("D15", "limited_by")) if "D15" in rules else "own.problem"
    return ProblemRule(
        **tag(rules, limited_by),
        target=own.problem_target or rules.minutes("own.problem", "opening_minutes"),
        warn_before=own.problem_warn_before or rules.minutes("own.problem", "warn_opening_minutes"),
        limit=None if limited_by == "own.problem" else _limit(rules, limited_by),
        discussion=_limit(rules, "D2") if "D2" in rules else None,
    )


def dispatch_rule(rules: RuleSet) -> DispatchRule | None:
    """C3."""
    if "C3" not in rules:
        return None
    return DispatchRule(
        **tag(rules, "C3"),
        starts_in=frozenset(map(OrderState, rules.words("C3", "starts_in"))),
        ended_by=frozenset(map(Fulfilment, rules.words("C3", "ended_by"))),
        ended_by_lines_sent=frozenset(rules.words("C3", "ended_by_lines_sent")),
        shipped_by_marketplace_counts=bool(rules.value("C3", "shipped_by_marketplace_counts")),
    )


def parcel_rule(rules: RuleSet) -> ParcelRule | None:
    """Our own patience with silent parcels."""
    if "own.parcel" not in rules:
        return None
    return ParcelRule(
        **tag(rules, "own.parcel"),
        first_scan_after=rules.hours("own.parcel", "first_scan_hours"),
        stalled_after=rules.hours("own.parcel", "stalled_hours"),
    )


def promise_rule(rules: RuleSet) -> PromiseRule | None:
    """How our watch over promises looks ahead."""
    if "own.promise" not in rules:
        return None
    return PromiseRule(
        **tag(rules, "own.promise"),
        first_scan_not_before=rules.number("own.promise", "first_scan_not_before_hour"),
        days_before=rules.number("own.promise", "days_before"),
        risk_percent=rules.number("own.promise", "risk_percent"),
        early_percent=rules.number("own.promise", "early_percent"),
        harmless_ends=frozenset(rules.words("own.promise", "harmless_ends")),
    )


def early_rule(rules: RuleSet) -> EarlyRule | None:
    """D18."""
    if "D18" not in rules:
        return None
    return EarlyRule(**tag(rules, "D18"), kinds=frozenset(map(IssueKind, rules.words("D18", "kinds"))))


def sending_rule(rules: RuleSet, own: OwnTargets) -> SendingRule:
    """Our own limits, and what the marketplace forbids in a message (B4–B9, B11, B14)."""
    return SendingRule(
        **tag(rules, "own.sending"),
        hourly_cap=own.hourly_cap or rules.number("own.sending", "hourly_cap"),
        in_a_row=own.in_a_row or rules.number("own.sending", "in_a_row"),
        same_text=rules.number("own.sending", "same_text"),
        repeat_window=rules.hours("own.sending", "repeat_hours"),
        too_late_after=own.too_late_after or rules.hours("own.sending", "too_late_hours"),
        notices=tuple(_notice_rule(rules, rule_id) for rule_id in NOTICE_RULES if rule_id in rules),
        contact=_contact_rule(rules) if "B11" in rules else None,
        channel=_channel_rule(rules, "api.message"),
        issue_channel=_channel_rule(rules, "api.issue_message"),
        order_needed=_order_needed(rules) if "B14" in rules else None,
        receipt=_receipt(rules) if "H5" in rules else None,
    )


def _receipt(rules: RuleSet) -> ReceiptRule:
    return ReceiptRule(**tag(rules, "H5"), may_be_demanded=bool(rules.value("H5", "receipt_may_be_demanded")))


def _notice_rule(rules: RuleSet, rule_id: str) -> NoticeRule:
    return NoticeRule(
        **tag(rules, rule_id),
        notices=frozenset(map(Notice, rules.words(rule_id, "notices"))),
        delivered=bool(rules.value(rule_id, "delivered")),
        only_when_started_by_us=bool(rules.value("B9", "free_inside_conversation")),
    )


def _contact_rule(rules: RuleSet) -> ContactRule:
    return ContactRule(
        **tag(rules, "B11"),
        kinds=frozenset(rules.words("B11", "contacts")),
        own_hosts=frozenset(rules.words("B11", "own_hosts")),
        carrier_hosts=frozenset(rules.words("own.carrier_hosts", "hosts")),
    )


def _channel_rule(rules: RuleSet, rule_id: str) -> ChannelRule | None:
    if rule_id not in rules:
        return None
    return ChannelRule(
        **tag(rules, rule_id),
        text_length=rules.number(rule_id, "text_length"),
        attachment_bytes=rules.number(rule_id, "attachment_bytes"),
    )


def _order_needed(rules: RuleSet) -> OrderNeededRule:
    return OrderNeededRule(**tag(rules, "B14"), needed=bool(rules.value("B14", "order_needed")))
