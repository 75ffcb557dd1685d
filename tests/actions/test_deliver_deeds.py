"""Doing what was asked for, step by step: what leaves, what goes back to a person, what nobody knows."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kontuar.actions import deeds, deliver_deeds
from kontuar.connector_kit.scripted import Asked, Reply
from kontuar.store.models import Account, AccountAccess, OutgoingDeed, Rating, Shipment, User
from kontuar.worker import sweep
from tests.deeds import Counter, every_kind, refuse
from tests.shop import NOW

pytestmark = pytest.mark.django_db(transaction=True)
State = OutgoingDeed.State
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


def stands(row: OutgoingDeed) -> tuple[str, str]:
    return row.state, row.reason


def shown(row: OutgoingDeed, *, read_at: Any = None) -> None:
    """The order's own list has it."""
    assert row.order is not None
    Shipment.objects.create(
        account=row.account, order=row.order, carrier="INPOST", waybill=row.what["waybill"]
    )


def test_each_kind_leaves_once_and_an_invoice_is_proven_by_its_file(counter: Counter) -> None:
    rows = [counter.do(row) for row in every_kind(counter)]
    assert [stands(row) for row in rows] == [(State.SENT, "")] * 2 + [(State.DONE, ""), (State.SENT, "")]
    assert [row.external_id for row in rows[:3]] == ["s1", "o2", "i1"]
    for row in rows:
        assert not deliver_deeds.one(row.pk, owner="w2", now=NOW + HOUR)
    assert [path.rpartition("/")[2] for path in counter.writes] == [
        "shipments",
        "fulfillment",
        "invoices",
        "file",
        "answer",
    ]


