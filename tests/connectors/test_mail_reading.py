"""Real and made mails: nobody is lost, and what a person would see is there."""

import email
import email.policy
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.connectors.mails import RECEIVED, SHARED, mail, multipart, read, real_mails

MAILS = real_mails()
needs_real = pytest.mark.skipif(not MAILS, reason="no real mails at ../shared/data/mime")

HELD: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "attachment_encoded_filename.eml": ("", "", "", ("Prostřeno_2014_poslední volné termíny.xls",)),
    "boolean_decoded_content.eml": ("from@there.com", "Nuu", "Here is the problem mail", ("Example Domain.pdf",)),
    "embedded_email.eml": ("demo@cerstor.cz", "embedded message", "email that contains", ("demo.eml",)),
    "four_nested_emails.eml": ("test@example.com", "3-third-subject", "3-third-content", ("2-second-email.eml",)),
    "issue-348.eml": ("sender@testaddres.com", "2 - test with a strange attachement", "Original Message",
                      ("Kelvinsong—Font_test_page_bold.pdf",)),
    "issue-40.eml": ("", "", "", ()),
    "issue-401.eml": ("from@there.com", "1;00pm Client running few minutes late", "Hi", ()),
    "issue-410b.eml": ("from@there.com", "386 - 400021804 - 19., Heiligenstädter Straße 80 - 0819306 -", "",
                       ("2021_Mängelliste_0819306.xlsx",)),
    "issue-544.eml": ("test@mail.com", "Test bad boundary", "PDF format", ("file.pdf",)),
    "ks_c_5601-1987_headers.eml": ("from@there.com", "RE: 회원님께 Ersi님이 메시지를 보냈습니다.", "Content", ()),
    "mail_that_is_attachment.eml": ("xxx@yyy.cz", "Report domain: yyy.cz", "",
                                    ("google.com!yyy.cz!1423872000!1423958399.zip",)),
    "mixed_filename.eml": ("support@part-kom.ru", "Свежий прайс-лист", "", ("Price4VladDaKar.xlsx",)),
    "pec.eml": ("test@example.com", "Certified", "Signed", ("data.xml", "postacert.eml", "smime.p7s")),
    "plain_text_attachment.eml": ("from@there.com", "Plain text attachment", "Test", ("a.txt",)),
    "without_charset_simple_multipart.eml": ("from@there.com", "test", "MyPlain", ()),
    "msg_07.txt": ("barry@digicool.com", "Here is your dingus fish", "This is the dingus fish", ("dingusfish.gif",)),
    "msg_10.txt": ("barry@python.org", "Lyrics", "¡This is a Quoted Printable", ()),
    "msg_15.txt": ("xx@xx.dk", "XX", "Some removed test", ("xx.gif",)),
    "msg_22.txt": ("b@example.com", "", "Text text text.", ("wibble.JPG", "wibble2.JPG")),
    "msg_35.txt": ("aperson@dom.ain", "here's something interesting", "counter to RFC 2822", ()),
    "attachment_nonascii_filename.eml": ("foo@example.com", "testing", "This is the first part.", ("ciële.txt",)),
    "attachment_with_quoted_filename.eml": ("jeff@37signals.com", "Eelanalüüsi päring", "", ("Eelanalüüsi päring.jpg",)),
    "attachment_with_unquoted_name.eml": ("foo@example.com", "testing", "first part", ("This is a test.txt",)),
    "cant_parse_from.eml": ("News@InsideApple.Apple.com", "Meet the new MacBook Pro family.", "aluminum", ()),
    "invalid_subject_characters.eml": ("info@formacaofrenetik.info", "Formação FrenetikPolis", "TEST", ()),
    "raw_email_with_illegal_boundary.eml": ("email_test@me.nowhere", "Testing outlook", "outlook test", ()),
    "raw_email_with_multipart_mixed_quoted_boundary.eml": ("email_test@me.nowhere", "Testing outlook",
                                                           "Just attaching another PDF", ("broken.pdf",)),
    "japanese.eml": ("raasdnil@gmail.com", "まみむめも", "かきくえこ", ()),
    "japanese_attachment.eml": ("raasdnil@gmail.com", "testing", "testing", ("てすと.txt",)),
    "japanese_iso_2022.eml": ("raasdnil@gmail.com", "まみむめも", "すみません。", ()),
    "japanese_shift_jis.eml": ("xxxxxxx@docomo.ne.jp", "test", "このメールはテスト用", ()),
    "raw_email_with_partially_quoted_subject.eml": ("jamis@37signals.com", 'Re: Test: "漢字" mid "漢字" tail',
                                                    "대부분의 마찬가지로", ()),
    "example10.eml": ("pete@silly.test", "", "Testing.", ()),
    "example14.eml": ("atsushi@example.com", "Re: TEST", "", ()),
    "utf8_headers.eml": ("jdöe@mächine.example", "Säying Hello", "body", ()),
}  # fmt: skip
"""Looked at by eye, one by one: sender, subject's beginning, words of the text, names of files."""


