"""Codes in words: times, clocks, states. The same term everywhere; the glossary is kontuar/locale/README.md.

Every function gives plain text in the reader's language; what must be HTML says so. Times are told in
the shop's zone, relative when near.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.web import labels_clocks
from kontuar.web.labels_clocks import hours_of
from kontuar.web.look import Look
from kontuar.web.once import once_a_language
from kontuar.web.times import (
    DAY,
    HOUR,
    absolute,
    ago,
    by,
    clock,
    dated,
    day_and_time,
    limit,
    moment,
    since,
    span,
    time_tag,
    until,
)

__all__ = [
    "absolute",
    "ago",
    "by",
    "clock",
    "dated",
    "day_and_time",
    "hours_of",
    "limit",
    "moment",
    "since",
    "span",
    "time_tag",
    "until",
]
"""Words from other modules, for who has this one at hand."""
PLATFORMS = {
    "allegro": "Allegro",
    "allegro_lokalnie": "Allegro Lokalnie",
    "ebay": "eBay",
    "etsy": "Etsy",
    "mail": "E-mail",
    "olx": "OLX",
}


def platform(code: str) -> str:
    """The marketplace's own name."""
    return _("Another place") if code == "elsewhere" else PLATFORMS.get(code, code.capitalize())


def mark(code: str) -> str:
    """The channel's letter."""
    return {"mail": "@", "elsewhere": "»"}.get(code, code[:1].upper())


# Clocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A clock in words. ``css`` is calm, soon, late or none; ``title`` tells the rest on hover."""

    text: str
    css: str
    title: str = ""
    safer: str = ""
    aside: str = ""
    """Why more time is left than the rule's hours."""


def standing(due_at: datetime, warn_at: datetime, now: datetime) -> str:
    """How near the limit is at this very moment."""
    if now > due_at:
        return "late"
    return "soon" if now >= warn_at else "calm"


def duty_chip(
    kind: str,
    due_at: datetime,
    safer_by: datetime,
    warn_at: datetime,
    look: Look,
    *,
    lost: str = "",
    platform_code: str = "",
    rule: tuple[str, str] = ("", ""),
    is_short: bool = False,
    name: str = "",
) -> Chip:
    """The clock of one duty: what it counts and how much is left. ``is_short`` for narrow rows.

    ``name`` is what the chip calls the clock where the page knows it better than the kind tells.

    ``rule`` is the duty's rule id and version: the hours it gives are read from the rulebook.
    """
    css, hours = standing(due_at, warn_at, look.now), hours_of(platform_code, *rule)
    is_own = rule[0].startswith("own.") and kind not in labels_clocks.NAMED
    what = _("our own target") if is_own else counted(kind, hours)
    stands_still = bool(hours) and due_at - look.now > hours * HOUR
    aside = _("Weekends and holidays do not count.") if stands_still else ""
    rest = _rest(kind, due_at, look, is_dated=stands_still)
    safer = _("safer %(by)s") % {"by": until(safer_by, look)} if safer_by < due_at else ""
    if is_short and css == "soon" and stands_still and safer_by > look.now:
        rest = safer or rest
    title = f"{what}: {absolute(due_at, look)}"
    if safer:
        title += f"; {safer}"
    if aside:
        title += f". {aside.rstrip('.')}"
    if lost:
        title += f". {loss(lost, platform_code)}"
    return Chip(
        text=f"{name or (short_counted(kind) if is_short else what)} · {rest}",
        css=css,
        title=title,
        safer=safer,
        aside=aside,
    )


def _rest(kind: str, due_at: datetime, look: Look, *, is_dated: bool) -> str:
    """How much is left; the date where a number of hours would say little or mislead."""
    left = due_at - look.now
    if left < timedelta(0):
        return _("%(span)s late") % {"span": span(-left)}
    if is_dated or left > 2 * DAY or (kind == "dispatch" and left > 6 * HOUR):
        return until(due_at, look)
    return _("%(span)s left") % {"span": span(left)}


@once_a_language
def counted(kind: str, hours: int = 0) -> str:
    """What the clock counts; ``hours`` is what the rule gives, 0 where it gives none."""
    words = {
        "answer": _("%(n)d h to answer") % {"n": hours} if hours else _("time to answer"),
        "problem": _("%(n)d h to answer") % {"n": hours} if hours else _("our own target"),
        "dispatch": pgettext("clock", "dispatch"),
        "claim": pgettext("clock", "decision on the claim"),
        "return": pgettext("clock", "money back"),
    }
    return words.get(kind) or labels_clocks.counted(kind) or kind


