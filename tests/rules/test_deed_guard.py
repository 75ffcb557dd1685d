"""The last question before a deed leaves: laws that hold whatever the facts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.rulebook.load import policy_for
from kontuar.rules.deed_guard import Decision, DeedFacts, DeedKind, verdict

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
POLICY = policy_for("allegro", "PL", date(2026, 11, 20), zone=ZoneInfo("Europe/Warsaw"))
STATES, STANDS = st.sampled_from(OrderState), st.sampled_from(Fulfilment)

FACTS = st.builds(
    DeedFacts,
    kind=st.sampled_from(DeedKind),
    planned_at=st.integers(0, 3000).map(lambda minutes: NOW - timedelta(minutes=minutes)),
    watch_only=st.booleans(),
    may_work=st.booleans(),
    order_state=STATES,
    seen_state=STATES,
    fulfilment=STANDS,
    expected=st.frozensets(STANDS, max_size=3),
    wanted=STANDS,
    revision=st.sampled_from(["", "r1", "r2"]),
    stale_revision=st.sampled_from(["", "r1"]),
    stale_at=st.none() | st.integers(0, 60).map(lambda minutes: NOW - timedelta(minutes=minutes)),
    is_there=st.booleans(),
    has_other_answer=st.booleans(),
    is_excluded=st.booleans(),
    has_rating_changed=st.booleans(),
    is_twin=st.booleans(),
    done_last_hour=st.integers(0, 400),
    first_of_hour_at=st.none() | st.just(NOW - timedelta(minutes=30)),
)


@given(FACTS)
def test_nothing_leaves_a_watch_only_account(facts: DeedFacts) -> None:
    if facts.watch_only:
        assert verdict(facts, NOW, POLICY).decision is Decision.BACK


@given(FACTS)
def test_what_leaves_was_seen_so_and_is_not_so_yet(facts: DeedFacts) -> None:
    found = verdict(facts, NOW, POLICY)
    if found.decision is not Decision.DO:
        return
    assert not facts.is_twin
    assert facts.may_work
    assert not facts.has_rating_changed
    assert facts.done_last_hour < POLICY.sending.hourly_cap
    if facts.wanted is not Fulfilment.CANCELLED:
        assert facts.order_state is not OrderState.CANCELLED
    if facts.kind is DeedKind.FULFILMENT:
        assert facts.fulfilment is not facts.wanted
        assert facts.fulfilment in facts.expected
        assert facts.order_state is facts.seen_state
    else:
        assert not facts.is_there


@given(FACTS)
def test_waiting_has_an_end_and_going_back_a_reason(facts: DeedFacts) -> None:
    found = verdict(facts, NOW, POLICY)
    assert (found.retry_at is not None) == (found.decision is Decision.LATER)
    assert found.retry_at is None or found.retry_at > NOW
    assert bool(found.reason) == (found.decision is not Decision.DO)
