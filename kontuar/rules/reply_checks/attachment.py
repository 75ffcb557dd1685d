"""Files: one that the text speaks of and that is not there, and one that is too big for the channel.

S000-36: a draft that says "w załączniku" with nothing attached is the commonest slip of all. Asking the
buyer for a file, or thanking for his, is not a promise of ours.
"""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import AT_MOST, before, finding, fold, phrases
from kontuar.rules.sending_policy import ChannelRule

_SAID = phrases("""
w załączniku | w załączeniu | w załącznikach | w załączonym pliku
załączam | załączamy | załączyłem | załączyłam | załączyliśmy | załączono
dołączam | dołączamy 
is attached | are attached | is enclosed | are enclosed | in the attachment | attached is | attached are
attached please | attached you | attached the | attached a | attached our
i attach | i attached | i've attached | i am attaching | i'm attaching | we attach | we attached |
  we've attached
we have attached | i have attached | see attached | see attachment | see the attachment | see the attached
please find attached | find the attached
im anhang | als anhang | anbei | angehängt | beigefügt
pridedu | pridedame | pridėjau | pridėjome | priede | prieduose | prisegu | prisegame
""")
_ASKED = phrases("""
proszę | prosimy | prosił* | czy może* | czy mógł* | czy mogł* | można | wystarczy | jeśli | jeżeli
please send | please attach | please add | please provide | please upload | could you | can you |
  would you | if you
you can | können sie | könnten sie | bitte senden | bitte schicken | bitte hängen | bitte laden |
  wenn sie | sie können
prašau | prašome | galite | galėtumėte | jei | jeigu
""")
_HERE = phrases(
    """
proszę, | proszę o zapoznanie | proszę zobaczyć | proszę sprawdzić | proszę znaleźć | proszę bardzo
""",
    behind="",
)
_THEIRS = phrases("""
pana | pani | państwa | twoim | twój | dziękuj* za | otrzymaliśmy | widzę | widzimy | przesłan*
you sent | you've sent | you have sent | you attached | you've attached | you have attached | your
thanks for | thank you for | ihr* | dein* | danke für | jūsų | tavo | ačiū už
""")


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Warn about a missing file, stop one that is refused."""
    return _missing(draft) + _too_big(draft, policy)


def _missing(draft: DraftFacts) -> tuple[Finding, ...]:
    if draft.attachment_sizes:
        return ()
    text = fold(draft.text)
    for match in _SAID.finditer(text):
        lead = before(text, match.start())
        asked = _ASKED.search(lead) is not None and _HERE.search(lead) is None
        if not asked and _THEIRS.search(lead) is None:
            return (finding("attachment_missing", Severity.WARNING, span=match.span(), fix="attach"),)
    return ()


def _too_big(draft: DraftFacts, policy: Policy) -> tuple[Finding, ...]:
    rule = policy.sending.channel
    if rule is None:
        return ()
    limit = rule.attachment_bytes
    if rule.is_together:
        return _too_big_together(sum(draft.attachment_sizes), rule)
    return tuple(
        finding(
            "attachment_too_big",
            Severity.STOP,
            rule=rule,
            fix="smaller_file",
            size=str(size),
            limit=str(limit),
        )
        for size in draft.attachment_sizes[:AT_MOST]
        if size > limit
    )


def _too_big_together(total: int, rule: ChannelRule) -> tuple[Finding, ...]:
    """A mail is taken or refused whole."""
    if total <= rule.attachment_bytes:
        return ()
    return (
        finding(
            "attachments_too_big",
            Severity.STOP,
            rule=rule,
            fix="smaller_file",
            size=str(total),
            limit=str(rule.attachment_bytes),
        ),
    )
