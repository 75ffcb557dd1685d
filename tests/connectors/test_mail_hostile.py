"""Mails made to hurt: nothing raises, time and memory stay bounded, and it is said what was left out."""

import random
import time
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kontuar.connectors.mail import kinds, limits, parse
from tests.connectors.mails import mail, multipart, read, real_mails

REAL = [path.read_bytes() for path in real_mails()] or [
    mail("From: a@example.org", "Subject: =?utf-8?q?=C5=BC?=")
]
OURS = kinds.Ours(addresses=frozenset(["sklep@example.org"]))


def everything(raw: bytes) -> None:
    """The whole way a mail goes here; what comes out can be stored (no NUL, no lone surrogates)."""
    found = read(raw)
    assert "unreadable" not in found.troubles
    parsed = parse.parse(found, kinds.kind_of(found, OURS), OURS, known={})
    for text in (found.text, found.subject, found.author.name, *(file.name for file in found.files)):
        assert "\0" not in text
        text.encode()
    assert len(parsed.message.external_id) <= 100
    assert len(parsed.thread.external_id) <= 100


@given(st.binary(max_size=3000))
@example(b"")
@example(b"\n")
@example(b"\xef\xbb\xbf\0\0")
@example(b"Content-Type: multipart/mixed; boundary=\n\n--\n--\n----\n")
@example(b"Content-Type: text/plain; charset=utf-7\n\n+2AA-")
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    everything(raw)


@given(st.integers(0, len(REAL) - 1), st.randoms(use_true_random=False))
def test_a_real_mail_with_anything_changed_is_read(which: int, chance: random.Random) -> None:
    raw = bytearray(REAL[which][:20_000])
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(raw) + 1)
        match chance.randrange(4):
            case 0:
                raw[at : at + chance.randint(1, 40)] = b""
            case 1:
                raw[at:at] = chance.choice(
                    [b"\n\n", b"--", b"=?utf-8?b?", b'"', b"\0", b"(", b"<", b";", b"\xff"]
                )
            case 2:
                raw[at : at + 1] = chance.randbytes(chance.randint(1, 4))
            case _:
                other = REAL[chance.randrange(len(REAL))]
                raw[at:at] = other[: chance.randint(0, 800)]
    everything(bytes(raw))


def test_ten_thousand_headers_and_more_are_counted() -> None:
    raw = mail("From: a@example.org", "Subject: Zwrot", *(f"X-{n}: {n}" for n in range(20_000)), body="treść")
    found = read(raw)
    assert len(found.headers) == limits.HEADERS
    assert (found.subject, found.text, found.troubles) == (
        "Zwrot",
        "treść",
        ("headers_too_many", "date_missing"),
    )


def test_a_header_of_a_megabyte_is_cut() -> None:
    found = read(mail("From: a@example.org", "Subject: " + "a" * 1_000_000, body="treść"))
    assert len(found.subject) == limits.SUBJECT_CHARACTERS
    assert "header_too_long" in found.troubles
    assert found.text == "treść"


def test_levels_beyond_the_limit_stay_a_file() -> None:
    raw = b"From: a@example.org\n"
    for level in range(600):
        raw += f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'.encode()
    found = read(raw + b"\ninside")
    assert "nested_too_deep" in found.troubles
    assert b"inside" in found.files[-1].content


def test_mails_within_mails_end_at_the_limit() -> None:
    raw = b"From: a@example.org\nContent-Type: message/rfc822\n\n" * 500 + b"Subject: last\n\ninside"
    found = read(raw)
    depth, deepest = 0, found
    while deepest.nested:
        depth, deepest = depth + 1, deepest.nested[0]
    assert depth == limits.NESTING
    assert "nested_too_deep" in found.troubles
    assert b"inside" in found.files[0].content


def test_more_parts_than_the_limit_stay_one_file() -> None:
    found = read(multipart("mixed", [b"\nx" for _ in range(3000)]))
    assert "parts_too_many" in found.troubles
    assert found.files[-1].content.count(b"--b1") > 1900


def test_a_line_end_in_an_encoded_word_makes_no_header() -> None:
    raw = mail("From: a@example.org", "Subject: =?utf-8?q?Zwrot=0D=0ABcc:_evil@example.org?=")
    found = read(raw)
    assert found.subject == "Zwrot Bcc: evil@example.org"
    assert found.header("bcc") == ""


def test_an_encoded_comma_adds_no_recipient() -> None:
    found = read(mail("From: a@example.org", "To: =?utf-8?q?a=2Cevil=40example=2Ecom=2C?= <b@example.org>"))
    assert [one.address for one in found.to] == ["b@example.org"]


