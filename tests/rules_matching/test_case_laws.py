"""What holds of the cut whatever the messages are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kontuar.facts.case import CaseState
from kontuar.facts.messages import MessageKind, Role, ThreadKind
from kontuar.rules.matching import (
    OURS,
    CaseSketch,
    MessageHint,
    Placement,
    cut,
    grown,
    opened,
    place,
)

START = datetime(2020, 1, 1, tzinfo=UTC)
ORDERS = {
    "": frozenset[str](),
    "Z1": frozenset({"A1"}),
    "Z2": frozenset({"A1", "A2"}),
    "Z3": frozenset({"A3"}),
}
# Close together, days apart, and years apart: every length of the policy is crossed somewhere.
MOMENTS = st.one_of(st.integers(0, 600), st.integers(0, 60 * 24 * 60), st.integers(0, 3 * 365 * 24 * 60)).map(
    lambda minutes: START + timedelta(minutes=minutes)
)


@st.composite
def hints(draw: st.DrawFn, role: Role | None = None) -> MessageHint:
    order = draw(st.sampled_from(["", "", "", *ORDERS]))
    subject = draw(st.sampled_from(["", "", "", "faktura", "pytanie"]))
    return MessageHint(
        role=role or draw(st.sampled_from([Role.BUYER, Role.BUYER, Role.SELLER, *Role])),
        kind=draw(st.sampled_from(MessageKind)),
        written_at=draw(MOMENTS),
        thread_kind=draw(st.sampled_from([ThreadKind.TALK] * 9 + [ThreadKind.PROBLEM])),
        offer_id=draw(st.sampled_from(["", "", "", "A1", "A2", "A3", "A4"])),
        order_id=order,
        order_offer_ids=ORDERS[order],
        is_closer=draw(st.sampled_from([False, False, False, True])),
        is_delivered=draw(st.sampled_from([True, True, True, False])),
        text_length=draw(st.sampled_from([1, 40, 41, 500])),
        greets=draw(st.booleans()),
        subject_key=subject,
        starts_subject=bool(subject) and draw(st.booleans()),
    )


def sketched(messages: Sequence[MessageHint], state: CaseState = CaseState.OPEN) -> dict[int, CaseSketch]:
    """Cases as they stand after these messages arrived one by one."""
    cases: dict[int, CaseSketch] = {}
    for message in messages:
        add(cases, message, place(message, list(cases.values())))
    return {key: replace(case, state=state) for key, case in cases.items()}


def add(cases: dict[int, CaseSketch], message: MessageHint, placement: Placement) -> int:
    key = placement.case_key or len(cases) + 1
    cases[key] = grown(cases[key], message) if key in cases else opened(key, message)
    return key


def moved(case: CaseSketch, by: timedelta) -> CaseSketch:
    """The same case at another time."""

    def at(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment + by

    return replace(
        case,
        opened_at=case.opened_at + by,
        last_message_at=case.last_message_at + by,
        last_buyer_at=at(case.last_buyer_at),
        last_seller_at=at(case.last_seller_at),
        asked_at=at(case.asked_at),
        thanked_at=at(case.thanked_at),
    )


history = st.lists(hints(), max_size=8)


@given(history, hints(), st.randoms(use_true_random=False), st.sampled_from(CaseState))
def test_a_message_is_always_placed_and_the_order_of_the_cases_is_nothing(
    before: list[MessageHint], message: MessageHint, chance: Random, state: CaseState
) -> None:
    cases = list(sketched(before, state).values())
    first = place(message, cases)
    shuffled = cases[:]
    chance.shuffle(shuffled)
    assert place(message, shuffled) == first == place(message, cases)
    if first.case_key is not None:
        kinds = {case.key: case.thread_kind for case in cases}
        assert kinds[first.case_key] is message.thread_kind


@given(history, hints(), st.integers(-4000, 4000), st.sampled_from(CaseState))
def test_the_whole_talk_at_another_time_is_cut_the_same(
    before: list[MessageHint], message: MessageHint, hours: int, state: CaseState
) -> None:
    by = timedelta(hours=hours, seconds=hours)
    cases = sketched(before, state)
    later = replace(message, written_at=message.written_at + by)
    assert place(later, [moved(case, by) for case in cases.values()]) == place(message, list(cases.values()))


@given(history, hints(Role.BUYER))
def test_mere_thanks_never_open_a_case_beside_another(
    before: list[MessageHint], message: MessageHint
) -> None:
    cases = sketched([replace(each, thread_kind=ThreadKind.TALK) for each in before])
    thanks = replace(message, is_closer=True, thread_kind=ThreadKind.TALK)
    assert (place(thanks, list(cases.values())).case_key is None) == (not cases)


@given(st.lists(hints(), min_size=1, max_size=12))
def test_a_problem_thread_is_one_case(messages: list[MessageHint]) -> None:
    assert len(sketched([replace(each, thread_kind=ThreadKind.PROBLEM) for each in messages])) == 1


@given(history, hints(), st.integers(0, 20))
def test_what_we_sent_for_a_case_stays_with_it(
    before: list[MessageHint], message: MessageHint, which: int
) -> None:
    cases = sketched([replace(each, thread_kind=ThreadKind.TALK) for each in before])
    ours = replace(message, role=Role.SELLER, thread_kind=ThreadKind.TALK, answers_case=which)
    if which in cases:
        assert place(ours, list(cases.values())).case_key == which


@given(st.lists(hints(), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_a_sketch_does_not_depend_on_the_order_of_its_messages(
    messages: list[MessageHint], chance: Random
) -> None:
    def sketch(these: list[MessageHint]) -> CaseSketch:
        case = replace(opened(1, these[0]), thread_kind=ThreadKind.TALK)
        for message in these[1:]:
            case = grown(case, message)
        return case

    shuffled = messages[:]
    chance.shuffle(shuffled)
    assert sketch(shuffled) == sketch(messages)


@given(
    st.lists(hints(), min_size=1, max_size=12, unique_by=lambda hint: hint.written_at),
    st.randoms(use_true_random=False),
)
def test_a_batch_cut_at_once_does_not_depend_on_its_order(
    messages: list[MessageHint], chance: Random
) -> None:
    keys = dict(zip(messages, cut(messages), strict=True))
    shuffled = messages[:]
    chance.shuffle(shuffled)
    assert dict(zip(shuffled, cut(shuffled), strict=True)) == keys


@given(
    history,
    hints(Role.BUYER),
    st.lists(st.tuples(st.integers(0, 600), st.sampled_from([1, 40, 41, 500])), min_size=2, max_size=6),
)
def test_a_burst_is_never_torn_apart_by_the_order_of_arrival(
    before: list[MessageHint], message: MessageHint, pieces: list[tuple[int, int]]
) -> None:
    """A burst: one buyer's messages within ten minutes that name the same (or nothing), none a thank-you."""
    start = max([message.written_at, *(each.written_at + timedelta(minutes=1) for each in before)])
    whole = replace(
        message, is_closer=False, thread_kind=ThreadKind.TALK, subject_key="", starts_subject=False
    )
    cases = sketched(before)
    keys = set()
    for seconds, length in pieces:
        piece = replace(whole, written_at=start + timedelta(seconds=seconds), text_length=length)
        keys.add(add(cases, piece, place(piece, list(cases.values()), OURS)))
    assert len(keys) == 1


@given(history, hints())
def test_a_case_of_long_ago_that_shares_nothing_changes_nothing(
    before: list[MessageHint], message: MessageHint
) -> None:
    cases = list(sketched(before).values())
    old = message.written_at - OURS.horizon - timedelta(days=1)
    far = CaseSketch(key=99, opened_at=old, last_message_at=old, asked_at=old, has_unanswered=True)
    asks = replace(message, is_closer=False, thread_kind=ThreadKind.TALK)
    alone, beside = place(asks, cases), place(asks, [far, *cases])
    assert (alone.case_key, alone.is_sure) == (beside.case_key, beside.is_sure)
