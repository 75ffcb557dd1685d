"""Files on messages: handed over so that nothing in them runs."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import Attachment, Buyer, Case, Message, Thread
from kontuar.web.pages.files.show import picture_kind
from tests.shop import Shop

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def ala(shop: Shop) -> Client:
    client = Client()
    client.force_login(shop.ala)
    return client


def _attach(shop: Shop, settings: Any, content: bytes, name: str, media_type: str = "") -> Attachment:
    now = timezone.now()
    buyer = Buyer.objects.create(account=shop.account, login="kupujacy", first_seen_at=now)
    thread = Thread.objects.create(account=shop.account, external_id="t", kind="talk", buyer=buyer)
    case = Case.objects.create(account=shop.account, thread=thread, buyer=buyer, opened_at=now)
    message = Message.objects.create(
        account=shop.account, thread=thread, case=case, external_id="m", role="buyer", kind="message",
        status="delivered", written_at=now, first_seen_at=now,
    )  # fmt: skip
    path = Path(settings.ATTACHMENTS_DIR) / "incoming" / "f"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Attachment.objects.create(
        message=message, external_id="a", name=name, media_type=media_type, path="incoming/f"
    )


def test_a_picture_is_shown_in_the_page(shop: Shop, settings: Any, ala: Client) -> None:
    row = _attach(shop, settings, PNG, "paczka.png", "image/png")
    with closing(ala.get(f"/pliki/{row.pk}/")) as answer:
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<script>alert(1)</script>", "faktura.html", "text/html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "x.svg", "image/svg+xml"),
        (b"<script>alert(1)</script>", "zdjecie.png", "image/png"),
        (b"%PDF-1.7", "faktura.pdf", "application/pdf"),
    ],
)
def test_anything_else_is_saved_and_never_run(
    shop: Shop, settings: Any, ala: Client, content: bytes, name: str, said: str
) -> None:
    row = _attach(shop, settings, content, name, said)
    answer = ala.get(f"/pliki/{row.pk}/")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == content


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\\..\\b.txt", 'x"; y=.txt', "a\r\nSet-Cookie: x=1.txt", ""]
)
def test_a_name_from_outside_cannot_harm(shop: Shop, settings: Any, ala: Client, name: str) -> None:
    row = _attach(shop, settings, b"x", name)
    with closing(ala.get(f"/pliki/{row.pk}/")) as answer:
        assert answer.status_code == 200
        said = answer.headers["Content-Disposition"]
        assert "/" not in said.split("=", 1)[1].replace("''", "")
        assert "\n" not in said
        assert "Set-Cookie" not in answer.headers


def test_a_stranger_cannot_tell_a_file_from_nothing(shop: Shop, settings: Any) -> None:
    row = _attach(shop, settings, b"x", "f.txt")
    client = Client()
    client.force_login(shop.celina)
    assert client.get(f"/pliki/{row.pk}/").status_code == 404
    assert client.get("/pliki/987654/").status_code == 404


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", ""),
        (b"II*\x00", ""),
        (b"", ""),
    ],
)
def test_the_kind_is_read_from_the_content(start: bytes, kind: str) -> None:
    assert picture_kind(start[:16]) == kind
