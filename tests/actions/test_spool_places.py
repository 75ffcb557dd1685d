"""For which mailbox a handed-over mail is."""

import time

import pytest

from kontuar.actions.spool_places import Mailbox, mailboxes, places

SKLEP = Mailbox(
    account_id=7, address="sklep@example.com", aliases=("biuro@example.com",), label="sklep główny"
)
HURT = Mailbox(account_id=9, address="hurt@example.org", aliases=(), label="hurt")
BOTH = (SKLEP, HURT)


def mail(*lines: str) -> bytes:
    return "\r\n".join((*lines, "", "To: hurt@example.org", "body")).encode()


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("sklep", (7,)),
        ("sklep-example-com", (7,)),
        ("SKLEP", (7,)),
        ("hurt", (9,)),
        ("9", (9,)),
        ("11", ()),
        ("nobody", ()),
    ],
)
def test_the_pipes_own_name_decides(name, ids):
    assert places(name, mail("From: x@example.net"), BOTH) == ids


def test_a_name_two_mailboxes_have_is_no_name():
    twin = Mailbox(account_id=8, address="sklep@example.org", aliases=(), label="")
    assert places("sklep", mail(), (SKLEP, twin)) == ()
    assert places("sklep-example-org", mail(), (SKLEP, twin)) == (8,)


def test_a_wrong_name_does_not_fall_to_the_only_mailbox_but_to_its_address():
    assert places("other", mail("To: sklep@example.com"), (SKLEP,)) == (7,)
    assert places("other", mail("To: x@example.net"), (SKLEP,)) == ()


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        (["To: Sklep <SKLEP@example.com>"], (7,)),
        (["To: x@example.net", "Cc: y@example.net,", "\tbiuro@example.com"], (7,)),
        (["Delivered-To: hurt@example.org", "To: sklep@example.com"], (9,)),
        (["X-Original-To: sklep+allegro@example.com", "To: hurt@example.org"], (7,)),
        (["Envelope-to: sklep@example.com", "To: list@example.net"], (7,)),
        (["To: sklep@example.com, hurt@example.org"], (7, 9)),
        (["Subject: sklep@example.com", "To: x@example.net"], ()),
        (["To: sklep@example.com.evil.example"], ()),
        (["to : sklep@example.com"], (7,)),
        ([], ()),
    ],
)
def test_else_what_the_mail_says_decides(lines, ids):
    assert places("", mail(*lines), BOTH) == ids


def test_the_only_mailbox_gets_what_names_nobody():
    assert places("", mail("To: x@example.net"), (SKLEP,)) == (7,)
    assert places("", mail("To: x@example.net"), ()) == ()


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b":\r\n: :\r\n", b"\r\n\r\n", b" x\r\n y", b"To:" * 99]
)
def test_nothing_a_stranger_sends_raises(raw):
    assert places("", raw, BOTH) == ()


def test_a_head_of_millions_of_letters_takes_no_time():
    hostile = b"To: " + b"a" * 5_000_000 + b"@" + b"<" * 5_000_000
    many = b"To: x@example.net\r\n" * 200_000
    begun = time.process_time()
    assert places("", hostile, BOTH) == ()
    assert places("", many, BOTH) == ()
    assert time.process_time() - begun < 5


@pytest.mark.django_db
def test_mailboxes_are_known_by_their_settings_whatever_stands_there(shop, make_account):
    good = {"address": "Sklep@Example.com", "aliases": ["Biuro@example.com"]}
    one = make_account("sklep@example.com", platform="mail", label="Sklep", settings=good)
    two = make_account("hurt@example.org", platform="mail", settings={"aliases": "x"})
    first, second = mailboxes()
    assert (first.account_id, first.address, first.aliases) == (
        one.pk,
        "sklep@example.com",
        ("biuro@example.com",),
    )
    assert (second.account_id, second.address, second.aliases) == (two.pk, "hurt@example.org", ())
