"""Issues, returns, money back, ratings and offers end to end: told by a real market over HTTP, lies included."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kontuar.actions import issues
from kontuar.store.models import (
    Account,
    Case,
    Duty,
    Issue,
    JournalEntry,
    Offer,
    Order,
    QualityDay,
    Rating,
    RawAnswer,
    Refund,
    Stream,
)
from tests.market import Bench, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
BUYER = "kupujaca-1"


@pytest.fixture(autouse=True)
def connected_before(bench: Bench) -> None:
    """What happens in a test happens after connecting: the sign-in leaves a moment a little ahead of now."""
    Account.objects.filter(pk=bench.account.pk).update(connected_at=timezone.now())


def bought(bench: Bench) -> Order:
    bench.read("orders")
    bench.post(f"/buyers/{BUYER}/buy", seller=bench.account.login, offer_id=bench.offer(), pay=True)
    bench.read("orders")
    return Order.objects.filter(account=bench.account).latest("pk")


def discussion(bench: Bench) -> str:
    order = bought(bench)
    opened = bench.post(
        f"/buyers/{BUYER}/discussion", order_id=order.external_id, text="Paczka nie dotarła, co dalej?"
    )
    bench.read("issues")
    return str(opened["id"])


def claim(bench: Bench, order: Order | None = None) -> str:
    order = order or bought(bench)
    opened = bench.post(
        f"/buyers/{BUYER}/claim", order_id=order.external_id, text="Kubek pęknięty", expectation="REFUND"
    )
    bench.read("issues")
    return str(opened["id"])


def row(external_id: str) -> Issue:
    return Issue.objects.select_related("account", "thread", "order", "buyer").get(external_id=external_id)


def codes(external_id: str) -> list[str]:
    return [doubt["code"] for doubt in row(external_id).doubts]


def look_again(bench: Bench) -> None:
    """Read list and talks whether due or not."""
    Issue.objects.filter(account=bench.account).update(talk_read_at=None)
    bench.read("issues", "issue_talks")


def fault(bench: Bench, kind: str, issue: str, **params: Any) -> None:
    bench.post("/faults", kind=kind, params={"about": issue, **params})


def test_a_discussion_is_an_issue_a_case_and_a_clock_of_the_markets_own(bench: Bench) -> None:
    number = discussion(bench)
    issue = row(number)
    assert (issue.kind, issue.status) == ("discussion", "open")
    assert issue.order is not None
    assert issue.buyer is not None
    assert issue.buyer.login == BUYER
    case = Case.objects.get(thread=issue.thread)
    assert case.order == issue.order
    duty = Duty.objects.get(case=case)
    assert (duty.kind, duty.rule_id, duty.is_counted) == ("problem", "D2", True)
    assert Issue.objects.count() == 1
    assert codes(number) == []
    assert RawAnswer.objects.filter(about="issue", external_id=number).exists()


def test_reading_again_changes_nothing(bench: Bench) -> None:
    discussion(bench)
    claim(bench)
    look_again(bench)
    kept = [list(table.objects.order_by("pk").values_list()) for table in (Duty, Case, JournalEntry)]
    seen = list(Issue.objects.order_by("pk").values_list("pk", "changed_at", "fact"))
    look_again(bench)
    assert kept == [list(table.objects.order_by("pk").values_list()) for table in (Duty, Case, JournalEntry)]
    assert seen == list(Issue.objects.order_by("pk").values_list("pk", "changed_at", "fact"))


def test_an_answer_ends_what_the_discussion_owes_and_its_end_ends_the_issue(bench: Bench) -> None:
    number = discussion(bench)
    bench.post(f"/sellers/{bench.account.login}/issue-answer", issue=number, text="Już sprawdzamy w InPost.")
    look_again(bench)
    assert not Duty.objects.filter(case__thread=row(number).thread).exists()
    bench.post(f"/buyers/{BUYER}/issue-close", issue=number)
    look_again(bench)
    assert (row(number).status, codes(number)) == ("closed", [])
    assert row(number).ended_at is not None


def test_a_claim_has_its_clock_until_it_is_decided(bench: Bench) -> None:
    number = claim(bench)
    duty = Duty.objects.get(issue=row(number), kind="claim")
    assert (duty.kind, duty.origin, duty.lost, duty.due_at) == (
        "claim",
        "payload",
        "claim_granted",
        row(number).decide_by,
    )
    assert duty.safer_by <= duty.due_at
    decide = {"decision": "ACCEPTED_REFUND", "message": "Zwracamy pieniądze"}
    bench.post(f"/sellers/{bench.account.login}/issue-decide", issue=number, **decide)
    look_again(bench)
    assert (row(number).status, codes(number)) == ("accepted", [])
    assert not Duty.objects.filter(issue=row(number)).exists()


def test_a_decision_shown_the_other_way_round_is_doubted_and_a_persons_word_holds(bench: Bench) -> None:
    number = claim(bench)
    decide = {"decision": "REJECTED_OTHER", "message": "Nie uznajemy"}
    bench.post(f"/sellers/{bench.account.login}/issue-decide", issue=number, **decide)
    fault(bench, "issue_status", number)
    look_again(bench)
    assert row(number).status == "accepted"
    assert "decided_otherwise_in_talk" in codes(number)
    issues.say_panel(row(number), "rejected", bench.owner, now=timezone.now())
    assert codes(number) == ["panel_says_otherwise"]


def test_a_closed_discussion_shown_as_open_is_doubted(bench: Bench) -> None:
    number = discussion(bench)
    fault(bench, "issue_status_stale", number)
    bench.post(f"/buyers/{BUYER}/issue-close", issue=number)
    look_again(bench)
    assert row(number).status == "open"
    assert "open_but_closed_in_talk" in codes(number)


def test_a_last_word_that_lies_is_doubted_and_the_buyers_word_is_owed(bench: Bench) -> None:
    number = discussion(bench)
    bench.post(f"/sellers/{bench.account.login}/issue-answer", issue=number, text="Sprawdzamy.")
    look_again(bench)
    fault(bench, "issue_last_message", number)
    bench.post(f"/buyers/{BUYER}/issue-write", issue=number, text="I co dalej? Czekam od tygodnia na paczkę.")
    look_again(bench)
    assert "last_word_differs" in codes(number)
    assert Duty.objects.filter(case__thread=row(number).thread, kind="problem").exists()


def test_a_count_of_nothing_is_doubted(bench: Bench) -> None:
    number = discussion(bench)
    fault(bench, "issue_count_zero", number)
    look_again(bench)
    assert "fewer_counted_than_read" in codes(number)


def test_a_return_is_owed_its_money_once_it_is_on_its_way_and_until_money_goes(bench: Bench) -> None:
    order = bought(bench)
    login = bench.account.login
    bench.post(f"/sellers/{login}/balance", amount="500.00")
    opened = bench.post(f"/buyers/{BUYER}/return", order_id=order.external_id, reason="MISTAKE")
    bench.read("returns")
    issue = Issue.objects.get(kind="return")
    assert (issue.status, issue.order, Duty.objects.filter(issue=issue).count()) == ("open", order, 0)
    bench.post(f"/buyers/{BUYER}/send-return", **{"return": opened["id"]})
    Issue.objects.update(first_seen_at=issue.first_seen_at - timedelta(hours=2))
    bench.read("returns_open")
    assert Duty.objects.get(issue=issue).kind == "return"
    bench.post(f"/sellers/{login}/refund", order_id=order.external_id)
    bench.read("refunds")
    assert Refund.objects.get().order == order
    assert not Duty.objects.filter(issue=issue).exists()


def test_money_called_off_in_silence_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    order = bought(bench)
    monkeypatch.setattr(bench.running.market.settings, "refund_seconds", 0.0)
    bench.post("/faults", kind="refund_cancelled", params={"seconds": 0})
    bench.post(f"/sellers/{bench.account.login}/refund", order_id=order.external_id)
    bench.read("refunds")
    bench.read("refunds")
    assert Refund.objects.get().status == "called_off"
    entry = JournalEntry.objects.get(verb="refund.not_paid")
    assert entry.order == order


def test_a_rating_comes_with_its_order_and_its_change_is_told(bench: Bench) -> None:
    order = bought(bench)
    rated = bench.post(
        f"/buyers/{BUYER}/rate", order_id=order.external_id, recommended=False, comment="Pęknięty."
    )
    bench.read("ratings")
    assert Rating.objects.get().order == order
    bench.post(f"/buyers/{BUYER}/change-rating", rating=rated["id"], recommended=True, comment="Wymienili.")
    bench.read("ratings")
    assert Rating.objects.get().is_recommended
    verbs = (
        JournalEntry.objects.filter(verb__startswith="rating.").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["rating.received", "rating.edited"]


def test_an_offer_ended_by_another_program_shows_by_whom(bench: Bench) -> None:
    bench.read("offers", "offer_events")
    bench.post(f"/offers/{bench.offer()}/end", by="ADMIN")
    bench.read("offer_events")
    offer = Offer.objects.get(external_id=bench.offer())
    assert offer.ended_at is not None
    assert offer.ended_by == "ADMIN"
    bench.read("offers")
    offer.refresh_from_db()
    assert offer.ended_by == "ADMIN"


def test_the_score_is_read_by_day(bench: Bench) -> None:
    bench.post(f"/sellers/{bench.account.login}/quality", day="2026-11-19", metrics={"DISPATCH_IN_TIME": 38})
    bench.read("quality")
    assert QualityDay.objects.filter(account=bench.account).exists()


def test_a_consent_that_lacks_something_stops_what_needs_it_and_nothing_else(bench: Bench) -> None:
    login = bench.account.login
    scopes = ("messaging", "orders:read", "profile:read", "sale:offers:read", "ratings")
    asked = {"name": "Kontuar-maly", "type": "device"}
    app = bench.post("/applications", **asked, scopes=" ".join(f"allegro:api:{name}" for name in scopes))
    Account.objects.filter(pk=bench.account.pk).delete()
    account = sign_in(bench.http, bench.running, bench.owner, app, login)
    small = Bench(running=bench.running, account=account, owner=bench.owner, http=bench.http)
    small.read()
    order = bought(small)
    small.post(f"/buyers/{BUYER}/discussion", order_id=order.external_id, text="Gdzie paczka?")
    small.post(f"/buyers/{BUYER}/rate", order_id=order.external_id, recommended=True, comment="Ładny.")
    streams = Stream.objects.filter(account=account)
    small.read(*streams.filter(is_finished=False).values_list("name", flat=True))
    lacking = set(streams.filter(last_error="ScopeMissing").values_list("name", flat=True))
    assert {"issues", "refunds"} <= lacking
    assert not lacking & {"orders", "messages", "threads", "ratings", "quality", "returns"}
    assert not Issue.objects.exists()
    assert Rating.objects.get().order == order
    account.refresh_from_db()
    assert account.state == Account.State.ACTIVE
