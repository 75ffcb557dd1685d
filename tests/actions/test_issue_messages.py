"""Writing in a discussion or claim, end to end against a real market over HTTP."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from kontuar.actions import reply
from kontuar.actions.errors import Stopped
from kontuar.actions.uploads import NewFile
from kontuar.facts.drafts import Finding
from kontuar.store.models import Case, Outgoing
from tests.market import Bench

pytestmark = pytest.mark.django_db(transaction=True)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
BUYER = "kupujaca-1"
STREAMS = ("orders", "issues")


def opened(bench: Bench, kind: str = "discussion", **values: Any) -> Case:
    """A buyer opened one about what she bought; it was read."""
    bench.read("orders")
    offer = bench.offer()
    order = bench.post(f"/buyers/{BUYER}/buy", seller=bench.account.login, offer_id=offer, pay=True)
    given = {"order_id": order["id"], "text": "Kubek przyszedł pęknięty.", **values}
    bench.post(f"/buyers/{BUYER}/{kind}", **given)
    bench.read(*STREAMS)
    return Case.objects.select_related("thread", "account", "buyer", "order", "offer").get(
        account=bench.account, buyer__login=BUYER
    )


def answer(bench: Bench, case: Case, text: str, files: tuple[NewFile, ...] = ()) -> Outgoing:
    given = {"key": uuid4(), "seen_buyer_at": case.last_buyer_at, "files": files, "now": timezone.now()}
    return reply.send(case, bench.owner, text=text, **given)


def arrived(bench: Bench) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bench.get(f"/issue-outbox?seller={bench.account.login}")["messages"]
    return found


NOTICE = "Dzień dobry, dziękujemy za zakup w naszym sklepie."
"""Where we write first the marketplace stops such words (B5)."""


def noticed(case: Case, text: str, **more: Any) -> list[str]:
    found: tuple[Finding, ...] = reply.findings(case, text, now=timezone.now(), **more)
    return [finding.code for finding in found]


@pytest.mark.parametrize("kind", ["discussion", "claim"])
def test_a_long_answer_with_a_file_arrives_and_is_read_back(bench: Bench, kind: str) -> None:
    case = opened(bench, kind)
    text = "Dzień dobry, wyślemy nowy kubek. " * 200
    row = answer(bench, case, text, (NewFile(name="kubek.png", media_type="image/png", content=PNG),))
    bench.send_due()
    row.refresh_from_db()
    assert (row.state, row.reason) == (Outgoing.State.SENT, "")
    bench.read_back()
    row.refresh_from_db()
    assert row.state == Outgoing.State.DELIVERED
    assert row.message is not None
    [entry] = arrived(bench)
    assert entry["text"].split() == text.split()
    assert len(entry["attachments"]) == 1
    case.refresh_from_db()
    assert not case.duties.exists()


def test_the_limits_are_those_of_the_place(bench: Bench) -> None:
    case = opened(bench)
    assert noticed(case, "x" * 20_000) == []
    assert noticed(case, "x" * 20_001) == ["too_long"]
    assert noticed(case, "Tak.", file_sizes=[2_097_153]) == ["attachment_too_big"]
    assert noticed(case, "x" * 2_001, kind="start") == ["too_long"]
    with pytest.raises(Stopped):
        answer(bench, case, "x" * 20_001)


def test_in_a_discussion_no_notice_is_forbidden(bench: Bench) -> None:
    case = opened(bench)
    assert noticed(case, NOTICE) == []
    case.messages.all().delete()
    assert noticed(case, NOTICE) == [], "also before the buyer's own words were read"


def test_a_talk_takes_two_thousand_characters_as_before(bench: Bench) -> None:
    bench.read()
    bench.post(f"/buyers/{BUYER}/ask", seller=bench.account.login, offer_id=bench.offer(), text="Czy pęka?")
    bench.read("messages")
    case = Case.objects.select_related("thread", "account").get(account=bench.account)
    assert noticed(case, "x" * 2_001) == ["too_long"]


def test_an_answer_whose_reply_got_lost_is_unsure_and_found_again(bench: Bench) -> None:
    case = opened(bench)
    operation = "POST /sale/issues/{issueId}/message"
    bench.post("/faults", kind="lost_answer", operation=operation, times=1)
    row = answer(bench, case, "Dzień dobry, wyślemy nowy.")
    bench.send_due()
    row.refresh_from_db()
    assert row.state == Outgoing.State.UNSURE
    bench.read_back()
    row.refresh_from_db()
    assert row.state == Outgoing.State.DELIVERED
    assert len(arrived(bench)) == 1