def test_it_leaves_only_after_the_undo_time(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    deliver_deeds.release_held(now=row.not_before - SECOND)
    assert deliver_deeds.next_due(counter.account.pk, now=NOW + DAY) is None
    deliver_deeds.release_held(now=row.not_before)
    assert deliver_deeds.next_due(counter.account.pk, now=row.not_before) == row.pk


def test_the_worker_finds_the_account_of_a_deed_that_is_due(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    sweep.tidy(row.not_before)
    lanes = list(sweep.due_lanes(row.not_before))
    assert sweep.Lane("send", counter.account.pk) in lanes
    Account.objects.update(state=Account.State.PAUSED)
    assert sweep.Lane("send", counter.account.pk) not in list(sweep.due_lanes(row.not_before))
    assert not deliver_deeds.one(row.pk, owner="w1", now=row.not_before)


def test_watch_only_pressed_meanwhile_keeps_everything_here(counter: Counter) -> None:
    rows = every_kind(counter)
    Account.objects.update(is_watch_only=True)
    assert {stands(counter.do(row)) for row in rows} == {(State.HELD, "watch_only")}
    assert counter.writes == []


def test_watch_only_pressed_while_the_access_is_renewed_keeps_it_here(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    Account.objects.filter(pk=counter.account.pk).update(access_expires_at=NOW)

    def press(asked: Asked) -> Reply | None:
        if not asked.path.endswith("/token"):
            return None
        Account.objects.update(is_watch_only=True)
        pair = {"access_token": "b", "refresh_token": "s", "expires_in": 43199, "token_type": "bearer"}
        return Reply.of_json(pair)

    counter.on_asked.append(press)
    assert stands(counter.do(row)) == (State.HELD, "watch_only")
    assert [one for one in counter.writes if "token" not in one] == []


def test_watch_only_pressed_between_the_halves_of_an_invoice_keeps_its_file_here(counter: Counter) -> None:
    row = counter.invoice(counter.order())

    def press(asked: Asked) -> None:
        Account.objects.update(is_watch_only=True)

    counter.on_asked.append(press)
    row = counter.do(row)
    assert (*stands(row), row.external_id) == (State.HELD, "watch_only", "i1")
    assert [path.rpartition("/")[2] for path in counter.writes] == ["invoices"]


@pytest.mark.parametrize("how", ["viewer", "none", "left", "deleted"])
def test_what_somebody_asked_for_who_lost_the_right_since_is_kept_here(counter: Counter, how: str) -> None:
    ala = counter.shop.ala
    rows = every_kind(counter)
    mine = AccountAccess.objects.filter(user=ala)
    if how == "viewer":
        mine.update(role=AccountAccess.Role.VIEWER)
    elif how == "none":
        mine.delete()
    elif how == "left":
        User.objects.filter(pk=ala.pk).update(is_active=False)
    else:
        OutgoingDeed.objects.update(asked_by=None)
    rows = [counter.do(row) for row in rows]
    assert {stands(row) for row in rows} == {(State.HELD, "no_rights")}
    assert counter.writes == []
    again = deeds.send_again(rows[0], counter.shop.bolek, key=uuid4(), now=NOW)
    assert stands(counter.do(again)) == (State.SENT, "")


def test_an_order_cancelled_meanwhile_gets_no_number(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    counter.order(state="cancelled")
    assert stands(counter.do(row)) == (State.HELD, "order_cancelled")
    assert counter.writes == []


def test_what_is_already_so_is_done_without_a_write(counter: Counter) -> None:
    number, state, answer = (
        counter.track(counter.order("o1"), "62"),
        counter.state(counter.order("o2"), "sent"),
        counter.answer(counter.rating()),
    )
    shown(number)
    counter.order("o2", fulfilment="sent")
    Rating.objects.update(answer="Przykro  nam.")
    assert {stands(counter.do(row)) for row in (number, state, answer)} == {(State.DONE, "already_so")}
    assert counter.writes == []


def test_a_state_somebody_else_set_goes_back_to_a_person(counter: Counter) -> None:
    row = counter.state(counter.order(), "processing")
    counter.order(fulfilment="ready_for_shipment")
    row = counter.do(row)
    assert stands(row) == (State.HELD, "changed_meanwhile")
    again = deeds.send_again(row, counter.shop.ala, key=row.key.__class__(int=7), now=NOW)
    assert stands(counter.do(again)) == (State.SENT, "")


def test_an_answer_given_on_the_marketplaces_page_is_not_given_again(counter: Counter) -> None:
    row = counter.answer(counter.rating())
    Rating.objects.update(answer="Odpowiedź z panelu.")
    assert stands(counter.do(row)) == (State.HELD, "answered_meanwhile")
    assert counter.writes == []


@pytest.mark.parametrize(
    "change", [{"comment": "Jednak dobrze."}, {"is_recommended": True}, {"changed_at": NOW + HOUR}]
)
def test_an_answer_to_a_rating_that_changed_goes_back_to_a_person(
    counter: Counter, change: dict[str, Any]
) -> None:
    row = counter.answer(counter.rating(comment="Źle.", changed_at=NOW - HOUR))
    Rating.objects.update(**change)
    row = counter.do(row)
    assert stands(row) == (State.HELD, "rating_changed")
    assert counter.writes == []
    again = deeds.send_again(row, counter.shop.ala, key=uuid4(), now=NOW)
    assert stands(counter.do(again)) == (State.SENT, "")


def test_two_people_asking_for_the_same_number_send_it_once(counter: Counter) -> None:
    order = counter.order()
    first = counter.do(counter.track(order, "62"))
    second = counter.queued(counter.track(order, "63"))
    OutgoingDeed.objects.filter(pk=second.pk).update(what={**second.what, "waybill": "62"})
    assert first.state == State.SENT
    assert stands(counter.do(second)) == (State.HELD, "same_deed")
    assert len(counter.writes) == 1


@pytest.mark.parametrize("shows", [True, False])
def test_a_number_the_order_shows_or_gets_in_other_letters_is_not_added_again(
    counter: Counter, shows: bool
) -> None:
    row = counter.queued(counter.track(counter.order(), "ad-12"))
    if shows:
        Shipment.objects.create(account=row.account, order=row.order, carrier="DPD", waybill="AD 12")
    else:
        twin = counter.track(counter.order(), "13")
        counter.queued(twin, state=State.SENT, what={**twin.what, "waybill": "AD12"})
    wanted = (State.DONE, "already_so") if shows else (State.HELD, "same_deed")
    assert stands(counter.do(row)) == wanted
    assert counter.writes == []


@pytest.mark.parametrize(("insists", "wanted"), [(False, State.HELD), (True, State.DONE)])
def test_two_people_adding_one_invoice_send_it_once_unless_one_insists(
    counter: Counter, insists: bool, wanted: State
) -> None:
    order = counter.order()
    second = counter.invoice(order)
    first = counter.invoice(order, anyway=True)
    OutgoingDeed.objects.filter(pk=second.pk).update(what={**second.what, "anyway": insists})
    assert counter.do(first).state == State.DONE
    assert counter.do(second).state == wanted


def test_the_hourly_cap_delays(counter: Counter) -> None:
    Account.objects.update(hourly_cap=2)
    rows = [counter.track(counter.order(f"o{n}"), str(n)) for n in range(3)]
    assert [counter.do(row).state for row in rows] == [State.SENT, State.SENT, State.QUEUED]
    last = counter.again(rows[2])
    assert (last.reason, last.not_before) == ("hourly_cap", NOW + HOUR)
    assert counter.do(last, now=NOW + HOUR + SECOND).state == State.SENT


def test_a_deed_that_waited_a_day_goes_back_to_a_person(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    Account.objects.update(access_expires_at=NOW + 9 * DAY)
    assert stands(counter.do(row, now=NOW + 25 * HOUR)) == (State.HELD, "too_late")


def drop(asked: Asked) -> Reply | None:
    return None if asked.method == "GET" or "/invoices/" in asked.path else Reply(drop=True)


def test_a_lost_answer_is_unsure_and_never_repeated(counter: Counter) -> None:
    rows = every_kind(counter)
    counter.on_asked.append(drop)
    counter.on_asked.append(lambda asked: Reply.of_json({"invoices": []}) if asked.method == "GET" else None)
    for row in rows:
        assert stands(counter.do(row)) == (State.UNSURE, "no_answer")
    seen = len(counter.writes)
    assert seen == 4
    for row in rows:
        assert not deliver_deeds.one(row.pk, owner="w2", now=NOW + DAY)
    assert len(counter.writes) == seen


def test_a_dead_worker_leaves_unsure_and_never_queued(counter: Counter) -> None:
    rows = [counter.queued(row, state=State.SENDING, lease_until=NOW - SECOND) for row in every_kind(counter)]
    assert deliver_deeds.expire(now=NOW) == 4
    assert {stands(counter.again(row)) for row in rows} == {(State.UNSURE, "died")}
    assert deliver_deeds.next_due(counter.account.pk, now=NOW + DAY) is None


def test_an_invoice_whose_metadata_was_taken_hands_over_its_file_again(counter: Counter) -> None:
    """The worker died between the two halves."""
    row = counter.invoice(counter.order())
    counter.queued(row, state=State.SENDING, lease_until=NOW - SECOND, external_id="i1")
    assert deliver_deeds.expire(now=NOW) == 1
    assert stands(counter.do(row)) == (State.DONE, "")
    assert [path.rpartition("/")[2] for path in counter.writes] == ["file"]


def test_a_lost_answer_to_the_file_is_tried_again_and_to_the_metadata_is_not(counter: Counter) -> None:
    row = counter.invoice(counter.order())
    troubles = [Reply(drop=True), None, None]

    def react(asked: Asked) -> Reply | None:
        return troubles.pop(0) if asked.path.endswith("/file") and troubles else None

    counter.on_asked.append(react)
    row = counter.do(row)
    assert (row.state, row.external_id) == (State.QUEUED, "i1")
    assert row.not_before > NOW
    assert stands(counter.do(row, now=NOW + MINUTE)) == (State.DONE, "")
    assert [path.rpartition("/")[2] for path in counter.writes].count("invoices") == 1


def waiting(*ids: str) -> Reply:
    """The order's invoices, declared as ours would be and without their files."""
    entries = [{"id": one, "file": {"name": "faktura.pdf"}} for one in ids]
    return Reply.of_json({"invoices": entries})


def test_a_declaration_another_deed_made_is_not_adopted_after_a_lost_answer(counter: Counter) -> None:
    order = counter.order()
    other = counter.queued(counter.invoice(order, number=""), state=State.QUEUED, external_id="i1")
    counter.queued(other, state=State.HELD, reason="watch_only", sha256="x")
    row = counter.invoice(order, number="")
    counter.on_asked.append(lambda asked: waiting("i1") if asked.method == "GET" else drop(asked))
    row = counter.do(row)
    assert (*stands(row), row.external_id) == (State.UNSURE, "no_answer", "")


@pytest.mark.parametrize(("tried", "wanted"), [("", State.REFUSED), ("i1", State.DONE)])
def test_a_file_already_there_is_ours_only_after_a_try_of_ours(
    counter: Counter, tried: str, wanted: State
) -> None:
    row = counter.queued(counter.invoice(counter.order()), external_id="i1")
    OutgoingDeed.objects.filter(pk=row.pk).update(what={**row.what, "file_tried": tried})
    counter.on_asked.append(lambda asked: refuse(409) if asked.path.endswith("/file") else None)
    row = counter.do(row)
    assert row.state == wanted
    assert row.reason == ("FILE_THERE" if wanted == State.REFUSED else "")
    if wanted == State.REFUSED:
        assert row.what["file_tried"] == "", "the next one, too, does not take it for ours"
        again = deeds.send_again(row, counter.shop.ala, key=uuid4(), now=NOW)
        assert again.external_id == "", "and declares an invoice of its own"


def test_a_file_whose_answer_got_lost_may_be_found_there(counter: Counter) -> None:
    row = counter.invoice(counter.order())
    replies = [Reply(drop=True)]

    def react(asked: Asked) -> Reply | None:
        if not asked.path.endswith("/file"):
            return None
        return replies.pop() if replies else refuse(409)

    counter.on_asked.append(react)
    row = counter.do(row)
    assert row.state == State.QUEUED
    assert stands(counter.do(row, now=NOW + MINUTE)) == (State.DONE, "")


def test_a_lost_or_changed_file_sends_nothing(counter: Counter, settings: Any) -> None:
    row = counter.invoice(counter.order())
    (settings.ATTACHMENTS_DIR / row.path).write_bytes(b"%PDF-other")
    assert stands(counter.do(row)) == (State.HELD, "file")
    assert counter.writes == []


def test_a_refusal_stands_with_the_marketplaces_reason_and_may_be_put_away(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    counter.on_asked.append(lambda asked: refuse(422, "CarrierIdValidationException", trace_id="t-1"))
    row = counter.do(row)
    assert (row.state, row.reason, row.reason_text) == (
        State.REFUSED,
        "CarrierIdValidationException",
        "Nie tak.",
    )
    assert row.trace_id == "t-1"
    deeds.cancel(row, counter.shop.ala, now=NOW)


def test_a_block_and_a_broken_line_wait_for_their_time(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    replies = [refuse(429, retry_after="90"), None]
    counter.on_asked.append(lambda asked: replies.pop(0) if replies else None)
    row = counter.do(row)
    assert (row.state, row.attempts) == (State.QUEUED, 1)
    assert row.not_before >= NOW + 90 * SECOND
    assert counter.account.blocked_until is not None


def test_a_consent_that_lacks_the_right_gives_it_back_and_signs_nobody_out(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    counter.on_asked.append(lambda asked: refuse(403, "AccessDenied"))
    assert stands(counter.do(row)) == (State.HELD, "scope")
    assert counter.account.state == Account.State.ACTIVE
