"""Money or goodwill tied to a rating: a stop, on every marketplace and by mail.

eBay forbids trading feedback (F3.4); a reward for a good opinion bends opinions against the law against unfair
practices (H7, Omnibus, in Poland since 2023-01-01); on Allegro a rating withdrawn for compensation is shown so to
everybody (A5.9). Goodwill itself is fine: only tying it is not, and saying that it is *not* tied passes.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import AT_MOST, fold
from kontuar.rules.reply_checks.rating_words import ALREADY, RATING, REFUSED, REWARD, TIE

RULE_ID, SINCE = "H7", "2023-01-01"
SOURCE = "https://eur-lex.europa.eu/eli/dir/2019/2161/oj"
_SENTENCE = re.compile(r"[^.!?\n]{1,600}")


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Stop at a sentence that names rating, reward and the tie between them."""
    return tuple(
        Finding(
            code="rating_for_money",
            severity=Severity.STOP,
            span=span,
            rule_id=RULE_ID,
            since=SINCE,
            source=SOURCE,
            fix="remove",
        )
        for span in list(_tied(draft.text))[:AT_MOST]
    )


def _tied(text: str) -> Iterator[tuple[int, int]]:
    folded = fold(text)
    for sentence in _SENTENCE.finditer(folded):
        part = sentence.group()
        if not RATING.search(part) or REFUSED.search(part) or ALREADY.search(part):
            continue
        if REWARD.search(part) and TIE.search(part):
            lead = len(part) - len(part.lstrip())
            yield sentence.start() + lead, sentence.end()
