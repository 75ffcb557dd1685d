"""What one click does about a finding, in words. The deed itself is in ``static/workshop.js``."""

from django.utils.translation import gettext as _

ON_PLACE = frozenset({"replace", "remove"})
"""Fixes that change the place of the finding in the text."""
ELSEWHERE = frozenset(
    {"attach", "attach_to_order", "add_number", "choose_order", "cool_down", "calm", "neutral", "fill_in"}
)
"""Fixes that lead somewhere: to the files, the order, the calm wording, or the gap."""


def label(fix: str, to: str) -> str:
    """The words on the button; empty for a fix that no click does."""
    words = {
        "replace": _("Put “%(to)s”"),
        "remove": _("Take it out"),
        "attach": _("Attach a file"),
        "attach_to_order": _("Add it to the order"),
        "add_number": _("Add the number"),
        "choose_order": _("Choose the order"),
        "cool_down": _("Calm wording"),
        "calm": _("Calm wording"),
        "neutral": _("Show the place"),
        "fill_in": _("Show the place"),
    }
    return words[fix] % {"to": to[:40]} if fix in words else ""
