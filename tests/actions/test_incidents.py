"""One cause, many buyers: each is marked once, reviewed by a person, and written to once."""

from datetime import timedelta

import pytest

from kontuar.actions import incident_review, incidents, outbox
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed, Stale, Stopped, WatchOnlyAccount
from kontuar.store.models import Account, AccountAccess, Case, Draft, Incident, IncidentHit, Order, Outgoing
from kontuar.store.queries import incident_orders
from kontuar.store.queries import incidents as query
from kontuar.store.queries.incident_orders import Search
from tests.shop import NOW, Shop
from tests.web.stock import DAY, HOUR, Stock

pytestmark = pytest.mark.django_db
TEXT = {
    "pl": "{{powitanie}}\nzamówienie {{numer zamówienia}} wyślemy jutro, bo kurier dziś nie przyjechał.",
    "en": "{{greeting}}\nwe send order {{order number}} tomorrow: the courier did not come today.",
}
STOCK = Stock(NOW)


def an_order(account: Account, login: str, *, language: str = "pl", **values: object) -> Order:
    buyer = account.buyers.filter(login=login).first() or STOCK.buyer(account, login, language=language)
    return STOCK.order(
        buyer, ("Kubek z uchem", 1, "25.00"), dispatch_by=NOW + 5 * HOUR, with_duty=False, **values
    )  # type: ignore[arg-type]


def an_incident(shop: Shop, *orders: Order) -> Incident:
    row = incidents.make(shop.bolek, name="Kurier nie przyjechał", cause="carrier", texts=TEXT, now=NOW)
    incidents.mark_orders(row, shop.bolek, [order.pk for order in orders], now=NOW)
    return row


def only_hit(row: Incident) -> IncidentHit:
    return IncidentHit.objects.select_related("incident", "account", "outgoing").get(incident=row)


def progress(shop: Shop, row: Incident) -> tuple[int, int, int]:
    told = query.progress(shop.bolek, [row.pk])[row.pk]
    return told.left, told.done, told.skipped


def test_a_buyer_is_marked_once_however_many_of_his_orders_are_hit(shop: Shop) -> None:
    first, second = an_order(shop.account, "ola"), an_order(shop.account, "ola")
    row = an_incident(shop, first)
    marked = incidents.mark_orders(row, shop.ala, [first.pk, second.pk], now=NOW)
    assert (marked.added, marked.known) == (0, 1)
    assert sorted(only_hit(row).order_ids) == [first.pk, second.pk]


def test_only_buyers_of_accounts_one_works_on_are_marked(shop: Shop) -> None:
    row = an_incident(shop, an_order(shop.account, "ola"), an_order(shop.other, "obca"))
    assert only_hit(row).account == shop.account
    AccountAccess.objects.filter(user=shop.bolek).update(role="viewer")
    with pytest.raises(NotAllowed):
        incidents.mark_orders(row, shop.bolek, [an_order(shop.account, "ela").pk], now=NOW)


def test_a_stranger_does_not_see_it_and_his_buyers_are_not_counted_for_others(shop: Shop) -> None:
    row = an_incident(shop, an_order(shop.account, "ola"))
    assert query.one(shop.celina, row.pk) is None
    with pytest.raises(NotAllowed):
        incidents.change(row, shop.celina, name="x", cause="other", texts=TEXT, now=NOW)


def test_each_buyer_gets_the_text_in_his_language_with_his_own_order(shop: Shop) -> None:
    row = an_incident(shop, order := an_order(shop.account, "john", language="en"))
    put = incident_review.proposed(only_hit(row), shop.bolek, now=NOW)
    assert put.is_start
    assert (put.language, put.missing) == ("en", ())
    assert f"order {order.external_id} tomorrow" in put.text


def test_without_a_conversation_a_message_about_the_order_begins_one(shop: Shop) -> None:
    row = an_incident(shop, order := an_order(shop.account, "ola"))
    hit = only_hit(row)
    put = incident_review.proposed(hit, shop.bolek, now=NOW)
    out = incident_review.send(hit, shop.bolek, text=put.text, now=NOW)
    assert (out.kind, out.state, out.order_external_id) == ("start", "held", order.external_id)
    assert progress(shop, row) == (0, 1, 0)