@once_a_language
def short_counted(kind: str) -> str:
    """The same in a word, for the list."""
    return {
        "answer": pgettext("clock", "answer"),
        "problem": pgettext("clock", "problem"),
        "dispatch": pgettext("clock", "dispatch"),
        "claim": pgettext("clock", "claim"),
        "return": pgettext("clock", "money back"),
    }.get(kind) or labels_clocks.short_counted(kind)


@once_a_language
def loss(code: str, platform_code: str = "") -> str:
    """What is lost if a duty is missed."""
    name = platform(platform_code) if platform_code else ""
    words = {
        "quality_measure": _("%(platform)s counts it in your sales quality"),
        "duty_of_terms": _("the terms of %(platform)s ask for it"),
        "dispatch_in_time": _("%(platform)s counts dispatch on time"),
        "buyer_turns_to_marketplace": _("the buyer may ask %(platform)s for help"),
        "buyer_paid_at_your_cost": _("%(platform)s may pay the buyer at your cost"),
        "claim_granted": _("without a decision the claim counts as accepted"),
        "own_target": _("no marketplace counts it"),
        "money_back_by_terms": _("the terms of %(platform)s set this limit"),
    }
    return (words.get(code) or labels_clocks.loss(code)) % {"platform": name}


@once_a_language
def owed(kind: str, *, has_order: bool = True) -> str:
    """What is owed, for a line of Today."""
    if kind == "answer" and not has_order:
        return _("answer a question before purchase")
    return {
        "answer": _("answer a message"),
        "problem": _("answer a problem with a purchase"),
        "dispatch": _("send the parcel"),
        "claim": _("decide a claim"),
        "return": _("give money back for a return"),
    }.get(kind) or labels_clocks.owed(kind)


@once_a_language
def next_step(code: str, platform_code: str = "") -> str:
    """The next step as a button says it."""
    words = {
        "answer": _("Answer"),
        "answer_problem": _("Answer"),
        "open_on_marketplace": _("Open on %(platform)s"),
        "send_parcel": _("Show the order"),
        "mark_as_sent": _("Mark as sent on %(platform)s"),
        "look": _("Have a look"),
        "look_again": _("Look again"),
        "decide_on_platform": _("Open on %(platform)s"),
        "refund_on_platform": _("Open on %(platform)s"),
    }
    said = words.get(code) or labels_clocks.next_step(code) or _("Open")
    return said % {"platform": platform(platform_code)}


# States


@once_a_language
def case_state(code: str) -> str:
    """State of a case."""
    return {
        "open": pgettext("case", "open"),
        "waiting": pgettext("case", "waiting"),
        "closed": pgettext("case", "closed"),
    }[code]


@once_a_language
def order_state(state: str, fulfilment: str) -> str:
    """Where an order stands, in one word or two."""
    if state == "cancelled" or fulfilment == "cancelled":
        return pgettext("order", "cancelled")
    if state in {"bought", "filled_in"}:
        return pgettext("order", "unpaid")
    return {
        "new": pgettext("order", "new"),
        "processing": pgettext("order", "being prepared"),
        "ready_for_shipment": pgettext("order", "ready to send"),
        "ready_for_pickup": pgettext("order", "ready for pickup"),
        "sent": pgettext("order", "sent"),
        "picked_up": pgettext("order", "picked up"),
        "suspended": pgettext("order", "on hold"),
        "returned": pgettext("order", "returned"),
    }.get(fulfilment, pgettext("order", "in progress"))


@once_a_language
def parcel_state(code: str) -> str:
    """Where a parcel is."""
    return {
        "pending": pgettext("parcel", "label printed, not handed over yet"),
        "in_transit": pgettext("parcel", "on its way"),
        "out_for_delivery": pgettext("parcel", "out for delivery"),
        "ready_for_pickup": pgettext("parcel", "waits for pickup"),
        "notice_left": pgettext("parcel", "nobody at home, notice left"),
        "problem": pgettext("parcel", "trouble on the way"),
        "returned": pgettext("parcel", "coming back to you"),
        "delivered": pgettext("parcel", "delivered"),
    }.get(code, pgettext("parcel", "no news from the carrier"))


