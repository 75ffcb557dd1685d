"""What the reply checks noticed, in words: what, why, and what to do. Codes: ``kontuar/rules/reply_checks``."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kontuar.facts.drafts import Finding, Severity
from kontuar.facts.numbers import whole_number
from kontuar.web import labels
from kontuar.web.pages.cases import finding_words, fixes


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding as the composer shows it. ``source`` is an address, shown as a link; ``rule`` its id and date.

    ``fix`` is a code, ``fix_label`` the button's words, empty where no click helps. ``start``, ``end`` and ``to``
    (code points) are what a replacing fix puts where; ``was`` is what must still stand there.
    """

    text: str
    is_stop: bool
    source: str
    since: str
    rule: str = ""
    is_hint: bool = False
    fix: str = ""
    fix_label: str = ""
    start: int = 0
    end: int = 0
    was: str = ""
    to: str = ""
    word: str = ""
    """A word nobody knows, which the house dictionary may take in."""


def remarks(found: Sequence[Finding], text: str, platform: str) -> list[Remark]:
    """Gravest first, one remark for the same words."""
    seen: dict[str, Remark] = {}
    for finding in found:
        words = _words(finding, text, labels.platform(platform))
        seen.setdefault(words, _remark(finding, words, text))
    return sorted(seen.values(), key=lambda remark: (not remark.is_stop, remark.is_hint))


def _remark(finding: Finding, words: str, text: str) -> Remark:
    start, end = finding.span or (0, 0)
    to = dict(finding.params).get("to", "")
    label = fixes.label(finding.fix, to) if finding.fix in fixes.ON_PLACE and finding.span else ""
    label = label or (fixes.label(finding.fix, to) if finding.fix in fixes.ELSEWHERE else "")
    return Remark(
        text=words,
        is_stop=finding.severity is Severity.STOP,
        is_hint=finding.severity is Severity.HINT,
        source=finding.source if finding.source.startswith("https://") else "",
        since=finding.since,
        rule=_rule(finding),
        fix=finding.fix if label else "",
        fix_label=label,
        start=start,
        end=end,
        was=text[start:end],
        to="" if finding.fix == "remove" else to,
        word=dict(finding.params).get("word", ""),
    )


def _rule(finding: Finding) -> str:
    if not finding.rule_id or finding.rule_id.startswith(("own.", "api.")):
        return ""
    if not finding.since:
        return finding.rule_id
    return _("%(rule)s, since %(since)s") % {"rule": finding.rule_id, "since": finding.since}


def _words(finding: Finding, text: str, platform: str) -> str:
    params = dict(finding.params)
    place = text[slice(*finding.span)].strip()[:60] if finding.span else ""
    values = {
        "platform": platform,
        "place": params.get("text", place),
        "over": params.get("over", ""),
        "limit": _size(params.get("limit", "")),
        "size": _size(params.get("size", "")),
        "notice": _notice(params.get("notice", "")),
        "day": params.get("day", ""),
        "when": params.get("when", ""),
        "earlier": params.get("earlier", ""),
        "to": params.get("to", ""),
        "language": finding_words.language(params.get("written", "")),
    }
    return (finding_words.sentence(finding.code) or _sentence(finding.code)) % values


def _sentence(code: str) -> str:
    sentences = {
        "empty": _("The text is empty."),
        "placeholder": _("A gap is not filled: %(place)s"),
        "too_long": _("Too long by %(over)s characters."),
        "maybe_too_long": _("May be too long: the marketplace may count an emoji as two characters."),
        "vulgar": _("A word everybody would read: “%(place)s”. Say it otherwise."),
        "order_needed": _("A new message needs an order. Write from the order."),
        "attachment_missing": _("You mention an attachment, but none is attached."),
        "attachment_too_big": _("A file is too large: %(size)s, at most %(limit)s."),
        "attachments_too_big": _(
            "The files are too large together: %(size)s, at most %(limit)s in one mail."
        ),
        "robot_address": _("Nobody reads what is sent to this address. Answer where the mail leads to."),
        "no_address": _("There is no address to write to: the mail names none, or only ours."),
        "off_platform": _(
            "It sounds like dealing outside the marketplace: “%(place)s”. %(platform)s forbids it."
        ),
        "contact_email": _("An e-mail address: “%(place)s”. %(platform)s may stop the message."),
        "contact_phone": _("A phone number: “%(place)s”. %(platform)s may stop the message."),
        "contact_link": _(
            "A link away from the marketplace: “%(place)s”. %(platform)s may stop the message."
        ),
        "contact_payment": _("Payment details: “%(place)s”. %(platform)s may stop the message."),
        "contact_postal_address": _("A postal address: “%(place)s”. %(platform)s may stop the message."),
        "contact_social": _("A social network profile: “%(place)s”. %(platform)s may stop the message."),
        "notice_not_delivered": _(
            "%(notice)s: %(platform)s does not deliver such messages when you write first."
        ),
        "notice_not_wanted": _("%(notice)s: %(platform)s does not want such messages when you write first."),
    }
    return sentences.get(code, _("Look at this again: %(place)s"))


def _notice(code: str) -> str:
    return {
        "payment_received": _("Notice of a payment"),
        "order_status": _("Notice of the order's state"),
        "parcel_status": _("Notice of the parcel's state"),
        "rating_request": _("Request for a rating"),
        "rating_change": _("Request to change a rating"),
        "payment_reminder": _("Payment reminder"),
        "order_details": _("Repeating the order's details"),
        "document": _("Sales document"),
        "thanks": _("Thanks for the purchase"),
    }.get(code, code)


def _size(number: str) -> str:
    size = whole_number(number) or 0
    return _("%(n).1f MB") % {"n": size / 1_048_576} if size >= 10_000 else number
