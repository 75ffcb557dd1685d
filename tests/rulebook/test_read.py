"""The loader refuses doubtful data and says where it stands."""

from pathlib import Path
from textwrap import dedent

import pytest

from kontuar.rulebook.load import all_rules
from kontuar.rulebook.read import read_folder
from kontuar.rulebook.record import RulebookError
from kontuar.rulebook.schema import SCHEMA
from kontuar.rules.policy import Confidence

SOURCES = """\
[source.S1]
title = "A page"
address = "https://example.com/page"
date = "2024"
"""
GOOD = """\
[[rule]]
id = "A3.4"
says = "The oldest counts."
valid_from = 2020-01-01
valid_to = 2020-12-31
confidence = "seen"
checked_on = 2026-11-22
sources = ["S1"]
[rule.values]
which = "oldest"

[[rule]]
id = "A3.4"
says = "The newest counts."
valid_from = 2021-01-01
confidence = "seen"
checked_on = 2026-11-22
sources = ["S1"]
[rule.values]
which = "newest"
"""
CONFLICT = """\
[[rule]]
id = "A3.5"
says = "From when time runs."
valid_from = 2020-01-01
confidence = "conflicting"
confirmed = "one"
checked_on = 2026-11-22
sources = ["S1"]
[rule.readings.one]
base = "written"
[rule.readings.two]
base = "first_seen"
"""


def write(folder: Path, rules: str, sources: str = SOURCES) -> Path:
    (folder / "rules.toml").write_text(dedent(rules), encoding="utf-8")
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    return folder


def test_good_data_is_read_with_its_source_and_line(tmp_path: Path) -> None:
    first, second = read_folder(write(tmp_path, GOOD), "shop")
    assert (first.values["which"], second.values["which"]) == ("oldest", "newest")
    assert (second.file, second.line, second.version) == ("shop/rules.toml", 12, "2021-01-01")
    assert first.sources[0].address == "https://example.com/page"
    assert first.holds_on(first.valid_from)
    assert first.valid_to is not None
    assert first.holds_on(first.valid_to)
    assert not first.holds_on(second.valid_from)


def test_conflicting_readings_keep_both_and_the_confirmed_one(tmp_path: Path) -> None:
    (rule,) = read_folder(write(tmp_path, CONFLICT), "shop")
    assert rule.values == {"base": "written"}
    assert set(rule.readings) == {"one", "two"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('says = "The oldest counts."', 'say = "x"', r"rules\.toml:3: A3\.4: unknown key say"),
        ('which = "oldest"', 'wich = "oldest"', r"rules\.toml:10: A3\.4: unknown value wich"),
        ('which = "oldest"', 'which = "eldest"', r"rules\.toml:10: .*one of oldest, newest"),
        ('which = "oldest"', "", r"rules\.toml:1: .*value which is missing"),
        ('says = "The oldest counts."', 'says = " "', r"rules\.toml:3: .*says must be a text"),
        ('sources = ["S1"]', "", r"rules\.toml:1: .*source is missing"),
        ('sources = ["S1"]', "sources = []", r"rules\.toml:8: .*source is missing"),
        ('sources = ["S1"]', 'sources = ["S9"]', r"rules\.toml:8: .*S9 is not in sources\.toml"),
        ('id = "A3.4"', 'id = "A99"', r"rules\.toml:2: A99: unknown rule id"),
        ('confidence = "seen"', 'confidence = "sure"', r"rules\.toml:6: .*confidence must be one of"),
        ("checked_on = 2026-11-22", "", r"rules\.toml:1: .*checked_on must be a date"),
        ("valid_from = 2020-01-01", 'valid_from = "2020"', r"rules\.toml:4: .*valid_from must be a date"),
        ("valid_from = 2020-01-01", "valid_from = 2021-01-01", r"valid_to lies before valid_from"),
        ("valid_to = 2020-12-31", "", r"rules\.toml:12: A3\.4 from 2021-01-01 overlaps .*line 1"),
        ("valid_to = 2020-12-31", "valid_to = 2021-01-01", r"rules\.toml:12: .*overlaps"),
        ("valid_to = 2020-12-31", "valid_to = 2020-12-30", r"rules\.toml:12: .*gap after 2020-12-30"),
        ('confidence = "seen"', 'confidence = "conflicting"', r"rules\.toml:6: .*go together"),
        ("[[rule]]", "[rules]\nx = 1\n[[rule]]", r"only \[\[rule\]\] may stand here, not rules"),
        ("[[rule]]", "[[rule]", r"rules\.toml: "),
    ],
)
def test_doubtful_data_is_refused_with_its_place(old: str, new: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=message):
        read_folder(write(tmp_path, GOOD.replace(old, new, 1)), "shop")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('confirmed = "one"', 'confirmed = "three"', r"rules\.toml:6: .*must name one of the readings"),
        ('confirmed = "one"\n', "", r"must name one of the readings"),
        ('[rule.readings.two]\nbase = "first_seen"\n', "", r"two or more readings"),
        ('base = "first_seen"', 'base = "seen"', r"base must be one of"),
        ('confidence = "conflicting"', 'confidence = "seen"', r"go together"),
    ],
)
def test_doubtful_readings_are_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=message):
        read_folder(write(tmp_path, CONFLICT.replace(old, new, 1)), "shop")


def test_a_source_without_an_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"sources\.toml:1: source S1 needs exactly"):
        read_folder(
            write(tmp_path, GOOD, SOURCES.replace('address = "https://example.com/page"\n', "")), "shop"
        )


def test_the_data_we_ship_is_sound() -> None:
    rules = [*all_rules("allegro"), *all_rules("mail")]
    assert {rule.rule_id for rule in rules} == set(SCHEMA)
    for rule in rules:
        assert rule.sources
        assert rule.says.endswith((".", "'"))
        assert rule.confidence is not Confidence.CONFLICTING or len(rule.readings) >= 2
