"""Situations and variants in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.drafters import situations
from kontuar.web import labels


def situation(code: str) -> str:
    """What a template is for."""
    return {
        "before": _("Before the purchase"),
        "waiting": _("Waiting for the parcel"),
        "too_early": _("Discussion too early"),
        "late_parcel": _("Late parcel"),
        "lost_parcel": _("Lost parcel"),
        "cannot_fulfil": _("Cannot fulfil"),
        "choice": _("Colour or size not named"),
        "complaint": _("Complaint"),
        "own_fault": _("Our own fault"),
        "no_fault": _("Not our fault"),
        "wrong_size": _("Wrong size"),
        "how_to_return": _("How to return"),
        "buyers_mistake": _("The buyer’s mistake"),
        "invoice": pgettext("template", "Invoice"),
        "refusal": _("Refusal"),
        "negotiation": _("Price talk"),
        "after": _("After the purchase"),
        "holding": _("Holding answer"),
        "late_answer": _("Late answer"),
        "empathy": _("Empathy, a sentence"),
        "apology": _("Apology, a sentence"),
        "own": _("Other"),
    }.get(code, code)


def choices() -> list[tuple[str, str]]:
    """For a form."""
    return [(code, situation(code)) for code in situations.CODES]


def variant(key: str) -> str:
    """A text's language, and the marketplace it is for."""
    language, _at, platform = key.partition("@")
    said = labels.language(language)
    return f"{said}, {labels.platform(platform)}" if platform else said
