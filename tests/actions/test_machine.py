"""A language model proposes: what leaves is masked and shown first, its words are stopped until a person takes them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.actions import machine, reply
from kontuar.actions.errors import ActionProblem, ChangedMeanwhile, Invalid, NotAllowed, Stopped
from kontuar.drafters.machine.mask import Masker
from kontuar.store.models import Case, Desk, Draft, JournalEntry, MachineText, Outgoing
from tests.model_server import ModelServer
from tests.shop import Shop
from tests.talk import BUYER, cases, said, take_in, thread

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
QUESTION = "Dzień dobry, tu Anna Nowak. Czy do lampy pasuje żarówka E14? Proszę o telefon: 601 202 303, anna@example.com"
GOOD = "Dzień dobry {NAME_1}, tak, do tej lampy pasuje żarówka z gwintem E14 o mocy do 40 W."


@pytest.fixture
def case(shop: Shop) -> Case:
    take_in(shop.account, thread(), said("m1", NOW - timedelta(minutes=30), QUESTION), now=NOW)
    case = cases(shop.account)[0]
    case.buyer.name = "Anna Nowak"
    case.buyer.save()
    return case


@pytest.fixture
def switched_on(shop: Shop, model_server: ModelServer) -> ModelServer:
    shop.ala.is_owner = True
    shop.ala.save()
    machine.set_up(
        shop.ala, is_on=True, address=model_server.address, name="small", key=model_server.key, now=NOW
    )
    model_server.answer = lambda content: GOOD
    return model_server


def proposal(case: Case, shop: Shop, wish: str = "") -> MachineText:
    shown = machine.prepare(case, shop.ala, wish=wish, now=NOW)
    return machine.propose(case, shop.ala, wish=wish, stamp=shown.stamp, now=NOW)


def send(case: Case, shop: Shop, text: str) -> Outgoing:
    return reply.send(case, shop.ala, text=text, key=uuid4(), seen_buyer_at=case.last_buyer_at, now=NOW)


def test_names_addresses_and_numbers_stay_here(case: Case, shop: Shop, switched_on: ModelServer) -> None:
    row = proposal(case, shop, wish="powiedz Annie, że tak")
    (asked,) = switched_on.asked
    left = str(asked["messages"])
    for private in ("Anna", "Annie", "Nowak", "601 202 303", "anna@example.com", BUYER, shop.account.login):
        assert private not in left
    assert "żarówka E14" in left
    assert row.text.startswith("Dzień dobry Anna,")


def test_exactly_what_was_shown_leaves(case: Case, shop: Shop, switched_on: ModelServer) -> None:
    shown = machine.prepare(case, shop.ala, now=NOW)
    assert switched_on.asked == []
    take_in(shop.account, said("m2", NOW, "I jeszcze jedno: czy jest czarna?"), now=NOW)
    with pytest.raises(ChangedMeanwhile):
        machine.propose(case, shop.ala, wish="", stamp=shown.stamp, now=NOW)
    assert switched_on.asked == []
    shown = machine.prepare(case, shop.ala, now=NOW)
    machine.propose(case, shop.ala, wish="", stamp=shown.stamp, now=NOW)
    assert [one["messages"] for one in switched_on.asked] == [shown.wanted.messages()]


def test_a_machines_words_are_stopped_until_a_person_takes_them(
    case: Case, shop: Shop, switched_on: ModelServer
) -> None:
    row = proposal(case, shop)
    with pytest.raises(Stopped) as stopped:
        send(case, shop, f"{row.text}\n\nPozdrawiam, Ala")
    assert "machine_text" in {one.code for one in stopped.value.findings}
    machine.accept(row, shop.ala, now=NOW)
    kept = Draft.objects.get(case=case, user=shop.ala).text
    assert row.text in kept
    assert send(case, shop, kept).state == Outgoing.State.HELD
    verbs = list(JournalEntry.objects.filter(case=case).order_by("pk").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb.startswith("machine.")] == ["machine.proposed", "machine.accepted"]


def test_the_same_courtesies_written_by_a_person_pass(
    case: Case, shop: Shop, switched_on: ModelServer
) -> None:
    proposal(case, shop)
    assert send(case, shop, "Dzień dobry, tak, E14 pasuje. Pozdrawiam, Ala").state == Outgoing.State.HELD


def test_a_mark_the_model_invents_is_stopped_as_a_gap(
    case: Case, shop: Shop, switched_on: ModelServer
) -> None:
    switched_on.answer = lambda content: "Paczka {NUMBER_9} jest już w drodze."
    row = proposal(case, shop)
    machine.accept(row, shop.ala, now=NOW)
    with pytest.raises(Stopped) as stopped:
        send(case, shop, row.text)
    assert "placeholder" in {one.code for one in stopped.value.findings}


def test_switched_off_nothing_leaves(case: Case, shop: Shop, switched_on: ModelServer) -> None:
    shown = machine.prepare(case, shop.ala, now=NOW)
    machine.set_up(shop.ala, is_on=False, address=switched_on.address, name="small", key="", now=NOW)
    with pytest.raises(ActionProblem):
        machine.propose(case, shop.ala, wish="", stamp=shown.stamp, now=NOW)
    assert switched_on.asked == []


def test_a_stranger_and_a_viewer_ask_nothing(
    case: Case, shop: Shop, switched_on: ModelServer, make_person: Callable[..., object]
) -> None:
    for person in (shop.celina, make_person("widz")):
        with pytest.raises(NotAllowed):
            machine.prepare(case, person, now=NOW)  # type: ignore[arg-type]


def test_only_an_owner_of_the_desk_switches_it_on(shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        machine.set_up(shop.bolek, is_on=True, address="http://localhost:1/v1", name="x", key="", now=NOW)


@pytest.mark.parametrize(
    "address",
    ["", "localhost", "ftp://x/v1", "http://", "http://a:b@host/v1", "http://host/v1?key=1", "http://[::1"],
)
def test_an_address_that_cannot_be_one_is_refused(shop: Shop, address: str) -> None:
    shop.ala.is_owner = True
    with pytest.raises(Invalid):
        machine.set_up(shop.ala, is_on=True, address=address, name="x", key="", now=NOW)


def test_the_key_is_sealed_and_never_handed_to_another_address(shop: Shop, switched_on: ModelServer) -> None:
    assert switched_on.key not in Desk.objects.get().model_key_sealed
    machine.set_up(shop.ala, is_on=True, address=switched_on.address, name="large", key="", now=NOW)
    assert Desk.objects.get().model_key_sealed
    machine.set_up(shop.ala, is_on=True, address="http://localhost:1/v1", name="large", key="", now=NOW)
    assert Desk.objects.get().model_key_sealed == ""


@pytest.mark.parametrize("status", [302, 400, 401, 404, 429, 500, 503])
def test_a_model_that_fails_leaves_everything_as_it_was(
    case: Case, shop: Shop, switched_on: ModelServer, status: int
) -> None:
    switched_on.status = status
    with pytest.raises(ActionProblem) as problem:
        proposal(case, shop)
    assert switched_on.key not in str(problem.value.text)
    assert not MachineText.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"<html>", b"{}", b'{"choices": []}', b'{"choices": [{"message": {"content": " "}}]}', b"[" * 100_000],
)
def test_an_answer_that_holds_no_words_is_none(
    case: Case, shop: Shop, switched_on: ModelServer, body: bytes
) -> None:
    switched_on.body = body
    with pytest.raises(ActionProblem):
        proposal(case, shop)


words = st.text(alphabet="abcdeęłńóśźż ABC.,!?ß\n", max_size=80)


@given(words, words, st.sampled_from(["Anna Kowalska", "Łukasz Żak", "Ona Petraitienė"]))
def test_what_was_masked_comes_back_letter_for_letter(before: str, after: str, name: str) -> None:
    masker = Masker(names=[name], exact=["klient-77"])
    text = f"{before} {name} {after} klient-77 a@b.example 12345678"
    masked = masker.mask(text)
    for private in (*name.split(), "klient-77", "a@b.example", "12345678"):
        assert private not in masked
    assert masker.unmask(masked) == text


def test_a_name_is_known_in_its_other_forms_and_not_in_plain_words() -> None:
    masker = Masker(names=["Róża Zielińska"])
    assert masker.mask("Pani Różo, dla Zielińskiej kwiat róży") == "Pani {NAME_1}, dla {NAME_2} kwiat róży"
