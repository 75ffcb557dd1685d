"""Deeds at the practice market: answers, new conversations, files, read flags."""

from datetime import timedelta

import pytest

from kontuar.connector_kit.errors import OutcomeUnknown, RateLimited, Refused, Temporary
from kontuar.connectors.allegro.capabilities import LIMITS
from kontuar.connectors.allegro.connector import AllegroConnector
from kontuar.facts.deeds import AnswerThread, MarkRead, StartConversation, UploadAttachment
from kontuar.facts.messages import Message, Thread

from .conftest import BUYER, Stall

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
ANSWER = "POST /messaging/threads/{threadId}/messages"


def outbox(stall: Stall) -> list[str]:
    return [message["text"] for message in stall.get("/outbox")["messages"]]


def test_an_answer_lands_in_its_thread(stall: Stall) -> None:
    thread = stall.ask("Czy jest?")["thread"]
    receipt = stall.open().perform(AnswerThread(thread_id=thread, text="Jest.\r\nPozdrawiamy 🧡"))
    (sent,) = stall.get("/outbox")["messages"]
    assert (receipt.external_id, receipt.thread_id) == (sent["id"], thread)
    assert receipt.trace_id
    assert sent["text"] == "Jest.\nPozdrawiamy 🧡"


def test_a_new_conversation_says_where_it_landed(stall: Stall) -> None:
    order = stall.buy()
    deed = StartConversation(order_id=order["id"], buyer_login=BUYER, text="Jaki kolor?")
    receipt = stall.open().perform(deed)
    (sent,) = stall.get("/outbox")["messages"]
    assert (sent["order_id"], sent["thread"]) == (order["id"], receipt.thread_id)
    assert receipt.external_id == sent["id"]


def test_a_conversation_about_somebody_elses_order_is_refused_in_words(stall: Stall) -> None:
    order = stall.buy()
    client = stall.open()
    with pytest.raises(Refused) as caught:
        client.perform(StartConversation(order_id=order["id"], buyer_login="celina", text="Jaki kolor?"))
    assert caught.value.code == "ORDER_NOT_MATCHING_RECIPIENT"
    assert caught.value.trace_id
    assert "Jaki kolor" not in str(caught.value)
    with pytest.raises(Refused):
        client.perform(StartConversation(order_id="", buyer_login=BUYER, text="Jaki kolor?"))
    assert outbox(stall) == []


def test_a_file_goes_with_the_message_and_comes_back_whole(stall: Stall) -> None:
    thread = stall.ask("Macie zdjęcie?")["thread"]
    client = stall.open()
    file = client.perform(UploadAttachment(name="żółty kubek.png", media_type="image/png", content=PNG))
    client.perform(AnswerThread(thread_id=thread, text="Oto zdjęcie", attachment_ids=(file.external_id,)))
    facts, _ = stall.drain(client, "threads", subjects=(thread,))
    ours = next(fact for fact in facts if isinstance(fact, Message) and fact.text == "Oto zdjęcie")
    (attachment,) = ours.attachments
    assert (attachment.name, attachment.media_type) == ("żółty kubek.png", "image/png")
    assert attachment.available
    assert client.fetch_attachment(attachment.external_id, max_bytes=1000) == PNG


def test_a_buyers_file_is_fetched_up_to_a_size(stall: Stall) -> None:
    file = stall.post(f"/buyers/{BUYER}/attach")
    stall.write("Proszę spojrzeć", attachments=[file["id"]])
    client = stall.open()
    assert client.fetch_attachment(file["id"], max_bytes=10_000).startswith(b"\x89PNG")
    with pytest.raises(Refused) as caught:
        client.fetch_attachment(file["id"], max_bytes=10)
    assert caught.value.code == "TOO_LARGE"
    with pytest.raises(Refused):
        client.fetch_attachment("no-such-file", max_bytes=10_000)


