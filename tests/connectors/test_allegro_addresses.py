"""Where our access travels and where it does not; what odd answers to the newer deeds mean."""

from collections.abc import Iterator
from typing import Any

import pytest

from kontuar.connector_kit.errors import OutcomeUnknown, Refused, WatchOnly
from kontuar.connector_kit.scripted import Asked, Reply, ScriptedServer
from kontuar.connectors.allegro import compose_issues
from kontuar.facts.deeds import AnswerThread, UploadAttachment, UploadInvoice

from .scripted_client import at

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
PDF = b"%PDF-1.7\n" + b"\x00" * 64


@pytest.fixture
def other() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


UPLOAD = UploadAttachment(name="a.png", media_type="image/png", content=PNG, thread_id="issue:x")


@pytest.mark.parametrize(
    "location", ["{other}/upload/1", "ftp://x/y", "", "//evil", "{own}", "http://[", "/up"]
)
def test_our_access_is_never_sent_to_a_strangers_address(other: ScriptedServer, location: str) -> None:
    with ScriptedServer() as server:
        where = location.format(other=other.url, own=server.url)
        server.answer(Reply.of_json({"id": "f"}, status=201, Location=where))
        client = at(server)
        with pytest.raises(Refused) as caught:
            client.perform(UPLOAD)
        client.close()
        assert caught.value.code == "FOREIGN_HOST"
        assert [asked.method for asked in server.asked] == ["POST"]
        assert other.asked == []


def test_the_one_time_address_is_used_as_it_was_given() -> None:
    with ScriptedServer() as server:
        where = f"{server.url}/odd/place/xyz?sign=a%2Fb"
        server.answer(Reply.of_json({"id": "f"}, status=201, Location=where))
        client = at(server)
        assert client.perform(UPLOAD).external_id == "f"
        client.close()
        put = server.asked[1]
        assert (put.method, put.path, put.params) == ("PUT", "/odd/place/xyz", (("sign", "a/b"),))
        assert put.body == PNG


def test_watch_only_holds_for_a_second_line_too() -> None:
    with ScriptedServer() as server:
        client = at(server, watch_only=True)
        for deed in (UPLOAD, AnswerThread(thread_id="issue:x", text="Tak.")):
            with pytest.raises(WatchOnly):
                client.perform(deed)
        line = client._writer._line_to(server.url)
        upload = compose_issues.upload_issue_attachment(UPLOAD, "/x")
        with pytest.raises(WatchOnly):
            line.send(upload)
        assert server.asked == []


def test_a_refusal_with_the_scope_granted_is_a_plain_refusal() -> None:
    body = {"errors": [{"code": "AccessDeniedException", "userMessage": "Brak dostępu"}]}
    with ScriptedServer() as server:
        server.answer(Reply.of_json(body, status=403))
        client = at(server, scopes=("allegro:api:disputes",))
        with pytest.raises(Refused) as caught:
            client.perform(AnswerThread(thread_id="issue:x", text="Tak."))
        assert type(caught.value) is Refused
        assert caught.value.code == "AccessDeniedException"
        client.close()


def test_a_program_name_that_is_not_accepted_is_no_missing_consent() -> None:
    with ScriptedServer() as server:
        server.answer(Reply.of_json({"errors": [{"code": "UserAgentNotAllowedException"}]}, status=403))
        client = at(server)
        with pytest.raises(Refused) as caught:
            client.perform(AnswerThread(thread_id="issue:x", text="Tak."))
        assert type(caught.value) is Refused
        client.close()


def test_a_message_centers_file_in_an_issue_is_asked_for_by_its_id_at_our_own_address() -> None:
    def script(asked: Asked) -> Reply:
        if asked.path == "/sale/issues/attachments/9ea12200":
            return Reply(body=PNG)
        return Reply.of_json({"errors": [{"code": "ATTACHMENT_ERROR"}]}, status=500)

    with ScriptedServer(script) as server:
        client = at(server)
        url = f"{server.url}/message-center/message-attachments/9ea12200"
        assert client.fetch_attachment(url, max_bytes=1000) == PNG
        with pytest.raises(Refused) as caught:
            client.fetch_attachment(url.replace("9ea12200", "gone"), max_bytes=1000)
        assert caught.value.code == "ATTACHMENT_UNREACHABLE"
        asked = len(server.asked)
        with pytest.raises(Refused) as caught:
            client.fetch_attachment("https://example.com/message-center/x", max_bytes=1000)
        assert (caught.value.code, len(server.asked)) == ("FOREIGN_HOST", asked)
        client.close()


def test_an_invoice_that_is_not_listed_is_unsure_and_a_rejected_one_refused() -> None:
    def listing(file: Any) -> ScriptedServer:
        def script(asked: Asked) -> Reply:
            if asked.method == "PUT":
                return Reply(status=200, body=b"")
            return Reply.of_json({"invoices": [{"id": "i", "file": file}]})

        return ScriptedServer(script)

    deed = UploadInvoice(order_id="o", invoice_id="i", media_type="application/pdf", content=PDF)
    rejected = {"uploadedAt": "2026-11-22T12:00:00Z", "securityVerification": {"status": "REJECTED"}}
    for file, error, code in (
        (None, OutcomeUnknown, "NOT_LISTED"),
        ({"name": "f.pdf"}, OutcomeUnknown, "NOT_LISTED"),
        (rejected, Refused, "FILE_REJECTED"),
    ):
        with listing(file) as server:
            client = at(server)
            with pytest.raises(error) as caught:
                client.perform(deed)
            assert caught.value.code == code
            client.close()
