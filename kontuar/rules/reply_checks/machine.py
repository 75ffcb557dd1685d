"""Words of a language model leave only after a person took them over with a click (S004-44).

Compared are whole sentences of proposals nobody accepted, folded: who writes the same polite opening himself is not
stopped, so short sentences are left out, and so is what stands in a proposal and in the buyer's own text.
"""

import re
from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding, fold

SHORTEST = 40
"""Characters of a sentence that two people do not write alike by chance."""
_SENTENCE = re.compile(r"[^.!?\n]{1,600}[.!?]?")


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """One stop, at the first such sentence."""
    machines = {words for text in draft.around.unaccepted for words, _span in _sentences(text)}
    if not machines:
        return ()
    buyers = {words for words, _span in _sentences(draft.around.buyers_text)}
    for words, span in _sentences(draft.text):
        if words in machines - buyers:
            return (finding("machine_text", Severity.STOP, span=span),)
    return ()


def _sentences(text: str) -> list[tuple[str, tuple[int, int]]]:
    found = []
    for match in _SENTENCE.finditer(text):
        words = " ".join(fold(match.group()).casefold().split()).strip(" .!?")
        if len(words) >= SHORTEST:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            found.append((words, (start, match.end())))
    return found