def test_a_thread_is_marked_read_and_unread(stall: Stall) -> None:
    thread = stall.ask("Czy jest?")["thread"]
    client = stall.open()
    for is_read in (True, False):
        client.perform(MarkRead(thread_id=thread, is_read=is_read))
        facts, _ = stall.drain(client, "threads", subjects=(thread,))
        assert [fact.is_read for fact in facts if isinstance(fact, Thread)] == [is_read]


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (AnswerThread(thread_id="t", text="x" * (LIMITS.text_characters + 1)), "TEXT_TOO_LONG"),
        (AnswerThread(thread_id="t", text=" \n "), "TEXT_EMPTY"),
        (
            UploadAttachment(name="a.exe", media_type="application/x-msdownload", content=b"MZ"),
            "ATTACHMENT_TYPE",
        ),
        (UploadAttachment(name="a.png", media_type="image/png", content=b""), "ATTACHMENT_EMPTY"),
        (
            UploadAttachment(
                name="a.png", media_type="image/png", content=b"x" * (LIMITS.attachment_bytes + 1)
            ),
            "ATTACHMENT_SIZE",
        ),
    ],
    ids=["long", "empty", "type", "no bytes", "too many bytes"],
)
def test_what_allegro_would_refuse_for_its_form_never_leaves(
    stall: Stall, deed: AnswerThread | UploadAttachment, code: str
) -> None:
    client = stall.open()
    before = stall.calls()
    with pytest.raises(Refused) as caught:
        client.perform(deed)
    assert caught.value.code == code
    assert stall.calls() == before


def test_the_longest_text_and_the_largest_file_go_through(stall: Stall) -> None:
    thread = stall.ask("Opowiedzcie")["thread"]
    client = stall.open()
    client.perform(AnswerThread(thread_id=thread, text="ż" * LIMITS.text_characters))
    content = PNG + b"\x00" * (LIMITS.attachment_bytes - len(PNG))
    client.perform(UploadAttachment(name="duży.png", media_type="image/png", content=content))
    assert len(outbox(stall)[0]) == LIMITS.text_characters


def test_a_closed_problem_takes_no_answer(stall: Stall) -> None:
    order = stall.buy()
    thread = stall.post(f"/buyers/{BUYER}/problem", order_id=order["id"], text="Stłuczony")["thread"]
    stall.post(f"/buyers/{BUYER}/close", thread=thread)
    with pytest.raises(Refused) as caught:
        stall.open().perform(AnswerThread(thread_id=thread, text="Przepraszamy"))
    assert caught.value.code == "THREAD_CLOSED"


@pytest.mark.parametrize(
    ("fault", "params"),
    [
        ("html_error", {"status": 504, "after_write": True}),
        ("html_error", {"status": 502}),
        ("lost_answer", {"mode": "close"}),
        ("dropped", {}),
    ],
    ids=["504 after the write", "502 before it", "answer lost", "line dropped"],
)
def test_a_message_without_an_answer_is_unsure_and_never_sent_again(
    stall: Stall, fault: str, params: dict[str, object]
) -> None:
    thread = stall.ask("Czy jest?")["thread"]
    client = stall.open()
    stall.fault(fault, operation=ANSWER, times=1, params=params)
    with pytest.raises(OutcomeUnknown):
        client.perform(AnswerThread(thread_id=thread, text="Jest."))
    stall.calm()
    happened = bool(params.get("after_write")) or fault == "lost_answer"
    facts, batch = stall.drain(client, "threads", subjects=(thread,))
    read_back = [fact.text for fact in facts if isinstance(fact, Message) and fact.text == "Jest."]
    assert read_back == (["Jest."] if happened else [])
    assert batch.swept == (thread,)
    assert outbox(stall) == read_back


def test_a_refused_pace_is_a_rate_limit_and_sends_nothing(stall: Stall) -> None:
    thread = stall.ask("Czy jest?")["thread"]
    now = stall.now
    stall.connector = AllegroConnector(clock=lambda: now)
    stall.fault("too_many", operation=ANSWER, times=1, params={"retry_after": 7})
    with pytest.raises(RateLimited) as caught:
        stall.open().perform(AnswerThread(thread_id=thread, text="Jest."))
    assert caught.value.until == now + timedelta(seconds=7)
    assert outbox(stall) == []


def test_the_second_message_of_a_second_is_a_rate_limit(stall: Stall) -> None:
    stall.post("/settings", seconds_between_messages=1)
    thread = stall.ask("Czy jest?")["thread"]
    client = stall.open()
    stall.post("/clock", frozen=True)
    client.perform(AnswerThread(thread_id=thread, text="Jest."))
    with pytest.raises(RateLimited):
        client.perform(AnswerThread(thread_id=thread, text="I jeszcze jeden."))
    assert outbox(stall) == ["Jest."]


@pytest.mark.parametrize("operation", ["POST", "PUT"])
def test_a_file_that_may_not_have_arrived_may_be_handed_over_again(stall: Stall, operation: str) -> None:
    suffix = "" if operation == "POST" else "/{attachmentId}"
    client = stall.open()
    deed = UploadAttachment(name="a.png", media_type="image/png", content=PNG)
    stall.fault("lost_answer", operation=f"{operation} /messaging/message-attachments{suffix}", times=1)
    with pytest.raises(Temporary):
        client.perform(deed)
    assert client.perform(deed).external_id