def test_in_the_buyers_own_conversation_it_is_an_answer_there(shop: Shop) -> None:
    order = an_order(shop.account, "ola")
    case = STOCK.case(order.buyer, ("buyer", HOUR, "Kiedy wyślecie?"), order=order)
    row = an_incident(shop, order)
    hit = only_hit(row)
    with pytest.raises(Stale):
        incident_review.send(hit, shop.bolek, text="Dzień dobry,\nwyślemy jutro.", now=NOW)
    out = incident_review.send(
        hit, shop.bolek, text="Dzień dobry,\nwyślemy jutro.", seen_buyer_at=case.last_buyer_at, now=NOW
    )
    assert (out.kind, out.case_id, out.then) == ("answer", case.pk, "close")


def test_nobody_is_written_to_twice_whoever_presses_send(shop: Shop) -> None:
    row = an_incident(shop, an_order(shop.account, "ola"))
    hit = only_hit(row)
    first = incident_review.send(hit, shop.bolek, text="Dzień dobry,\nwyślemy jutro.", now=NOW)
    assert incident_review.send(hit, shop.bolek, text="Dzień dobry,\nwyślemy jutro.", now=NOW) == first
    with pytest.raises(ChangedMeanwhile):
        incident_review.send(hit, shop.ala, text="Dzień dobry,\nwyślemy jutro.", now=NOW)
    assert Outgoing.objects.count() == 1


def test_the_checks_stop_it_as_any_answer_and_nothing_is_left_behind(shop: Shop) -> None:
    row = an_incident(shop, an_order(shop.account, "ola"))
    hit = only_hit(row)
    with pytest.raises(Stopped):
        incident_review.send(hit, shop.bolek, text="Dzień dobry,\n{{data}} wyślemy.", now=NOW)
    assert not Case.objects.exists()
    assert progress(shop, row) == (1, 0, 0)


def test_a_notice_the_marketplace_does_not_deliver_is_found_before_it_is_sent(shop: Shop) -> None:
    row = an_incident(shop, an_order(shop.account, "ola"))
    notice = "Dzień dobry,\notrzymaliśmy wpłatę za zamówienie."
    codes = {one.code for one in incident_review.findings(only_hit(row), shop.bolek, notice, now=NOW)}
    assert codes & {"notice_not_delivered", "notice_not_wanted"}


def test_a_watch_only_account_sends_nothing(shop: Shop) -> None:
    row = an_incident(shop, an_order(shop.account, "ola"))
    Account.objects.filter(pk=shop.account.pk).update(is_watch_only=True)
    assert incident_review.proposed(only_hit(row), shop.bolek, now=NOW).why_not == "watch_only"
    with pytest.raises(WatchOnlyAccount):
        incident_review.send(only_hit(row), shop.bolek, text="Dzień dobry,\nwyślemy jutro.", now=NOW)


def test_what_is_taken_back_waits_again_with_its_words(shop: Shop) -> None:
    row = an_incident(shop, an_order(shop.account, "ola"))
    out = incident_review.send(only_hit(row), shop.bolek, text="Dzień dobry,\nmoje słowa.", now=NOW)
    outbox.take_back(out, shop.bolek, now=NOW)
    assert progress(shop, row) == (1, 0, 0)
    assert incident_review.proposed(only_hit(row), shop.bolek, now=NOW).text == "Dzień dobry,\nmoje słowa."
    again = incident_review.send(only_hit(row), shop.ala, text="Dzień dobry,\ninne słowa.", now=NOW)
    assert again.pk != out.pk
    assert progress(shop, row) == (0, 1, 0)


def test_skipped_is_decided_and_can_be_looked_at_again(shop: Shop) -> None:
    row = an_incident(shop, an_order(shop.account, "ola"))
    incident_review.skip(only_hit(row), shop.bolek, now=NOW)
    assert progress(shop, row) == (0, 0, 1)
    with pytest.raises(ChangedMeanwhile):
        incident_review.skip(only_hit(row), shop.ala, now=NOW)
    incident_review.wait_again(only_hit(row), shop.ala, now=NOW)
    assert progress(shop, row) == (1, 0, 0)
    incidents.take_out(only_hit(row), shop.ala, now=NOW)
    assert not IncidentHit.objects.exists()


