"""The outbox: groups, reasons, deeds, paging."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import Account, Buyer, Case, Outgoing, Thread, User
from kontuar.store.queries import outbox
from tests.shop import Shop

pytestmark = pytest.mark.django_db
type Make = Callable[..., Outgoing]


@pytest.fixture
def ala(shop: Shop) -> Client:
    User.objects.update(language="en")
    client = Client()
    client.force_login(shop.ala)
    return client


@pytest.fixture
def make(shop: Shop) -> Make:
    """A message of ours in a case of its own."""
    now = timezone.now()
    buyer = Buyer.objects.create(account=shop.account, login="kupujacy", first_seen_at=now)

    def one(state: str, **changes: Any) -> Outgoing:
        number = Thread.objects.count()
        thread = Thread.objects.create(
            account=shop.account, external_id=f"t{number}", kind="talk", buyer=buyer
        )
        case = Case.objects.create(account=shop.account, thread=thread, buyer=buyer, opened_at=now)
        values = {
            "account": shop.account, "case": case, "thread_external_id": thread.external_id,
            "buyer_login": "kupujacy", "text": "Dzień dobry", "state": state, "not_before": now,
            "composed_at": now, "composed_by": shop.bolek,
        }  # fmt: skip
        return Outgoing.objects.create(**{**values, **changes})

    return one


@pytest.mark.parametrize(
    ("state", "changes", "group"),
    [
        ("unsure", {}, "unsure"),
        ("blocked", {}, "blocked"),
        ("refused", {}, "refused"),
        ("held", {"hold_reason": "buyer_wrote_since"}, "held"),
        ("held", {"hold_reason": "watch_only"}, "held"),
        ("held", {"hold_reason": "later"}, "scheduled"),
        ("held", {"hold_reason": "undo"}, "sending"),
        ("queued", {}, "sending"),
        ("sending", {}, "sending"),
        ("sent", {"sent_at": timezone.now()}, "sent"),
        ("delivered", {"sent_at": timezone.now()}, "sent"),
    ],
)
def test_a_message_stands_in_one_group(
    shop: Shop, make: Make, state: str, changes: dict[str, Any], group: str
) -> None:
    row = make(state, **changes)
    found = outbox.groups(shop.ala, now=timezone.now())
    assert [one.code for one in found] == [group]
    assert outbox.code_of(row) == group


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_drafts_and_cancelled_messages_are_left_out(shop: Shop, make: Make, state: str) -> None:
    make(state)
    assert outbox.groups(shop.ala, now=timezone.now()) == []


def test_what_left_more_than_a_week_ago_is_left_out(shop: Shop, make: Make) -> None:
    make("delivered", sent_at=timezone.now() - timedelta(days=8))
    assert outbox.groups(shop.ala, now=timezone.now()) == []


def test_those_that_need_a_person_are_counted(shop: Shop, make: Make) -> None:
    for state in ("unsure", "blocked", "refused", "queued", "delivered"):
        make(state)
    make("held", hold_reason="case_closed")
    make("held", hold_reason="undo")
    assert outbox.needs_a_person(shop.ala) == 4
    assert outbox.needs_a_person(shop.celina) == 0


def test_an_unsure_message_is_settled_by_a_person_who_looked(ala: Client, make: Make) -> None:
    arrived, lost = make("unsure", trace_id="abc123"), make("unsure")
    page = ala.get("/wychodzace/").content.decode()
    assert "abc123" in page
    ala.post(f"/wiadomosci/nasze/{arrived.pk}/doszla/", {"next": "/wychodzace/"})
    ala.post(f"/wiadomosci/nasze/{lost.pk}/ponow/", {"next": "/wychodzace/", "i_looked": "1"})
    arrived.refresh_from_db()
    lost.refresh_from_db()
    assert (arrived.state, lost.state) == ("delivered", "cancelled")
    assert Outgoing.objects.filter(state="held").count() == 1


def test_an_unsure_message_never_goes_again_without_a_look(ala: Client, make: Make) -> None:
    row = make("unsure")
    ala.post(f"/wiadomosci/nasze/{row.pk}/ponow/", {"next": "/wychodzace/"})
    row.refresh_from_db()
    assert row.state == "unsure"
    assert Outgoing.objects.count() == 1


def test_an_unsure_message_that_did_not_arrive_may_be_kept_back(ala: Client, make: Make) -> None:
    row = make("unsure")
    assert "It did not arrive – do not send" in ala.get("/wychodzace/").content.decode()
    ala.post(f"/wiadomosci/nasze/{row.pk}/cofnij/")
    row.refresh_from_db()
    assert row.state == "unsure"
    ala.post(f"/wiadomosci/nasze/{row.pk}/cofnij/", {"i_looked": "1"})
    row.refresh_from_db()
    assert (row.state, row.case.drafts.get().text) == ("cancelled", "Dzień dobry")


@pytest.mark.parametrize("page", ["/wychodzace/", "/wiadomosci/{case}/"])
def test_sending_now_carries_what_the_page_was_drawn_with(ala: Client, make: Make, page: str) -> None:
    row = make("held", hold_reason="buyer_wrote_since")
    said_at = timezone.now()
    Case.objects.update(last_buyer_at=said_at)
    body = ala.get(page.format(case=row.case_id)).content.decode()
    (seen,) = set(re.findall(r'name="seen" value="([^"]+)"', body))
    Case.objects.update(last_buyer_at=said_at + timedelta(seconds=1))
    answer = ala.post(f"/wiadomosci/nasze/{row.pk}/teraz/", {"seen": seen}, follow=True)
    assert "the buyer has written in the meantime" in answer.content.decode()
    Case.objects.update(last_buyer_at=said_at)
    ala.post(f"/wiadomosci/nasze/{row.pk}/teraz/", {"seen": seen})
    row.refresh_from_db()
    assert row.state == "queued"


def test_a_message_is_put_off_until_tomorrow_or_a_typed_time(ala: Client, make: Make) -> None:
    row = make("held", hold_reason="undo")
    ala.post(f"/wychodzace/{row.pk}/odloz/", {"until": "1"})
    row.refresh_from_db()
    assert row.hold_reason == "later"
    assert timezone.localtime(row.not_before, timezone=_warsaw()).hour == 8
    ala.post(f"/wychodzace/{row.pk}/odloz/", {"at": "2099-01-02T10:30"})
    row.refresh_from_db()
    assert row.not_before.isoformat() == "2099-01-02T09:30:00+00:00"


@pytest.mark.parametrize("typed", [{}, {"at": "wczoraj"}, {"at": "2001-01-01T10:00"}, {"at": "9" * 100}])
def test_nonsense_puts_nothing_off(ala: Client, make: Make, typed: dict[str, str]) -> None:
    row = make("held", hold_reason="undo")
    assert ala.post(f"/wychodzace/{row.pk}/odloz/", typed).status_code == 303
    row.refresh_from_db()
    assert row.hold_reason == "undo"


def test_a_viewer_sees_messages_without_buttons(shop: Shop, make: Make) -> None:
    shop.bolek.accesses.update(role="viewer")
    row = make("held", hold_reason="later")
    client = Client()
    client.force_login(shop.bolek)
    body = client.get("/wychodzace/").content.decode()
    assert "Dzień dobry" in body
    assert f"/{row.pk}/odloz/" not in body


def test_a_long_group_is_paged(ala: Client, make: Make) -> None:
    for number in range(outbox.PAGE + 3):
        make("queued", text=f"Wiadomość numer {number:03d}.")
    first = ala.get("/wychodzace/").content.decode()
    assert first.count("outbox-row") == outbox.FEW
    assert "/wychodzace/sending/" in first
    second = ala.get("/wychodzace/sending/?strona=2").content.decode()
    assert second.count("outbox-row") == 3
    assert ala.get("/wychodzace/sending/?strona=99").content.decode().count("outbox-row") == 3
    assert ala.get("/wychodzace/sending/?strona=abc").status_code == 200
    assert ala.get("/wychodzace/nieznana/").status_code == 404


def test_what_the_buyer_may_read_as_markup_stays_text(ala: Client, make: Make) -> None:
    make("refused", text="<script>alert(1)</script>", reason_text="<b>x</b>", reason="weird")
    body = ala.get("/wychodzace/").content.decode()
    assert "<script>alert" not in body
    assert "<b>x" not in body


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_rows(
    ala: Client, make: Make, django_assert_max_num_queries: Any
) -> None:
    for state in ("unsure", "queued", "refused"):
        for _number in range(8):
            make(state)
    ala.get("/wychodzace/")  # the first page of a browser notes the visit
    with django_assert_max_num_queries(30):
        ala.get("/wychodzace/")


def _warsaw() -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Warsaw")


def test_of_a_mail_no_marketplace_is_told(shop: Shop, ala: Client, make: Make) -> None:
    Account.objects.filter(pk=shop.account.pk).update(platform="mail")
    for state in ("blocked", "refused", "unsure"):
        make(state, trace_id=f"queue-{state}")
    body = ala.get("/wychodzace/").content.decode()
    for words in (
        "Not delivered",
        "Refused when sending",
        "in the folder of sent mail",
        "mail provider's support",
    ):
        assert words in unescape(body)
    assert "Stopped by the marketplace" not in body
    assert "Look there" not in body
