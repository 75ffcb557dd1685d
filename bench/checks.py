"""How long the full check of a draft of 1,000 characters takes: the text engine's reading and all checks.

    python -m bench.checks

Prints percentiles of processor time and exits with 1 above the goal. What is read from the database around it is not
in it. Texts are good replies put together, rough ones and heated ones, each read for the first time.
"""

import random
import sys
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kontuar.facts.around import Around, EarlierWord, OrderAround
from kontuar.facts.drafts import DraftFacts
from kontuar.facts.reading import Language
from kontuar.rulebook.load import policy_for
from kontuar.rules.reply_checks import all_findings
from kontuar.text import reader
from kontuar.text.claims import find_claims

GOAL_MS = 40.0
LENGTH, ROUNDS = 1000, 200
NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Warsaw")
SENTENCES = (
    "Dzień dobry, przepraszam za opóźnienie, paczka {0} wyjdzie we wtorek.",
    "Zwrot {0} zł zlecimy jutro do godziny {1}.",
    "Wysłaliśmy zamówienie {0} kurierem, numer jest przy zamówieniu.",
    "Niestety tego koloru nie mamy, ale mamy {0} sztuk w granatowym.",
    "Prosze o zdjecie tabliczki i numer {0}, sprawdzimy to wkrutce.",
    "Instrukcję znajdą Państwo w załączniku na stronie {0}.",
    "Reklamację numer {0} rozpatrzymy do {1} grudnia.",
    "Mam dosyć takich wiadomości, to skandal i kpina, proszę czytać opis {0}!",
)
ASKED = "Kiedy wyślecie paczkę? Czy dostanę fakturę? Proszę o numer przesyłki i zmianę adresu na Kwiatową 5."
EARLIER = "Dzień dobry, wyślemy paczkę w poniedziałek. Zwrócimy 50 zł do piątku."


def texts(chance: random.Random) -> list[str]:
    """As many different texts as rounds, each of about 1,000 characters."""
    return [_text(chance) for _ in range(ROUNDS)]


def _text(chance: random.Random) -> str:
    text = ""
    while len(text) < LENGTH:
        text += chance.choice(SENTENCES).format(chance.randrange(1, 999), chance.randrange(1, 24)) + " "
    return text[:LENGTH]


def once(text: str, around: Around) -> float:
    """Milliseconds of processor time of one full check."""
    start = time.process_time()
    context = reader.Context(
        language=Language.PL, answers_to=ASKED, now=NOW.astimezone(ZONE), check_commas=False
    )
    draft = DraftFacts(text=text, reading=reader.read_draft(text, context), around=around, started_by_us=True)
    all_findings(draft, policy_for("allegro", "PL", NOW.date(), zone=ZONE), NOW)
    return (time.process_time() - start) * 1000


def main() -> int:
    """Print the percentiles; the exit status says whether the goal was met."""
    claims = find_claims(EARLIER, now=NOW.astimezone(ZONE))
    around = Around(
        zone="Europe/Warsaw",
        buyers_text=ASKED,
        names=("Anna Nowak",),
        greeting="Dzień dobry, Pani Anno",
        order=OrderAround(external_id="1" * 36, dispatch_by=NOW, arrive_from=NOW),
        other_orders=("2" * 36,),
        earlier=(EarlierWord(text=EARLIER, written_at=NOW, claims=claims),),
    )
    reader.warm()
    taken = sorted(once(text, around) for text in texts(random.Random(7)))
    middle, high = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    print(
        f"full check of {LENGTH} characters: p50 {middle:.1f} ms, p95 {high:.1f} ms (goal {GOAL_MS:.0f} ms)"
    )
    return 0 if high <= GOAL_MS else 1


if __name__ == "__main__":
    sys.exit(main())
