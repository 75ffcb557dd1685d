import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.facts.reading import ClaimKind, IntentKind, Language
from kontuar.text import check, reader

LABELLED = Path(__file__).parent / "labelled"


def test_a_buyers_message_is_read_whole() -> None:
    reading = reader.read_buyer("Dzień dobry, kiedy wyślecie paczkę? Proszę też o fakturę.")
    assert reading.language is Language.PL
    assert [ask.text for ask in reading.asks] == ["kiedy wyślecie paczkę", "Proszę też o fakturę"]
    assert reading.has(IntentKind.WHERE_IS_PARCEL)
    assert reading.has(IntentKind.INVOICE)
    assert not reading.is_closer


def test_a_closer_asks_for_nothing() -> None:
    reading = reader.read_buyer("ok, dziękuję :)")
    assert reading.is_closer
    assert reading.is_thanks
    assert reading.asks == ()


def test_a_draft_is_held_against_the_questions() -> None:
    context = reader.Context(language=Language.PL, answers_to="Jaka jest szerokość blatu? Kiedy wyślecie?")
    draft = "Dzień dobry, blat ma szerokość 120 cm. Pozdrawiam, Jan Nowak"
    reading = reader.read_draft(draft, context)
    assert [ask.answered for ask in reading.asks] == [True, False]
    left = [finding.detail for finding in reading.findings if finding.code == "answer.question_left"]
    assert left == ["Kiedy wyślecie"]


def test_the_buyers_own_words_are_right_in_the_answer() -> None:
    context = reader.Context(language=Language.PL, answers_to="Czy macie blorpik dłuższy?")
    reading = reader.read_draft("Dzień dobry, blorpik mamy. Pozdrawiam, Jan", context)
    assert reading.findings == ()


def test_a_draft_in_another_language_than_meant_is_noticed() -> None:
    context = reader.Context(language=Language.DE)
    reading = reader.read_draft("Dzień dobry, dziękuję za wiadomość, paczka czeka w punkcie.", context)
    assert "language.unexpected" in {finding.code for finding in reading.findings}


@pytest.mark.parametrize("line", (LABELLED / "drafts.jsonl").read_text(encoding="utf-8").splitlines())
def test_good_drafts_show_no_error_or_warning(line: str) -> None:
    row = json.loads(line)
    if row["manners"] or row["claims"]:
        return
    reading = reader.read_draft(row["text"], reader.Context(language=Language(row["lang"])))
    assert [finding for finding in reading.findings if finding.severity != "hint"] == []


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=500))
def test_any_text_can_be_read_and_findings_stand_where_they_say(text: str) -> None:
    for reading in (reader.read_draft(text), reader.read_buyer(text)):
        for finding in reading.findings:
            assert 0 <= finding.start <= finding.end <= len(text)
            assert text[finding.start : finding.end] == finding.text
        for claim in reading.claims:
            assert text[claim.start : claim.end] == claim.text


HOSTILE = [
    "a" * 50_000,
    "😀" * 25_000,
    "a@" * 25_000,
    "www." * 12_500,
    "{" * 50_000,
    "a-" * 25_000,
    "\u0301" * 50_000,
]
HOSTILE += [
    "czy " * 12_500,
    "nie że " * 7_000,
    "do 1 do 1 " * 5_000,
    " \n" * 25_000,
    "AB " * 16_000,
    "(at)" * 12_500,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:6]))
def test_hostile_text_takes_bounded_time(text: str) -> None:
    began = time.process_time()
    assert reader.read_draft(text).truncated
    assert reader.read_buyer(text).truncated
    assert time.process_time() - began < 5


def test_twice_the_hostile_text_takes_about_twice_the_time() -> None:
    reader.read_draft("rozgrzewka " * 100)

    def seconds(length: int) -> float:
        began = time.process_time()
        reader.read_draft(("za w tym że nie " * 2000)[:length])
        return time.process_time() - began

    short, long = seconds(5_000), seconds(20_000)
    assert long < 20 * max(short, 0.005)


def test_the_command_reports_and_sets_its_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Dzień dobry, tak, pasuje. Pozdrawiam, Jan Nowak", encoding="utf-8")
    assert check.main([str(good), "--channel", "allegro", "--lang", "pl"]) == check.OK
    bad = tmp_path / "bad.txt"
    bad.write_text("Dzień dobry, {imię}, paczka dotrze puźniej. Pozdrawiam, Jan Nowak", encoding="utf-8")
    capsys.readouterr()
    assert check.main([str(bad), "--lang", "pl", "--json"]) == check.WRONG
    told = json.loads(capsys.readouterr().out)
    assert {finding["code"] for finding in told["findings"]} == {"claim.placeholder", "spelling.unknown"}
    assert check.main([str(tmp_path / "none.txt")]) == check.UNREADABLE
    long = tmp_path / "long.txt"
    long.write_text("Dzień dobry, dziękuję. " * 120 + "Pozdrawiam, Jan Nowak", encoding="utf-8")
    assert check.main([str(long), "--channel", "allegro"]) == check.WRONG


def test_a_promise_in_a_draft_opens_a_promise() -> None:
    reading = reader.read_draft("Dzień dobry, odpiszę jutro do 10:00. Pozdrawiam, Jan Nowak")
    assert [promise.kind for promise in reading.promises] == [ClaimKind.PROMISED_TIME]