@once_a_language
def outgoing_state(code: str, platform_code: str = "") -> str:
    """The truth about a message of ours."""
    words = {
        "draft": pgettext("outgoing", "draft"),
        "held": pgettext("outgoing", "held"),
        "queued": pgettext("outgoing", "waits for its turn"),
        "sending": pgettext("outgoing", "being sent"),
        "sent": pgettext("outgoing", "sent, being checked"),
        "delivered": pgettext("outgoing", "delivered"),
        "blocked": pgettext("outgoing", "stopped by %(platform)s"),
        "refused": pgettext("outgoing", "refused by %(platform)s"),
        "unsure": pgettext("outgoing", "not known whether it arrived – check"),
        "given_back": pgettext("outgoing", "held back, not sent"),
        "cancelled": pgettext("outgoing", "taken back"),
    }
    by_mail = {
        "sent": pgettext("outgoing mail", "sent"),
        "delivered": pgettext("outgoing mail", "accepted by the mail server"),
        "blocked": pgettext("outgoing mail", "came back, not delivered"),
        "refused": pgettext("outgoing mail", "refused by the mail server"),
    }
    by_hand = {
        "delivered": pgettext("outgoing by hand", "sent there by hand"),
        "given_back": pgettext("outgoing by hand", "waits for you to send it there"),
    }
    if platform_code == "mail" and code in by_mail:
        return by_mail[code]
    if platform_code == "elsewhere" and code in by_hand:
        return by_hand[code]
    return words[code] % {"platform": platform(platform_code)}


@once_a_language
def hold_reason(code: str) -> str:
    """Why a message was not let out; empty for holds that end by themselves."""
    return {
        "watch_only": _("The account is watch-only."),
        "scope": _("The consent given to Kontuar does not cover this. Sign in again (Accounts), then send."),
        "no_rights": _(
            "Whoever wrote it no longer works on this account. Read it, then send it or take it back."
        ),
        "thread_closed": _("The conversation was closed on the marketplace."),
        "buyer_wrote_since": _(
            "The buyer has written in the meantime. Read it, then send or change the text."
        ),
        "case_closed": _("The conversation was closed in the meantime."),
        "too_late": _("It waited too long to leave. Is it still true?"),
        "same_text": _("The same text went to this buyer a short while ago."),
        "too_many_in_a_row": _("Too many messages in a row without an answer of the buyer."),
        "file": _("A file of ours could not be handed over. Nothing left."),
        "fault": _("Something went wrong in Kontuar before it left. Nothing left."),
        "by_hand": _("Send it there, then say that you did. Until then the answer is owed."),
        "restored": _("The database was restored or copied. Check before sending."),
    }.get(code, "")


@once_a_language
def advice(state: str, platform_code: str = "") -> str:
    """What to do about a message that did not simply arrive."""
    by_mail = {
        "blocked": _("Check the address; the text is kept and can be sent again."),
        "refused": _("Read the reason, then change the mail or its files and send it again."),
        "unsure": _(
            "Look in the mailbox's sent folder whether it is there. Kontuar never sends twice by itself."
        ),
    }
    if platform_code == "mail" and state in by_mail:
        return by_mail[state]
    return {
        "blocked": _("Change the text and send it again, or answer on the marketplace."),
        "refused": _("Read the reason, then change the text or write on the marketplace."),
        "unsure": _("Look on the marketplace whether it is there. Kontuar never sends twice by itself."),
        "given_back": _("Kontuar did not let it out. Look at it again."),
    }.get(state, "")


def outgoing_icon(code: str) -> str:
    """The icon beside it."""
    return {
        "held": "timer",
        "given_back": "hand",
        "queued": "hourglass",
        "sending": "send",
        "sent": "check",
        "delivered": "check-check",
        "blocked": "ban",
        "refused": "circle-x",
        "unsure": "circle-question-mark",
        "cancelled": "undo-2",
    }.get(code, "pen-line")


def initials(name: str) -> str:
    """Two letters for a face."""
    words = name.split()
    return ("".join(word[0] for word in words[:2]) if len(words) > 1 else name[:2]).upper()


def file_size(size: int) -> str:
    """Bytes as people say them."""
    if size < 1_048_576:
        return _("%(n)d kB") % {"n": max(1, round(size / 1024))}
    return _("%(n)s MB") % {"n": formats.number_format(round(size / 1_048_576, 1), 1)}


@once_a_language
def money(amount: Decimal, currency: str) -> str:
    """An amount with two decimals; złoty in the Polish way."""
    sign = {"PLN": "zł", "EUR": "€", "CZK": "Kč", "HUF": "Ft"}.get(currency, currency)
    return f"{formats.number_format(amount, 2, use_l10n=True)} {sign}"


def percent(part: int, whole: int) -> str:
    """A share with one decimal, "99.2 %"."""
    return _("%(n)s %%") % {"n": formats.number_format(100 * part / whole, 1)}


@once_a_language
def language(code: str) -> str:
    """A buyer's language."""
    return {
        "pl": _("Polish"),
        "en": _("English"),
        "de": _("German"),
        "lt": _("Lithuanian"),
        "cs": _("Czech"),
        "sk": _("Slovak"),
        "hu": _("Hungarian"),
        "uk": _("Ukrainian"),
    }.get(code.split("-")[0].lower(), code)
