"""What we write is read back by everybody as it was written, and nothing can be smuggled into it."""

import email
import email.policy
import string
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.connector_kit.errors import Refused
from kontuar.connectors.mail import charsets, compose, facts, kinds, mime, names
from kontuar.connectors.mail.capabilities import LIMITS
from kontuar.connectors.mail.mailbox import Mailbox, mailbox_of
from kontuar.facts.deeds import LetterFile, WriteLetter
from kontuar.facts.mails import Mail, MailAddress, MailKind

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OURS = "sklep@example.com"
BOX = mailbox_of({"address": OURS, "name": "Sklep „Żółw”, Łódź"}, login=OURS)
LETTER = WriteLetter(
    message_id="k.0123456789abcdef@example.com",
    thread_id="1@example.org",
    to=MailAddress(name="Ala Żak", address="ala@example.org"),
    subject="Re: Kubek [#K-0AB1-XYZW]",
    text="Dzień dobry,\n\njest żółty.\n",
    written_at=NOW,
)


def read(deed: WriteLetter, box: Mailbox = BOX) -> Mail:
    return mime.read(compose.letter(deed, box), received_at=datetime(2027, 1, 1, tzinfo=UTC))


letters_of_all_kinds = st.text(
    alphabet=st.one_of(
        st.sampled_from("aążźłÓ ,;:\"'<>@()[]\\=?\r\n\t\x00\u2028.-_🧡👩‍👩‍👧\ufeff\u202e"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=300,
)
# Without ': a reader takes one at an end for a quotation mark.
locals_ = st.text(string.ascii_letters + string.digits + "!#$%&*+/=?^_`{|}~-", min_size=1, max_size=40)
domains = st.sampled_from(["example.org", "poczta.przykład.pl", "sub.a-b.example", "1.example"])
addresses = st.builds(
    lambda name, local, domain: MailAddress(name=name, address=f"{local}@{domain}"),
    letters_of_all_kinds,
    locals_,
    domains,
)
ids = st.text(string.ascii_letters + string.digits + "!#$%&'*+/=?^_`{|}~-.", min_size=1, max_size=400).map(
    lambda local: f"{local}@example.org"
)
files = st.builds(
    LetterFile,
    name=letters_of_all_kinds,
    media_type=st.sampled_from(
        ["application/pdf", "image/png", "text/plain", "message/rfc822", "x\r\nBcc: a@b"]
    ),
    content=st.binary(max_size=300),
)


@given(
    letters_of_all_kinds,
    st.text(max_size=2000),
    addresses,
    st.lists(addresses, max_size=4),
    st.lists(ids, max_size=8, unique=True),
)
def test_what_is_written_is_read_back(
    subject: str, text: str, to: MailAddress, cc: list[MailAddress], references: list[str]
) -> None:
    deed = replace(LETTER, subject=subject, text=text, to=to, cc=tuple(cc), references=tuple(references))
    mail = read(deed)
    assert mail.subject == charsets.one_line(subject)
    assert mail.text == charsets.printable(text).strip("\n") or not text.strip()
    assert mail.references == tuple(references)
    assert mail.in_reply_to == tuple(references[-1:])
    assert mail.message_id == deed.message_id
    assert mail.sent_at == NOW
    assert [one.address for one in mail.from_] == [OURS]
    assert [one.name for one in mail.from_] == [BOX.name]
    written = [idna(one) for one in (to, *cc)]
    assert [one.address for one in (*mail.to, *mail.cc)] == [one.address for one in written]
    for found, meant in zip((*mail.to, *mail.cc), written, strict=True):
        assert found.name == bare(meant.name)
    assert not mail.troubles


def idna(one: MailAddress) -> MailAddress:
    return replace(one, address=one.address.replace("przykład", "przykład".encode("idna").decode()))


def bare(name: str) -> str:
    """A reader takes quotes and blanks around a name for its frame."""
    return charsets.one_line(name).strip(" '\"")


@given(st.lists(files, min_size=1, max_size=4), st.text(max_size=100))
def test_files_come_back_byte_for_byte(many: list[LetterFile], text: str) -> None:
    mail = read(replace(LETTER, files=tuple(many), text=text))
    assert [one.content for one in mail.files] == [one.content for one in many]
    assert [one.name for one in mail.files] == [names.safe(one.name) or "file" for one in many]
    assert not any(one.is_raw for one in mail.files)
    assert mail.text == charsets.printable(text).strip("\n") or not text.strip()


@settings(max_examples=60)
@given(letters_of_all_kinds, letters_of_all_kinds, letters_of_all_kinds)
def test_nothing_adds_a_header_or_a_recipient(subject: str, name: str, file_name: str) -> None:
    evil = "x\r\nBcc: evil@example.net\r\n\r\nboo"
    deed = replace(
        LETTER,
        subject=subject + evil,
        to=MailAddress(name=name + evil, address="ala@example.org"),
        files=(LetterFile(name=file_name + evil, media_type=evil, content=b"x"),),
        references=(evil, "<a@b>\r\nBcc: evil@example.net"),
    )
    raw = compose.letter(deed, replace(BOX, name=name + evil))
    head = raw.partition(b"\r\n\r\n")[0].lower()
    assert b"\nbcc:" not in head
    assert {line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith(b" ")} == {
        b"date", b"from", b"to", b"subject", b"message-id", b"mime-version", b"x-kontuar", b"content-type",
    }  # fmt: skip
    assert compose.recipients(deed) == ("ala@example.org",)


@given(letters_of_all_kinds, st.text(max_size=3000), st.lists(ids, max_size=20), st.lists(files, max_size=2))
def test_every_line_is_plain_and_short_enough_for_any_server(
    subject: str, text: str, references: list[str], some: list[LetterFile]
) -> None:
    raw = compose.letter(
        replace(LETTER, subject=subject, text=text, references=tuple(references), files=tuple(some)), BOX
    )
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert raw.endswith(b"\r\n")


def test_the_standard_library_reads_the_same() -> None:
    deed = replace(
        LETTER,
        subject="Re: Żółty kubek, „Ąę” 🧡 " + "bardzo długi temat " * 5,
        cc=(MailAddress(name='Ola "O" Kowalska, dr', address="ola@example.org"),),
        files=(
            LetterFile(name="zażółć gęślą jaźń " * 6 + ".pdf", media_type="application/pdf", content=b"%PDF"),
        ),
    )
    found: Any = email.message_from_bytes(compose.letter(deed, BOX), policy=email.policy.default)
    assert found["subject"] == " ".join(deed.subject.split())
    assert found["from"].addresses[0].display_name == BOX.name
    assert found["cc"].addresses[0].display_name == 'Ola "O" Kowalska, dr'
    assert found["message-id"] == f"<{LETTER.message_id}>"
    assert found.get_body().get_content().splitlines() == LETTER.text.splitlines()
    (hung,) = found.iter_attachments()
    assert hung.get_filename() == names.safe(deed.files[0].name)
    assert not found.defects


def test_the_same_letter_is_the_same_bytes_at_every_try() -> None:
    deed = replace(LETTER, files=(LetterFile(name="a.pdf", media_type="application/pdf", content=b"1"),))
    assert compose.letter(deed, BOX) == compose.letter(deed, BOX)


def test_our_own_mail_is_known_when_it_comes_back_and_another_desk_s_is_not() -> None:
    mail = read(LETTER)
    assert kinds.kind_of(mail, BOX.ours()).kind is MailKind.LOOP
    other = mailbox_of({"address": "inny@example.com"}, login="")
    assert kinds.kind_of(mail, other.ours()).kind is MailKind.PERSON
    assert not mail.header("auto-submitted")


def test_a_message_id_may_come_with_its_brackets() -> None:
    assert read(replace(LETTER, message_id=f"<{LETTER.message_id}>")).message_id == LETTER.message_id


def test_what_a_file_says_of_itself_cannot_break_the_mail() -> None:
    inner = compose.letter(LETTER, BOX)
    mail = read(
        replace(LETTER, files=(LetterFile(name="list.eml", media_type="message/rfc822", content=inner),))
    )
    assert mail.files[0].content == inner


def test_the_letter_as_facts_is_ours_and_has_its_files() -> None:
    deed = replace(LETTER, files=(LetterFile(name="a.pdf", media_type="application/pdf", content=b"%PDF-1"),))
    found = facts.facts_of(compose.letter(deed, BOX), BOX, received_at=NOW, is_sent=True)
    assert [type(one).__name__ for one in found] == ["Thread", "Message", "Letter"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"to": MailAddress(name="", address="")}, "bad_address"),
        ({"to": MailAddress(name="", address="a b@example.org")}, "bad_address"),
        ({"to": MailAddress(name="", address="a@b\r\nRCPT TO:<c@d>")}, "bad_address"),
        ({"to": MailAddress(name="", address="żółw@example.org")}, "bad_address"),
        ({"to": MailAddress(name="", address="a@..example")}, "bad_address"),
        ({"message_id": "no brackets no at"}, "bad_message_id"),
        ({"text": "x" * (LIMITS.text_characters + 1)}, "text_too_long"),
        (
            {"files": (LetterFile(name="a", media_type="a/b", content=bytes(LIMITS.attachment_bytes + 1)),)},
            "too_large",
        ),
        (
            {"cc": tuple(MailAddress(name="", address=f"a{n}@example.org") for n in range(60))},
            "too_many_recipients",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_with_a_word(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        compose.letter(replace(LETTER, **changed), BOX)
    assert refused.value.code == code
    assert "example" not in refused.value.reason
