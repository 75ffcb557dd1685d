"""Codes of issues, money back, offers and ratings in words. Same manner as :mod:`kontuar.web.labels`."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.web.once import once_a_language


@once_a_language
def issue_kind(code: str) -> str:
    """What the buyer opened."""
    return {
        "discussion": _("Discussion"),
        "problem": _("Problem with the purchase"),
        "claim": _("Claim"),
        "return": _("Return"),
    }.get(code, _("Issue"))


def issue_kind_short(code: str) -> str:
    """The same in one word, for a narrow line."""
    return pgettext("issue", "Problem") if code == "problem" else issue_kind(code)


@once_a_language
def issue_status_short(kind: str, code: str) -> str:
    """As :func:`issue_status`, for a narrow line beside the clock that tells the rest."""
    if code == "arrived":
        return pgettext("issue", "arrived")
    return issue_status(kind, code)


@once_a_language
def issue_status(kind: str, code: str) -> str:
    """Where it stands; the same code reads differently for a return."""
    if kind == "return" and code == "open":
        return pgettext("issue", "announced")
    return {
        "open": pgettext("issue", "open"),
        "on_its_way": pgettext("issue", "on its way back"),
        "arrived": pgettext("issue", "arrived, money to give back"),
        "accepted": pgettext("issue", "accepted"),
        "rejected": pgettext("issue", "rejected"),
        "unresolved": pgettext("issue", "called unresolved"),
        "closed": pgettext("issue", "closed"),
    }.get(code, pgettext("issue", "state not known"))


@once_a_language
def refund_state(code: str) -> str:
    """Where money to a buyer stands."""
    return {
        "under_way": pgettext("refund", "under way"),
        "paid": pgettext("refund", "paid"),
        "paid_in_part": pgettext("refund", "paid in part"),
        "called_off": pgettext("refund", "called off by the marketplace"),
        "failed": pgettext("refund", "failed"),
    }.get(code, pgettext("refund", "state not known"))


@once_a_language
def fee_state(code: str) -> str:
    """Where our commission stands."""
    return {
        "under_way": pgettext("commission", "asked for"),
        "waits_for_refund": pgettext("commission", "waits for the refund to the buyer"),
        "granted": pgettext("commission", "granted"),
        "rejected": pgettext("commission", "rejected"),
        "called_off": pgettext("commission", "called off"),
    }.get(code, pgettext("commission", "state not known"))


@once_a_language
def expectation(code: str) -> str:
    """What the buyer wants."""
    return {
        "repair": pgettext("expectation", "repair"),
        "exchange": pgettext("expectation", "exchange"),
        "refund": pgettext("expectation", "money back"),
        "partial_refund": pgettext("expectation", "part of the money back"),
    }.get(code, code.replace("_", " "))


@once_a_language
def deed_kind(code: str) -> str:
    """What we asked the marketplace to do."""
    return {
        "tracking": _("Parcel number"),
        "fulfilment": _("State of the order"),
        "invoice": _("Invoice"),
        "rating_answer": _("Answer to a rating"),
    }.get(code, code)


@once_a_language
def deed_state(code: str) -> str:
    """The truth about a deed of ours."""
    return {
        "held": pgettext("deed", "leaves in a moment"),
        "queued": pgettext("deed", "waits for its turn"),
        "sending": pgettext("deed", "being sent"),
        "sent": pgettext("deed", "sent, not confirmed yet"),
        "done": pgettext("deed", "done, seen on the marketplace"),
        "refused": pgettext("deed", "refused by the marketplace"),
        "unsure": pgettext("deed", "not known whether it happened – check"),
        "cancelled": pgettext("deed", "taken back"),
    }.get(code, code)


@once_a_language
def right(code: str) -> str:
    """By which right a claim is made."""
    return {
        "WARRANTY": pgettext("right", "the seller's warranty"),
        "COMPLAINT": pgettext("right", "statutory claim"),
    }.get(code, code.replace("_", " ").lower())


@once_a_language
def return_reason(code: str) -> str:
    """Why the buyer sends the thing back, as the marketplace lets him choose."""
    return {
        "NONE": _("no reason given"),
        "MISTAKE": _("bought by mistake"),
        "TRANSPORT": _("damaged on the way"),
        "DAMAGED": _("damaged"),
        "NOT_AS_DESCRIBED": _("not as described"),
        "DONT_LIKE_IT": _("does not like it"),
        "OVERDUE_DELIVERY": _("came too late"),
        "INCOMPLETE": _("incomplete"),
        "HIDDEN_FLAW": _("a hidden flaw"),
        "OTHER_FLAW": _("another flaw"),
        "DIFFERENT": _("another thing than ordered"),
        "COUNTERFEIT": _("a counterfeit"),
        "NOT_NEW": _("not new"),
        "TOO_LARGE": _("too large"),
        "TOO_SMALL": _("too small"),
    }.get(code, code.replace("_", " ").lower())


def doubt(code: str) -> str:
    """What does not agree about an issue."""
    return {
        "panel_says_otherwise": _("A person saw another state on the page than the interface tells."),
        "decided_otherwise_in_talk": _("The state says one decision, the talk another."),
        "open_but_closed_in_talk": _("The state says open, the talk says that it was closed."),
        "open_past_its_date": _("Still called open although its date has passed."),
        "date_absurd": _("One of its dates cannot be true; the rule's own date counts instead."),
        "last_word_differs": _("The state names another one as the last who wrote than the talk."),
        "fewer_counted_than_read": _("Fewer messages are counted than could be read."),
        "talk_cut": _("The talk is longer than what can be read."),
        "two_claims_in_talk": _("Messages of two claims of the same order stand in one talk."),
        "finished_without_money": _("The return is called finished, but the buyer has no money yet."),
    }.get(code, _("Something contradicts itself."))
