from datetime import UTC, datetime, timedelta

from kontuar.text.similar import Index

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def filled() -> Index:
    index = Index()
    index.add_all(
        [
            ("size", "Jaka jest szerokość blatu stołu?", NEW_YEAR),
            ("ship", "Kiedy wyślecie paczkę?", NEW_YEAR + timedelta(days=1)),
            ("ship later", "Kiedy wyślecie paczkę?", NEW_YEAR + timedelta(days=2)),
            ("invoice", "Czy wystawiacie faktury na firmę?", NEW_YEAR + timedelta(days=3)),
        ]
    )
    return index


def test_the_nearest_question_comes_first_with_what_it_shares() -> None:
    found = filled().nearest("dzień dobry, jaka szerokosc ma blat tego stołu")
    assert found[0].key == "size"
    assert "szerok" in found[0].shared


def test_of_equals_the_newest_comes_first() -> None:
    assert [one.key for one in filled().nearest("kiedy wyslecie paczke?")][:2] == ["ship later", "ship"]


def test_nothing_is_offered_for_a_question_never_asked() -> None:
    assert filled().nearest("qwerty zxcvb") == ()
    assert Index().nearest("cokolwiek") == ()


def test_a_question_is_its_own_best_likeness() -> None:
    (best, *_) = filled().nearest("Czy wystawiacie faktury na firmę?")
    assert (best.key, best.likeness) == ("invoice", 1.0)
