"""What a small linear model hears in a short message: anger said without one angry word ("I am not a bank.").

One model for each language, some 40 kB, learnt by ``bench/measure_text/train_heard.py`` from lines written for this
project. Beside words, pairs of words and runs of letters it sees whether the writer is polite, speaks to the
reader ("you"), asks, and which of these go together.
"""

from __future__ import annotations

import re
from functools import cache

from kontuar.facts.reading import Language
from kontuar.text import model
from kontuar.text.fold import fold
from kontuar.text.language import DATA

LANGUAGES = (Language.EN, Language.DE, Language.LT, Language.PL)
MAX_CHARS = 2000
WEIGHT = 3.0
"""How much what is heard weighs beside words (``temper.py``), and at most: never as much as one vulgar word."""
MOST = 2.5

# Signs of courtesy and good will, folded; a message without any is curt.
_POLITE = {
    Language.EN: r"please|could you|would you|can you|thank|thanks|sorry|hello|hi|may i|can i|could i|i would like"
    r"|i'd like|do you|is it|is there|how do i|let me know|unfortunately|i'm afraid|no problem|no hurry|no rush"
    r"|take your time|all good|big deal|happy|glad",
    Language.DE: r"bitte|konnten|konnte|danke|dank|guten|hallo|leider|gerne?|mochte|wurde|kann ich|kann man|gibt es"
    r"|entschuldig\w{0,8}|versehentlich|kein problem|keine eile|macht nichts|alles gut|zufrieden|freu\w{1,3}"
    r"|nicht schlimm",
    Language.LT: r"prasau|prasyciau|ar galite|ar galima|gal|galetumete|aciu|laba|norec\w{0,6}|deja|ar turite|ar yra"
    r"|atsipras\w{0,6}|dekoju|per klaida|nieko tokio|nieko baisaus|neskub\w{1,5}|dziaug\w{1,7}|viskas gerai"
    r"|patenkint\w{1,3}",
    Language.PL: r"prosze|prosic|czy mo\w{1,6}|czy da|dziekuje|dzien|panstwo|chcial\w{0,6}|niestety|czy jest|czy sa"
    r"|przepraszam|przez pomylke|mam pytanie|nie ma problemu|nie szkodzi|nie spieszy|nic strasznego"
    r"|zadowolon\w{1,2}|ciesz\w{1,3}|w porzadku",
}
# Words said to the reader.
_YOU = {
    Language.EN: r"you|your|you're|you've|yourself",
    Language.DE: r"sie|ihr|ihre\w{0,2}|euch|eure\w{0,2}|ihnen",
    Language.LT: r"jus|jusu|jums|jumis|\w{3,20}(?:[oaie]t|[oaie]te)",
    Language.PL: r"wy|was|wam|wami|wasz\w{0,4}|\w{3,20}cie",
}
# Words of the one who writes.
_I = {
    Language.EN: r"i|i'm|i've|i'll|me|my|mine|we|us|our",
    Language.DE: r"ich|mir|mich|mein\w{0,2}|wir|uns|unser\w{0,2}",
    Language.LT: r"as|man|mane|mano|mes|mums|\w{3,20}(?:au|iau|siu)",
    Language.PL: r"ja|mi|mnie|moj\w{0,3}|moja|my|nam|nas|\w{3,20}(?:lem|lam|my)",
}
NOBODY = 0.6
"""What is taken off where nobody speaks of himself or to anybody: lists of things, plain facts."""


@cache
def _pattern(kind: str, language: Language) -> re.Pattern[str]:
    words = {"polite": _POLITE, "you": _YOU, "person": _I}[kind][language]
    return re.compile(rf"\b(?:{words})\b")


@cache
def _model(language: Language) -> model.LinearModel:
    return model.load(DATA / f"temper_heard_{language}.bin")


def prepared(text: str, language: Language) -> str:
    """Return the text as the model sees it: folded, with words of its own for how it is said."""
    folded = fold(text[:MAX_CHARS])
    return " ".join([folded, *_manner(folded, language)])


def _manner(folded: str, language: Language) -> list[str]:
    if _pattern("polite", language).search(folded):
        return ["п"]
    asks, addressed = "?" in folded, bool(_pattern("you", language).search(folded))
    found = {  # letters that no word has
        "ц": True,
        "ж": addressed,
        "щ": not asks,
        "ю": addressed and not asks,
        "я": addressed and asks,
    }
    return [name for name, holds in found.items() if holds]


def _speaks(folded: str, language: Language) -> bool:
    return any(_pattern(kind, language).search(folded) for kind in ("you", "person"))


def weigh(text: str, language: Language, heard: float | None = None) -> float:
    """Return what is heard, in the words' weights; 0 for a calm text and for a language without a model."""
    if language not in LANGUAGES or not text.strip():
        return 0.0
    if heard is None:
        heard = _model(language).scores(prepared(text, language))["anger"]
    if not _speaks(fold(text[:MAX_CHARS]), language):
        heard -= NOBODY
    return min(MOST, WEIGHT * max(0.0, heard))
