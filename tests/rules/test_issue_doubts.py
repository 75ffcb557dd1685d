"""What does not agree about an issue: every reported contradiction is seen, and plain issues raise none."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kontuar.facts.issue_facts import IssueFacts, Said
from kontuar.facts.issues import Issue, IssueKind, IssueStatus, LastWord
from kontuar.facts.messages import Role
from kontuar.facts.refunds import Refund, RefundStatus
from kontuar.rulebook.load import policy_for
from kontuar.rules.issue_doubts import Doubt, doubts, moments
from kontuar.rules.issue_status import effective, richer

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POLICY = policy_for("allegro", "PL", date(2026, 11, 20), zone=ZoneInfo("Europe/Warsaw"))
OPENED = NOW - 3 * DAY


def said(role: Role, at: datetime, text: str = "Dzień dobry") -> Said:
    return Said(role=role, text=text, written_at=at)


BUYER = said(Role.BUYER, OPENED)
SELLER = said(Role.SELLER, OPENED + HOUR)


def facts(
    kind: IssueKind = IssueKind.CLAIM,
    status: IssueStatus = IssueStatus.OPEN,
    *,
    talk: tuple[Said, ...] = (BUYER, SELLER),
    **more: Any,
) -> IssueFacts:
    around = {name: more.pop(name) for name in ("refunds", "other_claims", "panel_status") if name in more}
    issue = Issue(external_id="i", kind=kind, status=status, raw_status="X", **{"opened_at": OPENED, **more})
    return IssueFacts(
        issue=issue,
        status=around.get("panel_status") or status,
        first_seen_at=OPENED,
        told_at=NOW,
        connected_at=OPENED - DAY,
        talk=talk,
        **around,
    )


def found(given: IssueFacts, now: datetime = NOW) -> list[Doubt]:
    return list(doubts(given, POLICY, now))


def codes(given: IssueFacts, now: datetime = NOW) -> list[str]:
    return [doubt.code for doubt in found(given, now)]


def system(text: str, at: datetime = OPENED + 2 * HOUR) -> Said:
    return said(Role.MARKETPLACE, at, text)


def refund(status: RefundStatus) -> Refund:
    return Refund(
        external_id="r", payment_id="p", order_id="o", status=status, raw_status="X", created_at=NOW
    )


def test_an_issue_that_agrees_with_itself_raises_nothing() -> None:
    agreed = facts(
        decide_by=NOW + 5 * DAY, status_due_at=NOW + 4 * DAY, last_word=LastWord.SELLER, message_count=2
    )
    assert found(agreed) == []


DISCUSSION, CLAIM, RETURN = IssueKind.DISCUSSION, IssueKind.CLAIM, IssueKind.RETURN
CLOSED_LINE = system("Dyskusja została zamknięta.")
CASES: list[tuple[str, str, IssueFacts]] = [
    ("open_but_closed_in_talk", "#13050", facts(DISCUSSION, talk=(BUYER, SELLER, CLOSED_LINE))),
    ("open_past_its_date", "#13050", facts(decide_by=NOW - 2 * DAY)),
    (
        "decided_otherwise_in_talk",
        "#12340",
        facts(status=IssueStatus.ACCEPTED, talk=(BUYER, system("Sprzedawca odrzucił reklamację."))),
    ),
    (
        "decided_otherwise_in_talk",
        "#12340",
        facts(status=IssueStatus.REJECTED, talk=(BUYER, system("Reklamacja została uznana."))),
    ),
    ("last_word_differs", "#12196", facts(talk=(BUYER,), last_word=LastWord.SELLER)),
    ("last_word_differs", "#12196", facts(talk=(BUYER, SELLER), last_word=LastWord.BUYER)),
    ("fewer_counted_than_read", "#11852", facts(message_count=0)),
    ("talk_cut", "#13381", facts(is_talk_cut=True, message_count=140)),
    ("date_absurd", "#8944", facts(decide_by=datetime(2050, 1, 1, tzinfo=UTC))),
    ("date_absurd", "#8944", facts(DISCUSSION, status_due_at=OPENED - DAY)),
    ("two_claims_in_talk", "#12168", facts(talk=(said(Role.BUYER, OPENED - DAY), BUYER), other_claims=1)),
    (
        "finished_without_money",
        "#14040",
        facts(RETURN, IssueStatus.CLOSED, talk=(), refunds=(refund(RefundStatus.CALLED_OFF),)),
    ),
    ("panel_says_otherwise", "", facts(panel_status=IssueStatus.REJECTED)),
]


@pytest.mark.parametrize(("code", "source", "given"), CASES, ids=[f"{n}-{c[0]}" for n, c in enumerate(CASES)])
def test_a_known_contradiction_is_seen_and_names_its_report(
    code: str, source: str, given: IssueFacts
) -> None:
    assert [(doubt.code, doubt.source) for doubt in found(given)] == [(code, source)]


def test_a_word_after_the_closing_line_means_it_is_open_again() -> None:
    reopened = facts(DISCUSSION, talk=(BUYER, CLOSED_LINE, said(Role.BUYER, OPENED + 3 * HOUR)))
    assert codes(reopened) == []


def test_the_platform_repeating_the_buyer_announces_nothing() -> None:
    repeated = said(
        Role.AUTOMAT, OPENED, "Problem: uszkodzenie\nOpis: pudełko było zamknięte, rozmowa zakończona"
    )
    assert codes(facts(DISCUSSION, talk=(BUYER, repeated))) == []


def test_the_platforms_automat_announces_as_well() -> None:
    line = said(Role.AUTOMAT, OPENED + HOUR, "Kupujący zakończył dyskusję.")
    assert codes(facts(DISCUSSION, talk=(BUYER, line))) == ["open_but_closed_in_talk"]


def test_asking_to_end_a_discussion_does_not_end_it() -> None:
    asked = facts(DISCUSSION, talk=(BUYER, SELLER, system("Sprzedający prosi o zakończenie dyskusji.")))
    assert codes(asked) == []


def test_the_same_decision_in_the_talk_raises_nothing() -> None:
    rejected = facts(
        status=IssueStatus.REJECTED, talk=(BUYER, system("Reklamacja nie została uznana, odrzucona."))
    )
    assert codes(rejected) == []


def test_an_earlier_word_without_another_claim_is_no_mixture() -> None:
    assert codes(facts(talk=(said(Role.BUYER, OPENED - DAY), BUYER))) == []


def test_money_paid_after_one_called_off_raises_nothing() -> None:
    money = (refund(RefundStatus.CALLED_OFF), refund(RefundStatus.PAID))
    assert codes(facts(RETURN, IssueStatus.CLOSED, talk=(), refunds=money)) == []


def test_a_person_who_saw_it_closed_settles_the_doubt_about_the_talk() -> None:
    seen = facts(DISCUSSION, talk=(BUYER, CLOSED_LINE), panel_status=IssueStatus.CLOSED)
    assert codes(seen) == ["panel_says_otherwise"]


def test_the_moment_of_doubt_is_known_before() -> None:
    late = facts(decide_by=NOW - DAY)
    [at] = moments(late, POLICY)
    assert codes(late, at - timedelta(microseconds=1)) == []
    assert codes(late, at) == ["open_past_its_date"]


@pytest.mark.parametrize(
    ("platform", "raw", "panel", "over", "counts"),
    [
        ("open", "CLAIM_SUBMITTED", "", "", "open"),
        ("open", "CLAIM_SUBMITTED", "rejected", "CLAIM_SUBMITTED", "rejected"),
        ("accepted", "CLAIM_ACCEPTED", "rejected", "CLAIM_SUBMITTED", "accepted"),
    ],
)
def test_a_persons_word_holds_until_the_platforms_changes(
    platform: str, raw: str, panel: str, over: str, counts: str
) -> None:
    assert effective(platform, raw, panel, over).value == counts


def test_a_poorer_picture_takes_nothing_away_but_its_own_words_hold() -> None:
    held = facts(subject="Uszkodzony", decide_by=NOW, last_word=LastWord.BUYER, message_count=3).issue
    told = facts(status=IssueStatus.REJECTED, message_count=0).issue
    kept = richer(held, told)
    assert (kept.subject, kept.decide_by, kept.last_word) == ("Uszkodzony", NOW, LastWord.BUYER)
    assert (kept.status, kept.message_count) == (IssueStatus.REJECTED, 0)
