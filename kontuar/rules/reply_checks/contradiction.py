"""Not what we told him before: another day, another sum, "not sent yet" after "sent" (S001-38).

Narrow on purpose. Compared are only the day of sending, arriving or refunding, the sum of a refund, and whether it
was sent; a text that owns the change ("niestety", "przepraszamy", "jednak") passes. Statements about the goods
("jest czarny") are not compared: that would be guessing.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding, fold, phrases
from kontuar.rules.reply_checks.sayings import Saying, sayings

_OWNED = phrases("""
niestety | przepraszam* | jednak | opóźni* | zmian* | zmieni* | korekt* | pomył* | błędnie | sprostowani* | dodatkow* |
  wcześniej niż | zamiast | kolejn* | drug*
unfortunately | sorry | delay* | however | instead | mistake | correction | changed | earlier than | additional | second
leider | entschuldig* | verzöger* | verspät* | jedoch | statt | korrektur | zusätzlich | zweite*
deja | atsipraš* | vėluo* | tačiau | vietoj | pasikeit* | papildom* | antr*
""")


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """One warning at most, against the newest message of ours that differs."""
    if draft.reading is None or not draft.around.earlier or _OWNED.search(fold(draft.text)):
        return ()
    zone = ZoneInfo(draft.around.zone)
    told = sayings(draft.text, draft.reading.claims, zone)
    for word in sorted(draft.around.earlier, key=lambda word: word.written_at, reverse=True):
        earlier = sayings(word.text, word.claims, zone)
        for saying in told:
            if was := next((one for one in earlier if _differ(saying, one)), None):
                return (_finding(saying, was, word.text, word.written_at.astimezone(zone)),)
            if any(_agree(saying, one) for one in earlier):
                return ()
    return ()


def _differ(saying: Saying, was: Saying) -> bool:
    if saying.subject != was.subject:
        return False
    if saying.is_undone:
        return was.is_done
    by_day = saying.day is not None and was.day is not None and saying.day != was.day
    by_sum = saying.amount is not None and was.amount is not None and saying.amount != was.amount
    return by_day or by_sum


def _agree(saying: Saying, was: Saying) -> bool:
    same_day = saying.day is not None and saying.day == was.day
    same_sum = saying.amount is not None and saying.amount == was.amount
    return saying.subject == was.subject and (same_day or same_sum)


def _finding(saying: Saying, was: Saying, text: str, at: datetime) -> Finding:
    code = "contradicts_sent" if saying.is_undone else "contradicts"
    earlier = text[slice(*was.span)]
    when = at.strftime("%d.%m, %H:%M")
    fix = "replace" if code == "contradicts" else ""
    return finding(code, Severity.WARNING, span=saying.span, fix=fix, earlier=earlier, when=when, to=earlier)