@needs_real
@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.name)
def test_a_real_mail_is_read_and_none_of_it_is_lost(path: Path) -> None:
    raw = path.read_bytes()
    found = read(raw)
    assert "unreadable" not in found.troubles
    assert found.sent_at.tzinfo is UTC
    # Every declared file name the standard library sees is there too.
    bare = email.message_from_bytes(raw, policy=email.policy.compat32)
    declared = [part for part in bare.walk() if part.get_filename() and not part.is_multipart()]
    if "message/rfc822" not in {part.get_content_type() for part in bare.walk()}:
        assert len(found.files) >= len(declared)
    body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    assert found.text.strip() or found.files or not body.strip() or not _has_words(bare)


def _has_words(bare: email.message.Message) -> bool:
    """Whether a part of it holds anything at all."""
    return any(
        not part.is_multipart() and str(part.get_payload() or "").replace("&nbsp;", "").strip(" \n\r<>/")
        for part in bare.walk()
    ) and not all(part.get_content_type() == "text/html" for part in bare.walk() if not part.is_multipart())


@needs_real
@pytest.mark.parametrize("name", HELD)
def test_what_a_person_would_see_is_there(name: str) -> None:
    sender, subject, words, names = HELD[name]
    found = read(next(path for path in MAILS if path.name == name).read_bytes())
    if name != "issue-40.eml":  # its headers are broken beyond what any sender could be told from
        assert found.author.address == sender
        assert found.subject.startswith(subject)
    assert words in found.text
    assert tuple(file.name for file in found.files) == names


@pytest.mark.skipif(not SHARED.exists(), reason="no real mails at ../shared/data")
def test_text_comes_from_html_when_there_is_no_plain_one() -> None:
    found = read((SHARED / "marketplace_mails" / "allegro_lokalnie_nowa_wiadomosc.eml").read_bytes())
    assert found.text_from_html
    assert "Masz nową wiadomość od Mateusz" in found.text


def test_words_cut_within_a_letter_are_put_together() -> None:
    raw = mail(
        "From: =?utf-8?B?xbt1?= =?utf-8?B?cmF3IMWB?= <z@example.org>",
        "Subject: =?utf-8?q?Zwrot_=C5?=\n =?utf-8?q?=81=C3=B3d=C5=BA?=",
    )
    found = read(raw)
    assert found.subject == "Zwrot Łódź"
    assert found.author.name == "Żuraw Ł"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename*=utf-8''faktura%20%C5%BC%C3%B3%C5%82ta.pdf", "faktura żółta.pdf"),
        ("attachment; filename*0*=utf-8''fak; filename*1*=tura%C4%85; filename*2=.pdf", "fakturaą.pdf"),
        ("attachment; filename==?utf-8?Q?=C5=BC.pdf?=", "ż.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\dokumenty\\\\a.pdf"', "a.pdf"),
        ('attachment; filename="faktura\u202efdp.exe"', "fakturafdp.exe"),
        ('attachment; filename="' + "x" * 5000 + '.pdf"', "x" * 196 + ".pdf"),
        ("attachment", "part-1.pdf"),
    ],
)
def test_a_files_name_is_found_and_harmless(disposition: str, name: str) -> None:
    part = f"Content-Type: application/pdf\nContent-Disposition: {disposition}\n\n%PDF-1.4".encode()
    assert [file.name for file in read(multipart("mixed", [part])).files] == [name]


