"""Talks of places without an interface: pasted they are cases as any other; a person sends, and says so."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kontuar.actions import deliver, forget, home, intake, intake_places, intake_sent, outbox, reply
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed, Stopped, TooLate
from kontuar.actions.intake import Noted
from kontuar.actions.intake_places import Place
from kontuar.actions.ways import BY_HAND
from kontuar.connector_kit.errors import NotSupported
from kontuar.connectors import get as connector_named
from kontuar.store.models import (
    Account,
    AccountAccess,
    Buyer,
    Case,
    Duty,
    JournalEntry,
    Message,
    Outgoing,
    SearchRow,
    Stream,
    Thread,
)
from tests.shop import NOW, Shop

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OLX = Place(name="OLX", inbox="https://www.olx.pl/mojolx/wiadomosci/", answer_hours=4, text_limit=400)
ASKED = Noted(
    who="Kasia K.",
    text="Czy stół jest jeszcze dostępny?",
    written_at=NOW - HOUR,
    link="https://www.olx.pl/d/1",
)


@pytest.fixture
def olx(shop: Shop) -> Account:
    account = intake_places.add(shop.ala, OLX, now=NOW)
    AccountAccess.objects.create(user=shop.bolek, account=account, role="agent")
    return account


def test_a_pasted_talk_is_a_case_with_the_clock_of_its_place(shop: Shop, olx: Account) -> None:
    case = intake.begin(olx, shop.bolek, ASKED, now=NOW).case
    assert (case.buyer.login, case.state, case.thread.link) == ("Kasia K.", "open", ASKED.link)
    duty = Duty.objects.get(case=case)
    assert (duty.kind, duty.origin, duty.due_at) == ("answer", "own", ASKED.written_at + 4 * HOUR)
    assert SearchRow.objects.filter(account=olx, kind=SearchRow.Kind.MESSAGE, words__contains="stol").exists()
    assert JournalEntry.objects.filter(verb="case.noted", case=case, actor=shop.bolek).exists()


def test_nothing_is_read_or_sent_there(shop: Shop, olx: Account) -> None:
    assert not Stream.objects.filter(account=olx).exists()
    assert olx.settings == {"inbox": OLX.inbox, "answer_hours": 4, "text_limit": 400}
    with pytest.raises(NotSupported):
        connector_named("elsewhere").read(b"", login="", settings={}, received_at=NOW)


def test_the_same_words_in_the_same_minute_are_kept_once(shop: Shop, olx: Account) -> None:
    first = intake.begin(olx, shop.bolek, ASKED, now=NOW)
    again = replace(
        ASKED, text=f"  {ASKED.text}\r\n", written_at=ASKED.written_at + timedelta(seconds=20), link=""
    )
    second = intake.begin(olx, shop.ala, again, now=NOW + MINUTE)
    assert (first.is_new, second.is_new, second.case.pk) == (True, False, first.case.pk)
    assert intake.go_on(first.case, shop.bolek, again, now=NOW).is_new is False
    assert Message.objects.filter(account=olx).count() == 1
    later = intake.begin(olx, shop.bolek, replace(again, written_at=ASKED.written_at + 2 * MINUTE), now=NOW)
    assert later.is_new, "the same words later are said again"


def test_a_talk_whose_link_is_known_goes_on_where_it_stands(shop: Shop, olx: Account) -> None:
    first = intake.begin(olx, shop.bolek, ASKED, now=NOW).case
    more = replace(ASKED, text="Halo?", written_at=NOW)
    assert intake.begin(olx, shop.bolek, more, now=NOW).case.pk == first.pk
    other = replace(ASKED, text="Halo?", written_at=NOW, link="https://www.olx.pl/d/2")
    assert intake.begin(olx, shop.bolek, replace(other, written_at=NOW - MINUTE), now=NOW).case.pk != first.pk


def held(case: Case, shop: Shop, **more: object) -> Outgoing:
    case = Case.objects.select_related("account", "buyer", "thread", "order", "offer").get(pk=case.pk)
    given = {"text": "Tak, stół czeka.", "key": uuid4(), "seen_buyer_at": case.last_buyer_at, **more}
    return reply.send(case, shop.bolek, now=NOW + MINUTE, **given)  # type: ignore[arg-type]


def test_an_answer_waits_for_a_person_and_no_worker_takes_it(shop: Shop, olx: Account) -> None:
    row = held(intake.begin(olx, shop.bolek, ASKED, now=NOW).case, shop, hold_until=NOW + HOUR)
    assert (row.state, row.hold_reason) == ("held", BY_HAND)
    assert deliver.release_held(now=NOW + 2 * DAY) == 0
    for deed in (
        lambda: outbox.send_now(row, shop.bolek, seen_buyer_at=row.last_buyer_at, now=NOW + HOUR),
        lambda: outbox.put_off(row, shop.bolek, until=NOW + DAY, now=NOW + HOUR),
    ):
        with pytest.raises(Invalid):
            deed()
    Outgoing.objects.filter(pk=row.pk).update(state="queued", hold_reason="")
    assert deliver.one(row.pk, owner="worker", now=NOW + HOUR) is False
    row.refresh_from_db()
    assert (row.state, row.hold_reason, row.sending_at) == ("held", BY_HAND, None)


def test_sent_there_ends_the_duty_and_stands_in_the_talk(shop: Shop, olx: Account) -> None:
    case = intake.begin(olx, shop.bolek, ASKED, now=NOW).case
    row = held(case, shop)
    assert Duty.objects.filter(case=case).exists(), "copied is not sent"
    intake_sent.sent(row, shop.ala, now=NOW + HOUR)
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.state, row.sent_at, row.message.text) == ("delivered", NOW + HOUR, "Tak, stół czeka.")
    assert (case.state, case.last_role) == ("closed", "seller")
    assert not Duty.objects.filter(case=case).exists()
    assert JournalEntry.objects.get(verb="outgoing.sent_there").actor == shop.ala
    with pytest.raises(ChangedMeanwhile):
        intake_sent.sent(row, shop.ala, now=NOW + HOUR)


def test_a_slip_is_taken_back_within_the_undo_time_and_nothing_of_it_stays(shop: Shop, olx: Account) -> None:
    case = intake.begin(olx, shop.bolek, ASKED, now=NOW).case
    row = held(case, shop, text="Wyślę go jutro do 12:00.")
    intake_sent.sent(row, shop.bolek, now=NOW + HOUR)
    assert Duty.objects.get(case=case).kind == "promised"
    row = Outgoing.objects.select_related("case", "account").get(pk=row.pk)
    intake_sent.not_sent(row, shop.bolek, now=NOW + HOUR + timedelta(seconds=3))
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.state, row.hold_reason, row.message, row.sent_at) == ("held", BY_HAND, None, None)
    assert (case.state, case.last_role, case.last_seller_at) == ("open", "buyer", None)
    assert Duty.objects.get(case=case).kind == "answer"
    assert Message.objects.filter(case=case).count() == 1
    intake_sent.sent(row, shop.bolek, now=NOW + 2 * HOUR)
    row = Outgoing.objects.select_related("case", "account").get(pk=row.pk)
    with pytest.raises(TooLate):
        intake_sent.not_sent(row, shop.bolek, now=NOW + 3 * HOUR)


def test_what_they_wrote_back_goes_on_in_the_same_case_and_opens_it_again(shop: Shop, olx: Account) -> None:
    case = intake.begin(olx, shop.bolek, ASKED, now=NOW).case
    intake_sent.sent(held(case, shop), shop.bolek, now=NOW + HOUR)
    case = Case.objects.select_related("account", "buyer", "thread").get(pk=case.pk)
    back = Noted(text="To biorę. Kiedy odbiór?", written_at=NOW + 2 * HOUR)
    taken = intake.go_on(case, shop.bolek, back, now=NOW + 2 * HOUR)
    assert (taken.case.pk, taken.is_new, taken.case.state) == (case.pk, True, "open")
    assert Duty.objects.get(case=case).due_at == NOW + 6 * HOUR
    ours = Noted(text="W sobotę.", written_at=NOW + 3 * HOUR, is_ours=True)
    intake.go_on(case, shop.bolek, ours, now=NOW + 3 * HOUR)
    assert not Duty.objects.filter(case=case, kind="answer").exists(), "answered there by telephone"
    roles = Message.objects.filter(case=case).order_by("written_at").values_list("role", flat=True)
    assert list(roles) == ["buyer", "seller", "buyer", "seller"]


def test_what_is_older_than_the_place_is_owed_all_the_same(shop: Shop, olx: Account) -> None:
    case = intake.begin(olx, shop.bolek, replace(ASKED, written_at=NOW - 5 * DAY), now=NOW).case
    assert Case.objects.get(pk=case.pk).review_list == ""
    assert Duty.objects.get(case=case).standing == "late"


def test_the_limit_of_the_place_holds_and_no_marketplace_rule_does(shop: Shop, olx: Account) -> None:
    case = intake.begin(olx, shop.bolek, ASKED, now=NOW).case
    with pytest.raises(Stopped):
        held(case, shop, text="a b " * 101)
    fine = reply.findings(case, "Proszę dzwonić: 600 100 200, zapłata przy odbiorze.", by=shop.bolek, now=NOW)
    assert not {one.code for one in fine} & {"phone", "contact", "off_platform", "too_long"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "  \n"}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"who": " "}, "who"),
        ({"who": "x" * 121}, "who"),
        ({"written_at": NOW + HOUR}, "day"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://user:pass@example.com/"}, "link"),
    ],
)
def test_what_cannot_be_kept_names_its_field(
    shop: Shop, olx: Account, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as problem:
        intake.begin(olx, shop.bolek, replace(ASKED, **wrong), now=NOW)  # type: ignore[arg-type]
    assert problem.value.field == field
    assert not Case.objects.filter(account=olx).exists()


def test_only_who_answers_there_notes_and_marks(shop: Shop, olx: Account) -> None:
    case = intake.begin(olx, shop.bolek, ASKED, now=NOW).case
    row = held(case, shop)
    AccountAccess.objects.filter(user=shop.bolek, account=olx).update(role="viewer")
    for deed in (
        lambda: intake.begin(olx, shop.bolek, ASKED, now=NOW),
        lambda: intake.go_on(case, shop.bolek, ASKED, now=NOW),
        lambda: intake_sent.sent(row, shop.bolek, now=NOW),
        lambda: intake_sent.not_sent(row, shop.celina, now=NOW),
        lambda: intake_places.change(olx, shop.bolek, OLX, now=NOW),
        lambda: intake_places.add(shop.bolek, OLX, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_a_marketplace_takes_in_no_pasted_talk(shop: Shop) -> None:
    with pytest.raises(Invalid):
        intake.begin(shop.account, shop.ala, ASKED, now=NOW)


def test_a_place_is_named_once_and_its_time_moves_the_clock(shop: Shop, olx: Account) -> None:
    with pytest.raises(Invalid) as problem:
        intake_places.add(shop.ala, Place(name=" olx "), now=NOW)
    assert problem.value.field == "name"
    case = intake.begin(olx, shop.bolek, ASKED, now=NOW).case
    intake_places.change(olx, shop.ala, replace(OLX, answer_hours=8, inbox="olx.pl"), now=NOW)
    assert intake_places.of(Account.objects.get(pk=olx.pk)).inbox == "https://olx.pl"
    assert Case.objects.get(pk=case.pk).reassess_at == NOW


def test_a_copied_desk_leaves_what_a_person_sends_to_him(shop: Shop, olx: Account) -> None:
    row = held(intake.begin(olx, shop.bolek, ASKED, now=NOW).case, shop)
    home._make_safe(NOW)
    row.refresh_from_db()
    olx.refresh_from_db()
    assert (row.state, olx.is_watch_only, olx.state) == ("held", False, "active")
    assert Account.objects.get(pk=shop.account.pk).is_watch_only


def test_forgetting_a_person_takes_the_talk_and_its_link(shop: Shop, olx: Account) -> None:
    case = intake.begin(olx, shop.bolek, ASKED, now=NOW).case
    intake_sent.sent(held(case, shop), shop.bolek, now=NOW + HOUR)
    forget.forget([case.buyer], by=shop.ala, now=NOW + DAY)
    assert not Buyer.objects.filter(account=olx).exists()
    assert not Thread.objects.filter(account=olx).exists()
    assert not Message.objects.filter(account=olx).exists()
