"""What questions mean, and the nearest question by it."""

import time
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from kontuar.text import meaning, pieces
from kontuar.text.similar import Index

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def index_of(*questions: str) -> Index:
    """An index of questions, each its own key, the last one the newest."""
    index = Index(by_meaning=True)
    index.add_all((text, text, NEW_YEAR + timedelta(days=day)) for day, text in enumerate(questions))
    return index


# The first numbers of each vector, as the package the weights come from works them out with all its pieces
# (cosine of the whole: .984, .997, .996).
RECORDED = {
    "Kiedy wyślecie moją paczkę?": [-0.0046, 0.0166, -0.0539, 0.0248, -0.1144, 0.0318],
    "Kann ich den Artikel zurückgeben?": [0.0007, 0.0408, 0.0035, 0.0387, -0.0913, 0.0022],
    "When will my parcel be sent?": [-0.0098, -0.0267, -0.0654, 0.0522, -0.0798, 0.0529],
}


@pytest.mark.parametrize("text", RECORDED)
def test_the_encoder_says_the_same_on_every_machine(text: str) -> None:
    (vector,) = meaning.encoder().vectors([text])
    assert np.abs(vector[:6] - RECORDED[text]).max() < 0.001
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


def test_a_text_means_the_same_alone_and_among_others() -> None:
    texts = [*RECORDED, "", "a", "ok " * 300]
    together = meaning.encoder().vectors(texts)
    for text, row in zip(texts, together, strict=True):
        (alone,) = meaning.encoder().vectors([text])
        assert alone @ row == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("asked", "same", "other"),
    [
        (
            "Czy mogę sam przyjechać po odbiór do Łodzi?",
            "Czy jest możliwy odbiór osobisty w Łodzi?",
            "Czy mogę sam złożyć ten rower?",
        ),
        (
            "Wann kommt mein Paket?",
            "Wann wird mein Paket verschickt?",
            "Wann kommt mein Geld zurück?",
        ),
        (
            "Has my parcel been sent yet?",
            "Did you ship my parcel?",
            "Has my refund been sent yet?",
        ),
    ],
)
def test_the_same_in_other_words_comes_before_a_newer_question_with_more_of_the_words(
    asked: str, same: str, other: str
) -> None:
    index = index_of(same, other)
    assert [one.key for one in index.nearest(asked, at_least=0)] == [same, other]
    by_words = Index()
    by_words.add_all((text, text, NEW_YEAR + timedelta(days=day)) for day, text in enumerate([same, other]))
    assert by_words.nearest(asked, at_least=0)[0].key == other, (
        "words alone would do; nothing is shown by this"
    )


def test_of_those_who_asked_the_same_the_newest_comes_first() -> None:
    index = Index(by_meaning=True)
    for key, day in (("middle", 2), ("newest", 3), ("oldest", 1)):
        index.add(key, "When will you send my parcel?", NEW_YEAR + timedelta(days=day))
    assert [one.key for one in index.nearest("when do you send my parcel")] == ["newest", "middle", "oldest"]


def test_a_find_says_how_near_the_meaning_is_and_what_words_are_shared() -> None:
    (found, *_) = index_of("How long is the warranty?").nearest("what warranty do I get, how long?")
    assert "warran" in found.shared
    assert found.meaning is not None
    assert 0.2 < found.meaning < 1


def test_in_a_language_the_encoder_does_not_know_words_alone_are_compared() -> None:
    index = index_of("Kada išsiųsite mano siuntą?", "Ar galiu grąžinti prekę?")
    (found, *_) = index.nearest("laba diena, kada mano siunta bus išsiųsta?")
    assert (found.key, found.meaning) == ("Kada išsiųsite mano siuntą?", None)


@pytest.mark.parametrize("text", ["a" * 50_000, "😀" * 50_000, "\ufdfa" * 50_000, "ąž1" * 20_000, "\x00" * 9])
def test_reading_takes_bounded_time_whatever_the_text(text: str) -> None:
    read = meaning.encoder()
    began = time.process_time()
    assert len(read.pieces.cut(text)) <= pieces.MAX_PIECES
    assert np.isfinite(read.vectors([text])).all()
    assert time.process_time() - began < 0.5


def test_a_look_reads_no_more_new_questions_than_it_has_time_for() -> None:
    long = [f"question {number} " + "and so on it goes " * 20 for number in range(40)]
    first = meaning.cosines("what about it", long)
    second = meaning.cosines("what about it", long)
    assert 0 < len(first) < len(second) <= 40


def test_numpy_is_not_taken_in_before_the_first_question() -> None:
    import subprocess
    import sys

    snippet = "import sys, kontuar.text.similar, kontuar.text.reader; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", snippet], check=False).returncode == 0
