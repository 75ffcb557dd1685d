"""Windows in words: rights and periods that run, as quiet lines of a card."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kontuar.rules.windows.window import Window
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.look import Look

LAW = ("H", "law.")
"""How the ids of the law's rules begin: they stand in a book of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowLine:
    """What runs and until when, the rule's id and its page; ``title`` is the exact end."""

    text: str
    title: str
    rule: str
    url: str


def lines(found: Iterable[Window], look: Look, platform: str) -> list[WindowLine]:
    """In the order given."""
    return [line(one, look, platform) for one in found]


def line(one: Window, look: Look, platform: str) -> WindowLine:
    """One of them; ``platform`` is the account's marketplace, which has the rule unless the law has it."""
    book = "law" if one.rule_id.startswith(LAW) else platform
    return WindowLine(
        text=_words(one.kind)
        % {"by": labels.until(one.ends_at, look), "platform": labels.platform(platform)},
        title=labels.absolute(one.ends_at, look),
        rule=one.rule_id,
        url=to("rule", book, one.rule_id),
    )


def _words(kind: str) -> str:
    return {
        "cancel": _("The buyer may cancel %(by)s"),
        "pay": _("The buyer may pay %(by)s; then %(platform)s cancels. A reminder by message is not allowed"),
        "withdraw": _("The buyer may withdraw from the contract %(by)s"),
        "rate": _("The buyer may rate %(by)s"),
        "issue": _("The buyer may open a discussion or claim %(by)s"),
        "liability": _("You are liable for defects %(by)s"),
        "evidence": _("Keep the proof of sending and the talk %(by)s"),
        "rating_edit": _("the buyer may change or remove it %(by)s"),
        "rating_removal": _("ask for removal %(by)s"),
    }[kind]
