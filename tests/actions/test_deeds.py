"""Asking for a deed: what may be asked for, and what is said when it may not."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kontuar.actions import deed_facts, deeds
from kontuar.actions.errors import (
    ActionProblem,
    ChangedMeanwhile,
    Doubtful,
    Invalid,
    MustLookFirst,
    NotAllowed,
    Stopped,
    TooLate,
    WatchOnlyAccount,
)
from kontuar.actions.uploads import NewFile
from kontuar.store.models import Account, Order, OutgoingDeed, Rating, Shipment
from tests.deeds import FILE, PDF, Counter
from tests.shop import NOW

pytestmark = pytest.mark.django_db(transaction=True)
State = OutgoingDeed.State
SECOND = timedelta(seconds=1)


def said(problem: "pytest.ExceptionInfo[ActionProblem]") -> str:
    return problem.value.code


def test_a_parcels_number_is_held_for_the_undo_time(counter: Counter) -> None:
    row = counter.track(counter.order(), " 6200 0000".replace(" ", ""))
    assert (row.state, row.reason, row.what["waybill"]) == (State.HELD, "undo", "62000000")
    assert row.not_before == NOW + 15 * SECOND


def test_the_same_form_twice_makes_one_row(counter: Counter) -> None:
    order, key = counter.order(), uuid4()
    first, second = (counter.track(order, "62", key=key) for _ in range(2))
    assert first.pk == second.pk
    assert OutgoingDeed.objects.count() == 1


def test_a_forms_key_belongs_to_its_order_and_person(counter: Counter) -> None:
    key = uuid4()
    counter.track(counter.order(), "62", key=key)
    with pytest.raises(ChangedMeanwhile):
        counter.track(counter.order("o2"), "62", key=key)
    with pytest.raises(ChangedMeanwhile):
        counter.track(counter.order(), "62", key=key, by=counter.shop.bolek)


def test_a_forms_key_used_for_something_else_is_told_and_not_swallowed(counter: Counter) -> None:
    order, rating, key = counter.order(), counter.rating(), uuid4()
    ala, other = counter.shop.ala, NewFile(name="faktura.pdf", media_type="", content=PDF + b"2")
    counter.track(order, "62", key=key)
    deeds.add_invoice(order, FILE, "FV 1", ala, key=UUID(int=2), now=NOW)
    deeds.answer_rating(rating, "Przykro nam.", ala, key=UUID(int=3), now=NOW)
    for ask in (
        lambda: counter.track(order, "63", key=key),
        lambda: counter.track(order, "62", "DPD", key=key),
        lambda: counter.state(order, "sent", key=key),
        lambda: deeds.add_invoice(order, FILE, "FV 1", ala, key=key, now=NOW),
        lambda: deeds.add_invoice(order, other, "FV 1", ala, key=UUID(int=2), now=NOW),
        lambda: deeds.add_invoice(order, FILE, "FV 2", ala, key=UUID(int=2), now=NOW),
        lambda: deeds.answer_rating(rating, "Nie.", ala, key=UUID(int=3), now=NOW),
    ):
        with pytest.raises(ChangedMeanwhile):
            ask()
    assert OutgoingDeed.objects.count() == 3


def test_the_same_form_twice_makes_one_row_of_every_kind(counter: Counter) -> None:
    order, rating, key, ala = counter.order(), counter.rating(), uuid4(), counter.shop.ala
    for ask in (
        lambda key: counter.track(order, "62", line_ids=["l1"], key=key),
        lambda key: counter.state(order, "sent", key=key),
        lambda key: deeds.add_invoice(order, FILE, " FV 1 ", ala, key=key, now=NOW),
        lambda key: deeds.answer_rating(rating, "Przykro\r\nnam.", ala, key=key, now=NOW),
    ):
        key = uuid4()
        assert ask(key).pk == ask(key).pk


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"waybill": "  "}, "waybill-empty", "waybill"),
        ({"waybill": "62 000"}, "waybill-blank", "waybill"),
        ({"waybill": "62\u200b000"}, "waybill-blank", "waybill"),
        ({"waybill": "6" * 65}, "waybill-long", "waybill"),
        ({"carrier": "ALLEGRO"}, "carrier-gone", "carrier"),
        ({"carrier": "NOBODY"}, "carrier-unknown", "carrier"),
        ({"carrier": "OTHER"}, "carrier-name", "carrier_name"),
        ({"carrier": "OTHER", "carrier_name": "k" * 31}, "carrier-name-long", "carrier_name"),
        ({"line_ids": ["nowhere"]}, "unknown-line", "line"),
    ],
)
def test_wrong_values_are_refused_with_their_field(
    counter: Counter, values: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Invalid) as problem:
        counter.track(counter.order(), values.pop("waybill", "62000000"), **values)
    assert (said(problem), problem.value.field) == (code, field)  # type: ignore[attr-defined]
    assert not OutgoingDeed.objects.exists()


def test_a_number_of_64_characters_and_a_name_of_30_pass(counter: Counter) -> None:
    row = counter.track(counter.order(), "6" * 64, carrier="OTHER", carrier_name="k" * 30)
    assert row.what["carrier_name"] == "k" * 30


def test_the_carriers_on_the_accounts_own_parcels_are_offered_first(counter: Counter) -> None:
    order = counter.order()
    for number, carrier in enumerate(("MEEST", "DPD", "DPD", "ALLEGRO")):
        Shipment.objects.create(account=counter.account, order=order, carrier=carrier, waybill=str(number))
    offered = [code for code, _name in deeds.carriers(counter.account, now=NOW)]
    assert offered[:2] == ["DPD", "MEEST"]
    assert "OTHER" in offered
    assert "ALLEGRO" not in offered


def test_the_carrier_allegro_was_taken_before_june_2026(counter: Counter) -> None:
    order = counter.order()
    Shipment.objects.create(account=counter.account, order=order, carrier="ALLEGRO", waybill="1")
    before = NOW.replace(month=6, day=1)
    assert "ALLEGRO" in dict(deeds.carriers(counter.account, now=before))


def test_a_number_of_another_order_wants_a_yes(counter: Counter) -> None:
    counter.track(counter.order("o2"), "62000000")
    with pytest.raises(Doubtful):
        counter.track(counter.order(), "62000000")
    assert counter.track(counter.order(), "62000000", anyway=True).state == State.HELD


def test_a_number_the_order_has_or_is_getting_is_not_added_again(counter: Counter) -> None:
    order = counter.order()
    counter.track(order, "62000000")
    Shipment.objects.create(account=counter.account, order=order, carrier="DPD", waybill="63")
    for number in ("62000000", "63"):
        with pytest.raises(Invalid) as problem:
            counter.track(order, number, anyway=True)
        assert said(problem) == "waybill-there"


@pytest.mark.parametrize("written", ["ad-12 34b", "AD1234B", "Ad\u00a01234-b"])
def test_a_number_written_otherwise_is_the_same_number(counter: Counter, written: str) -> None:
    order = counter.order()
    Shipment.objects.create(account=counter.account, order=order, carrier="DPD", waybill=written)
    with pytest.raises(Invalid) as problem:
        counter.track(order, "AD-1234b", anyway=True)
    assert said(problem) == "waybill-there"
    with pytest.raises(Doubtful):
        counter.track(counter.order("o2"), "AD-1234b")


@pytest.mark.parametrize("how", [{"state": "cancelled"}, {"fulfilment": "cancelled"}])
def test_nothing_is_sent_for_a_cancelled_order(counter: Counter, how: dict[str, str]) -> None:
    order = counter.order(**how)
    with pytest.raises(Invalid) as problem:
        counter.track(order, "62")
    assert said(problem) == "order-cancelled"
    with pytest.raises(Invalid) as problem:
        counter.state(order, "sent")
    assert said(problem) == "order-cancelled"
    with pytest.raises(Invalid) as problem:
        counter.invoice(order)
    assert said(problem) == "order-cancelled"


@pytest.mark.parametrize("how", ["ready", "cancelled"])
def test_no_order_is_cancelled_from_here(counter: Counter, how: str) -> None:
    order = counter.order(state=how)
    assert "cancelled" not in deeds.settable(counter.account, now=NOW)
    with pytest.raises(Invalid) as problem:
        counter.state(order, "cancelled")
    assert said(problem) == "state-not-settable"
    assert not OutgoingDeed.objects.exists()


@pytest.mark.parametrize(
    ("status", "code"),
    [("returned", "state-not-settable"), ("nonsense", "state-not-settable"), ("new", "state-already")],
)
def test_a_state_that_cannot_be_set_is_refused(counter: Counter, status: str, code: str) -> None:
    with pytest.raises(Invalid) as problem:
        counter.state(counter.order(), status)
    assert said(problem) == code


@pytest.mark.parametrize("change", [{"state": "filled_in"}, {"fulfilment": "processing"}, {"revision": "r2"}])
def test_a_state_is_asked_for_only_of_the_order_that_was_on_the_screen(
    counter: Counter, change: dict[str, str]
) -> None:
    seen = deed_facts.order_stamp(counter.order())
    with pytest.raises(ChangedMeanwhile):
        counter.state(counter.order(**change), "sent", seen=seen)
    assert not OutgoingDeed.objects.exists()
    order = counter.order()
    assert counter.state(order, "sent", seen=deed_facts.order_stamp(order)).state == State.HELD


def test_a_second_wish_for_an_order_replaces_the_first_that_has_not_left(counter: Counter) -> None:
    order = counter.order()
    first = counter.state(order, "processing")
    second = counter.state(order, "sent")
    first.refresh_from_db()
    assert (first.state, first.reason) == (State.CANCELLED, "replaced")
    assert second.what["seen_fulfilment"] == ["new"]


@pytest.mark.parametrize("stands", [(State.HELD, "undo"), (State.QUEUED, ""), (State.HELD, "watch_only")])
def test_asking_for_the_state_it_is_in_takes_a_waiting_wish_back(
    counter: Counter, stands: tuple[State, str]
) -> None:
    order = counter.order(fulfilment="processing")
    wrong = counter.queued(counter.state(order, "sent"), state=stands[0], reason=stands[1])
    undone = counter.state(order, "processing")
    assert (undone.pk, undone.state, undone.reason) == (wrong.pk, State.CANCELLED, "taken_back")
    with pytest.raises(Invalid) as problem:
        counter.state(order, "processing")
    assert said(problem) == "state-already"
    assert OutgoingDeed.objects.count() == 1


def test_what_was_asked_before_is_expected_by_the_next_wish(counter: Counter) -> None:
    order = counter.order()
    first = counter.state(order, "processing")
    OutgoingDeed.objects.filter(pk=first.pk).update(state=State.SENT)
    assert counter.state(order, "sent").what["seen_fulfilment"] == ["new", "processing"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("f.pdf", b"", "file-empty"),
        ("f.pdf", b"\x89PNG\r\n\x1a\n" + bytes(9), "file-kind"),
        ("f.pdf", b"MZ" + bytes(9), "file-kind"),
        ("f.pdf", PDF + bytes(3_000_000), "file-large"),
    ],
)
def test_an_invoice_is_a_pdf_by_its_content_of_3_mb(
    counter: Counter, name: str, content: bytes, code: str
) -> None:
    file = NewFile(name=name, media_type="application/pdf", content=content)
    with pytest.raises(Invalid) as problem:
        counter.invoice(counter.order(), file)
    assert said(problem) == code


OTHER = NewFile(name="f.pdf", media_type="", content=PDF + b"2")


@pytest.mark.parametrize("state", [State.HELD, State.SENT, State.UNSURE, State.DONE])
def test_an_invoice_the_order_has_wants_a_yes(counter: Counter, state: State) -> None:
    order = counter.order()
    counter.queued(counter.invoice(order), state=state)
    for file, number in ((FILE, "FV 2"), (FILE, ""), (OTHER, "fv  1")):
        with pytest.raises(Doubtful) as problem:
            counter.invoice(order, file, number)
        assert said(problem) == "invoice-there"
    counter.invoice(order, OTHER, "FV 2")
    counter.invoice(counter.order("o2"), FILE, "FV 1")
    assert counter.invoice(order, FILE, "FV 1", anyway=True).state == State.HELD


def test_an_invoice_taken_back_or_refused_may_be_added_again(counter: Counter) -> None:
    order = counter.order()
    for state in (State.CANCELLED, State.REFUSED):
        counter.queued(counter.invoice(order), state=state)
    assert counter.invoice(order).state == State.HELD


def test_invoices_without_a_number_are_told_apart_by_their_files(counter: Counter) -> None:
    order = counter.order()
    counter.invoice(order, FILE, "")
    assert counter.invoice(order, OTHER, "").state == State.HELD


def test_an_invoice_goes_without_a_path_and_ends_in_pdf(counter: Counter) -> None:
    file = NewFile(name=r"C:\ksiegowosc\FV 1-2026", media_type="", content=PDF)
    row = counter.invoice(counter.order(), file, number="  FV 1/2026 ")
    assert row.what["file_name"] == row.file_name == "FV 1-2026.pdf"
    assert (row.what["number"], row.media_type, row.size) == ("FV 1/2026", "application/pdf", len(PDF))


def test_only_a_rating_that_does_not_recommend_is_answered_and_once(counter: Counter) -> None:
    for fields, code in (
        ({"is_recommended": True}, "rating-recommended"),
        ({"answer": "Przykro nam."}, "rating-answered"),
        ({"is_excluded": True}, "rating-excluded"),
    ):
        with pytest.raises(Invalid) as problem:
            counter.answer(counter.rating(code, **fields))
        assert said(problem) == code
    rating = counter.rating("ok")
    counter.answer(rating)
    with pytest.raises(Invalid) as problem:
        counter.answer(rating, "Jeszcze raz.")
    assert said(problem) == "rating-answered"


@pytest.mark.parametrize("text", ["", "  ", "x" * 501, "Dzień dobry {imię}", "Ty idioto", "Kurwa mać"])
def test_an_answer_that_must_not_be_public_is_stopped(counter: Counter, text: str) -> None:
    with pytest.raises(Stopped) as problem:
        counter.answer(counter.rating(), text)
    assert problem.value.findings
    assert not OutgoingDeed.objects.exists()


@pytest.mark.parametrize(
    "text", ["Proszę dzwonić: 600 100 200", "Pisz na sklep@example.com", "Zob. allegro.pl/regulamin"]
)
def test_contact_data_and_addresses_under_a_rating_are_told(counter: Counter, text: str) -> None:
    found = deeds.rating_findings(counter.rating(), text, now=NOW)
    assert [finding.rule_id for finding in found] == ["A5.10"]


def test_a_good_short_answer_shows_nothing(counter: Counter) -> None:
    text = "Przykro nam. Paczka czekała na kuriera; pieniądze oddaliśmy tego samego dnia."
    assert deeds.rating_findings(counter.rating(), text, now=NOW) == ()
    assert counter.answer(counter.rating(), text).state == State.HELD


def test_nothing_is_asked_of_a_watch_only_account_or_by_a_stranger(counter: Counter) -> None:
    order, rating = counter.order(), counter.rating()
    with pytest.raises(NotAllowed):
        counter.track(order, "62", by=counter.shop.celina)
    Account.objects.update(is_watch_only=True)
    order, rating = Order.objects.get(pk=order.pk), Rating.objects.get(pk=rating.pk)
    for ask in (
        lambda: counter.track(order, "62"),
        lambda: counter.state(order, "sent"),
        lambda: counter.invoice(order),
        lambda: counter.answer(rating),
    ):
        with pytest.raises(WatchOnlyAccount):
            ask()
    assert not OutgoingDeed.objects.exists()


def test_it_is_taken_back_before_it_leaves_and_not_after(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    deeds.cancel(row, counter.shop.bolek, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.CANCELLED, "taken_back")
    with pytest.raises(TooLate):
        deeds.cancel(row, counter.shop.bolek, now=NOW)
    with pytest.raises(NotAllowed):
        deeds.cancel(row, counter.shop.celina, now=NOW)


@pytest.mark.parametrize(("happened", "state"), [(True, State.DONE), (False, State.CANCELLED)])
def test_a_person_says_what_became_of_an_unsure_one(counter: Counter, happened: bool, state: State) -> None:
    row = counter.queued(counter.track(counter.order(), "62"), state=State.UNSURE)
    deeds.settle_unsure(row, happened, counter.shop.ala, now=NOW)
    row.refresh_from_db()
    assert row.state == state
    with pytest.raises(ChangedMeanwhile):
        deeds.settle_unsure(row, happened, counter.shop.ala, now=NOW)


def test_an_unsure_one_goes_again_only_after_a_look(counter: Counter) -> None:
    row = counter.queued(counter.track(counter.order(), "62"), state=State.UNSURE, reason="no_answer")
    with pytest.raises(MustLookFirst):
        deeds.send_again(row, counter.shop.ala, key=uuid4(), now=NOW)
    key = uuid4()
    again = deeds.send_again(row, counter.shop.ala, key=key, i_looked=True, now=NOW)
    assert (again.state, again.what) == (State.QUEUED, row.what)
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.CANCELLED, "sent_again")
    assert deeds.send_again(row, counter.shop.ala, key=key, i_looked=True, now=NOW).pk == again.pk


def test_a_number_their_list_does_not_show_goes_again_by_one_click(counter: Counter) -> None:
    row = counter.queued(counter.track(counter.order(), "62"), state=State.UNSURE, reason="not_arrived")
    assert deeds.send_again(row, counter.shop.ala, key=uuid4(), now=NOW).state == State.QUEUED


def test_what_is_still_waiting_or_done_is_not_sent_again(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    for state, reason in ((State.HELD, "undo"), (State.QUEUED, ""), (State.DONE, ""), (State.SENT, "")):
        row = counter.queued(row, state=state, reason=reason)
        with pytest.raises(ChangedMeanwhile):
            deeds.send_again(row, counter.shop.ala, key=uuid4(), i_looked=True, now=NOW)
