"""Words: complete Polish, compiled catalogues, and times, clocks and sizes as people say them."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kontuar.web import labels
from kontuar.web.look import Look

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import messages

LOOK = Look(now=datetime(2026, 11, 20, 9, 0, tzinfo=UTC), zone=ZoneInfo("Europe/Warsaw"))
MIN, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def polish():
    with translation.override("pl"):
        yield


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_compiled_catalogue_says_what_the_catalogue_does(language: str) -> None:
    assert messages.is_compiled(language)


def test_polish_has_no_missing_and_no_fuzzy_words() -> None:
    assert messages.troubles_of("pl") == []


def test_polish_keeps_every_placeholder() -> None:
    for message in messages.catalogue("pl"):
        if message.id:
            assert list(message.check()) == [], message.id


def test_polish_shouts_at_nobody_and_slashes_no_gender() -> None:
    for message in messages.catalogue("pl"):
        for text in [message.string] if isinstance(message.string, str) else message.string:
            assert "!" not in text, text
            assert "Pana/Pani" not in text
            assert "(a)" not in text


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=20), "0 min"),
        (12 * MIN, "12 min"),
        (80 * MIN, "1 h 20 min"),
        (5 * HOUR + 20 * MIN, "5 h"),
        (2 * DAY, "2 dni"),
        (22 * DAY, "22 dni"),
    ],
)
def test_a_length_is_said_shortly(length: timedelta, said: str) -> None:
    assert labels.span(length) == said


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (2 * HOUR, "12:00"),
        (DAY, "jutro 10:00"),
        (-DAY, "wczoraj 10:00"),
        (3 * DAY, "pon 10:00"),
        (30 * DAY, "20 gru"),
        (-400 * DAY, "16 paź 2025"),
    ],
)
def test_a_moment_is_said_relative_when_near(after: timedelta, said: str) -> None:
    assert labels.moment(LOOK.now + after, LOOK) == said


def test_after_do_polish_wants_another_case() -> None:
    assert labels.by(LOOK.now + DAY, LOOK) == "jutra 10:00"


def chip(
    left: timedelta,
    kind: str = "answer",
    safer: timedelta | None = None,
    rule: tuple[str, str] = ("B1", "2019-09-04"),
) -> labels.Chip:
    due = LOOK.now + left
    return labels.duty_chip(
        kind,
        due,
        LOOK.now + safer if safer else due,
        due - 4 * HOUR,
        LOOK,
        lost="quality_measure",
        platform_code="allegro",
        rule=rule,
    )


def test_a_clock_says_what_it_counts_how_much_is_left_and_what_is_lost() -> None:
    calm = chip(20 * HOUR)
    assert (calm.text, calm.css) == ("24 h na odpowiedź · zostało 20 h", "calm")
    assert "piątek" in calm.title or "sobota" in calm.title
    assert "Allegro liczy to do jakości sprzedaży" in calm.title
    assert (chip(3 * HOUR).text, chip(3 * HOUR).css) == ("24 h na odpowiedź · zostało 3 h", "soon")
    assert (chip(-2 * HOUR).text, chip(-2 * HOUR).css) == ("24 h na odpowiedź · 2 h po terminie", "late")
    assert chip(8 * HOUR, "dispatch").text == "wysyłka · do 18:00"
    assert chip(2 * HOUR, "problem").text == "24 h na odpowiedź · zostało 2 h"
    ours = chip(2 * HOUR, "problem", rule=("own.problem", "2026-01-01"))
    assert ours.text == "własny termin · zostało 2 h"


def test_a_clock_that_stands_still_over_days_off_tells_the_date_instead_of_more_hours_than_it_counts() -> (
    None
):
    still = chip(38 * HOUR, safer=24 * HOUR)
    assert still.text == "24 h na odpowiedź · do końca jutra"
    assert "Weekendy i święta się nie liczą" in still.title
    assert still.safer == "bezpieczniej do jutra 10:00"
    assert chip(27 * HOUR).text == "24 h na odpowiedź · do jutra 13:00"
    assert "Weekendy" not in chip(20 * HOUR).title


def test_midnight_is_the_end_of_the_day_before() -> None:
    assert labels.until(LOOK.now + 14 * HOUR, LOOK) == "do końca dnia"
    assert labels.until(LOOK.now + 3 * DAY + 14 * HOUR, LOOK) == "do końca pon"
    assert labels.until(LOOK.now + 10 * DAY + 14 * HOUR, LOOK) == "do końca 30 lis"
    assert labels.until(LOOK.now + 3 * DAY, LOOK) == "do pon 10:00"


def test_a_past_limit_has_a_date_and_says_so_when_it_was_missed() -> None:
    past = LOOK.now - 1 * DAY
    assert labels.limit(past, LOOK, is_missed=False) == "czw 19 lis"
    assert labels.limit(past, LOOK, is_missed=True) == "czw 19 lis, po terminie"
    assert labels.limit(LOOK.now + DAY, LOOK, is_missed=True) == "jutro 10:00"


def test_the_safer_date_is_told_beside_the_red_one() -> None:
    assert chip(60 * HOUR, safer=24 * HOUR).safer == "bezpieczniej do jutra 10:00"
    assert chip(60 * HOUR).safer == ""


def test_the_hours_of_a_clock_come_from_the_rulebook_alone() -> None:
    assert labels.hours_of("allegro", "B1", "2019-09-04") == 24
    assert labels.hours_of("allegro", "no-such-rule", "2019-09-04") == 0
    assert labels.hours_of("unheard-of", "B1", "2019-09-04") == 0


@pytest.mark.parametrize(("size", "said"), [(1, "1 kB"), (184_320, "180 kB"), (3_460_300, "3,3 MB")])
def test_a_size_is_said_in_the_readers_way(size: int, said: str) -> None:
    assert labels.file_size(size) == said
