"""Vulgar words and insults never leave (S003-06: a stop that cannot be passed by mistake).

Some words of the insult lists are honest trade or tell of a third person ("próba oszustwa", "mięso baranie",
"this e-mail is a scam"). They are an insult only where they are said to somebody; elsewhere a hint remains.
"""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.facts.reading import Area
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import AT_MOST, before, finding, fold, phrases
from kontuar.rules.reply_checks.read_words import noticed

_TWO_FACED = phrases("""
oszust* | oszus* | złodziej* | baranie | głąb* | śmieci* | śmieć | pajac* | gnida | gnój* | dziad* | kłam* | naciąg*
amatorszcz* | chamst* | parszyw* | partacz* | bandyci | tepak* | kombinator* | palant*
scam* | liar* | thief | thieves | fraud* | cheat* | crook* | swindl* | rip* | loser* | pathetic | incompet* | scum |
  disgrace | jerks | cretin* | con
betrug* | betrog* | betrüg* | dieb* | gauner* | verbrech* | abz* | abgez* | frechheit | unfähig* | unversch* | penner* |
  banause* | versager* | schwindl* | lug* | zu | ist | wegen | an | reiner
sukč* | sukc* | vag* | apgav* | kvail* | durn* | melag* | bailiai | nemok* | nusikalt* | aferist*
""")
_SAID_TO = phrases(
    """
pan | pani | państwo | ty | wy | jesteś | jesteście | panie | jest pan | jest pani | pan to | pani to | państwo to
you | you are | you're | you are a | you're a | such a | you must be
sie | sie sind | ihr | ihr seid | du | du bist | sind sie
jūs | tu | jūs esate | tu esi | esate
""",
    behind=r"(?!\w)(?:[\s,]{1,2}\w{1,12}){0,3}[\s,]{1,2}$",
)


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Stop at each word that insults; a hint at one that may only tell of somebody else."""
    text = fold(draft.text)
    found = []
    for hit in noticed(draft, Area.TEMPER):
        lead = before(text, hit.start, 80)
        meant = hit.code == "temper.vulgar" or not _TWO_FACED.match(fold(hit.text)) or _SAID_TO.search(lead)
        code, severity = ("insult", Severity.STOP) if meant else ("harsh_word", Severity.HINT)
        span = (hit.start, hit.end)
        found.append(finding(code, severity, span=span, fix="calm", text=hit.text))
    return tuple(found[:AT_MOST])
