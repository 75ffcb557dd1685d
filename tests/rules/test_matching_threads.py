"""Where people make a thread for each matter, an answer names its place."""

from hypothesis import given
from hypothesis import strategies as st

from kontuar.facts.case import CaseFacts, CaseMessage, CaseState
from kontuar.facts.messages import MessageKind, MessageStatus, Role, ThreadKind
from kontuar.rules.matching_threads import place_in_thread
from kontuar.rules.triage import is_nobodys
from tests.shop import NOW

NAMES = st.sampled_from("abcdef")


def test_a_thread_without_messages_has_no_place() -> None:
    assert place_in_thread(["a"], {}) is None


def test_the_nearest_answered_message_decides() -> None:
    assert place_in_thread(["x", "b", "a"], {"a": 1, "b": 2, "c": 3}) == 2


def test_what_names_nothing_known_goes_on_with_the_newest() -> None:
    assert place_in_thread(["x"], {"a": 1, "b": 2}) == 2


@given(answers=st.lists(NAMES), said=st.dictionaries(NAMES, st.integers(1, 3), min_size=1))
def test_a_known_thread_always_has_a_place_among_its_own(answers: list[str], said: dict[str, int]) -> None:
    assert place_in_thread(answers, said) in said.values()


@given(answers=st.lists(NAMES), said=st.dictionaries(NAMES, st.just(7), min_size=1))
def test_a_thread_that_is_one_case_stays_one(answers: list[str], said: dict[str, int]) -> None:
    assert place_in_thread(answers, said) == 7


def facts(*roles: Role, kind: MessageKind = MessageKind.MAIL) -> CaseFacts:
    said = [
        CaseMessage(
            external_id=str(n),
            role=role,
            kind=kind,
            status=MessageStatus.DELIVERED,
            written_at=NOW,
            first_seen_at=NOW,
        )
        for n, role in enumerate(roles)
    ]
    return CaseFacts(
        state=CaseState.OPEN,
        thread_kind=ThreadKind.TALK,
        thread_is_open=True,
        messages=tuple(said),
        connected_at=NOW,
    )


@given(roles=st.lists(st.sampled_from(Role), min_size=1))
def test_a_case_with_one_persons_word_is_somebodys(roles: list[Role]) -> None:
    assert is_nobodys(facts(*roles)) is not any(role in (Role.BUYER, Role.SELLER) for role in roles)


def test_a_marketplaces_word_in_its_own_talk_is_no_mail() -> None:
    assert not is_nobodys(facts(Role.MARKETPLACE, kind=MessageKind.MESSAGE))
