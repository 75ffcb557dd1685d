import time
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.facts.drafts import DraftFacts, DraftKind, Finding, Severity
from kontuar.facts.reading import Claim, ClaimKind, Language, Reading
from kontuar.rulebook.load import policy_for
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks import CHECKS, all_findings

EXAMPLES = tomllib.loads((Path(__file__).parent / "reply_examples.toml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
TODAY = NOW.date()
SINGLE = [name for name in EXAMPLES if name not in {"notice", "silence"}]


def policy(on: date = TODAY) -> Policy:
    return policy_for("allegro", "PL", on, zone=ZoneInfo("Europe/Warsaw"))


def findings(text: str, on: date = TODAY, **more: Any) -> tuple[Finding, ...]:
    return all_findings(DraftFacts(text=text, **more), policy(on), NOW)


def codes(text: str, **more: Any) -> set[str]:
    return {found.code for found in findings(text, **more)}


def notices(text: str, on: date = TODAY, *, ours: bool = True) -> dict[str, Finding]:
    found = findings(text, on, started_by_us=ours)
    return {dict(f.params)["notice"]: f for f in found if f.code.startswith("notice")}


@pytest.mark.parametrize("name", SINGLE)
def test_every_check_has_enough_examples(name: str) -> None:
    assert len(EXAMPLES[name]["catch"]) >= 8
    assert len(EXAMPLES[name]["pass"]) >= 8


@pytest.mark.parametrize(("name", "text"), [(name, t) for name in SINGLE for t in EXAMPLES[name]["catch"]])
def test_what_must_be_caught_is_caught(name: str, text: str) -> None:
    assert name in codes(text)


@pytest.mark.parametrize(("name", "text"), [(name, t) for name in SINGLE for t in EXAMPLES[name]["pass"]])
def test_what_must_pass_passes(name: str, text: str) -> None:
    assert name not in codes(text)


@pytest.mark.parametrize("example", EXAMPLES["notice"]["catch"])
def test_a_notice_the_seller_starts_is_noticed(example: str) -> None:
    kind, _, text = example.partition(": ")
    assert kind in notices(text)
    assert not notices(text, ours=False), "inside the buyer's conversation everything is free (B9)"


@pytest.mark.parametrize("text", EXAMPLES["notice"]["pass"])
def test_writing_about_carrying_out_the_order_is_free(text: str) -> None:
    assert notices(text) == {}


@pytest.mark.parametrize("text", EXAMPLES["silence"]["pass"])
def test_a_short_good_answer_shows_nothing(text: str) -> None:
    assert findings(text, own_numbers=("680012345678901234567890",)) == ()


def test_before_march_2026_a_status_was_unwanted_but_delivered() -> None:
    text = "Państwa zamówienie zostało wysłane."
    before, after = (notices(text, on)["order_status"] for on in (date(2026, 3, 1), date(2026, 3, 2)))
    assert (before.code, before.rule_id) == ("notice_not_wanted", "B4")
    assert (after.code, after.rule_id, after.since) == ("notice_not_delivered", "B6", "2026-03-02")


def test_a_document_may_be_sent_until_march_2026() -> None:
    assert "document" not in notices("W załączniku faktura VAT.", date(2026, 3, 1))


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u200d", "\ufeff"])
def test_a_text_without_a_visible_sign_is_stopped(text: str) -> None:
    assert codes(text) == {"empty"}
    assert codes(text, attachment_sizes=(100,)) == {"empty"}


@pytest.mark.parametrize("text", ["Tak.", "?", "👍", "Nie", "1", "Ja.", "Taip", "OK"])
def test_a_single_sign_is_a_message(text: str) -> None:
    assert codes(text) == set()


def test_the_length_counts_the_signature_and_the_line_between() -> None:
    signature = "Anna Nowak"
    room = 2000 - len(signature) - 2
    assert codes("a" * room, signature=signature) == set()
    assert codes("a" * (room + 1), signature=signature) == {"too_long"}
    assert codes("a" * (2000 - len(signature)) + signature, signature=signature) == set()


def test_too_long_says_by_how_much() -> None:
    (found,) = findings("ą" * 2005)
    assert found.severity is Severity.STOP
    assert dict(found.params) == {"length": "2005", "limit": "2000", "over": "5"}


def test_emoji_that_may_count_twice_only_warn() -> None:
    assert {f.severity for f in findings("👍" * 1500)} == {Severity.WARNING}


def test_a_new_conversation_needs_an_order_since_february_2025() -> None:
    new = {"kind": DraftKind.NEW_CONVERSATION}
    assert "order_needed" in codes("Jaki kolor?", **new)
    assert "order_needed" not in codes("Jaki kolor?", order_id="1", **new)
    assert "order_needed" not in codes("Jaki kolor?")
    assert not findings("Jaki kolor?", date(2025, 2, 27), kind=DraftKind.NEW_CONVERSATION)


def test_a_file_that_is_too_big_is_stopped_and_one_that_is_there_silences_the_warning() -> None:
    assert codes("W załączniku zdjęcie.", attachment_sizes=(1000,)) == set()
    assert codes("Zdjęcie.", attachment_sizes=(5_242_881,)) == {"attachment_too_big"}


def test_numbers_of_the_order_are_not_phones() -> None:
    text = "Sprawdzam 600 100 200, odpowiem dziś."
    assert codes(text) == {"contact_phone"}
    assert codes(text, own_numbers=("600100200",)) == set()


def test_a_reading_is_used_where_there_is_one() -> None:
    text = "Proszę dzwonić na szescset sto dwiescie"
    claim = Claim(kind=ClaimKind.PHONE, start=18, end=len(text), text=text[18:])
    reading = Reading(language=Language.PL, claims=(claim,))
    (found,) = findings(text, reading=reading)
    assert (found.code, found.span, found.rule_id) == ("contact_phone", (18, len(text)), "B11")


def test_a_warning_names_its_rule_date_and_source() -> None:
    for found in findings("Zapraszam na www.moj-sklep.pl, poza Allegro taniej. Państwa zamówienie wysłane."):
        assert found.rule_id
        assert found.since
        assert found.source.startswith("https://")


HOSTILE = [
    "{" * 50_000,
    "[[" * 25_000,
    "a@" * 25_000,
    "1 " * 25_000,
    "+48 " * 12_500,
    "www." * 12_500,
    "a." * 25_000,
    "proszę " * 7_000,
    "_" * 50_000,
    "w załączniku " * 4_000,
    "poza allegro " * 4_000,
    "zamówienie " * 4_500,
    "napisz " * 7_000,
    "dziękujemy za " * 3_500,
    "👍" * 50_000,
    "x." * 25_000,
    "ą" * 50_000,
    "<a " * 16_000,
    "tel 12345678 " * 3_500,
    "% " * 25_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
def test_hostile_texts_take_bounded_time(text: str) -> None:
    def seconds(size: int) -> float:
        draft = DraftFacts(text=text[:size], started_by_us=True)
        start = time.process_time()
        all_findings(draft, policy(), NOW)
        return time.process_time() - start

    short, long = (min(seconds(size) for _ in range(3)) for size in (12_500, 50_000))
    assert long < 0.1 or long < 9 * short, "four times the text: linear takes 4 times as long, quadratic 16"
    assert long < 5


@settings(deadline=None)
@given(st.text(max_size=400), st.booleans())
def test_no_text_breaks_a_check_and_places_lie_inside(text: str, ours: bool) -> None:
    draft = DraftFacts(text=text, started_by_us=ours)
    for check in CHECKS:
        for found in check(draft, policy(), NOW):
            if found.span is not None:
                assert 0 <= found.span[0] < found.span[1] <= len(text)
