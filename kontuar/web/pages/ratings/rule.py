"""What the rulebook says about answers to ratings, in words."""

from django.utils.translation import gettext as _

from kontuar.actions import policies
from kontuar.rules.deed_policy import DeedRules
from kontuar.rules.duties import rating as duty
from kontuar.store.models import Account, Rating
from kontuar.web.look import Look


def length(account: Account, look: Look) -> int:
    """The most characters an answer may have; 0 where no rule says."""
    channel = _rules(account, look).rating_channel
    return channel.text_length if channel else 0


def hint(account: Account, look: Look) -> str:
    """What may not stand in an answer, and how often one may be written."""
    rules = _rules(account, look)
    said = []
    if rules.rating_answer and rules.rating_answer.once:
        said.append(_("Only once, and it stays."))
    if rules.rating_contact:
        names = {
            "email": _("e-mail addresses"),
            "phone": _("phone numbers"),
            "link": _("addresses of pages"),
            "social": _("profiles on social networks"),
        }
        barred = [name for kind, name in names.items() if kind in rules.rating_contact.kinds]
        said.append(_("Must not be in it: %(what)s.") % {"what": ", ".join([*barred, _("rude words")])})
    return " ".join(said)


def takes_answer(rating: Rating, rules: DeedRules) -> bool:
    """Whether the marketplace still takes an answer to this rating."""
    return duty.takes_answer(
        rules,
        is_recommended=rating.is_recommended,
        is_excluded=rating.is_excluded,
        is_answered=bool(rating.answer),
    )


def _rules(account: Account, look: Look) -> DeedRules:
    return policies.policy(account, now=look.now).deeds
