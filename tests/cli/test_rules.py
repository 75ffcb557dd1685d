"""``kontuar rules`` answers without a database."""

import json

import pytest

from kontuar.cli.main import main


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["rules", *words])
    return code, capsys.readouterr().out


def test_the_list_tells_what_held_on_a_day(capsys):
    code, out = ask(capsys, "list", "B5", "--on", "2026-03-01")
    assert (code, out) == (0, "")
    _code, out = ask(capsys, "list", "B5", "--on", "2026-03-02")
    assert out.startswith("allegro B5")


def test_one_rule_is_shown_with_readings_and_sources(capsys):
    _code, out = ask(capsys, "show", "b2a")
    assert "[off days stop the clock] ← Allegro's own report" in out
    assert "https://github.com/allegro/allegro-api/issues/11411" in out
    assert "allegro/messages.toml:" in out


def test_a_rule_nobody_knows_is_said(capsys):
    assert ask(capsys, "show", "B99")[0] == 1


def test_the_difference_of_two_days_names_the_values(capsys):
    _code, out = ask(capsys, "diff", "2024-04-14", "2024-04-15", "--book", "allegro")
    assert "holidays_of: marketplace → seller" in out
    assert ask(capsys, "diff", "2024-04-14", "2024-04-14") != (0, "")


def test_what_wants_checking_is_listed_with_its_address(capsys):
    _code, out = ask(capsys, "stale", "--days", "30", "--on", "2027-01-30", "--book", "allegro")
    assert "https://" in out
    _code, out = ask(capsys, "stale", "--days", "30", "--on", "2026-11-24")
    assert "https://" not in out


@pytest.mark.parametrize(
    "words",
    [("list",), ("show", "C9"), ("diff", "2024-01-01", "2026-12-31"), ("stale", "--on", "2028-01-01")],
)
def test_programs_get_json(capsys, words):
    _code, out = ask(capsys, *words, "--json")
    told = json.loads(out)
    assert told
    assert {"id", "book", "says"} <= set(told[0])


def test_used_and_not_used_rules_are_counted_by_area(capsys):
    _code, out = ask(capsys, "used", "--json")
    areas = {row["area"]: row for row in json.loads(out)}
    assert "B1" in areas["B"]["used"]
    assert "G1" in areas["G"]["not_used"]
    assert "A" in ask(capsys, "used")[1]