def test_what_was_changed_is_kept_for_whoever_goes_on_and_thrown_away_at_the_end(shop: Shop) -> None:
    row = an_incident(shop, an_order(shop.account, "ola"))
    incident_review.keep(only_hit(row), shop.bolek, "Dzień dobry,\nzmienione.")
    assert incident_review.proposed(only_hit(row), shop.ala, now=NOW).text == "Dzień dobry,\nzmienione."
    incidents.end(row, shop.ala, now=NOW)
    assert only_hit(row).text == ""


def test_a_closed_incident_takes_nobody_in_and_sends_nothing_until_it_is_opened(shop: Shop) -> None:
    row = an_incident(shop, an_order(shop.account, "ola"))
    incidents.end(row, shop.bolek, now=NOW)
    with pytest.raises(Invalid):
        incidents.mark_orders(row, shop.bolek, [an_order(shop.account, "ela").pk], now=NOW)
    with pytest.raises(Invalid):
        incident_review.send(only_hit(row), shop.bolek, text="Dzień dobry,\nwyślemy jutro.", now=NOW)
    assert query.one(shop.bolek, row.pk) is not None
    incidents.open_again(row, shop.bolek, now=NOW)
    assert incident_review.send(only_hit(row), shop.bolek, text="Dzień dobry,\nwyślemy jutro.", now=NOW)


def test_a_buyer_who_writes_later_has_the_incident_on_his_case_and_its_text_at_hand(shop: Shop) -> None:
    order, other = an_order(shop.account, "ola"), an_order(shop.account, "ola")
    row = an_incident(shop, order)
    about = STOCK.case(order.buyer, ("buyer", HOUR, "Gdzie paczka?"), order=order)
    elsewhere = STOCK.case(order.buyer, ("buyer", HOUR, "Czy jest inny kolor?"), order=other)
    assert [hit.incident for hit in query.of_case(about)] == [row]
    assert query.of_case(elsewhere) == []
    incident_review.put_into(only_hit(row), about, shop.bolek, now=NOW)
    assert order.external_id in Draft.objects.get(case=about, user=shop.bolek).text
    assert (only_hit(row).state, progress(shop, row)) == ("taken", (0, 1, 0))


def test_marked_conversations_are_answered_there(shop: Shop) -> None:
    buyer = STOCK.buyer(shop.account, "ola")
    case = STOCK.case(buyer, ("buyer", HOUR, "Gdzie paczka?"))
    row = an_incident(shop)
    incidents.mark_cases(row, shop.bolek, [case.pk], now=NOW)
    put = incident_review.proposed(only_hit(row), shop.bolek, now=NOW)
    assert put.case == case
    assert put.missing == ("numer zamówienia",)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 1),
        ({"product": "kubek UCHEM"}, 1),
        ({"product": "zawias"}, 0),
        ({"carrier": "inpost"}, 1),
        ({"carrier": "dpd"}, 0),
        ({"since": NOW - 9 * DAY, "until": NOW - 8 * DAY}, 0),
        ({"numbers": ("nie-ma",)}, 0),
    ],
)
def test_orders_are_found_by_day_product_and_carrier(
    shop: Shop, asked: dict[str, object], count: int
) -> None:
    an_order(shop.account, "ola")
    an_order(shop.other, "obca")
    days = {"since": NOW - DAY, "until": NOW + DAY}
    found = incident_orders.find(shop.bolek, Search(**{**days, **asked}))  # type: ignore[arg-type]
    assert len(found.hits) == count


def test_a_delivered_order_is_found_when_it_is_asked_for(shop: Shop) -> None:
    order = an_order(shop.account, "ola")
    STOCK.parcel(order, "delivered", 3)
    days = {"since": NOW - DAY, "until": NOW + timedelta(days=1)}
    assert not incident_orders.find(shop.bolek, Search(**days)).hits  # type: ignore[arg-type]
    assert incident_orders.find(shop.bolek, Search(**days, with_arrived=True)).hits  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "texts"),
    [("", TEXT), ("x", {}), ("x", {"pl": "{{jeśli wysłane}} bez końca"}), ("x", {"xx": "a"})],
)
def test_an_incident_without_a_name_or_a_sound_text_is_not_made(
    shop: Shop, name: str, texts: dict[str, str]
) -> None:
    with pytest.raises(Invalid):
        incidents.make(shop.bolek, name=name, cause="other", texts=texts, now=NOW)
    assert not Incident.objects.exists()
