"""A heated answer rests: the text stays a draft, no timer sends it, a holding answer bridges the time."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.actions import cool_down, deliver, outbox, reply, triage
from kontuar.actions.errors import Invalid, NotAllowed, Stopped
from kontuar.drafters import calm, holding
from kontuar.rulebook.load import policy_for
from kontuar.rules import cool_down as rule
from kontuar.store.models import Case, Draft, Duty, JournalEntry, Outgoing
from kontuar.text.claims import find_claims
from kontuar.text.language import guess
from kontuar.text.temper import check_draft, read
from tests.shop import Shop
from tests.talk import answered, cases, said, take_in, thread

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)  # a Friday
ANGRY = "To jest skandal i bezczelność, mam dosyć takich wiadomości!!!"
BUYERS = "To jakaś kpina! Oszuści, oddajcie pieniądze, żądam natychmiast zwrotu!!!"
HOT = (
    ANGRY,
    "PROSZĘ PRZESTAĆ PISAĆ. To Pana wina, trzeba było czytać opis.",
    "Przykro mi, że Pan tak uważa. Zwrotu 50 zł nie będzie.",
    "Jest Pan idiotą. Paczka wyszła 12.11.",
    "This is ridiculous, you are an idiot. Your parcel left on 12.11.",
    "Das ist eine Frechheit, Sie sind ein Idiot!!!",
    "Jūs idiotas, koks begėdis!",
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
spans = st.timedeltas(timedelta(0), timedelta(days=3))


@given(moments, spans, spans)
def test_a_rest_ends_before_the_answer_is_due_and_never_later_than_wanted(
    now: datetime, wanted_in: timedelta, due_in: timedelta
) -> None:
    wanted, due_at = now + wanted_in, now + due_in
    ends = rule.ends_at(wanted, due_at, now)
    assert ends <= wanted
    if due_in > 2 * rule.LEAST:
        assert ends <= due_at - rule.LEAST
        assert ends >= min(wanted, now + rule.LEAST)


def test_the_promised_hour_is_noon_of_the_next_working_day() -> None:
    warsaw = ZoneInfo("Europe/Warsaw")
    calendar = policy_for("allegro", "PL", NOW.date(), zone=warsaw).calendar
    assert rule.promised_at(NOW, calendar).astimezone(warsaw).isoformat()[:16] == "2026-11-23T12:00"


@pytest.mark.parametrize("language", ["pl", "en", "de", "lt"])
def test_a_holding_answer_is_read_back_as_the_very_promise(language: str) -> None:
    zone = ZoneInfo("Europe/Warsaw")
    promised_at = datetime(2026, 11, 24, 11, tzinfo=UTC)
    text = holding.draft(promised_at, language=language, zone=zone)
    found = [one.promised_by for one in find_claims(text, now=NOW.astimezone(zone)) if one.promised_by]
    assert found == [promised_at]


@pytest.mark.parametrize("text", HOT)
def test_a_calm_wording_holds_no_heated_word(text: str) -> None:
    proposal = calm.rewrite(text)
    assert proposal.text != text
    spoken = guess(proposal.text)
    assert check_draft(proposal.text, spoken) == ()
    assert read(proposal.text, spoken).cues == ()
    assert "!!" not in proposal.text


def test_a_calm_wording_keeps_calm_sentences_and_names_figures_that_went() -> None:
    proposal = calm.rewrite("Jest Pan idiotą i zwrotu 50 zł nie będzie. Paczka wyszła 12.11.", "pl")
    assert "Paczka wyszła 12.11." in proposal.text
    assert proposal.figures == ("50",)


def test_a_calm_text_comes_back_as_it_is() -> None:
    text = "Dzień dobry, paczka wyjdzie jutro. Pozdrawiam, Ania"
    assert calm.rewrite(text).text == text


@pytest.fixture
def case(shop: Shop) -> Case:
    take_in(shop.account, thread(), said("m1", NOW - timedelta(minutes=30), BUYERS), now=NOW)
    return cases(shop.account)[0]


def put_by(case: Case, shop: Shop, hours: int = 1) -> datetime:
    ends = cool_down.put_by(case, shop.ala, text=ANGRY, wanted=NOW + timedelta(hours=hours), now=NOW)
    case.refresh_from_db()
    return ends


def test_the_text_rests_as_a_draft_and_nothing_stands_in_the_outbox(case: Case, shop: Shop) -> None:
    ends = put_by(case, shop)
    assert ends == NOW + timedelta(hours=1)
    assert (case.state, case.waiting_until) == (Case.State.WAITING, ends)
    assert Draft.objects.get(case=case, user=shop.ala).text == ANGRY
    assert not Outgoing.objects.exists()
    deliver.release_held(now=ends + timedelta(days=1))
    assert not Outgoing.objects.exists(), "a timer has nothing it could send"


def test_a_heated_text_is_never_given_to_a_timer(case: Case, shop: Shop) -> None:
    later = NOW + timedelta(hours=3)
    with pytest.raises(Stopped) as stopped:
        reply.send(
            case,
            shop.ala,
            text=ANGRY,
            key=uuid4(),
            hold_until=later,
            seen_buyer_at=case.last_buyer_at,
            now=NOW,
        )
    assert stopped.value.code == "heated"
    assert Draft.objects.get(case=case, user=shop.ala).text == ANGRY
    row = reply.send(case, shop.ala, text=ANGRY, key=uuid4(), seen_buyer_at=case.last_buyer_at, now=NOW)
    with pytest.raises(Invalid):
        outbox.put_off(row, shop.ala, until=later, now=NOW)


def test_what_a_person_sends_in_spite_of_a_warning_is_recorded(case: Case, shop: Shop) -> None:
    reply.send(case, shop.ala, text=ANGRY, key=uuid4(), seen_buyer_at=case.last_buyer_at, now=NOW)
    assert JournalEntry.objects.get(verb="outgoing.written").detail["overruled"] == ["heated"]


def test_the_rest_ends_before_the_answer_is_due(case: Case, shop: Shop) -> None:
    due_at = Duty.objects.get(case=case, kind="answer").safer_by
    ends = put_by(case, shop, hours=100)
    assert ends == due_at - rule.MARGIN


def test_a_holding_answer_goes_out_and_the_case_waits_until_what_it_promised(case: Case, shop: Shop) -> None:
    put_by(case, shop)
    rest = cool_down.of(case, now=NOW)
    assert rest
    assert rest.holding
    assert rest.due_at
    row = cool_down.send_holding(
        case, shop.ala, text=rest.holding, key=uuid4(), seen_buyer_at=case.last_buyer_at, now=NOW
    )
    assert (row.then, row.wait_until) == (Outgoing.Then.WAIT, rest.promised_at)
    assert Draft.objects.get(case=case, user=shop.ala).text == ANGRY, "his own text waits untouched"


def test_the_date_a_holding_answer_names_is_a_duty_until_the_real_answer(case: Case, shop: Shop) -> None:
    put_by(case, shop)
    rest = cool_down.of(case, now=NOW)
    assert rest
    key = uuid4()
    seen = case.last_buyer_at
    row = cool_down.send_holding(case, shop.ala, text=rest.holding, key=key, seen_buyer_at=seen, now=NOW)
    sent_at = NOW + timedelta(minutes=1)
    take_in(shop.account, answered("m2", sent_at, row.text), now=sent_at + timedelta(minutes=1))
    duty = Duty.objects.get(case=case)
    assert (duty.kind, duty.due_at, duty.next_step) == ("promised", rest.promised_at, "keep_promise")
    answer = answered("m3", sent_at + timedelta(hours=20), "Zwracamy pieniądze dzisiaj, numer zwrotu 7.")
    take_in(shop.account, answer, now=answer.written_at)
    assert not Duty.objects.filter(case=case, kind="promised").exists()


def test_a_colleague_may_take_over_and_a_stranger_may_not(case: Case, shop: Shop) -> None:
    put_by(case, shop)
    with pytest.raises(NotAllowed):
        cool_down.take_over(case, shop.celina, now=NOW)
    cool_down.take_over(case, shop.ala, now=NOW)
    case.refresh_from_db()
    assert (case.state, case.assignee) == (Case.State.OPEN, shop.ala)
    assert cool_down.of(case, now=NOW) is None


def test_an_ordinary_wait_is_no_rest(case: Case, shop: Shop) -> None:
    triage.wait(case, shop.ala, until=NOW + timedelta(hours=2), now=NOW)
    case.refresh_from_db()
    assert cool_down.of(case, now=NOW) is None


def test_a_heated_buyer_is_heard_and_a_calm_one_is_not(case: Case, shop: Shop) -> None:
    assert cool_down.is_buyer_heated(case)
    case.last_text = "Dzień dobry, kiedy wyślecie paczkę?"
    assert not cool_down.is_buyer_heated(case)
