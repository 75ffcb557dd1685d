"""The loader refuses doubtful data and says where it stands."""

from pathlib import Path
from textwrap import dedent

import pytest

from kontuar.rulebook.load import all_books, all_rules
from kontuar.rulebook.read import read_folder
from kontuar.rulebook.record import RulebookError
from kontuar.rulebook.schema import ELSEWHERE, SCHEMA
from kontuar.rules.rule import Confidence

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
confirmed_by = "a page"
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
        ('sources = ["S1"]', 'sources = ["S1", "S1"]', r"rules\.toml:8: .*the same source twice"),
        (
            'confidence = "seen"',
            'confidence = "seen"\ncountry = "Polska"',
            r"rules\.toml:7: .*country must be",
        ),
        (
            'confidence = "seen"',
            'confidence = "seen"\nthird_party = 1',
            r"rules\.toml:7: .*third_party must be",
        ),
        (
            'confidence = "seen"',
            'confidence = "seen"\nvalid_from_is = "x"',
            r"rules\.toml:7: .*valid_from_is",
        ),
        (
            'confidence = "seen"',
            'confidence = "seen"\nconfirmed_by = "x"',
            r"rules\.toml:7: .*without readings",
        ),
        ("valid_from = 2020-01-01", "valid_from = 2020-02-30", r"rules\.toml:4: "),
        ("valid_from = 2020-01-01", "valid_from = 2020-01-01T10:00:00", r"rules\.toml:4: .*must be a date"),
        ("[[rule]]", '[["rule"]]', r"rules\.toml:1: each rule begins with"),
        ("[rule.values]", "values = 3\n[rule.x]", r"rules\.toml:10: .*unknown key x"),
        ('which = "oldest"', 'which = ["oldest"]', r"rules\.toml:10: .*one of oldest, newest"),
        ("[[rule]]", "[rules]\nx = 1\n[[rule]]", r"only \[\[rule\]\] may stand here, not rules"),
        ("[[rule]]", "[[rule]", r"rules\.toml:1: "),
    ],
)
def test_doubtful_data_is_refused_with_its_place(old: str, new: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=message):
        read_folder(write(tmp_path, GOOD.replace(old, new, 1)), "shop")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('confirmed = "one"', 'confirmed = "three"', r"rules\.toml:6: .*must name one of the readings"),
        ('confirmed_by = "a page"\n', "", r"rules\.toml:1: .*confirmed_by must be a text"),
        ('confirmed = "one"\n', "", r"must name one of the readings"),
        ('[rule.readings.two]\nbase = "first_seen"\n', "", r"two or more readings"),
        ('base = "first_seen"', 'base = "seen"', r"rules\.toml:13: .*base must be one of"),
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


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('date = "2024"', 'date = "spring"', r"sources\.toml:4: source S1: date must be"),
        ("https://example.com/page", "a page", r"sources\.toml:3: source S1: address must be"),
        ('title = "A page"', 'title = ""', r"sources\.toml:1: source S1 needs exactly"),
        ('date = "2024"', "date = 2024", r"sources\.toml:1: source S1 needs exactly"),
        ("[source.S1]", "[source.S1", r"sources\.toml:1: "),
    ],
)
def test_doubtful_sources_are_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=message):
        read_folder(write(tmp_path, GOOD, SOURCES.replace(old, new)), "shop")


@pytest.mark.parametrize(
    ("book", "message"),
    [
        ('name = "Shop"\ncolour = "red"\n', r"shop/book\.toml:2: unknown key colour"),
        ('kind = "shop"\n', r"shop/book\.toml:1: kind must be one of marketplace, mailbox, law"),
        ('name = "Shop"\nconnected = 1\n', r"shop/book\.toml:2: connected must be true or false"),
        ("name = 3\n", r"shop/book\.toml:1: name must be a text"),
        ('kind = "law"\n', r"shop/rules\.toml:1: A3\.4: a law needs its country"),
    ],
)
def test_a_doubtful_book_is_refused(book: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(book, encoding="utf-8")
    with pytest.raises(RulebookError, match=message):
        read_folder(write(tmp_path, GOOD), "shop")


def test_versions_of_two_countries_do_not_touch_each_other(tmp_path: Path) -> None:
    polish = GOOD.split("\n\n")[0].replace("says", 'country = "PL"\nsays', 1)
    rules = read_folder(write(tmp_path, polish + "\n" + polish.replace("PL", "LT")), "shop")
    assert [rule.country for rule in rules] == ["PL", "LT"]


@pytest.mark.parametrize(
    ("books", "schema"),
    [(("allegro", "mail"), SCHEMA), *(((code,), schema) for code, schema in ELSEWHERE.items())],
)
def test_the_data_we_ship_is_sound(books: tuple[str, ...], schema: dict[str, object]) -> None:
    rules = [rule for book in books for rule in all_rules(book)]
    assert {rule.rule_id for rule in rules} == set(schema)
    for rule in rules:
        assert rule.sources
        assert rule.says.endswith((".", "'", "%"))
        assert rule.confidence is not Confidence.CONFLICTING or len(rule.readings) >= 2


def test_marketplaces_without_a_connector_say_so() -> None:
    unconnected = {book.code for book in all_books() if not book.is_connected}
    assert unconnected == {"ebay", "etsy"}
    assert all(book.note for book in all_books() if not book.is_connected)
