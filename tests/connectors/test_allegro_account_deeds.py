"""Deeds beyond the message center: in issues, on orders, invoices and ratings."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kontuar.connector_kit.errors import OutcomeUnknown, Refused, ScopeMissing, Temporary
from kontuar.connector_kit.scripted import ScriptedServer
from kontuar.connectors.allegro.capabilities import (
    INVOICE_BYTES,
    ISSUE_LIMITS,
    RATING_ANSWER_CHARACTERS,
)
from kontuar.facts.deeds import (
    AddTracking,
    AnswerRating,
    AnswerThread,
    DeclareInvoice,
    Deed,
    MarkRead,
    SetFulfilment,
    UploadAttachment,
    UploadInvoice,
)
from kontuar.facts.messages import Message
from kontuar.facts.orders import Fulfilment, Order, Shipment

from .conftest import LOGIN, Stall
from .scripted_client import at

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
PDF = b"%PDF-1.7\n" + b"\x00" * 64
WAYBILL = "620123456789012345678901"


def order_of(stall: Stall) -> Order:
    facts, _ = stall.drain(stall.open(), "orders_reconcile")
    return next(fact for fact in facts if isinstance(fact, Order))


def written(stall: Stall) -> list[str]:
    return [entry["text"] for entry in stall.get("/issue-outbox")["messages"]]


def test_an_answer_lands_in_its_issue(stall: Stall) -> None:
    thread = f"issue:{stall.discuss(stall.buy()['id'])['id']}"
    client = stall.open()
    receipt = client.perform(AnswerThread(thread_id=thread, text="Wysłaliśmy wczoraj.\r\nPozdrawiamy 🧡"))
    assert (receipt.thread_id, written(stall)) == (thread, ["Wysłaliśmy wczoraj.\nPozdrawiamy 🧡"])
    assert receipt.trace_id
    facts, _ = stall.drain(client, "threads", subjects=(thread,))
    assert receipt.external_id in {fact.external_id for fact in facts if isinstance(fact, Message)}
    assert stall.get("/outbox")["messages"] == []


def test_a_file_goes_with_an_answer_in_an_issue_and_comes_back_whole(stall: Stall) -> None:
    thread = f"issue:{stall.claim(stall.buy()['id'])['id']}"
    client = stall.open()
    file = client.perform(
        UploadAttachment(name="kubek.png", media_type="image/png", content=PNG, thread_id=thread)
    )
    client.perform(AnswerThread(thread_id=thread, text="Oto zdjęcie", attachment_ids=(file.external_id,)))
    facts, _ = stall.drain(client, "threads", subjects=(thread,))
    ours = next(fact for fact in facts if isinstance(fact, Message) and fact.text == "Oto zdjęcie")
    (attachment,) = ours.attachments
    assert (attachment.name, attachment.external_id) == ("kubek.png", f"issue:{file.external_id}")
    assert client.fetch_attachment(attachment.external_id, max_bytes=1000) == PNG
    with pytest.raises(Refused) as caught:
        client.fetch_attachment(attachment.external_id, max_bytes=10)
    assert caught.value.code == "TOO_LARGE"


def test_an_issue_has_limits_of_its_own(stall: Stall) -> None:
    thread = f"issue:{stall.claim(stall.buy()['id'])['id']}"
    assert stall.connector.limits_in(thread) == ISSUE_LIMITS
    assert stall.connector.limits_in("abc") == stall.connector.limits
    client = stall.open()
    client.perform(AnswerThread(thread_id=thread, text="ż" * ISSUE_LIMITS.text_characters))
    content = PNG + b"\x00" * (ISSUE_LIMITS.attachment_bytes - len(PNG))
    file = UploadAttachment(name="duży.png", media_type="image/png", content=content, thread_id=thread)
    client.perform(file)
    before = stall.calls()
    for deed, code in (
        (AnswerThread(thread_id=thread, text="ż" * (ISSUE_LIMITS.text_characters + 1)), "TEXT_TOO_LONG"),
        (replace(file, content=content + b"\x00"), "ATTACHMENT_SIZE"),
        (replace(file, media_type="text/plain"), "ATTACHMENT_TYPE"),
    ):
        with pytest.raises(Refused) as caught:
            client.perform(deed)
        assert caught.value.code == code
    assert stall.calls() == before


def test_a_read_flag_of_an_issue_is_nobodys_business(stall: Stall) -> None:
    client = stall.open()
    before = stall.calls()
    assert client.perform(MarkRead(thread_id="issue:x")).thread_id == "issue:x"
    assert stall.calls() == before


def test_a_closed_talk_takes_no_answer(stall: Stall) -> None:
    opened = stall.discuss(stall.buy()["id"])
    stall.post(f"/buyers/{opened['buyer']}/issue-close", issue=opened["id"])
    with pytest.raises(Refused):
        stall.open().perform(AnswerThread(thread_id=f"issue:{opened['id']}", text="Przepraszamy"))


@pytest.mark.parametrize(
    ("fault", "params", "happens"),
    [
        ("html_error", {"status": 504, "after_write": True}, True),
        ("html_error", {"status": 502}, False),
        ("lost_answer", {"mode": "close"}, True),
        ("service_timeout", {}, True),
        ("issue_answer_without_id", {}, True),
    ],
)
def test_an_answer_in_an_issue_is_never_written_twice(
    stall: Stall, fault: str, params: dict[str, object], happens: bool
) -> None:
    thread = f"issue:{stall.discuss(stall.buy()['id'])['id']}"
    client = stall.open()
    stall.fault(fault, operation="POST /sale/issues/{issueId}/message", times=1, params=params)
    with pytest.raises(OutcomeUnknown):
        client.perform(AnswerThread(thread_id=thread, text="Już szukamy."))
    stall.calm()
    facts, batch = stall.drain(client, "threads", subjects=(thread,))
    read_back = [fact.text for fact in facts if isinstance(fact, Message) and fact.text == "Już szukamy."]
    assert read_back == written(stall) == (["Już szukamy."] if happens else [])
    assert batch.swept == (thread,)


@pytest.mark.parametrize(
    "operation", ["POST /sale/issues/attachments", "PUT /sale/issues/attachments/{attachmentId}"]
)
def test_a_file_for_an_issue_may_be_handed_over_again(stall: Stall, operation: str) -> None:
    thread = f"issue:{stall.discuss(stall.buy()['id'])['id']}"
    client = stall.open()
    deed = UploadAttachment(name="a.png", media_type="image/png", content=PNG, thread_id=thread)
    stall.fault("lost_answer", operation=operation, times=1)
    with pytest.raises(Temporary):
        client.perform(deed)
    file = client.perform(deed).external_id
    client.perform(AnswerThread(thread_id=thread, text="Zdjęcie", attachment_ids=(file,)))


def test_a_parcel_is_added_and_read_back(stall: Stall) -> None:
    order = stall.buy()
    client = stall.open()
    receipt = client.perform(AddTracking(order_id=order["id"], carrier="INPOST", waybill=f" {WAYBILL} "))
    facts, _ = stall.drain(client, "shipments", subjects=(order["id"],))
    (parcel,) = (fact for fact in facts if isinstance(fact, Shipment))
    assert (parcel.external_id, parcel.carrier, parcel.waybill) == (receipt.external_id, "INPOST", WAYBILL)


def test_a_parcel_of_another_carrier_has_its_name(stall: Stall) -> None:
    order = stall.buy()
    client = stall.open()
    line = order_of(stall).lines[0].external_id
    client.perform(
        AddTracking(
            order_id=order["id"], carrier="OTHER", waybill="AD-1", carrier_name="Wóz", line_ids=(line,)
        )
    )
    facts, _ = stall.drain(client, "shipments", subjects=(order["id"],))
    (parcel,) = (fact for fact in facts if isinstance(fact, Shipment))
    assert (parcel.carrier_name, parcel.line_ids) == ("Wóz", (line,))


def test_a_status_is_set_on_the_copy_that_was_seen_and_on_no_older_one(stall: Stall) -> None:
    stall.buy()
    client = stall.open()
    seen = order_of(stall)
    deed = SetFulfilment(
        order_id=seen.external_id, status=Fulfilment.READY_FOR_SHIPMENT, revision=seen.revision
    )
    assert client.perform(deed).external_id == seen.external_id
    assert order_of(stall).fulfilment is Fulfilment.READY_FOR_SHIPMENT
    with pytest.raises(Refused) as caught:
        client.perform(replace(deed, status=Fulfilment.SENT))
    assert caught.value.code == "STALE"
    assert order_of(stall).fulfilment is Fulfilment.READY_FOR_SHIPMENT
    client.perform(replace(deed, status=Fulfilment.SENT, revision=""))
    assert order_of(stall).fulfilment is Fulfilment.SENT


def test_an_invoice_is_declared_handed_over_and_seen_to_be_there(stall: Stall) -> None:
    order = stall.buy()["id"]
    client = stall.open()
    invoice = client.perform(DeclareInvoice(order_id=order, file_name="faktura.pdf", number="FV 1/2026"))
    deed = UploadInvoice(
        order_id=order, invoice_id=invoice.external_id, media_type="application/pdf", content=PDF
    )
    assert client.perform(deed).external_id == invoice.external_id
    assert client.perform(replace(deed, was_tried=True)).external_id == invoice.external_id
    with pytest.raises(Refused) as caught:
        client.perform(deed)
    assert caught.value.code == "FILE_THERE", "no try of ours: the file is another one"
    found = stall.get(f"/orders/{order}/invoices")
    assert json.dumps(found).count("faktura.pdf") == 1


@pytest.mark.parametrize("mode", ["lost", "refused before"])
def test_a_declaration_without_an_answer_is_looked_for(stall: Stall, mode: str) -> None:
    order = stall.buy()["id"]
    client = stall.open()
    operation = "POST /order/checkout-forms/{id}/invoices"
    deed = DeclareInvoice(order_id=order, file_name="faktura.pdf", number="FV 1/2026")
    if mode == "lost":
        stall.fault("lost_answer", operation=operation, times=1)
        invoice = client.perform(deed)
        client.perform(
            UploadInvoice(
                order_id=order, invoice_id=invoice.external_id, media_type="application/pdf", content=PDF
            )
        )
        return
    stall.fault("html_error", operation=operation, times=1, params={"status": 502})
    with pytest.raises(OutcomeUnknown):
        client.perform(deed)


def test_a_lost_upload_of_an_invoice_may_be_done_again(stall: Stall) -> None:
    order = stall.buy()["id"]
    client = stall.open()
    invoice = client.perform(DeclareInvoice(order_id=order, file_name="faktura.pdf")).external_id
    deed = UploadInvoice(order_id=order, invoice_id=invoice, media_type="application/pdf", content=PDF)
    operation = "PUT /order/checkout-forms/{id}/invoices/{invoiceId}/file"
    stall.fault("lost_answer", operation=operation, times=1)
    with pytest.raises(Temporary):
        client.perform(deed)
    assert client.perform(replace(deed, was_tried=True)).external_id == invoice


def test_another_deeds_declaration_is_not_taken_for_ours(stall: Stall) -> None:
    order = stall.buy()["id"]
    client = stall.open()
    deed = DeclareInvoice(order_id=order, file_name="faktura.pdf")
    other = client.perform(deed).external_id
    operation = "POST /order/checkout-forms/{id}/invoices"
    stall.fault("html_error", operation=operation, times=1, params={"status": 502})
    with pytest.raises(OutcomeUnknown):
        client.perform(replace(deed, known_ids=(other,)))


def test_a_rating_is_answered_once_and_a_lost_answer_is_looked_for(stall: Stall) -> None:
    orders = [stall.buy()["id"], stall.buy(buyer="celina")["id"]]
    stall.later(days=3)
    first = stall.rate(orders[0], recommended=False, comment="Źle")["id"]
    second = stall.post("/buyers/celina/rate", order_id=orders[1], recommended=False)["id"]
    client = stall.open()
    assert client.perform(AnswerRating(rating_id=first, text="Przepraszamy!")).external_id == first
    stall.fault("lost_answer", operation="PUT /sale/user-ratings/{ratingId}/answer", times=1)
    assert client.perform(AnswerRating(rating_id=second, text="Przepraszamy.")).external_id == second
    stall.fault(
        "html_error", operation="PUT /sale/user-ratings/{ratingId}/answer", times=1, params={"status": 502}
    )
    with pytest.raises(OutcomeUnknown):
        client.perform(AnswerRating(rating_id=first, text="Coś innego"))
    shown = json.dumps(stall.get(f"/sellers/{LOGIN}/ratings"), ensure_ascii=False)
    assert "Przepraszamy!" in shown
    assert "Coś innego" not in shown


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (AddTracking(order_id="o", carrier="INPOST", waybill=" "), "WAYBILL"),
        (AddTracking(order_id="o", carrier="INPOST", waybill="1" * 65), "WAYBILL"),
        (AddTracking(order_id="o", carrier="", waybill="1"), "WAYBILL"),
        (AddTracking(order_id="o", carrier="OTHER", waybill="1", carrier_name="x" * 31), "CARRIER_NAME"),
        (SetFulfilment(order_id="o", status=Fulfilment.RETURNED), "STATUS"),
        (SetFulfilment(order_id="o", status=Fulfilment.OTHER), "STATUS"),
        (DeclareInvoice(order_id="o", file_name=" "), "FILE_NAME"),
        (UploadInvoice(order_id="o", invoice_id="i", media_type="image/png", content=PNG), "ATTACHMENT_TYPE"),
        (
            UploadInvoice(order_id="o", invoice_id="i", media_type="application/pdf", content=b""),
            "ATTACHMENT_EMPTY",
        ),
        (
            UploadInvoice(
                order_id="o",
                invoice_id="i",
                media_type="application/pdf",
                content=b"x" * (INVOICE_BYTES + 1),
            ),
            "ATTACHMENT_SIZE",
        ),
        (AnswerRating(rating_id="r", text=" "), "TEXT_EMPTY"),
        (AnswerRating(rating_id="r", text="x" * (RATING_ANSWER_CHARACTERS + 1)), "TEXT_TOO_LONG"),
    ],
)
def test_what_would_be_refused_for_its_form_never_leaves(deed: Deed, code: str) -> None:
    with ScriptedServer() as server:
        client = at(server)
        with pytest.raises(Refused) as caught:
            client.perform(deed)
        client.close()
        assert (caught.value.code, server.asked) == (code, [])


def test_a_consent_to_read_alone_is_told_when_writing(stall: Stall) -> None:
    order = stall.buy()["id"]
    reading = ["allegro:api:orders:read", "allegro:api:messaging"]
    client = stall.open(tokens=stall.tokens(scopes=reading))
    for deed, scope in (
        (AddTracking(order_id=order, carrier="INPOST", waybill=WAYBILL), "allegro:api:orders:write"),
        (SetFulfilment(order_id=order, status=Fulfilment.SENT), "allegro:api:orders:write"),
        (DeclareInvoice(order_id=order, file_name="f.pdf"), "allegro:api:orders:write"),
        (AnswerRating(rating_id="r", text="Dziękujemy!"), "allegro:api:ratings"),
        (AnswerThread(thread_id="issue:x", text="Tak."), "allegro:api:disputes"),
    ):
        with pytest.raises(ScopeMissing) as caught:
            client.perform(deed)
        assert caught.value.scope == scope
        assert caught.value.trace_id
