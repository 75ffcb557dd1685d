"""Dates promised, and the law's clocks: the tables row by row, and the law of every clock."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.actions.promised import promised_by
from kontuar.facts.case import Pledge, PledgeKind
from kontuar.facts.messages import Role
from kontuar.rulebook.load import policy_for
from kontuar.rules.assess import assess_case
from kontuar.rules.duty import DutyKind
from tests.rules.test_clock_examples import check_dates, examples
from tests.rules.test_order_clocks import only

START = datetime(2026, 3, 20, tzinfo=UTC)
near = st.integers(0, 24 * 24).map(lambda half_hours: START + half_hours * timedelta(minutes=30))


def later_word(row: dict[str, str], make: Any) -> tuple[Any, ...]:
    if row["Later word"] == "none":
        return ()
    return (make.message(make.at(row["Later word"]), role=Role.SELLER),)


@pytest.mark.parametrize("row", examples("promised.md"))
def test_promised_examples(row: dict[str, str], make: Any) -> None:
    at = make.at(row["Written"])
    found = promised_by(row["Text"], at.astimezone(make.zone))
    pledges = tuple(Pledge(kind=PledgeKind.PROMISED, since_at=at, due_at=due) for due in found)
    ours = make.message(at, role=Role.SELLER)
    facts = make.case(ours, *later_word(row, make), pledges=pledges)
    duties = assess_case(facts, make.policy(at.date()), at + timedelta(hours=2)).duties
    check_dates(only(duties, DutyKind.PROMISED), row, make.zone)


@pytest.mark.parametrize("row", examples("supplier.md"))
def test_supplier_examples(row: dict[str, str], make: Any) -> None:
    at = make.at(row["Said"])
    pledge = Pledge(kind=PledgeKind.SUPPLIER, since_at=at, due_at=make.at(row["By"]))
    facts = make.case(*later_word(row, make), pledges=(pledge,))
    duties = assess_case(facts, make.policy(at.date()), at).duties
    check_dates(only(duties, DutyKind.SUPPLIER), row, make.zone)


@pytest.mark.parametrize("row", examples("law.md"))
def test_law_examples(row: dict[str, str], make: Any) -> None:
    zone = ZoneInfo(row["Zone"])
    at = make.at(row["Written"], zone)
    facts = make.case(pledges=(Pledge(kind=PledgeKind(row["What"]), since_at=at),))
    policy = make.policy(at.astimezone(zone).date(), row["Country"], zone=zone)
    found = assess_case(facts, policy, at).duties
    check_dates(found, row, zone)
    assert [duty.lost for duty in found] == [lost for lost in [row["Lost"]] if lost != "none"]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PledgeKind), near, near, near, near, st.floats(0, 1))
def test_a_word_keeps_its_verdict_until_changes_at(
    kind: PledgeKind, since_at: datetime, due_at: datetime, spoke_at: datetime, now: datetime, share: float
) -> None:
    from tests.rules.conftest import Make

    make = Make()
    dated = kind in {PledgeKind.PROMISED, PledgeKind.SUPPLIER}
    pledge = Pledge(kind=kind, since_at=since_at, due_at=due_at if dated else None)
    facts = make.case(make.message(spoke_at, role=Role.SELLER), pledges=(pledge,))
    policy = policy_for("allegro", "PL", since_at.date(), zone=make.zone)
    found = assess_case(facts, policy, now)
    end = found.changes_at or now + timedelta(days=4000)
    for later in (
        min(now + (end - now) * share, end - timedelta(microseconds=1)),
        end - timedelta(microseconds=1),
    ):
        again = assess_case(facts, policy, later)
        assert (again.duties, again.standing) == (found.duties, found.standing)
    for duty in found.duties:
        assert duty.since_at <= duty.warn_at <= duty.due_at
