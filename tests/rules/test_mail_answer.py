"""Where an answer by mail goes, what it is called, which mails it continues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.rules import mail_answer
from kontuar.rules.mail_answer import LAST_OF_CHAIN, answer_subject, chain, safe_address, signs

SIGN = "K-3F-9QZ2"


@pytest.mark.parametrize(
    "address",
    ["jan@example.org", "jan.kowalski+sklep@poczta.example.pl", "o'neil@example.org", "a_b-c@example.org",
     "hamu7udk3p+17454c1b6@allegromail.pl", "jan@żółw.example", "a@b.co"],
)  # fmt: skip
def test_a_plain_address_is_taken(address: str) -> None:
    assert safe_address(address) == address


@pytest.mark.parametrize(
    ("address", "is_robots"),
    [("noreply@example.com", True), ("No-Reply@example.com", True), ("do_not_reply+7@example.com", True),
     ("nie-odpowiadaj@example.pl", True), ("MAILER-DAEMON@example.com", True), ("bounces-77@example.com", True),
     ("jan.noreply@example.com", False), ("noreplyla@example.com", False), ("postmasterka@example.pl", False)],
)  # fmt: skip
def test_an_address_may_say_that_nobody_reads_there(address: str, is_robots: bool) -> None:
    assert mail_answer.is_robots(address) == is_robots


def test_only_the_domain_is_made_small() -> None:
    assert safe_address(" Jan.K@Example.ORG ") == "Jan.K@example.org"


@pytest.mark.parametrize(
    "address",
    ["", "jan", "@example.org", "jan@", "jan@localhost", "jan@[127.0.0.1]", "jan@127.0.0.1", "a b@example.org",
     "jan@example.org\r\nBcc: x@example.org", "jan@example.org, x@example.org", "<jan@example.org>",
     '"jan x"@example.org', "jan@ex ample.org", "jan@-example.org", "jan..k@example.org", ".jan@example.org",
     "jan@example..org", "a@b@example.org", "x" * 65 + "@example.org", "jan@" + "a" * 64 + ".org",
     "jan@" + "ab." * 90 + "org", "jan@example.org\x00", "żółw@example.org", "jan@ex_ample.org"],
)  # fmt: skip
def test_anything_else_is_not(address: str) -> None:
    assert safe_address(address) == ""


@pytest.mark.parametrize(
    "subject",
    ["Zamówienie 7", "Re: Zamówienie 7", "RE: Re: re: Zamówienie 7", "Odp: Zamówienie 7", "ODP.: AW: Ats: Zamówienie 7",
     "Re[2]: Zamówienie 7", "Re (3): Zamówienie 7", "AW : Antw: Zamówienie 7", "  Re:\tZamówienie\r\n 7 ",
     "Re：Zamówienie 7"],
)  # fmt: skip
def test_it_answers_once_in_every_language(subject: str) -> None:
    assert answer_subject(subject) == "Re: Zamówienie 7"


def test_what_only_looks_like_an_answer_stays() -> None:
    assert answer_subject("Reklamacja: stół") == "Re: Reklamacja: stół"
    assert answer_subject("Fwd: Re: stół") == "Re: Fwd: Re: stół"


def test_the_sign_stands_there_once() -> None:
    assert answer_subject("Re: stół", sign=SIGN) == f"Re: stół [#{SIGN}]"
    assert answer_subject(f"Odp: stół [#{SIGN}]", sign=SIGN) == f"Re: stół [#{SIGN}]"
    assert answer_subject(f"Odp: [#{SIGN.lower()}] stół", sign=SIGN) == f"Re: stół [#{SIGN}]"


def test_our_older_sign_gives_way_and_another_desks_stays() -> None:
    subject = "Re: stół [#K-1-AAAA] [#K-2-BBBB]"
    assert signs(subject) == ("K-1-AAAA", "K-2-BBBB")
    assert answer_subject(subject, sign=SIGN, old_signs=["K-1-AAAA"]) == f"Re: stół [#K-2-BBBB] [#{SIGN}]"


def test_no_subject_at_all_is_an_answer_too() -> None:
    assert answer_subject("") == "Re:"
    assert answer_subject("Re:", sign=SIGN) == f"Re: [#{SIGN}]"


@given(st.text(max_size=400), st.sampled_from(["", SIGN]))
def test_answering_an_answer_changes_nothing(subject: str, sign: str) -> None:
    once = answer_subject(subject, sign=sign)
    assert answer_subject(once, sign=sign) == once
    assert once.isprintable()
    assert len(once) <= 300


def test_a_chain_ends_with_the_mail_it_answers() -> None:
    assert chain(["a@x", "b@x"], "c@x") == ("a@x", "b@x", "c@x")
    assert chain(["a@x", "c@x", "b@x"], "c@x") == ("a@x", "b@x", "c@x")
    assert chain([], "") == ()


def test_of_a_long_chain_its_beginning_and_its_end_are_kept() -> None:
    ids = [f"{number}@x" for number in range(100)]
    kept = chain(ids, "last@x")
    assert len(kept) == LAST_OF_CHAIN + 1
    assert (kept[0], kept[-1]) == ("0@x", "last@x")


@given(st.lists(st.text(max_size=300), max_size=60), st.text(max_size=300))
def test_nothing_in_a_chain_can_break_a_header(references: list[str], answered: str) -> None:
    for one in chain(references, answered):
        assert not set(one) & set("<> \r\n\t")
        assert 3 <= len(one) <= 250
