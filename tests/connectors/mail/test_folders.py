"""Names of folders go to a server and come back, and the sent one is found whatever it is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.connectors.mail.folders import decoded, encoded, folder_of, missing, quoted, sent_of
from kontuar.connectors.mail.imap import in_short

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(names)
def test_a_name_comes_back_as_it_was(name: str) -> None:
    written = encoded(name)
    assert written.isascii()
    assert written.isprintable()
    assert decoded(written.encode()) == name


@given(names)
def test_no_name_can_end_its_command(name: str) -> None:
    assert not set(quoted(name + '" (x) \r\nA1 LOGOUT')) & set("\r\n")
    assert quoted(name)[1:-1].replace("\\\\", "").replace('\\"', "").count('"') == 0


@given(st.binary(max_size=80))
def test_nothing_a_server_says_of_a_folder_raises(line: bytes) -> None:
    folder_of(line)
    folder_of((b'(\\HasNoChildren) "/" {9}', line))
    decoded(line)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        # RFC 3501, 5.1.3, and folders of Polish and Lithuanian programs
        ("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"),
        ("Wys&AUI-ane", "Wysłane"),
        ("Elementy wys&AUI-ane", "Elementy wysłane"),
        ("I&AWE-si&AXM-sti", "Išsiųsti"),
        ("Zwroty &- reklamacje", "Zwroty & reklamacje"),
        ("Wysłane", "Wysłane"),
        ("&broken", "&broken"),
    ],
)
def test_modified_utf_7_is_read(written: str, name: str) -> None:
    assert decoded(written.encode()) == name


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (
            [b'(\\HasNoChildren \\Sent) "/" "[Gmail]/Wys&AUI-ane"', b'(\\HasNoChildren) "/" Sent'],
            "[Gmail]/Wysłane",
        ),
        ([b'(\\HasNoChildren) "." "INBOX.Sent"', b'(\\HasNoChildren) "." INBOX'], "INBOX.Sent"),
        ([b'(\\Noselect \\Sent) "/" Sent', b'() "/" "Elementy wys&AUI-ane"'], "Elementy wysłane"),
        ([b'() "/" "Archiwum/Sent"', b'() "/" "Sent Items"'], "Sent Items"),
        ([b'() NIL "Gesendete Elemente"'], "Gesendete Elemente"),
        ([b'() "/" "WYS&AUE-ANE"'], "WYSŁANE"),
        ([b'() "/" INBOX', b'() "/" "Nie wys&AUI-ane"'], None),
    ],
)
def test_the_sent_folder_is_found(lines: list[bytes], name: str | None) -> None:
    found = sent_of([folder for line in lines if (folder := folder_of(line))])
    assert (found.name if found else None) == name


def test_a_folder_that_holds_every_mail_again_is_known() -> None:
    found = folder_of(b'(\\All \\HasNoChildren) "/" "[Gmail]/Wszystkie"')
    assert found is not None
    assert found.holds_all


def test_which_folders_are_missing() -> None:
    there = [folder for line in (b'() "/" Sent', b'(\\Noselect) "/" Foo') if (folder := folder_of(line))]
    assert missing(["inbox", "INBOX", "Sent", "Foo", "Bar"], there) == ["Foo", "Bar"]


@given(st.sets(st.integers(1, 300), max_size=60))
def test_numbers_in_short_name_the_same_mails(uids: set[int]) -> None:
    named = set()
    for span in filter(None, in_short(sorted(uids)).split(",")):
        first, _, last = span.partition(":")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == uids