@pytest.mark.parametrize(
    ("raw", "at", "trouble"),
    [
        ("Sat, 21 Nov 2026 10:00:00 +0100", datetime(2026, 11, 21, 9, tzinfo=UTC), ""),
        ("Sat, 21 Nov 2026 25:61:00 +0100", RECEIVED, "date_wrong"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", RECEIVED, "date_wrong"),
        ("Fri, 01 Jan 2100 00:00:00 +0000", RECEIVED, "date_wrong"),
        ("wczoraj", RECEIVED, "date_wrong"),
        ("", RECEIVED, "date_missing"),
    ],
)
def test_a_date_that_cannot_be_true_is_replaced_and_kept_raw(raw: str, at: datetime, trouble: str) -> None:
    found = read(mail("From: a@example.org", f"Date: {raw}"))
    assert (found.sent_at, found.date_raw) == (at, raw)
    assert [code for code in found.troubles if code.startswith("date")] == ([trouble] if trouble else [])


CAME = "Received: from mx.example.net by mail.example.org with ESMTPS; Fri, 20 Nov 2026 12:00:00 +0100"
EARLIER = "Received: from pc by mx.example.net; Tue, 01 Jan 2019 00:00:00 +0000"


@pytest.mark.parametrize(
    ("lines", "at", "trouble"),
    [
        pytest.param(
            [CAME, EARLIER, "Date: Tue, 01 Jan 2019 00:00:00 +0000"],
            datetime(2026, 11, 20, 11, tzinfo=UTC),
            "date_wrong",
            id="the clock of the writer's machine stands years behind",
        ),
        pytest.param(
            [EARLIER, "Date: Tue, 01 Jan 2019 00:00:00 +0000"],
            datetime(2019, 1, 1, tzinfo=UTC),
            "",
            id="an old mail, moved here from another server",
        ),
        pytest.param(
            [CAME, "Date: Mon, 16 Nov 2026 09:00:00 +0000"],
            datetime(2026, 11, 16, 9, tzinfo=UTC),
            "",
            id="four days in a queue",
        ),
        pytest.param([CAME], datetime(2026, 11, 20, 11, tzinfo=UTC), "date_missing", id="no date"),
        pytest.param(
            ["Received: by x; Fri, 01 Jan 2100 00:00:00 +0000", "Date: Tue, 01 Jan 2019 00:00:00 +0000"],
            datetime(2019, 1, 1, tzinfo=UTC),
            "",
            id="a server whose own clock cannot be true proves nothing",
        ),
    ],
)
def test_a_date_is_held_against_the_moment_the_mail_came(
    lines: list[str], at: datetime, trouble: str
) -> None:
    found = read(mail(*lines, "From: a@example.org"))
    assert found.sent_at == at
    assert [code for code in found.troubles if code.startswith("date")] == ([trouble] if trouble else [])


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("iso-8859-2", "iso8859-2", "Proszę o zwrot, źle działa"),
        ("us-ascii", "utf-8", "Proszę o zwrot"),
        ("utf-8", "cp1250", "Proszę o zwrot, źle świeci ąęśćż"),
        ("no-such-charset", "cp1250", "Proszę o zwrot, źle świeci"),
        ("punycode", "utf-8", "Proszę"),
        ("windows-1257", "cp1257", "Laba diena, prekė sugedusi, ačiū"),
        ("utf-16", "utf-16", "Guten Tag, schöne Grüße"),
    ],
)
def test_text_is_read_in_its_charset_or_the_likeliest(charset: str, codec: str, text: str) -> None:
    raw = mail("From: a@example.org", f"Content-Type: text/plain; charset={charset}", body=text.encode(codec))
    assert read(raw).text == text


def test_a_calendar_says_what_and_when() -> None:
    ics = (
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Odbiór\\, magazyn\n"
        "DTSTART;TZID=Europe/Warsaw:20261201T100000\nDTEND:20261201T100000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    found = read(multipart("mixed", [f"Content-Type: text/calendar; charset=utf-8\n\n{ics}".encode()]))
    (one,) = found.invitations
    assert (one.method, one.summary, one.starts) == ("REQUEST", "Odbiór, magazyn", "2026-12-01T10:00+01:00")
    assert one.starts_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert [file.media_type for file in found.files] == ["text/calendar"]


def test_a_program_that_calls_itself_a_picture_is_told() -> None:
    part = b'Content-Type: image/png; name="zdjecie.png"\n\nMZ\x90\x00 this program'
    found = read(multipart("mixed", [part]))
    assert found.files[0].media_type == "application/x-msdownload"
    assert "file_type_differs" in found.troubles


def test_what_cannot_be_decoded_is_kept_raw() -> None:
    part = b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n\xff\xfe!!!! ????\xff"
    found = read(multipart("mixed", [part]))
    assert found.files[0].is_raw
    assert found.files[0].content == b"\xff\xfe!!!! ????\xff"
    assert "encoding_broken" in found.troubles


def test_outlooks_wrapper_gives_its_files() -> None:
    def attribute(level: int, name: int, value: bytes) -> bytes:
        head = bytes([level]) + name.to_bytes(4, "little") + len(value).to_bytes(4, "little")
        return head + value + (sum(value) & 0xFFFF).to_bytes(2, "little")

    wrapped = 0x223E9F78.to_bytes(4, "little") + b"\x01\x00"
    wrapped += attribute(1, 0x0002800C, b"Witam")
    wrapped += attribute(2, 0x00069002, b"\0" * 14) + attribute(2, 0x00018010, b"umowa.pdf\0")
    wrapped += attribute(2, 0x0006800F, b"%PDF-1.4 tekst")
    part = b"Content-Type: application/ms-tnef; name=winmail.dat\n\n"
    found = read(multipart("mixed", [part + wrapped]))
    assert [(file.name, file.media_type) for file in found.files] == [("umowa.pdf", "application/pdf")]
    assert found.text == "Witam"
    cut = read(multipart("mixed", [part + wrapped[:-9]]))
    assert cut.files[-1].name == "winmail.dat"
    assert "winmail_broken" in cut.troubles