def test_boundaries_that_begin_alike_are_told_apart() -> None:
    inner = multipart("alternative", [b"\ninner one", b"\ninner two"], boundary="b1-x").partition(b"\n")[2]
    found = read(multipart("mixed", [b"\nouter", inner]))
    assert found.text == "outer\n\ninner one\n\ninner two"


def test_a_zip_is_only_a_file() -> None:
    part = b"Content-Type: application/zip; name=bomba.zip\n\nPK\x03\x04" + b"\0" * 1000
    assert [file.size for file in read(multipart("mixed", [part])).files] == [1004]


def test_fifty_megabytes_are_read_at_once_and_more_only_in_part() -> None:
    part = (
        b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
        + b"JVBERi0x" * 6_500_000
    )
    raw = multipart("mixed", ["\nDzień dobry".encode(), part])
    begun = time.process_time()
    tracemalloc.start()
    found = read(raw)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.text, found.files[0].size) == ("Dzień dobry", 39_000_000)
    assert time.process_time() - begun < 5
    assert most < 4 * len(raw)
    larger = read(raw + b"x" * limits.MAIL_BYTES)
    assert "mail_too_large" in larger.troubles
    assert larger.text.startswith("Dzień dobry")
    assert larger.files[0].size == 39_000_000


def _short_lines(size: int) -> bytes:
    head = b"".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n'.encode() for n in range(20))
    return head + b"\n" + b"x\n" * (size // 2)


HURTFUL = {
    "short lines in 20 levels": _short_lines,
    "unfinished encoded words": lambda size: b"Subject: " + b"=?a?Q?" * (size // 6) + b"\n\nx",
    "open brackets": lambda size: b"From: " + b"(" * size + b"\n\nx",
    "open quotes": lambda size: b'To: "\\' * (size // 6) + b"\n\nx",
    "parameters": lambda size: b"Content-Type: text/plain" + b";a*0=b" * (size // 6) + b"\n\nx",
    "references": lambda size: b"References: " + b"<a@b> " * (size // 6) + b"\n\nx",
    "folded lines": lambda size: b"Subject: a\n" + b" a\n" * (size // 3) + b"\nx",
    "broken base64": lambda size: b"Content-Transfer-Encoding: base64\n\n" + b"QQ==\n" * (size // 5),
    "uuencoded": lambda size: (
        b"Content-Transfer-Encoding: uuencode\n\nbegin 644 a\n" + b"#0V%T\n" * (size // 6)
    ),
    "unfinished tags": lambda size: b"Content-Type: text/html\n\n" + b'<a "' * (size // 4),
    "open fonts": lambda size: b"Content-Type: text/html\n\n" + b"<font size=1>" * (size // 13),
    "addresses in a bounce": lambda size: (
        b"From: mailer-daemon@a.pl\nSubject: failure notice\n\n" + b"a@" * (size // 2)
    ),
    "dashes": lambda size: b'Content-Type: multipart/mixed; boundary="-"\n\n' + b"--" * (size // 2),
}


@pytest.mark.parametrize("name", HURTFUL)
def test_four_times_as_much_takes_about_four_times_as_long(name: str) -> None:
    def cost(size: int) -> float:
        raw = HURTFUL[name](size)
        begun = time.process_time()
        everything(raw)
        return time.process_time() - begun

    small = min(cost(100_000) for _ in range(2))
    large = min(cost(400_000) for _ in range(2))
    assert large < max(small, 0.01) * 10, (small, large)


DAEMON = b"From: mailer-daemon@a.pl\nSubject: failure notice\n"
REPORT = DAEMON + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
STATUS = (
    b"--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.pl\nDiagnostic-Code: smtp; "
)
HURTFUL_TO_BOUNCES = {
    "empty lines": lambda size: DAEMON + b"\nx" + b"\n" * size + b"x",
    "blank lines": lambda size: DAEMON + b"\nx" + b" \n" * (size // 2) + b"x",
    "an address and spaces": lambda size: DAEMON + b"\na@b.pl" + b" " * size + b"x",
    "one long word": lambda size: REPORT + STATUS + b"domen" * (size // 5) + b"\n--b--\n",
}


@pytest.mark.parametrize("name", HURTFUL_TO_BOUNCES)
def test_four_times_as_long_a_bounce_takes_about_four_times_as_long(name: str) -> None:
    """Few bytes: further on the text that is searched has an end of its own."""

    def cost(size: int) -> float:
        raw = HURTFUL_TO_BOUNCES[name](size)
        begun = time.process_time()
        everything(raw)
        return time.process_time() - begun

    small = min(cost(5_000) for _ in range(2))
    large = min(cost(20_000) for _ in range(2))
    assert large < max(small, 0.01) * 8, (small, large)
