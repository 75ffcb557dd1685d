"""How long a click on a misspelt word waits for its suggestions."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure_text import sources
from bench.measure_text.figures import GEC, Row, spans_of, times, yardstick
from kontuar.facts.reading import Language
from kontuar.text import reader, spelling

MISSPELT = sources.SHARED / "hunspell_tests" / "suggestiontest" / "List_of_common_misspellings.txt"
MANY = 100


def suggesting() -> Iterator[Row]:
    """The first hundred misspelt words of each set, each asked for the first time."""
    polish = [
        error["incorrect"]
        for row in sources.corrected_sentences()
        for error in row["errors"]
        if error["type"] in ("ort", "orrt") and error["incorrect"].isalpha()
    ]
    lines = MISSPELT.read_text(encoding="utf-8").splitlines()
    english = [line.split()[0] for line in lines if line.strip() and line[0] != "#"]
    every = max(1, len(english) // MANY)
    for language, words, data in (
        (Language.PL, polish[:MANY], GEC),
        (Language.EN, english[::every][:MANY], "hunspell_tests (CC BY-SA 3.0: tests only)"),
    ):
        reader.warm(language)
        floor = yardstick()
        spans = spans_of(lambda word, language=language: spelling.suggest(word, language), words)
        yield Row(
            what=f"Suggestions on a click ({language})",
            figure=f"{times(spans)}, slowest {spans[-1]:.0f} ms",
            baseline="goal ≤ 300 ms",
            data=f"{data}; processor time, the yardstick took {floor:.0f} ms",
        )


ALL = [suggesting]
