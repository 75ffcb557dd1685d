"""What changed, what is not checked, what a word finds."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kontuar.rulebook import compare
from kontuar.rulebook.record import Since

days = st.dates(date(2019, 1, 1), date(2028, 12, 31))


def named(changes: list[compare.Change]) -> dict[str, compare.Kind]:
    return {change.record.rule_id: change.kind for change in changes}


def test_the_second_of_march_2026_is_seen() -> None:
    found = named(compare.changes(date(2026, 3, 1), date(2026, 3, 2), ["allegro"]))
    assert found == {"B4": compare.Kind.GONE, "B5": compare.Kind.NEW, "B6": compare.Kind.NEW}


def test_a_changed_rule_names_the_values_that_differ() -> None:
    changes = compare.changes(date(2024, 4, 14), date(2024, 4, 15), ["allegro"])
    (change,) = [change for change in changes if change.record.rule_id == "B2"]
    assert change.values() == {"holidays_of": ("marketplace", "seller")}
    assert change.on == date(2024, 4, 15)


def test_christmas_eve_is_news_of_2025_in_polish_law() -> None:
    changes = compare.changes(date(2024, 12, 31), date(2025, 1, 1), ["law"])
    (before, after) = changes[0].values()["days"]
    assert set(after) - set(before) == {"12-24"}


@given(days, days)
def test_the_order_of_the_days_does_not_matter_and_nothing_changes_within_a_day(a: date, b: date) -> None:
    assert compare.changes(a, b) == compare.changes(b, a)
    assert compare.changes(a, a) == []


@given(days, days, days)
def test_a_change_between_two_days_is_found_on_one_side_of_any_day_between(a: date, b: date, c: date) -> None:
    a, b, c = sorted((a, b, c))
    parts = named(compare.changes(a, b)) | named(compare.changes(b, c))
    assert set(named(compare.changes(a, c))) <= set(parts)


def test_what_we_only_assume_is_no_news() -> None:
    changes = compare.changes(date(2019, 1, 1), date(2027, 1, 1))
    assert all(change.before or change.record.since is not Since.ASSUMED for change in changes)


def test_unchecked_rules_come_oldest_first_without_our_own() -> None:
    later = date(2026, 11, 23) + timedelta(days=compare.STALE_DAYS)
    found = compare.not_checked(later)
    assert found
    assert [record.checked_on for record in found] == sorted(record.checked_on for record in found)
    assert not [record for record in found if record.rule_id.startswith("own.")]
    assert compare.not_checked(date(2026, 11, 23)) == []


def test_ids_are_found_by_their_beginning_and_texts_by_words() -> None:
    records = compare.holding(date(2026, 11, 23))
    assert {record.rule_id for record in compare.with_words(records, "b2")} == {"B2", "B2a"}
    assert "D10" in {record.rule_id for record in compare.with_words(records, "claim 14")}
    assert compare.with_words(records, "no such word") == []


def test_ids_are_sorted_as_a_person_reads_them() -> None:
    ids = [record.rule_id for record in compare.holding(date(2026, 11, 23), ["allegro"])]
    assert ids.index("B2") < ids.index("B2a") < ids.index("B3") < ids.index("B11")
